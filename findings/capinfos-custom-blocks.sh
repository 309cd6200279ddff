#!/usr/bin/env bash
# capinfos counts fewer packets than tshark numbers, in the same file of the same suite.
#
# A pcapng file may hold custom blocks between its packets (draft-ietf-opsawg-pcapng,
# section 4.7): a vendor's notes, which a reader that does not know them skips. tshark
# lists each as a frame with a number of its own and without a time, and editcap counts it
# when it selects by number. capinfos leaves them out of its number of packets, and tcpdump
# does not show them. So "frame 3" of tshark is the second packet of the others, and a check
# that a copy is whole by comparing the two counts fails on a good file.
set -euo pipefail
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)
suite() { LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config "unpacked/usr/bin/$1" "${@:2}" 2>/dev/null; }

# Two packets, with a custom block of the example enterprise (32473, RFC 5612) behind each.
python3 - <<'PY'
import struct

def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack('<II', kind, 12 + len(body)) + body + struct.pack('<I', 12 + len(body))

packet = bytes([0xff] * 6) + bytes([2, 0, 0, 0, 0, 1]) + b'\x88\xb5' + bytes(46)
out = block(0x0A0D0D0A, struct.pack('<IHHq', 0x1A2B3C4D, 1, 0, -1)) + block(1, struct.pack('<HHI', 1, 0, 0))
for seconds in (1700000000, 1700000009):
    ticks = seconds * 10**6
    out += block(6, struct.pack('<IIIII', 0, ticks >> 32, ticks & 0xffffffff, len(packet), len(packet)) + packet)
    out += block(0xBAD, struct.pack('<I', 32473) + b'a note')
open('notes.pcapng', 'wb').write(out)
PY

{
	echo "wireshark $tshark"
	echo "capinfos: $(suite capinfos -Mc notes.pcapng | awk '/Number of packets:/ { print $NF }') packets"
	echo "tshark:"
	suite tshark -n -r notes.pcapng -T fields -E separator=' ' -e frame.number -e frame.time_epoch -e frame.protocols | sed 's/^/  /'
	suite editcap -r notes.pcapng third.pcapng 3
	echo "editcap, frame 3: $(suite tshark -n -r third.pcapng -T fields -e frame.time_epoch)"
} | tee seen
diff - seen <<WANT
wireshark $tshark
capinfos: 2 packets
tshark:
  1 1700000000.000000000 eth:ethertype:data
  2  data
  3 1700000009.000000000 eth:ethertype:data
  4  data
editcap, frame 3: 1700000009.000000000
WANT
