#!/usr/bin/env bash
# tshark gives the bytes of a prefix that CDP announces in reverse order where programs
# read them, and in the right order where people do.
#
# A router with on-demand routing announces its prefixes: four bytes of address in network
# order, and the length. The tree's line tells them rightly, but the value of the field
# cdp.ip_prefix is that line's address backwards: -T fields, PDML and JSON print
# 0.2.1.10 for 10.1.2.0, a display filter for 10.1.2.0 finds nothing and one for 0.2.1.10
# does. Whoever collects prefixes with tshark collects others than the router sent.
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
read_it() { LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r cdp.pcap "$@" 2>/dev/null; }

# CDP version 2 with a Device ID (R1) and the prefix 10.1.2.0/24.
{
	printf '\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\x01\x00\x00\x00'
	printf '\x00\x00\x00\x00\x00\x00\x00\x00\x29\x00\x00\x00\x29\x00\x00\x00'
	printf '\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x00\x00\x00\x01\x00\x1b\xaa\xaa\x03\x00\x00\x0c\x20\x00'
	printf '\x02\xb4\x00\x00\x00\x01\x00\x06R1\x00\x07\x00\x09\x0a\x01\x02\x00\x18'
} >cdp.pcap

{
	echo "tshark $tshark"
	echo "line: $(read_it -V | grep -o 'IP Prefix: .*')"
	echo "value: $(read_it -T fields -e cdp.ip_prefix)"
	for prefix in 10.1.2.0 0.2.1.10; do
		echo "cdp.ip_prefix == $prefix: $(read_it -Y "cdp.ip_prefix == $prefix" | wc -l) packets"
	done
} | tee seen
diff - seen <<WANT
tshark $tshark
line: IP Prefix: 10.1.2.0/24
value: 0.2.1.10
cdp.ip_prefix == 10.1.2.0: 0 packets
cdp.ip_prefix == 0.2.1.10: 1 packets
WANT
