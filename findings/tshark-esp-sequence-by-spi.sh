#!/usr/bin/env bash
# tshark warns of wrong ESP sequence numbers where two peers have chosen the same SPI.
#
# The receiver chooses the SPI, so two receivers may choose the same: a sender finds an SA by
# the SPI and the destination (RFC 4301, section 4.1). tshark's check of sequence numbers,
# which is on by default, knows the SPI alone. At a hub whose spokes count up their SPIs from
# a common start, as devices do after they boot, good traffic to two of them is one stream to
# it: every packet of the second is called repeated or less than expected, and the expert
# information is full of warnings that look like a replay or like loss.
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

# Two SAs of 192.0.2.1 with the SPI 0x100, to .2 and to .3: the packets 1 and 2 of each.
python3 - <<'PY'
import struct

capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
for seconds, (receiver, sequence) in enumerate([(2, 1), (3, 1), (2, 2), (3, 2)]):
    esp = struct.pack('>II', 0x100, sequence) + bytes(32)
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(esp), seconds, 0, 64, 50, 0)
    ip += bytes([192, 0, 2, 1, 192, 0, 2, receiver]) + esp
    capture += struct.pack('<IIII', seconds, 0, len(ip), len(ip)) + ip
open('esp.pcap', 'wb').write(capture)
PY

{
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r esp.pcap -T fields -E separator=' ' \
		-e ip.dst -e esp.spi -e esp.sequence -e esp.sequence-analysis.expected-sn -e _ws.expert.message 2>/dev/null | sed 's/ *$//'
} | tee seen
diff - seen <<WANT
tshark $tshark
192.0.2.2 0x00000100 1
192.0.2.3 0x00000100 1 2 Wrong Sequence Number for SPI 00000100 - 1 repeated
192.0.2.2 0x00000100 2
192.0.2.3 0x00000100 2 3 Wrong Sequence Number for SPI 00000100 - 2 repeated
WANT
