#!/usr/bin/env bash
# tcprewrite --pnat leaves every ICMPv6 message with a checksum that is wrong.
#
# The checksum of ICMPv6 covers the addresses of the IPv6 header (RFC 4443, section 2.3), other
# than that of ICMP in IPv4. With --pnat, by its manual, "each IPv4/v6 packet" has its checksums
# made anew. tcprewrite writes new addresses into a ping or a neighbor solicitation and leaves
# the checksum as it was; nothing warns. Hosts to which that is replayed answer none of them, and
# learn no neighbor from it. UDP in IPv6 comes out right, and so does ping in IPv4. With -C, which
# the manual calls implied, it is right.
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

# A ping, a neighbor solicitation and a datagram from 2001:db8::1 to ::2, and a ping from
# 192.0.2.1 to .2.
python3 - <<'PY'
import struct

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def address(last):
    return bytes.fromhex('20010db8') + bytes(11) + bytes([last])

def ipv6(following, at, payload):
    total = checksum(address(1) + address(2) + struct.pack('>II', len(payload), following) + payload)
    payload = payload[:at] + struct.pack('>H', total) + payload[at + 2:]
    return struct.pack('>IHBB', 0x60000000, len(payload), following, 255) + address(1) + address(2) + payload

def ipv4(protocol, payload):
    addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    fields = [0x45, 0, 20 + len(payload), 1, 0, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

def ping(kind, total):
    return struct.pack('>BBHHH', kind, 0, total, 1, 1) + bytes(56)

packets = [ipv6(58, 2, ping(128, 0)),
           ipv6(58, 2, struct.pack('>BBHI', 135, 0, 0, 0) + address(2) + bytes([1, 1, 2, 0, 0, 0, 0, 1])),
           ipv6(17, 6, struct.pack('>HHHH', 40000, 50000, 40, 0) + bytes(32)),
           ipv4(1, ping(8, checksum(ping(8, 0))))]
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
for packet in packets:
    frame = bytes.fromhex('020000000002020000000001') + (b'\x08\x00' if packet[0] >> 4 == 4 else b'\x86\xdd') + packet
    capture += struct.pack('<IIII', 1700000000, 0, len(frame), len(frame)) + frame
open('ping.pcap', 'wb').write(capture)
PY

# shown FILE prints its packets' sources and the state of their checksums.
shown() {
	XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r "$1" -o udp.check_checksum:TRUE -T fields -E separator=' ' \
		-e _ws.col.Source -e _ws.col.Protocol -e icmpv6.checksum.status -e udp.checksum.status -e icmp.checksum.status 2>/dev/null |
		sed 's/^/  /; s/ *$//; s/  *\([01]\)$/ \1/; s/ 1$/ good/; s/ 0$/ bad/'
}
{
	echo "tcprewrite $tcpreplay, tshark $tshark"
	echo "as captured:"
	shown ping.pcap
	for more in '' -C; do
		unpacked/usr/bin/tcprewrite '--pnat=192.0.2.0/24:198.51.100.0/24,[2001:db8::/32]:[3fff::/32]' $more -i ping.pcap -o rewritten.pcap 2>&1
		echo "tcprewrite --pnat${more:+ $more}:"
		shown rewritten.pcap
	done
} | tee seen
diff - seen <<WANT
tcprewrite $tcpreplay, tshark $tshark
as captured:
  2001:db8::1 ICMPv6 good
  2001:db8::1 ICMPv6 good
  2001:db8::1 UDP good
  192.0.2.1 ICMP good
tcprewrite --pnat:
  3fff::1 ICMPv6 bad
  3fff::1 ICMPv6 bad
  3fff::1 UDP good
  198.51.100.1 ICMP good
tcprewrite --pnat -C:
  3fff::1 ICMPv6 good
  3fff::1 ICMPv6 good
  3fff::1 UDP good
  198.51.100.1 ICMP good
WANT
