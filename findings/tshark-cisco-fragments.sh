#!/usr/bin/env bash
# tshark puts Cisco's fragments of IKE together in any order, and dissects the message only
# if its last fragment comes last.
#
# Peers that both sent Cisco's vendor ID for it cut large messages of IKEv1 (those with
# certificates) into payloads 132, each in a datagram of its own, with a number and a flag on
# the last one. The network may deliver them in another order. tshark waits for all of
# them and counts them right, but looks into the message only when the one that completes
# it has the flag: otherwise the row has no payloads, filters for what is in the message
# do not find it, and a certificate that was sent is not to be seen.
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

# A message of Main Mode (KE, nonce, vendor ID) in three fragments, in three orders.
python3 - <<'PY'
import struct

cookies = bytes([0x11] * 8) + bytes([0x22] * 8)

def payload(following, body):
    return struct.pack('>BBH', following, 0, 4 + len(body)) + body

def message(first, body):
    return cookies + struct.pack('>BBBBII', first, 0x10, 2, 0, 0, 28 + len(body)) + body

whole = message(4, payload(10, bytes(range(128))) + payload(13, bytes(range(20))) + payload(0, bytes(range(16))))
parts = [whole[:80], whole[80:160], whole[160:]]
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
seconds = 0
for number, order in enumerate(((1, 2, 3), (2, 1, 3), (1, 3, 2)), 1):
    for n in order:
        m = message(132, payload(0, struct.pack('>HBB', number, n, n == 3) + parts[n - 1]))
        udp = struct.pack('>HHHH', 500, 500, 8 + len(m), 0) + m
        ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), seconds, 0, 64, 17, 0) + bytes([192, 0, 2, 1, 192, 0, 2, 2]) + udp
        capture += struct.pack('<IIII', seconds, 0, len(ip), len(ip)) + ip
        seconds += 1
open('ike.pcap', 'wb').write(capture)
PY

{
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r ike.pcap -V 2>/dev/null |
		sed -n 's/^Frame \([0-9]*\):.*/frame \1/p; s/^ *\[\([0-9]* Message fragments\).*/  \1/p; s/^            Payload: \([A-Za-z ]*\) .*/    \1/p'
} | tee seen
diff - seen <<WANT
tshark $tshark
frame 1
frame 2
frame 3
  3 Message fragments
    Key Exchange
    Nonce
    Vendor ID
frame 4
frame 5
frame 6
  3 Message fragments
    Key Exchange
    Nonce
    Vendor ID
frame 7
frame 8
frame 9
  3 Message fragments
WANT
