#!/usr/bin/env bash
# Every copy that Wireshark's tools make of a capture forgets how many packets it has lost.
#
# dumpcap ends a pcapng file with the statistics of each interface: packets received, and
# packets dropped (draft-ietf-opsawg-pcapng, section 4.6). It is the one place that tells
# whether a gap is the network's or the capture's. editcap, mergecap, reordercap and tshark -w
# copy packets, comments and the interfaces with their names, and leave the statistics out: of a
# capture that lost 77 packets the copy, cut, merged or sorted, looks complete. Nothing warns;
# capinfos tells of the copy what it tells of an interface without statistics. tshark keeps them
# with -2, where it has read all of the file before it writes.
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

# Two packets of an interface named wan0, a comment on the first, and the statistics:
# 79 received, 77 of them dropped.
python3 - <<'PY'
import struct

def block(kind, body, *options):
    body += bytes(-len(body) % 4)
    for code, value in options:
        body += struct.pack('<HH', code, len(value)) + value + bytes(-len(value) % 4)
    if options:
        body += bytes(4)
    return struct.pack('<II', kind, 12 + len(body)) + body + struct.pack('<I', 12 + len(body))

def ticks(seconds):
    return struct.pack('<II', seconds * 10**6 >> 32, seconds * 10**6 & 0xffffffff)

packet = bytes([0xff] * 6) + bytes([2, 0, 0, 0, 0, 1]) + b'\x88\xb5' + bytes(46)
packet = struct.pack('<II', len(packet), len(packet)) + packet
open('capture.pcapng', 'wb').write(
    block(0x0A0D0D0A, struct.pack('<IHHq', 0x1A2B3C4D, 1, 0, -1))
    + block(1, struct.pack('<HHI', 1, 0, 262144), (2, b'wan0'))
    + block(6, bytes(4) + ticks(1700000000) + packet, (1, b'a comment'))
    + block(6, bytes(4) + ticks(1700000001) + packet)
    + block(5, bytes(4) + ticks(1700000002), (4, struct.pack('<Q', 79)), (5, struct.pack('<Q', 77))))
PY

cat >dropped.py <<'PY'
import struct
import sys

data, drops = open(sys.argv[1], 'rb').read(), 'not told'
while data:
    kind, length = struct.unpack('<II', data[:8])
    if kind == 5:
        options = data[20:length - 4]
        while options:
            code, size = struct.unpack('<HH', options[:4])
            if code == 5:
                drops = struct.unpack('<Q', options[4:12])[0]
            options = options[4 + size + -size % 4:]
    data = data[length:]
print('dropped', drops)
PY

# told FILE prints its interfaces, packets and comments, and what it tells of drops.
told() {
	echo "$(suite tshark -n -r "$1" -T fields -E separator=: -e frame.interface_name -e frame.comment | tr '\n' ' '), $(python3 dropped.py "$1"),$(suite capinfos "$1" | sed -n 's/.*Number of stat entries = / stat entries /p')"
}
{
	echo "wireshark $tshark"
	echo "as captured: $(told capture.pcapng)"
	suite editcap capture.pcapng editcap.pcapng
	echo "editcap: $(told editcap.pcapng)"
	suite mergecap -w mergecap.pcapng capture.pcapng
	echo "mergecap: $(told mergecap.pcapng)"
	suite reordercap capture.pcapng reordercap.pcapng >/dev/null
	echo "reordercap: $(told reordercap.pcapng)"
	suite tshark -r capture.pcapng -w tshark.pcapng
	echo "tshark -w: $(told tshark.pcapng)"
	suite tshark -2 -r capture.pcapng -w tshark-2.pcapng
	echo "tshark -2 -w: $(told tshark-2.pcapng)"
} | tee seen
diff - seen <<WANT
wireshark $tshark
as captured: wan0:a comment wan0: , dropped 77, stat entries 1
editcap: wan0:a comment wan0: , dropped not told, stat entries 0
mergecap: wan0:a comment wan0: , dropped not told, stat entries 0
reordercap: wan0:a comment wan0: , dropped not told, stat entries 0
tshark -w: wan0:a comment wan0: , dropped not told, stat entries 0
tshark -2 -w: wan0:a comment wan0: , dropped 77, stat entries 1
WANT
