#!/usr/bin/env bash
# tcprewrite --pnat leaves the addresses of ESP, of fragments and of tunnels in IPv6 as they are.
#
# The option is to rewrite the addresses of IPv4 and IPv6 packets, which stand in the first
# header whatever follows it (RFC 8200, section 3). Where ESP (RFC 4303), a fragment header or
# another IPv6 packet follows, also behind other extension headers, tcprewrite writes the packet
# unchanged, says nothing and ends with 0. The same in IPv4 is rewritten, and so are UDP and AH in
# IPv6. A capture of a tunnel that is replayed in a lab sends IKE to the lab's gateway and ESP to
# the address of the real one. --srcipmap and --dstipmap do the same.
set -euo pipefail
tcpreplay=4.4.3-1
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "tcpreplay=$tcpreplay" libdumbnet1=1.16.3-1 libpcap0.8=1.10.3-1 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

# IKE, ESP, ESP behind destination options, a datagram in two fragments, UDP behind AH and IPv6 in
# IPv6, all from 2001:db8::1 to ::2; and ESP, and a fragment, from 192.0.2.1 to .2.
python3 - <<'PY'
import struct

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def address(last):
    return bytes.fromhex('20010db8') + bytes(11) + bytes([last])

def ipv6(following, payload):
    return struct.pack('>IHBB', 0x60000000, len(payload), following, 64) + address(1) + address(2) + payload

def ipv4(protocol, payload, fragment):
    addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    fields = [0x45, 0, 20 + len(payload), 1, fragment, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

def udp(data):
    header = struct.pack('>HHH', 500, 500, 8 + len(data))
    pseudo = address(1) + address(2) + struct.pack('>II', 8 + len(data), 17)
    return header + struct.pack('>H', checksum(pseudo + header + bytes(2) + data)) + data

ike = udp(bytes(range(1, 9)) + bytes(8) + struct.pack('>BBBBII', 0, 0x20, 34, 8, 0, 28))
large = udp(bytes(range(1, 9)) + bytes(8) + struct.pack('>BBBBII', 43, 0x20, 34, 8, 0, 1600) + struct.pack('>BBH', 0, 0, 1572) + bytes(1568))
esp = struct.pack('>II', 0xc0000101, 1) + bytes(64)
options = struct.pack('>BBBB', 50, 0, 1, 4) + bytes(4)
ah = struct.pack('>BBHII', 17, 4, 0, 0x1001, 1) + bytes(12)
packets = [ipv6(17, ike), ipv6(50, esp), ipv6(60, options + esp),
           ipv6(44, struct.pack('>BBHI', 17, 0, 1, 7) + large[:1232]), ipv6(44, struct.pack('>BBHI', 17, 0, 1232, 7) + large[1232:]),
           ipv6(51, ah + ike), ipv6(41, ipv6(17, ike)), ipv4(50, esp, 0), ipv4(17, bytes(64), 185)]
open('kinds', 'w').write('IKE\nESP\nESP behind options\nfirst fragment\nlast fragment\nUDP behind AH\nIPv6 in IPv6\nESP\nlast fragment\n')
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
for packet in packets:
    frame = bytes.fromhex('020000000002020000000001') + (b'\x08\x00' if packet[0] >> 4 == 4 else b'\x86\xdd') + packet
    capture += struct.pack('<IIII', 1700000000, 0, len(frame), len(frame)) + frame
open('tunnel.pcap', 'wb').write(capture)
PY

{
	echo "tcprewrite $tcpreplay, tshark $tshark"
	unpacked/usr/bin/tcprewrite '--pnat=192.0.2.0/24:198.51.100.0/24,[2001:db8::/32]:[3fff::/32]' -i tunnel.pcap -o rewritten.pcap 2>&1
	echo "status $?"
	XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r rewritten.pcap -o ip.defragment:FALSE -o ipv6.defragment:FALSE -T fields -E separator=' ' -E occurrence=f \
		-e ip.src -e ip.dst -e ipv6.src -e ipv6.dst 2>/dev/null | sed 's/^ *//; s/ *$//' | paste -d: kinds -
} | tee seen
diff - seen <<WANT
tcprewrite $tcpreplay, tshark $tshark
status 0
IKE:3fff::1 3fff::2
ESP:2001:db8::1 2001:db8::2
ESP behind options:2001:db8::1 2001:db8::2
first fragment:2001:db8::1 2001:db8::2
last fragment:2001:db8::1 2001:db8::2
UDP behind AH:3fff::1 3fff::2
IPv6 in IPv6:2001:db8::1 2001:db8::2
ESP:198.51.100.1 198.51.100.2
last fragment:198.51.100.1 198.51.100.2
WANT
