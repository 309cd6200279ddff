#!/usr/bin/env bash
# tcpdump -E decrypts no ESP packet that HMAC-SHA2 protects, whatever one writes.
#
# It is the option for the keys of ESP: "SPI@address algorithm:key", the algorithm with or
# without "-hmac96". What follows the ciphertext is taken for 12 bytes or for none; the
# integrity check value of HMAC-SHA2-256 has 16 (RFC 4868, section 2.6), that of the others
# 24 and 32. With 12 the rest is no multiple of the block, and with none the check value is
# decrypted as if it were the end of the packet, where the pad length and the next header
# stand. So it serves for HMAC-MD5 and HMAC-SHA1 alone, with the right keys, too.
set -euo pipefail
tcpdump=4.99.3-1

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "tcpdump=$tcpdump" 2>/dev/null
dpkg -x tcpdump_*.deb unpacked

# One ping under AES-128 in three SAs: without integrity (SPI 0x1000), with HMAC-SHA1-96
# (0x1001) and with HMAC-SHA2-256-128 (0x1002). openssl encrypts it.
key=000102030405060708090a0b0c0d0e0f
python3 - "$key" <<'PY'
import hashlib, hmac, struct, subprocess, sys

def ip(protocol, source, destination, body):
    return struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(body), 1, 0, 64, protocol, 0) + bytes(source) + bytes(destination) + body

ping = ip(1, (10, 1, 0, 1), (10, 2, 0, 1), bytes([8, 0, 0, 0, 0, 1, 0, 1]) + bytes(range(40)))
pad = -(len(ping) + 2) % 16
clear = ping + bytes(range(1, pad + 1)) + bytes([pad, 4])
iv = bytes(range(16))
command = ['openssl', 'enc', '-aes-128-cbc', '-K', sys.argv[1], '-iv', iv.hex(), '-nopad']
secret = subprocess.run(command, input=clear, capture_output=True, check=True).stdout

capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
for n, (length, digest) in enumerate([(0, 'sha1'), (12, 'sha1'), (16, 'sha256')]):
    esp = struct.pack('>II', 0x1000 + n, 1) + iv + secret
    esp += hmac.new(bytes(hashlib.new(digest).digest_size), esp, digest).digest()[:length]
    packet = ip(50, (192, 0, 2, 1), (192, 0, 2, 2), esp)
    capture += struct.pack('<IIII', n, 0, len(packet), len(packet)) + packet
open('esp.pcap', 'wb').write(capture)
PY

{
	echo "tcpdump $tcpdump"
	for algorithm in aes128-cbc aes128-cbc-hmac96; do
		echo "$algorithm"
		sas=$(for spi in 0x1000 0x1001 0x1002; do echo "$spi@192.0.2.2 $algorithm:0x$key"; done | paste -sd,)
		unpacked/usr/bin/tcpdump -t -n -r esp.pcap -E "$sas" 2>/dev/null |
			sed -n 's/.*ESP(spi=0x0000\(....\),.*ICMP echo request.*/  \1: ICMP echo request/p; t; s/.*ESP(spi=0x0000\(....\),.*/  \1: not decrypted/p'
	done
} | tee seen
diff - seen <<WANT
tcpdump $tcpdump
aes128-cbc
  1000: ICMP echo request
  1001: not decrypted
  1002: not decrypted
aes128-cbc-hmac96
  1000: not decrypted
  1001: ICMP echo request
  1002: not decrypted
WANT
