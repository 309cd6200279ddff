#!/usr/bin/env bash
# tcprewrite takes the first bytes of every later fragment for ports and writes new ones over
# the data, in a way that the checksum does not show.
#
# Of a datagram in fragments only the first has the header of UDP (RFC 791, section 3.2; RFC 768).
# "--portmap=1024-65535:5000" is to make one port of all clients' ports. Where the data of a later
# fragment begins with two bytes, or has behind them two, that are a number of the range, as any
# text has, tcprewrite writes 5000 there, and adds the difference to the word where a checksum
# would stand. So the sum of the datagram stays what it was: put together it has three words
# of other data, and a good checksum. Packets that are whole are rewritten rightly. The manual
# names no fragments, and nothing warns.
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

# A datagram in one packet, and a larger one in two fragments.
python3 - <<'PY'
import struct

def checksum(data):
    total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff

def ipv4(protocol, payload, fragment):
    addresses = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    fields = [0x45, 0, 20 + len(payload), 1, fragment, 64, protocol]
    return struct.pack('>BBHHHBBH', *fields, checksum(struct.pack('>BBHHHBBH', *fields, 0) + addresses)) + addresses + payload

def udp(data):
    header = struct.pack('>HHH', 40000, 69, 8 + len(data))
    pseudo = bytes([192, 0, 2, 1, 192, 0, 2, 2]) + struct.pack('>HH', 17, 8 + len(data))
    return header + struct.pack('>H', checksum(pseudo + header + bytes(2) + data)) + data

text = b'All of this is text. ' * 96
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
large = udp(text)
for packet in ipv4(17, udp(text[:64]), 0), ipv4(17, large[:1480], 0x2000), ipv4(17, large[1480:], 1480 // 8):
    frame = bytes.fromhex('0200000000020200000000010800') + packet
    capture += struct.pack('<IIII', 1700000000, 0, len(frame), len(frame)) + frame
open('text.pcap', 'wb').write(capture)
PY

# shown FILE prints its datagrams, and how the data of the second fragment begins.
shown() {
	XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r "$1" -o udp.check_checksum:TRUE -d udp.port==69,data -Y udp -T fields -E separator=' ' \
		-e udp.srcport -e udp.dstport -e udp.length -e udp.checksum.status 2>/dev/null | sed 's/ 1$/ checksum good/; s/ 0$/ checksum bad/'
	tail -c 544 "$1" | head -c 30 | LC_ALL=C tr -c ' -~' '?'
	echo
}
{
	echo "tcprewrite $tcpreplay, tshark $tshark"
	shown text.pcap
	unpacked/usr/bin/tcprewrite --portmap=1024-65535:5000 -i text.pcap -o rewritten.pcap 2>/dev/null
	echo "rewritten:"
	shown rewritten.pcap
} | tee seen
diff - seen <<WANT
tcprewrite $tcpreplay, tshark $tshark
40000 69 72 checksum good
40000 69 2024 checksum good
l of this is text. All of this
rewritten:
5000 69 72 checksum good
5000 69 2024 checksum good
???? t??s is text. All of this
WANT
