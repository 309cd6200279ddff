#!/usr/bin/env bash
# dpkt dates the packets of every interface of a pcapng file by the clock of the first one.
#
# Each interface has its own unit of time (pcapng, section 4.2: if_tsresol), and a packet names its
# interface. mergecap keeps the units of the captures that it merges, so one of two gateways, in
# microseconds and in nanoseconds, holds both. dpkt remembers the first interface's alone: behind
# microseconds, packets in nanoseconds are in the year 55840; the other way around those in
# microseconds are in 1970. Packets of the first interface are right, each file alone is right, and
# nothing warns. tshark dates all of them right.
set -euo pipefail
dpkt=1.9.8-1
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "python3-dpkt=$dpkt" 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
libraries=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu)
suite() { LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config "unpacked/usr/bin/$1" "${@:2}" 2>/dev/null; }

# A capture in microseconds and one in nanoseconds, alone and merged.
python3 - <<'PY'
import struct

packet = bytes([0xff] * 6) + bytes([2, 0, 0, 0, 0, 1]) + b'\x88\xb5' + bytes(46)
for name, magic, seconds, fraction in (('micro', 0xa1b2c3d4, 1700000000, 250000), ('nano', 0xa1b23c4d, 1700000001, 250000000)):
    open(name + '.pcap', 'wb').write(struct.pack('<IHHiIII', magic, 2, 4, 0, 0, 65535, 1)
                                     + struct.pack('<IIII', seconds, fraction, len(packet), len(packet)) + packet)
PY
for name in micro nano; do suite mergecap -F pcapng -w $name.pcapng $name.pcap; done
suite mergecap -F pcapng -w micro-nano.pcapng micro.pcapng nano.pcapng
suite mergecap -F pcapng -w nano-micro.pcapng nano.pcapng micro.pcapng

{
	echo "dpkt $dpkt, wireshark $tshark"
	for file in nano micro micro-nano nano-micro; do
		echo "$file: tshark $(suite tshark -n -r $file.pcapng -T fields -e frame.time_epoch | sed 's/\(\...\)0*$/\1/' | tr '\n' ' ')"
		PYTHONPATH=$dir/unpacked/usr/lib/python3/dist-packages python3 - <<PY
import dpkt
print('$file: dpkt', *['%.2f' % time for time, packet in dpkt.pcapng.Reader(open('$file.pcapng', 'rb'))])
PY
	done
} | sed 's/ *$//' | tee seen
diff - seen <<WANT
dpkt $dpkt, wireshark $tshark
nano: tshark 1700000001.25
nano: dpkt 1700000001.25
micro: tshark 1700000000.25
micro: dpkt 1700000000.25
micro-nano: tshark 1700000000.25 1700000001.25
micro-nano: dpkt 1700000000.25 1700000001250.00
nano-micro: tshark 1700000000.25 1700000001.25
nano-micro: dpkt 1700000.00 1700000001.25
WANT
