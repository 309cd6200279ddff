#!/usr/bin/env bash
# netsniff-ng makes of a big-endian capture a file that tshark cannot read.
#
# A pcap file has the byte order of the machine that wrote it, and the magic number tells which
# (draft-ietf-opsawg-pcap, section 4); many routers write big-endian ones. By its manual
# netsniff-ng supports them, and it reads them rightly. What it writes of one, be it a copy or what a
# filter leaves, is big-endian, too: the lengths and times are, but the link type stands in
# little-endian: tshark refuses the file, while netsniff-ng tells how many packets it has written. Of a
# little-endian capture it makes a good one. The four bytes from 20 on, turned around, mend the file.
set -euo pipefail
netsniff=0.6.8-3
tshark=4.0.17-0+deb12u3

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "netsniff-ng=$netsniff" libgeoip1=1.6.12-10 libnl-3-200=3.7.0-0.2+b1 libnl-genl-3-200=3.7.0-0.2+b1 libnl-route-3-200=3.7.0-0.2+b1 libpcap0.8=1.10.3-1 2>/dev/null
for package in tshark wireshark-common libwireshark16 libwiretap13 libwsutil14 libwireshark-data; do
	apt-get download -qq "$package=$tshark" 2>/dev/null
done
for package in *.deb; do dpkg -x "$package" unpacked; done
export LD_LIBRARY_PATH=$(echo "$dir"/unpacked/usr/lib/*-linux-gnu):$(echo "$dir"/unpacked/lib/*-linux-gnu)

# The same two frames in both byte orders.
python3 - <<'PY'
import struct

# ARP: 192.0.2.1 asks who has 192.0.2.2
frame = bytes.fromhex('ffffffffffff0200000000010806' '0001080006040001' '020000000001c0000201' '000000000000c0000202') + bytes(18)
for name, order in ('little', '<'), ('big', '>'):
    capture = struct.pack(order + 'IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
    for second in 0, 1:
        capture += struct.pack(order + 'IIII', 1700000000 + second, 250000, len(frame), len(frame)) + frame
    open(name + '.pcap', 'wb').write(capture)
PY

# shown FILE prints the times and protocols that tshark reads, or what it says instead.
shown() {
	{ XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r "$1" -T fields -E separator=' ' -e frame.time_epoch -e frame.protocols 2>&1 || true; } |
		sed -n 's/\(\...\)0* eth/\1 eth/p; s/^(\(pcap: .*\))$/\1/p' | sed 's/^/  /'
}
{
	echo "netsniff-ng $netsniff, tshark $tshark"
	for order in little big; do
		echo "$order.pcap: link type $(tail -c +21 $order.pcap | head -c 4 | od -An -tx1 | tr -d ' ')"
		shown $order.pcap
		written=$(unpacked/usr/sbin/netsniff-ng --in $order.pcap --out copy-$order.pcap -s 2>&1 | tr '\r' '\n' | sed -n 's/^ *\([0-9]*\)  *packets outgoing.*/\1 packets/p')
		echo "its copy: $written, link type $(tail -c +21 copy-$order.pcap | head -c 4 | od -An -tx1 | tr -d ' ')"
		shown copy-$order.pcap
	done
	{ head -c 20 copy-big.pcap; printf '\0\0\0\1'; tail -c +25 copy-big.pcap; } >mended.pcap
	echo 'mended:'
	shown mended.pcap
} | tee seen
diff - seen <<WANT
netsniff-ng $netsniff, tshark $tshark
little.pcap: link type 01000000
  1700000000.25 eth:ethertype:arp
  1700000001.25 eth:ethertype:arp
its copy: 2 packets, link type 01000000
  1700000000.25 eth:ethertype:arp
  1700000001.25 eth:ethertype:arp
big.pcap: link type 00000001
  1700000000.25 eth:ethertype:arp
  1700000001.25 eth:ethertype:arp
its copy: 2 packets, link type 01000000
  pcap: network type reserved field not zero (0x01000000)
mended:
  1700000000.25 eth:ethertype:arp
  1700000001.25 eth:ethertype:arp
WANT
