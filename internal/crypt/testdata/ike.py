#!/usr/bin/env python3
"""Writes ike.json: derivations that no capture of fixtures/pcaps shows, after
the formulas of RFC 2409, 7296, 8784 and 9370, with Python's hmac and
cryptography's CMAC.

    ./ike.py > ike.json
"""
import hashlib, hmac, json, random
from cryptography.hazmat.primitives import cmac
from cryptography.hazmat.primitives.ciphers import algorithms

rnd = random.Random(7296)
ni, nr, spi_i, spi_r = (rnd.randbytes(n) for n in (32, 24, 8, 8))
shared, more, psk, ppk = (rnd.randbytes(n) for n in (128, 32, 8, 32))


def aes_cmac(key, data):
    if len(key) != 16:  # RFC 4615
        key = aes_cmac(bytes(16), key)
    c = cmac.CMAC(algorithms.AES(key))
    c.update(data)
    return c.finalize()


def prf(name):
    return aes_cmac if name == "cmac" else lambda key, data: hmac.new(key, data, name).digest()


def plus(p, key, seed, n):
    out = t = b""
    i = 1
    while len(out) < n:
        t = p(key, t + seed + bytes([i]))
        out, i = out + t, i + 1
    return out[:n]


out = dict(nonce_i=ni, nonce_r=nr, spi_i=spi_i, spi_r=spi_r, shared=shared, additional=more, psk=psk, ppk=ppk)

# RFC 2409 section 5
p = prf("sha256")
skeyid = p(ni + nr, shared)
skeyid_d = p(skeyid, shared + spi_i + spi_r + b"\0")
skeyid_a = p(skeyid, skeyid_d + shared + spi_i + spi_r + b"\1")
skeyid_e = p(skeyid, skeyid_a + shared + spi_i + spi_r + b"\2")
out["v1_signature_sha256"] = [skeyid, skeyid_d, skeyid_a, skeyid_e]
p = prf("md5")

# RFC 2409 appendix B: K1 = prf(SKEYID_e, 0), K2 = prf(SKEYID_e, K1)
e = rnd.randbytes(20)
p = prf("sha1")
k1 = p(e, b"\0")
k2 = p(e, k1)
k3 = p(e, k2)
out["v1_skeyid_e"] = e
out["v1_aes256_sha1"] = (k1 + k2)[:32]
out["v1_blowfish_sha1"] = (k1 + k2 + k3)[:56]

# RFC 7296 section 2.14, and the two PRFs with a fixed key
for name in ("sha512", "cmac"):
    p = prf(name)
    seed = p(ni + nr if name != "cmac" else ni[:8] + nr[:8], shared)
    sk = plus(p, seed, ni + nr + spi_i + spi_r, 400)
    size = len(seed)
    d = sk[:size]
    # RFC 9370: an additional key exchange, then a rekey with two, then a child with two
    seed2 = p(d, more + ni + nr)
    rekey = p(d, shared + ni + nr + more)
    child = plus(p, d, shared + ni + nr + more, 300)
    # RFC 8784: a PPK
    mixed = plus(p, ppk, d, size)
    auth = p(p(psk, b"Key Pad for IKEv2"), b"message" + nr + p(d, b"identity") + b"intermediate")
    out["v2_" + name] = dict(skeyseed=seed, keys=sk, additional=seed2, rekeyed=rekey, child=child, ppk_d=mixed, auth=auth)


def hexed(v):
    if isinstance(v, bytes):
        return v.hex()
    return {k: hexed(x) for k, x in v.items()} if isinstance(v, dict) else [hexed(x) for x in v]


print(json.dumps(hexed(out), indent=1))
