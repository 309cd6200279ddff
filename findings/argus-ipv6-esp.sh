#!/usr/bin/env bash
# Argus has no record of ESP in IPv6: what a tunnel carries is missing in every sum.
#
# ESP may follow the header of IPv6 directly (RFC 4303, section 3.1.1: next header 50). argus
# makes a flow of these packets in IPv4, and one of UDP in IPv6, but of ESP in IPv6 it makes
# none, neither by SPI nor by the addresses, and no flow has the packets: a link whose traffic is
# in such tunnels looks idle. argus and the clients say nothing.
set -euo pipefail
argus=2:3.0.8.2-2.2
clients=1:3.0.8.2-6.1+b3
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "argus-server=$argus" "argus-client=$clients" libgeoip1=1.6.12-10 libwrap0=7.6.q-32 libtirpc3=1.3.3+ds-1 libpcap0.8=1.10.3-1 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu) HOME=$dir

# Three packets of ESP in each version of IP, and of UDP in IPv6.
python3 - <<'PY'
import struct

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def ipv4(protocol, payload):
    addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    fields = [0x45, 0, 20 + len(payload), 0, 0, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

def ipv6(protocol, payload):
    prefix = bytes.fromhex('20010db8') + bytes(11)
    return struct.pack('>IHBB', 0x60000000, len(payload), protocol, 64) + prefix + b'\1' + prefix + b'\2' + payload

def udp(data):
    prefix = bytes.fromhex('20010db8') + bytes(11)
    header = struct.pack('>HHH', 5000, 6000, 8 + len(data))
    pseudo = prefix + b'\1' + prefix + b'\2' + struct.pack('>II', 8 + len(data), 17)
    return header + struct.pack('>H', checksum(pseudo + header + bytes(2) + data)) + data

esp = [struct.pack('>II', 0x101, sequence) + bytes(64) for sequence in (1, 2, 3)]
for name, packets in {
    'esp-ipv4': [ipv4(50, packet) for packet in esp],
    'esp-ipv6': [ipv6(50, packet) for packet in esp],
    'udp-ipv6': [ipv6(17, udp(packet)) for packet in esp],
}.items():
    capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
    for i, packet in enumerate(packets):
        capture += struct.pack('<IIII', 1700000000 + i, 0, len(packet), len(packet)) + packet
    open(name + '.pcap', 'wb').write(capture)
PY

{
	echo "argus $argus, clients $clients, tshark $tshark"
	for file in esp-ipv4 esp-ipv6 udp-ipv6; do
		unpacked/usr/sbin/argus -X -r $file.pcap -w $file.argus 2>/dev/null
		printf '%s: tshark %s packets, ' $file "$(XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r $file.pcap -Y ${file%-*} 2>/dev/null | wc -l)"
		printf 'argus %s\n' "$(unpacked/usr/bin/racount -X -r $file.argus 2>/dev/null | awk '$1 == "sum" { print $3 }')"
	done
} | tee seen
diff - seen <<WANT
argus $argus, clients $clients, tshark $tshark
esp-ipv4: tshark 3 packets, argus 3
esp-ipv6: tshark 3 packets, argus 0
udp-ipv6: tshark 3 packets, argus 3
WANT
