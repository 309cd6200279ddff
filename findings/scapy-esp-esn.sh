#!/usr/bin/env bash
# scapy leaves the upper half of an extended sequence number out of ESP's integrity check value,
# where a cipher and a hash protect the packet.
#
# With extended sequence numbers the packet has the lower 32 bits and the check value covers all
# 64: the upper 32 follow the packet's bytes in what is hashed (RFC 4303, section 2.2.1). scapy's
# SecurityAssociation takes esn_en and esn for it, and heeds them in AH and in AES-GCM. In
# ESP with a hash it hashes the packet alone: its packets are dropped by every peer that has
# agreed on ESN, even while the upper half is still 0, and of a peer's packets it tells that their
# check failed, with the right keys. Nothing says that the arguments were not used.
set -euo pipefail
scapy=2.5.0+dfsg-2
cryptography=38.0.4-3+deb12u1

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download -qq "python3-scapy=$scapy" "python3-cryptography=$cryptography" python3-cffi-backend=1.15.1-5+b1 2>/dev/null
for package in *.deb; do dpkg -x "$package" unpacked; done

# Each packet is checked by what the RFCs say, with the hash of the standard library and the
# AES-GCM of cryptography. The one that scapy is to read is its own with the right check value.
{
	echo "scapy $scapy"
	PYTHONPATH=$dir/unpacked/usr/lib/python3/dist-packages python3 - 2>/dev/null <<'PY'
import hashlib, hmac, struct
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from scapy.layers.inet import IP, UDP
from scapy.layers.ipsec import AH, ESP, IPSecIntegrityError, SecurityAssociation

key, hashed = bytes(range(20)), bytes(range(32))
clear = IP(src='192.0.2.1', dst='192.0.2.2') / UDP(sport=40000, dport=50000) / b'data'

def answer(good):
    return 'as in the RFC' if good else 'another'

def icv(data, upper):
    return hmac.new(hashed, data + upper, hashlib.sha256).digest()[:16]

for esn in (None, 0, 1):
    upper = b'' if esn is None else struct.pack('>I', esn)
    extended = {} if esn is None else {'esn_en': True, 'esn': esn}
    name = 'no ESN' if esn is None else 'ESN, upper half %d' % esn

    sa = SecurityAssociation(AH, spi=0x1000, auth_algo='SHA2-256-128', auth_key=hashed, **extended)
    packet = bytearray(bytes(sa.encrypt(clear.copy(), seq_num=5, **extended)))
    seen = bytes(packet[32:48])
    packet[1], packet[6:8], packet[8], packet[10:12], packet[32:48] = 0, bytes(2), 0, bytes(2), bytes(16)
    print(name + ', AH with SHA-256: check value', answer(seen == icv(bytes(packet), upper)))

    sa = SecurityAssociation(ESP, spi=0x1000, crypt_algo='AES-GCM', crypt_key=key, **extended)
    packet = bytes(sa.encrypt(clear.copy(), seq_num=5, **extended)[ESP])
    try:
        AESGCM(key[:16]).decrypt(key[16:] + packet[8:16], packet[16:], packet[:4] + upper + packet[4:8])
        print(name + ', ESP with AES-GCM: check value', answer(True))
    except InvalidTag:
        print(name + ', ESP with AES-GCM: check value', answer(False))

    sa = SecurityAssociation(ESP, spi=0x1000, crypt_algo='AES-CBC', crypt_key=key[:16], auth_algo='SHA2-256-128', auth_key=hashed, **extended)
    packet = bytes(sa.encrypt(clear.copy(), seq_num=5, **extended))
    esp = packet[20:-16]
    print(name + ', ESP with AES-CBC and SHA-256: check value', answer(packet[-16:] == icv(esp, upper)))
    try:
        sa.decrypt(IP(packet[:-16] + icv(esp, upper)), **extended)
        print(name + ', ESP of a peer: read')
    except IPSecIntegrityError:
        print(name + ', ESP of a peer: IPSecIntegrityError')
PY
} | tee seen
diff - seen <<WANT
scapy $scapy
no ESN, AH with SHA-256: check value as in the RFC
no ESN, ESP with AES-GCM: check value as in the RFC
no ESN, ESP with AES-CBC and SHA-256: check value as in the RFC
no ESN, ESP of a peer: read
ESN, upper half 0, AH with SHA-256: check value as in the RFC
ESN, upper half 0, ESP with AES-GCM: check value as in the RFC
ESN, upper half 0, ESP with AES-CBC and SHA-256: check value another
ESN, upper half 0, ESP of a peer: IPSecIntegrityError
ESN, upper half 1, AH with SHA-256: check value as in the RFC
ESN, upper half 1, ESP with AES-GCM: check value as in the RFC
ESN, upper half 1, ESP with AES-CBC and SHA-256: check value another
ESN, upper half 1, ESP of a peer: IPSecIntegrityError
WANT
