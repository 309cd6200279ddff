#!/usr/bin/env bash
# tshark takes ESP for DNS, NTP or ISAKMP where a translator gave it the port of those.
#
# Behind a translator the source port of IPsec on port 4500 is whatever the translator chose
# (RFC 3947, section 4). tshark asks the dissector of the lower port first, and those of DNS,
# NTP, Echo, RIP, Syslog and others take any bytes: the packets of that tunnel, and its
# IKE messages, are rows of DNS or NTP, mostly malformed, and a filter "esp" or "isakmp" does
# not find them. From port 500 ESP is a malformed ISAKMP message. Other services (161, 443,
# 1812) decline, and the rows are right.
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

# One ESP packet in UDP to port 4500, from several ports.
python3 - <<'PY'
import struct

capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
esp = struct.pack('>II', 0x12345678, 1) + bytes(range(64))
for seconds, port in enumerate([40000, 4500, 500, 53, 123, 161, 443, 1812]):
    udp = struct.pack('>HHHH', port, 4500, 8 + len(esp), 0) + esp
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), seconds, 0, 64, 17, 0)
    ip += bytes([192, 0, 2, 1, 198, 51, 100, 1]) + udp
    capture += struct.pack('<IIII', seconds, 0, len(ip), len(ip)) + ip
open('natt.pcap', 'wb').write(capture)
PY

{
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r natt.pcap -T fields -E separator=' ' \
		-e udp.srcport -e _ws.col.Protocol -e esp.spi 2>/dev/null | sed 's/ *$//'
} | tee seen
diff - seen <<WANT
tshark $tshark
40000 ESP 0x12345678
4500 ESP 0x12345678
500 ISAKMP
53 DNS
123 NTP
161 ESP 0x12345678
443 ESP 0x12345678
1812 ESP 0x12345678
WANT
