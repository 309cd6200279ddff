#!/usr/bin/env bash
# scapy dates packets of a later section of a pcapng file by the clock of an interface of the
# first one.
#
# Two pcapng files one behind the other are a pcapng file of two sections, as cat makes it of
# the files of a ring buffer. The numbers of interfaces begin anew in each section
# (draft-ietf-opsawg-pcapng, section 4.2). scapy goes on counting: interface 0 of the second
# section is that of the first to it, with its link type and the unit of its times. Behind a
# file in microseconds one in nanoseconds has packets in the year 55840; nothing warns. tshark,
# and scapy itself with the second file alone, have 2023.
set -euo pipefail
scapy=2.5.0+dfsg-2
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "python3-scapy=$scapy" 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)
suite() { LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config "unpacked/usr/bin/$1" "${@:2}" 2>/dev/null; }

# A capture in microseconds and one in nanoseconds, which editcap makes pcapng files of.
python3 - <<'PY'
import struct

packet = bytes([0xff] * 6) + bytes([2, 0, 0, 0, 0, 1]) + b'\x88\xb5' + bytes(46)
for name, magic, seconds, fraction in (('micro', 0xa1b2c3d4, 1700000000, 250000), ('nano', 0xa1b23c4d, 1700000001, 250000000)):
    open(name + '.pcap', 'wb').write(struct.pack('<IHHiIII', magic, 2, 4, 0, 0, 65535, 1)
                                     + struct.pack('<IIII', seconds, fraction, len(packet), len(packet)) + packet)
PY
for name in micro nano; do suite editcap $name.pcap $name.pcapng; done
cat micro.pcapng nano.pcapng >both.pcapng

{
	echo "scapy $scapy, wireshark $tshark"
	for file in nano both; do
		echo "$file: tshark $(suite tshark -n -r $file.pcapng -T fields -e frame.time_epoch | sed 's/0*$//' | tr '\n' ' ')"
		PYTHONPATH=$dir/unpacked/usr/lib/python3/dist-packages python3 - 2>/dev/null <<PY
from scapy.utils import rdpcap
print('$file: scapy', *['%.2f' % packet.time for packet in rdpcap('$file.pcapng')])
PY
	done
} | sed 's/ *$//' | tee seen
diff - seen <<WANT
scapy $scapy, wireshark $tshark
nano: tshark 1700000001.25
nano: scapy 1700000001.25
both: tshark 1700000000.25 1700000001.25
both: scapy 1700000000.25 1700000001250.00
WANT
