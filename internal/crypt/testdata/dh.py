#!/usr/bin/env python3
"""Writes dh.json: key pairs and shared secrets of every group, by OpenSSL 3.

The primes of the MODP groups are libcrypto's (BN_get_rfc2409_prime_768 and so
on); there Python's pow computes, as the command line has not all of them.

    ./dh.py > dh.json
"""
import ctypes, ctypes.util, json, random, re, subprocess, tempfile

rnd = random.Random(2409)
vectors = []


def openssl(*args, data=None):
    return subprocess.run(["openssl", *args], input=data, capture_output=True, check=True).stdout


def field(text, name):
    m = re.search(name + r":[^\n]*\n((?:    [0-9a-f:]+\n)+)", text)
    return bytes.fromhex(re.sub(r"[\s:]", "", m.group(1)))


crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
crypto.BN_bn2hex.restype = ctypes.c_char_p
crypto.BN_bn2hex.argtypes = [ctypes.c_void_p]
for group, name in [(1, "rfc2409_prime_768"), (2, "rfc2409_prime_1024"), (5, "rfc3526_prime_1536"), (14, "rfc3526_prime_2048"),
                    (15, "rfc3526_prime_3072"), (16, "rfc3526_prime_4096"), (17, "rfc3526_prime_6144"), (18, "rfc3526_prime_8192")]:
    get = getattr(crypto, "BN_get_" + name)
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    p = int(crypto.BN_bn2hex(get(None)), 16)
    size = (p.bit_length() + 7) // 8
    x, y = rnd.getrandbits(256), rnd.getrandbits(256)
    vectors.append(dict(group=group, private="%064x" % x, public="%0*x" % (2 * size, pow(2, x, p)),
                        other="%0*x" % (2 * size, pow(2, y, p)), shared="%0*x" % (2 * size, pow(2, x * y, p))))

for group, args in [(22, "DH dh_rfc5114:1"), (23, "DH dh_rfc5114:2"), (24, "DH dh_rfc5114:3"),
                    (19, "EC P-256"), (20, "EC P-384"), (21, "EC P-521"), (25, "EC prime192v1"), (26, "EC secp224r1"),
                    (27, "EC brainpoolP224r1"), (28, "EC brainpoolP256r1"), (29, "EC brainpoolP384r1"), (30, "EC brainpoolP512r1"),
                    (31, "X25519"), (32, "X448")]:
    kind, *params = args.split()
    opts = [] if not params else ["-pkeyopt", params[0] if kind == "DH" else "ec_paramgen_curve:" + params[0]]
    keys = [openssl("genpkey", "-algorithm", kind, *opts) for _ in range(2)]
    text = [openssl("pkey", "-noout", "-text", data=k).decode() for k in keys]
    names = ("private-key", "public-key") if kind == "DH" else ("priv", "pub")
    private, public, other = field(text[0], names[0]), field(text[0], names[1]), field(text[1], names[1])
    if kind == "EC":
        public, other = public[1:], other[1:]  # without the 04 of SEC 1
    if kind == "DH":
        size = {22: 128}.get(group, 256)
        private, public, other = private.lstrip(b"\0"), *(v[-size:].rjust(size, b"\0") for v in (public, other))
    with tempfile.NamedTemporaryFile() as a, tempfile.NamedTemporaryFile() as b:
        a.write(keys[0]), a.flush()
        b.write(openssl("pkey", "-pubout", data=keys[1])), b.flush()
        pad = ["-pkeyopt", "dh_pad:1"] if kind == "DH" else []
        shared = openssl("pkeyutl", "-derive", "-inkey", a.name, "-peerkey", b.name, *pad)
    vectors.append(dict(group=group, private=private.hex(), public=public.hex(), other=other.hex(), shared=shared.hex()))

print("[\n" + ",\n".join(json.dumps(v) for v in vectors) + "\n]")
