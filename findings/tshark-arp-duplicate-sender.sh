#!/usr/bin/env bash
# tshark's row of an ARP reply says nothing of a sender whose address another station has,
# though its fields do.
#
# Where a station uses an address that was another's, the row of a request ends with
# "(duplicate use of ... detected!)". Of a reply, which is how most duplicates show, the row
# tells it of the target alone: the field arp.duplicate-address-detected and the expert
# information are there for the sender as well, but who reads the list of packets, or
# greps it for "duplicate use", misses the conflict.
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
read_it() { LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r arp.pcap "$@" 2>/dev/null; }

# arp OPERATION STATION: a packet of 10.0.0.2 at 02:00:00:00:00:STATION, to 10.0.0.1.
arp() {
	printf '\x00\x00\x00\x00\x00\x00\x00\x00\x2a\x00\x00\x00\x2a\x00\x00\x00'
	printf "\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x$2\x08\x06\x00\x01\x08\x00\x06\x04\x00\x$1"
	printf "\x02\x00\x00\x00\x00\x$2\x0a\x00\x00\x02\x02\x00\x00\x00\x00\x01\x0a\x00\x00\x01"
}
{
	printf '\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\x01\x00\x00\x00'
	arp 02 02 # the owner's reply
	arp 01 03 # a request of another station
	arp 02 03 # and its reply
} >arp.pcap

{
	echo "tshark $tshark"
	read_it -T fields -E separator=/s -e frame.number -e arp.duplicate-address-frame -e _ws.col.Info
	echo "arp.duplicate-address-detected: $(read_it -Y arp.duplicate-address-detected | wc -l) packets"
} | tee seen
diff - seen <<WANT
tshark $tshark
1  10.0.0.2 is at 02:00:00:00:00:02
2 1 Who has 10.0.0.1? Tell 10.0.0.2 (duplicate use of 10.0.0.2 detected!)
3 1 10.0.0.2 is at 02:00:00:00:00:03
arp.duplicate-address-detected: 2 packets
WANT
