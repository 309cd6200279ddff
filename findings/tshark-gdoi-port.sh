#!/usr/bin/env bash
# tshark has no dissector on GDOI's port: the keys of a GET VPN are exchanged unseen.
#
# GDOI (RFC 6407, section 2) is ISAKMP on UDP port 848: the group members of a GET VPN
# register with the key server there, with IKEv1's phase 1 and messages of the same format,
# and the key server sends new keys by it. tshark, which reads ISAKMP on ports 500 and 4500
# and knows GDOI's domain of interpretation and its payloads, takes the same bytes on port 848
# for data. A display filter "isakmp" finds nothing, and a capture of a group that does not
# come up looks as if nobody had tried. `-d udp.port==848,isakmp` reads it.
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

# The first message of Main Mode, once from and to port 500, once port 848: one proposal of
# AES-128, SHA-1, group 14, pre-shared key.
python3 - <<'PY'
import struct

transform = b''.join(struct.pack('>HH', 0x8000 | kind, value) for kind, value in [(1, 7), (14, 128), (2, 2), (3, 1), (4, 14)])
transform = struct.pack('>BBHBBH', 0, 0, 8 + len(transform), 1, 1, 0) + transform
proposal = struct.pack('>BBHBBBB', 0, 0, 8 + len(transform), 1, 1, 0, 1) + transform
association = struct.pack('>BBHII', 0, 0, 12 + len(proposal), 1, 1) + proposal
message = bytes(range(1, 9)) + bytes(8) + struct.pack('>BBBBII', 1, 0x10, 2, 0, 0, 28 + len(association)) + association
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
for seconds, port in enumerate([500, 848]):
    udp = struct.pack('>HHHH', port, port, 8 + len(message), 0) + message
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), seconds, 0, 64, 17, 0)
    ip += bytes([192, 0, 2, 1, 198, 51, 100, 1]) + udp
    capture += struct.pack('<IIII', seconds, 0, len(ip), len(ip)) + ip
open('gdoi.pcap', 'wb').write(capture)
PY

run() { LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r gdoi.pcap -T fields -e udp.port -e _ws.col.Protocol -e isakmp.exchangetype "$@" 2>/dev/null; }
{
	echo "tshark $tshark"
	run | tr '\t' ' '
	echo "decoded as ISAKMP"
	run -d udp.port==848,isakmp | tr '\t' ' '
} | sed 's/ *$//' | tee seen
diff - seen <<WANT
tshark $tshark
500,500 ISAKMP 2
848,848 UDP
decoded as ISAKMP
500,500 ISAKMP 2
848,848 ISAKMP 2
WANT
