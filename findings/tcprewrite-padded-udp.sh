#!/usr/bin/env bash
# tcprewrite spoils the checksum of every UDP datagram in a padded frame, whatever one asks of it.
#
# A frame has 60 bytes at least; a datagram with less than 18 bytes of data is filled up behind
# the IP packet, where it is not part of it (RFC 894). The checksum of UDP covers the length
# that its header has (RFC 768). tcprewrite makes the checksum anew with the padding counted
# into that length, also if it was good and nothing but a MAC address is to change: the host to
# which the capture is replayed drops the acknowledgements of TFTP, keepalives and other short
# datagrams, and no others. -C, which is to mend checksums, spoils them as well. A frame without
# padding, as a sender captures its own, and TCP in a padded one come out right.
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

# An acknowledgement of TFTP in a padded frame and in one without padding, and a padded
# acknowledgement of TCP.
python3 - <<'PY'
import struct

addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def ipv4(protocol, at, payload):
    total = checksum(addresses + struct.pack('>HH', protocol, len(payload)) + payload)
    payload = payload[:at] + struct.pack('>H', total) + payload[at + 2:]
    fields = [0x45, 0, 20 + len(payload), 1, 0, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

datagram = ipv4(17, 6, struct.pack('>HHHHHH', 40000, 50000, 12, 0, 4, 1))
segment = ipv4(6, 16, struct.pack('>HHIIBBHHH', 40000, 50000, 1, 1, 0x50, 0x10, 1024, 0, 0))
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
for packet in datagram + bytes(14), datagram, segment + bytes(6):
    frame = bytes.fromhex('0200000000020200000000010800') + packet
    capture += struct.pack('<IIII', 1700000000, 0, len(frame), len(frame)) + frame
open('short.pcap', 'wb').write(capture)
PY

# shown FILE prints the length of its frames, and whether the checksum is good.
shown() {
	XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r "$1" -o udp.check_checksum:TRUE -o tcp.check_checksum:TRUE -V 2>/dev/null |
		sed -n 's/^Frame [0-9]*: \([0-9]* bytes\).*/  \1:/p; s/^User Datagram Protocol.*/UDP/p; s/^Transmission Control.*/TCP/p; s/^    \[Checksum Status: \(.*\)\]/\1/p' | paste -sd '  \n'
}
{
	echo "tcprewrite $tcpreplay, tshark $tshark"
	echo "as captured:"
	shown short.pcap
	for option in --enet-smac=02:00:00:00:00:09 -C; do
		unpacked/usr/bin/tcprewrite $option -i short.pcap -o rewritten.pcap 2>/dev/null
		echo "tcprewrite $option:"
		shown rewritten.pcap
	done
} | tee seen
diff - seen <<WANT
tcprewrite $tcpreplay, tshark $tshark
as captured:
  60 bytes: UDP Good
  46 bytes: UDP Good
  60 bytes: TCP Good
tcprewrite --enet-smac=02:00:00:00:00:09:
  60 bytes: UDP Bad
  46 bytes: UDP Good
  60 bytes: TCP Good
tcprewrite -C:
  60 bytes: UDP Bad
  46 bytes: UDP Good
  60 bytes: TCP Good
WANT
