#!/usr/bin/env bash
# A capture filter that looks at a packet's bytes and its negation both leave out packets that
# end before those bytes: "everything but IKE" loses NAT-keepalives.
#
# IKE on port 4500 begins with four zero bytes where ESP has its SPI (RFC 3948, section 2.2),
# so that "udp port 4500 and udp[8:4] = 0" captures IKE. One would take its negation for all
# other packets, and udp[8:4] != 0 for all others of that port. A filter's program ends at the
# first byte that is not there and rejects the packet, whatever the expression would have made
# of it; neither "not" nor an "or" behind it helps. A NAT-keepalive has one byte of data
# (section 2.3). Where it is received the padding of Ethernet completes it; where it is
# sent the capture has 43 bytes of it, and none of these filters shows that the peer sends any.
# The manual of the filters does not tell it. A test of the length before the bytes does.
set -euo pipefail
tcpdump=4.99.3-1
libpcap=1.10.3-1

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "tcpdump=$tcpdump" "libpcap0.8=$libpcap" 2>/dev/null
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)

# IKE, ESP, and a NAT-keepalive as it is sent and as it is received.
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

capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
for seconds, (data, size) in enumerate([(bytes(4) + b'i' * 28, 0), (b'\0\0\1\1\0\0\0\1' + b'e' * 40, 0), (b'\xff', 0), (b'\xff', 60)]):
    udp = struct.pack('>HHHH', 4500, 4500, 8 + len(data), 0) + data
    frame = (bytes.fromhex('0200000000020200000000010800') + ipv4(17, udp)).ljust(size, b'\0')
    capture += struct.pack('<IIII', seconds, 0, len(frame), len(frame)) + frame
open('nat-t.pcap', 'wb').write(capture)
PY

packets() {
	printf '%s:' "$1"
	unpacked/usr/bin/tcpdump -n -tt -r nat-t.pcap "$1" 2>/dev/null | sed 's/\..*//' | tr '\n' ' ' | sed 's/^/ /; s/ $//'
	echo
}
{
	echo "tcpdump $tcpdump, libpcap $libpcap: 0 IKE, 1 ESP, 2 NAT-keepalive of 43 bytes, 3 the same with padding"
	packets 'udp port 4500'
	packets 'udp port 4500 and udp[8:4] = 0'
	packets 'udp port 4500 and udp[8:4] != 0'
	packets 'not (udp port 4500 and udp[8:4] = 0)'
	packets 'not (udp[8:4] = 0) or udp port 4500'
	packets 'udp port 4500 and not (udp[4:2] >= 12 and udp[8:4] = 0)'
} | tee seen
diff - seen <<WANT
tcpdump $tcpdump, libpcap $libpcap: 0 IKE, 1 ESP, 2 NAT-keepalive of 43 bytes, 3 the same with padding
udp port 4500: 0 1 2 3
udp port 4500 and udp[8:4] = 0: 0
udp port 4500 and udp[8:4] != 0: 1 3
not (udp port 4500 and udp[8:4] = 0): 1 3
not (udp[8:4] = 0) or udp port 4500: 0 1 3
udp port 4500 and not (udp[4:2] >= 12 and udp[8:4] = 0): 1 2 3
WANT
