#!/usr/bin/env bash
# tshark takes the NAT-D payloads of one generation of IKEv1 peers for group keys, and the
# messages for malformed.
#
# NAT traversal had three numbers for its hashes: 130 in draft-ietf-ipsec-nat-t-ike-01 to 03,
# 15 in 04 to 08, 20 in RFC 3947. 15 was given to GDOI's SA KEK (RFC 3547) later. tshark
# knows the first and the last, and reads the second as a key of a group whatever the
# exchange is, though GDOI sends that payload in exchanges of its own and on a port of its
# own (848). In Main Mode on port 500 the two hashes become lengths and attributes at random,
# mostly beyond the end, so that a good negotiation looks broken and no NAT is seen in it.
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

# The third message of Main Mode (KE, nonce, two NAT-D) with each of the three numbers. The
# hashes are those of its own addresses, ports and cookies: RFC 3947, section 3.2.
python3 - <<'PY'
import hashlib, struct

cookies = bytes([0x11] * 8) + bytes([0x22] * 8)
source, destination = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])

def payload(following, body):
    return struct.pack('>BBH', following, 0, 4 + len(body)) + body

def digest(address):
    return hashlib.sha1(cookies + address + struct.pack('>H', 500)).digest()

capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
for seconds, kind in enumerate((130, 15, 20)):
    body = payload(10, bytes(range(128))) + payload(kind, bytes(range(20)))
    body += payload(kind, digest(destination)) + payload(0, digest(source))
    m = cookies + struct.pack('>BBBBII', 4, 0x10, 2, 0, 0, 28 + len(body)) + body
    udp = struct.pack('>HHHH', 500, 500, 8 + len(m), 0) + m
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), seconds, 0, 64, 17, 0) + source + destination + udp
    capture += struct.pack('<IIII', seconds, 0, len(ip), len(ip)) + ip
open('ike.pcap', 'wb').write(capture)
PY

{
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r ike.pcap -V 2>/dev/null |
		sed -n 's/^Frame \([0-9]*\):.*/frame \1/p; s/^    Payload: /  /p; s/^\(\[Malformed Packet: .*\]\)$/  \1/p'
} | tee seen
diff - seen <<WANT
tshark $tshark
frame 1
  Key Exchange (4)
  Nonce (10)
  NAT-D (draft-ietf-ipsec-nat-t-ike-01 to 03) (130)
  NAT-D (draft-ietf-ipsec-nat-t-ike-01 to 03) (130)
frame 2
  Key Exchange (4)
  Nonce (10)
  SA KEK Payload (15)
  [Malformed Packet: ISAKMP]
frame 3
  Key Exchange (4)
  Nonce (10)
  NAT-D (RFC 3947) (20)
  NAT-D (RFC 3947) (20)
WANT
