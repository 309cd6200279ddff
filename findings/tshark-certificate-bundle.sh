#!/usr/bin/env bash
# tshark takes a hash and the URL of a bundle of certificates for a certificate, and calls
# it malformed.
#
# A peer of IKEv2 may send instead of a certificate where it is to be had: the SHA-1 hash
# and a URL, of one certificate (encoding 12) or of a bundle with its CAs and CRLs (13):
# RFC 7296, section 3.6. The bytes of both have the same form. tshark shows hash and URL of
# the first, and reads the second as an ASN.1 certificate: an error of BER, and no URL to
# look at. Peers with intermediate CAs are those that send bundles.
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

python3 - <<'PY'
import hashlib, struct

capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
for seconds, encoding in enumerate((12, 13)):
    body = bytes([encoding]) + hashlib.sha1(b'bundle').digest() + b'http://192.0.2.9/peer'
    body = struct.pack('>BBH', 0, 0, 4 + len(body)) + body
    m = bytes([0x11] * 8) + bytes([0x22] * 8) + struct.pack('>BBBBII', 37, 0x20, 35, 0x08, 1, 28 + len(body)) + body
    udp = struct.pack('>HHHH', 500, 500, 8 + len(m), 0) + m
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), seconds, 0, 64, 17, 0) + bytes([192, 0, 2, 1, 192, 0, 2, 2]) + udp
    capture += struct.pack('<IIII', seconds, 0, len(ip), len(ip)) + ip
open('ike.pcap', 'wb').write(capture)
PY

{
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r ike.pcap -V 2>/dev/null |
		sed -n 's/^ *Certificate Encoding: //p; s/^ *\(URL: .*\)/  \1/p; s/^            \(BER Error: [^:]*\):.*/  \1/p; s/^\[\(Malformed Packet\).*/  \1/p'
} | tee seen
diff - seen <<WANT
tshark $tshark
Hash and URL of X.509 certificate (12)
  URL: http://192.0.2.9/peer
Hash and URL of X.509 bundle (13)
  BER Error: Wrong field in SEQUENCE
  Malformed Packet
WANT
