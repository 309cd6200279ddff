#!/usr/bin/env python3
"""Writes esp.json: ESP packets that other programs made.

Where scapy knows the transform (Debian's python3-scapy 2.5.0 on cryptography
48.0.0, that is OpenSSL 3) scapy builds the whole packet. Elsewhere the packet
is put together here, after the RFC named, out of what libgcrypt 1.10.1,
cryptography or Python's hmac (OpenSSL) computes.

    apt-get install python3-scapy libgcrypt20; pip install cryptography
    ./esp.py > esp.json
"""
import ctypes, ctypes.util, hashlib, hmac, json, random, struct, warnings

warnings.simplefilter("ignore")
from cryptography.hazmat.primitives import cmac
from cryptography.hazmat.primitives.ciphers import Cipher, aead, algorithms, modes
from scapy.layers import ipsec
from scapy.layers.inet import IP, UDP
from scapy.packet import Raw, raw

rnd = random.Random(4303)
vectors = []


def add(by, encr, encr_key, integ, integ_key, packet, plain, esn=None):
    v = dict(by=by, encr=encr, encr_key=encr_key.hex(), integ=integ, integ_key=integ_key.hex(),
             packet=packet.hex(), plain=plain.hex())
    if esn is not None:
        v["esn"] = esn
    vectors.append(v)


# --- libgcrypt, by its C interface

gcry = ctypes.CDLL(ctypes.util.find_library("gcrypt"))
gcry.gcry_check_version.restype = ctypes.c_char_p
GCRYPT = "libgcrypt " + gcry.gcry_check_version(None).decode()
CIPHER = dict(des3=2, cast5=3, blowfish=4, aes128=7, aes192=8, aes256=9, twofish256=10, des=302, twofish128=303,
              camellia128=310, camellia192=311, camellia256=312)
CBC, CTR, GCM, CCM = 3, 6, 9, 8
RMD160, CMAC_AES = 3, 201


def ok(err):
    assert err == 0, hex(err)


def opened(cipher, mode, key):
    h = ctypes.c_void_p()
    ok(gcry.gcry_cipher_open(ctypes.byref(h), CIPHER[cipher], mode, 0))
    ok(gcry.gcry_cipher_setkey(h, key, ctypes.c_size_t(len(key))))
    return h


def gcrypt(cipher, mode, key, iv, text):
    h = opened(cipher, mode, key)
    set_iv = gcry.gcry_cipher_setctr if mode == CTR else gcry.gcry_cipher_setiv
    ok(set_iv(h, iv, ctypes.c_size_t(len(iv))))
    out = ctypes.create_string_buffer(len(text))
    ok(gcry.gcry_cipher_encrypt(h, out, ctypes.c_size_t(len(text)), text, ctypes.c_size_t(len(text))))
    return out.raw


def gcrypt_aead(cipher, mode, key, nonce, aad, text, icv):
    h = opened(cipher, mode, key)
    ok(gcry.gcry_cipher_setiv(h, nonce, ctypes.c_size_t(len(nonce))))
    if mode == CCM:
        lengths = (ctypes.c_uint64 * 3)(len(text), len(aad), icv)
        ok(gcry.gcry_cipher_ctl(h, 69, lengths, ctypes.c_size_t(24)))  # GCRYCTL_SET_CCM_LENGTHS
    ok(gcry.gcry_cipher_authenticate(h, aad, ctypes.c_size_t(len(aad))))
    out = ctypes.create_string_buffer(len(text) or 1)
    if text:
        ok(gcry.gcry_cipher_encrypt(h, out, ctypes.c_size_t(len(text)), text, ctypes.c_size_t(len(text))))
    tag = ctypes.create_string_buffer(16)
    ok(gcry.gcry_cipher_gettag(h, tag, ctypes.c_size_t(icv if mode == CCM else 16)))
    return out.raw[:len(text)] + tag.raw[:icv]


def gcrypt_hmac_rmd160(key, text):
    h = ctypes.c_void_p()
    ok(gcry.gcry_md_open(ctypes.byref(h), RMD160, 2))  # GCRY_MD_FLAG_HMAC
    ok(gcry.gcry_md_setkey(h, key, ctypes.c_size_t(len(key))))
    gcry.gcry_md_write(h, text, ctypes.c_size_t(len(text)))
    gcry.gcry_md_read.restype = ctypes.c_void_p
    return ctypes.string_at(gcry.gcry_md_read(h, RMD160), 20)


# --- integrity algorithms: name, key length, MAC, ICV length, who computes it

def hmac_of(name):
    return lambda key, text: hmac.new(key, text, name).digest()


def cmac_of(key, text):
    c = cmac.CMAC(algorithms.AES(key))
    c.update(text)
    return c.finalize()


def xcbc_of(key, text):
    """RFC 3566, on libgcrypt's AES: there is no XCBC in either library."""
    e = lambda k, block: gcrypt("aes128", CBC, k, bytes(16), block)
    k1, k2, k3 = (e(key, bytes([n]) * 16) for n in (1, 2, 3))
    full, last = text[:max(0, len(text) - 1) // 16 * 16], text[max(0, len(text) - 1) // 16 * 16:]
    mask = k2
    if len(last) < 16:
        last, mask = (last + b"\x80").ljust(16, b"\0"), k3
    return e(k1, full + bytes(a ^ b for a, b in zip(last, mask)))[-16:]


INTEG = [
    ("AUTH_HMAC_MD5_96", 16, hmac_of("md5"), 12, "Python hmac"),
    ("AUTH_HMAC_MD5_128", 16, hmac_of("md5"), 16, "Python hmac"),
    ("AUTH_HMAC_SHA1_96", 20, hmac_of("sha1"), 12, "Python hmac"),
    ("AUTH_HMAC_SHA1_160", 20, hmac_of("sha1"), 20, "Python hmac"),
    ("AUTH_HMAC_SHA2_256_96", 32, hmac_of("sha256"), 12, "Python hmac"),
    ("AUTH_HMAC_SHA2_256_128", 32, hmac_of("sha256"), 16, "Python hmac"),
    ("AUTH_HMAC_SHA2_384_192", 48, hmac_of("sha384"), 24, "Python hmac"),
    ("AUTH_HMAC_SHA2_512_256", 64, hmac_of("sha512"), 32, "Python hmac"),
    ("AUTH_HMAC_RIPEMD_160_96", 20, gcrypt_hmac_rmd160, 12, GCRYPT),
    ("AUTH_AES_CMAC_96", 16, cmac_of, 12, "cryptography CMAC"),
    ("AUTH_AES_XCBC_96", 16, xcbc_of, 12, "XCBC on " + GCRYPT),
]


def plain(n, align):
    """An ESP payload with its trailer: n bytes, padding, Next Header 4."""
    data = rnd.randbytes(n)
    pad = -(n + 2) % align
    return data + bytes(range(1, pad + 1)) + bytes([pad, 4])


SPI = 0x12345678
SIZES = (0, 1, 61, 262)


def header(seq):
    return struct.pack("!LL", SPI, seq)


def mac(integ, body, esn=None):
    """Appends the ICV of an integrity algorithm beside a cipher."""
    name, size, of, icv, by = integ
    key = rnd.randbytes(size)
    tail = b"" if esn is None else struct.pack("!L", esn)
    return name, key, body + of(key, body + tail)[:icv], by


# --- every integrity algorithm, with ENCR_NULL, without and with ESN

for integ in INTEG:
    for n in SIZES:
        for esn in (None, 7):
            text = plain(n, 4)
            name, key, packet, by = mac(integ, header(n + 1) + text, esn)
            add(by, "ENCR_NULL", b"", name, key, packet, text, esn)

# --- CBC by libgcrypt (RFC 2451, 3602, 4312)

SHA1_96 = INTEG[2]
for name, cipher, size, block in [
    ("ENCR_DES", "des", 8, 8), ("ENCR_3DES", "des3", 24, 8), ("ENCR_CAST", "cast5", 16, 8), ("ENCR_BLOWFISH", "blowfish", 16, 8),
    ("ENCR_BLOWFISH", "blowfish", 56, 8), ("ENCR_BLOWFISH", "blowfish", 7, 8),
    ("ENCR_AES_CBC", "aes128", 16, 16), ("ENCR_AES_CBC", "aes192", 24, 16), ("ENCR_AES_CBC", "aes256", 32, 16),
    ("ENCR_TWOFISH_CBC", "twofish128", 16, 16), ("ENCR_TWOFISH_CBC", "twofish256", 32, 16),
    ("ENCR_CAMELLIA_CBC", "camellia128", 16, 16), ("ENCR_CAMELLIA_CBC", "camellia192", 24, 16), ("ENCR_CAMELLIA_CBC", "camellia256", 32, 16),
]:
    for n in SIZES:
        key, iv, text = rnd.randbytes(size), rnd.randbytes(block), plain(n, block)
        body = header(n + 1) + iv + gcrypt(cipher, CBC, key, iv, text)
        name_i, key_i, packet, _ = mac(SHA1_96, body)
        add(GCRYPT, name, key, name_i, key_i, packet, text)

# --- CTR by libgcrypt (RFC 3686, 5528)

for name, cipher, size in [("ENCR_AES_CTR", "aes128", 16), ("ENCR_AES_CTR", "aes192", 24), ("ENCR_AES_CTR", "aes256", 32),
                           ("ENCR_CAMELLIA_CTR", "camellia128", 16), ("ENCR_CAMELLIA_CTR", "camellia256", 32)]:
    for n in SIZES:
        key, salt, iv, text = rnd.randbytes(size), rnd.randbytes(4), rnd.randbytes(8), plain(n, 4)
        body = header(n + 1) + iv + gcrypt(cipher, CTR, key, salt + iv + b"\0\0\0\1", text)
        name_i, key_i, packet, _ = mac(SHA1_96, body)
        add(GCRYPT, name, key + salt, name_i, key_i, packet, text)

# --- GCM and CCM by libgcrypt (RFC 4106, 4309, 5529), GMAC (RFC 4543)


def aead_aad(n, esn):
    return header(n + 1) if esn is None else struct.pack("!LLL", SPI, esn, n + 1)


for base, cipher, mode, salt_len in [("ENCR_AES_GCM", "aes", GCM, 4), ("ENCR_AES_CCM", "aes", CCM, 3), ("ENCR_CAMELLIA_CCM", "camellia", CCM, 3)]:
    for size in (16, 24, 32):
        for icv in (8, 12, 16):
            for n in SIZES:
                for esn in (None, 1):
                    if size == 24 and n != 61:
                        continue
                    key, salt, iv, text = rnd.randbytes(size), rnd.randbytes(salt_len), rnd.randbytes(8), plain(n, 4)
                    sealed = gcrypt_aead(cipher + str(size * 8), mode, key, salt + iv, aead_aad(n, esn), text, icv)
                    add(GCRYPT, "%s_%d" % (base, icv), key + salt, "NONE", b"", header(n + 1) + iv + sealed, text, esn)

for n in SIZES:
    for esn in (None, 1):
        key, salt, iv, text = rnd.randbytes(16), rnd.randbytes(4), rnd.randbytes(8), plain(n, 4)
        tag = gcrypt_aead("aes128", GCM, key, salt + iv, aead_aad(n, esn) + iv + text, b"", 16)
        add(GCRYPT, "ENCR_NULL_AUTH_AES_GMAC", key + salt, "NONE", b"", header(n + 1) + iv + text + tag, text, esn)

# --- implicit IVs (RFC 8750): the sequence number is the IV

for n in SIZES:
    for esn in (None, 0x01020304):
        iv = struct.pack("!LL", esn or 0, n + 1)
        key, salt, text = rnd.randbytes(32), rnd.randbytes(4), plain(n, 4)
        sealed = aead.ChaCha20Poly1305(key).encrypt(salt + iv, text, aead_aad(n, esn))
        add("cryptography", "ENCR_CHACHA20_POLY1305_IIV", key + salt, "NONE", b"", header(n + 1) + sealed, text, esn)
        sealed = aead.AESGCM(key).encrypt(salt + iv, text, aead_aad(n, esn))
        add("cryptography", "ENCR_AES_GCM_16_IIV", key + salt, "NONE", b"", header(n + 1) + sealed, text, esn)
        sealed = aead.AESCCM(key, 8).encrypt(salt[:3] + iv, text, aead_aad(n, esn))
        add("cryptography", "ENCR_AES_CCM_8_IIV", key + salt[:3], "NONE", b"", header(n + 1) + sealed, text, esn)

# --- whole packets by scapy

SCAPY_AUTH = {"HMAC-SHA1-96": ("AUTH_HMAC_SHA1_96", 20), "SHA2-256-128": ("AUTH_HMAC_SHA2_256_128", 32),
              "SHA2-384-192": ("AUTH_HMAC_SHA2_384_192", 48), "SHA2-512-256": ("AUTH_HMAC_SHA2_512_256", 64),
              "HMAC-MD5-96": ("AUTH_HMAC_MD5_96", 16), "AES-CMAC-96": ("AUTH_AES_CMAC_96", 16), "NULL": ("NONE", 0)}


def scapy(encr, key, salt, auth, name, n, esn=None, icv=None):
    integ, size = SCAPY_AUTH[auth]
    auth_key = rnd.randbytes(size)
    sa = ipsec.SecurityAssociation(ipsec.ESP, spi=SPI, seq_num=n + 1, crypt_algo=encr, crypt_key=key + salt, auth_algo=auth,
                                   auth_key=auth_key, crypt_icv_size=icv, esn_en=esn is not None, esn=esn or 0)
    inner = IP(src="192.168.0.1", dst="172.16.0.1") / UDP(sport=1000, dport=2000) / Raw(rnd.randbytes(n))
    iv = rnd.randbytes(sa.crypt_algo.iv_size)
    packet = raw(sa.encrypt(inner, iv=iv)[ipsec.ESP])
    esp = ipsec._ESPPlain(spi=SPI, seq=n + 1, iv=iv, data=raw(inner[UDP]), nh=17)
    text = sa.crypt_algo.pad(esp).data_for_encryption()
    add("scapy", name, key + salt, integ, auth_key, packet, text, esn)


for encr, name, size, salt in [("NULL", "ENCR_NULL", 0, 0), ("AES-CBC", "ENCR_AES_CBC", 16, 0), ("AES-CBC", "ENCR_AES_CBC", 32, 0),
                               ("AES-CTR", "ENCR_AES_CTR", 16, 4), ("3DES", "ENCR_3DES", 24, 0), ("Blowfish", "ENCR_BLOWFISH", 16, 0),
                               ("CAST", "ENCR_CAST", 16, 0)]:
    for auth in SCAPY_AUTH:
        scapy(encr, rnd.randbytes(size), rnd.randbytes(salt), auth, name, 61)
for n in (0, 61, 1400):
    for esn in (None, 3):
        scapy("AES-GCM", rnd.randbytes(16), rnd.randbytes(4), "NULL", "ENCR_AES_GCM_16", n, esn)
        scapy("AES-CCM", rnd.randbytes(16), rnd.randbytes(3), "NULL", "ENCR_AES_CCM_16", n, esn, 16)
        scapy("AES-CCM", rnd.randbytes(16), rnd.randbytes(3), "NULL", "ENCR_AES_CCM_8", n, esn, 8)
        scapy("CHACHA20-POLY1305", rnd.randbytes(32), rnd.randbytes(4), "NULL", "ENCR_CHACHA20_POLY1305", n, esn)

print("[\n" + ",\n".join(json.dumps(v) for v in vectors) + "\n]")
