#!/usr/bin/env bash
# tshark decrypts an IKEv1 message once, and what is sent again of it to nonsense.
#
# In CBC the first block of a message needs the last block of the message before it in the
# exchange (RFC 2409, section 5 and appendix B): a retransmission has the bytes of its
# original, so it needs the same block as that. tshark takes the last block of the original
# instead. The first block comes out as noise, which is read as the payloads' header, and
# the packet is called malformed: on a lossy path, where one looks for the reason, the
# packets that were sent again look broken. The message behind them is decrypted rightly.
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

# Main Mode with AES-128 and SHA-1: proposal, answer, two key exchanges, then the encrypted
# fifth and sixth message (ID and HASH), each sent twice. openssl encrypts them.
key=000102030405060708090a0b0c0d0e0f
python3 - "$key" <<'PY'
import hashlib, struct, subprocess, sys

key = sys.argv[1]
cookies = bytes([0x11] * 8), bytes([0x22] * 8)
hosts = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])

def payload(following, body):
    return struct.pack('>BBH', following, 0, 4 + len(body)) + body

def message(first, flags, body, answered=True):
    cookie = cookies[1] if answered else bytes(8)
    return cookies[0] + cookie + struct.pack('>BBBBII', first, 0x10, 2, flags, 0, 28 + len(body)) + body

def encrypt(clear, iv):
    clear += bytes(-len(clear) % 16)
    command = ['openssl', 'enc', '-aes-128-cbc', '-K', key, '-iv', iv.hex(), '-nopad']
    return subprocess.run(command, input=clear, capture_output=True, check=True).stdout

attributes = b''.join(struct.pack('>HH', 0x8000 | t, v) for t, v in [(1, 7), (14, 128), (2, 2), (4, 2), (3, 1)])
transform = struct.pack('>BBHBBH', 0, 0, 8 + len(attributes), 1, 1, 0) + attributes
proposal = struct.pack('>BBHBBBB', 0, 0, 8 + len(transform), 1, 1, 0, 1) + transform
sa = payload(0, struct.pack('>II', 1, 1) + proposal)
public = bytes(range(128)), bytes(range(128, 256))
nonce = payload(0, bytes(range(20)))

def named(host):
    return payload(8, struct.pack('>BBH', 1, 17, 500) + host) + payload(0, bytes(range(20)))

fifth = encrypt(named(hosts[0]), hashlib.sha1(public[0] + public[1]).digest()[:16])
sixth = encrypt(named(hosts[1]), fifth[-16:])
messages = [
    (0, message(1, 0, sa, answered=False)), (1, message(1, 0, sa)),
    (0, message(4, 0, payload(10, public[0]) + nonce)), (1, message(4, 0, payload(10, public[1]) + nonce)),
    (0, message(5, 1, fifth)), (0, message(5, 1, fifth)), (1, message(5, 1, sixth)), (1, message(5, 1, sixth)),
]
capture = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
for seconds, (sender, m) in enumerate(messages):
    udp = struct.pack('>HHHH', 500, 500, 8 + len(m), 0) + m
    ip = struct.pack('>BBHHHBBH', 0x45, 0, 20 + len(udp), seconds, 0, 64, 17, 0) + hosts[sender] + hosts[1 - sender] + udp
    capture += struct.pack('<IIII', seconds, 0, len(ip), len(ip)) + ip
open('ike.pcap', 'wb').write(capture)
PY

{
	echo "tshark $tshark"
	LD_LIBRARY_PATH=$libraries XDG_CONFIG_HOME=$dir/config unpacked/usr/bin/tshark -n -r ike.pcap \
		-o "uat:ikev1_decryption_table:1111111111111111,$key" -Y 'frame.number > 4' \
		-T fields -E separator=' ' -e frame.number -e udp.length -e isakmp.id.data.ipv4_addr -e _ws.malformed 2>/dev/null
} | sed 's/ *$//' | tee seen
diff - seen <<WANT
tshark $tshark
5 84 192.0.2.1
6 84  [Malformed Packet: ISAKMP],_ws.malformed
7 84 192.0.2.2
8 84  [Malformed Packet: ISAKMP],_ws.malformed
WANT
