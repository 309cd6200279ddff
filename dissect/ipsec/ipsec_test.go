package ipsec

import "testing"

// The sizes are those of the RFCs named in the table of modes.
func TestEncr(t *testing.T) {
	for _, c := range []struct {
		e                    Encr
		number               uint16
		name                 string
		bits, material       int
		salt, iv, block, icv int
		aead, material0      bool
	}{
		{EncrDES, 2, "ENCR_DES", 0, 8, 0, 8, 8, 0, false, true},
		{Encr3DES, 3, "ENCR_3DES", 0, 24, 0, 8, 8, 0, false, true},
		{EncrCAST, 6, "ENCR_CAST", 128, 16, 0, 8, 8, 0, false, true},
		{EncrBlowfish, 7, "ENCR_BLOWFISH", 448, 56, 0, 8, 8, 0, false, false},
		{EncrNull, 11, "ENCR_NULL", 0, 0, 0, 0, 1, 0, false, true},
		{EncrAESCBC, 12, "ENCR_AES_CBC", 256, 32, 0, 16, 16, 0, false, false},
		{EncrAESCTR, 13, "ENCR_AES_CTR", 128, 20, 4, 8, 16, 0, false, true},
		{EncrAESCCM8, 14, "ENCR_AES_CCM_8", 128, 19, 3, 8, 16, 8, true, true},
		{EncrAESGCM16, 20, "ENCR_AES_GCM_16", 192, 28, 4, 8, 16, 16, true, false},
		{EncrAESGMAC, 21, "ENCR_NULL_AUTH_AES_GMAC", 128, 20, 4, 8, 16, 16, true, true},
		{EncrCamelliaCBC, 23, "ENCR_CAMELLIA_CBC", 128, 16, 0, 16, 16, 0, false, true},
		{EncrChaCha20Poly1305, 28, "ENCR_CHACHA20_POLY1305", 0, 36, 4, 8, 1, 16, true, true},
		{EncrAESGCM16IIV, 30, "ENCR_AES_GCM_16_IIV", 128, 20, 4, 0, 16, 16, true, true},
		{EncrTwofishCBC, 1027, "ENCR_TWOFISH_CBC", 128, 16, 0, 16, 16, 0, false, true},
		{EncrRC5, 4, "ENCR_RC5", 128, 16, 0, 8, 8, 0, false, true},
	} {
		if uint16(c.e) != c.number || c.e.String() != c.name {
			t.Errorf("%d is %s, want %d %s", c.e, c.e, c.number, c.name)
		}
		if n, err := c.e.Material(c.bits); n != c.material || err != nil {
			t.Errorf("%s takes %d bytes (%v), want %d", c.e, n, err, c.material)
		}
		if n, err := c.e.Material(0); (n == c.material) != c.material0 || err != nil {
			t.Errorf("%s takes %d bytes where nothing was negotiated (%v)", c.e, n, err)
		}
		if err := c.e.CheckKey(c.material); err != nil {
			t.Error(err)
		}
		if c.e.SaltLen() != c.salt || c.e.IVLen() != c.iv || c.e.BlockSize() != c.block || c.e.ICVLen() != c.icv {
			t.Errorf("%s: salt %d, IV %d, block %d, ICV %d", c.e, c.e.SaltLen(), c.e.IVLen(), c.e.BlockSize(), c.e.ICVLen())
		}
		if c.e.AEAD() != c.aead {
			t.Errorf("%s: AEAD %t", c.e, c.e.AEAD())
		}
	}
}

func TestKeyLengthErrors(t *testing.T) {
	_, odd := EncrAESCBC.Material(100)
	_, none := Encr(99).Material(128)
	for _, c := range []struct {
		err  error
		want string
	}{
		{EncrAESCBC.CheckKey(15), "ENCR_AES_CBC: key of 15 bytes, want 16, 24 or 32"},
		{EncrAESGCM16.CheckKey(16), "ENCR_AES_GCM_16: key of 16 bytes, want 20, 28 or 36, the last 4 of them salt: the salt is missing"},
		{EncrAESGCM16.CheckKey(19), "ENCR_AES_GCM_16: key of 19 bytes, want 20, 28 or 36, the last 4 of them salt"},
		{EncrChaCha20Poly1305.CheckKey(32), "ENCR_CHACHA20_POLY1305: key of 32 bytes, want 36, the last 4 of them salt: the salt is missing"},
		{EncrBlowfish.CheckKey(57), "ENCR_BLOWFISH: key of 57 bytes, want 5 to 56"},
		{EncrNull.CheckKey(1), "ENCR_NULL: key of 1 bytes, want 0"},
		{IntegSHA1_96.CheckKey(16), "AUTH_HMAC_SHA1_96: key of 16 bytes, want 20"},
		{Encr(99).CheckKey(16), "ENCR (99) is not supported"},
		{Integ(99).CheckKey(16), "AUTH (99) is not supported"},
		{odd, "ENCR_AES_CBC: key of 12 bytes, want 16, 24 or 32"},
		{none, "ENCR (99) is not supported"},
	} {
		if c.err == nil || c.err.Error() != c.want {
			t.Errorf("%v, want %s", c.err, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		name string
		want Encr
		bits int
	}{
		{"ENCR_AES_CBC", EncrAESCBC, 0}, {"AES_CBC", EncrAESCBC, 0}, {"AES_CBC_256", EncrAESCBC, 256}, {"aes-cbc", EncrAESCBC, 0},
		{"aes", EncrAESCBC, 0}, {"aes-gcm-16", EncrAESGCM16, 0}, {"AES_GCM_8_128", EncrAESGCM8, 128}, {"gcm", EncrAESGCM16, 0},
		{"3des-cbc", Encr3DES, 0}, {"3DES_CBC", Encr3DES, 0}, {"null", EncrNull, 0}, {"NULL", EncrNull, 0},
		{"CHACHA20_POLY1305_256", EncrChaCha20Poly1305, 256}, {"chacha20-poly1305", EncrChaCha20Poly1305, 0},
		{"CAMELLIA_CBC_192", EncrCamelliaCBC, 192}, {"TWOFISH_CBC_128", EncrTwofishCBC, 128}, {"BLOWFISH_CBC_128", EncrBlowfish, 128},
		{"NULL_AES_GMAC_128", EncrAESGMAC, 128},
	} {
		if e, bits, ok := ParseEncr(c.name); e != c.want || bits != c.bits || !ok {
			t.Errorf("%s is %s with %d bits (%t), want %s %d", c.name, e, bits, ok, c.want, c.bits)
		}
	}
	for _, name := range []string{"", "aes-cbc-100", "aes_cbc_", "_128", "rot13", "gcm_7"} {
		if e, bits, ok := ParseEncr(name); ok {
			t.Errorf("%q is %s with %d bits", name, e, bits)
		}
	}
	for name, want := range map[string]Integ{
		"AUTH_HMAC_SHA1_96": IntegSHA1_96, "HMAC_SHA1_96": IntegSHA1_96, "hmac-sha1-96": IntegSHA1_96, "hmac-md5-96": IntegMD5_96,
		"HMAC_SHA2_256_128": IntegSHA2_256_128, "hmac-sha256-128": IntegSHA2_256_128, "hmac-sha-256-96": IntegSHA2_256_96,
		"AES_XCBC_96": IntegAESXCBC_96, "aes-cmac-96": IntegAESCMAC_96, "hmac-ripemd-160-96": IntegRIPEMD160_96, "NULL": IntegNone,
	} {
		if i, ok := ParseInteg(name); i != want || !ok {
			t.Errorf("%s is %s (%t), want %s", name, i, ok, want)
		}
	}
	for name, want := range map[string]PRF{
		"PRF_HMAC_SHA2_256": PRFSHA2_256, "sha256": PRFSHA2_256, "sha1": PRFSHA1, "SHA": PRFSHA1, "md5": PRFMD5, "AES128_XCBC": PRFAES128XCBC,
		"hmac-sha2-512": PRFSHA2_512, "PRF_AES128_CMAC": PRFAES128CMAC,
	} {
		if p, ok := ParsePRF(name); p != want || !ok {
			t.Errorf("%s is %s (%t), want %s", name, p, ok, want)
		}
	}
	for name, want := range map[string]Hash{"MD5": HashMD5, "SHA": HashSHA1, "sha1": HashSHA1, "SHA2-256": HashSHA2_256, "sha512": HashSHA2_512} {
		if h, ok := ParseHash(name); h != want || !ok {
			t.Errorf("%s is %s (%t), want %s", name, h, ok, want)
		}
	}
	for _, name := range []string{"", "sha3", "aes128_xcbc"} {
		if h, ok := ParseHash(name); ok {
			t.Errorf("%q is %s", name, h)
		}
	}
}

// Every row is found by its number and, through its name, back again; no number
// stands in a table twice.
func TestRows(t *testing.T) {
	var last Encr
	for e := range Encrs() {
		if e <= last {
			t.Errorf("%s is out of order", e)
		}
		last = e
		if got, _, ok := ParseEncr(e.String()); got != e || !ok || !e.Known() {
			t.Errorf("%s is %d, want %d", e, got, e)
		}
		if n, err := e.Material(0); err != nil || !e.KeyLengths().Has(n-e.SaltLen()) {
			t.Errorf("%s: its usual key of %d bytes is none of %s: %v", e, n, e.KeyLengths(), err)
		}
	}
	for i := range integs {
		in := integs[i].integ
		if i > 0 && integs[i-1].integ >= in {
			t.Errorf("%s is out of order", in)
		}
		if got, ok := ParseInteg(in.String()); got != in || !ok || !in.Known() {
			t.Errorf("%s is %d, want %d", in, got, in)
		}
	}
	for i := range prfs {
		p := prfs[i].prf
		if i > 0 && prfs[i-1].prf >= p {
			t.Errorf("%s is out of order", p)
		}
		if got, ok := ParsePRF(p.String()); got != p || !ok || !p.Known() {
			t.Errorf("%s is %d, want %d", p, got, p)
		}
	}
	for i := range groups {
		if i > 0 && groups[i-1].group >= groups[i].group {
			t.Errorf("%s is out of order", groups[i].group)
		}
	}
	for i := range hashes {
		if i > 0 && hashes[i-1].hash >= hashes[i].hash {
			t.Errorf("%s is out of order", hashes[i].hash)
		}
	}
	for i := range auths {
		if i > 0 && auths[i-1].method >= auths[i].method {
			t.Errorf("method %d is out of order", auths[i].method)
		}
	}
}

func TestUnverified(t *testing.T) {
	for _, n := range []int{8, 12, 16, 20, 24, 32} {
		if i := IntegUnverified(n); i.ICVLen() != n || !i.Unverified() || i.KeyLen() != 0 {
			t.Errorf("%d: %s cuts off %d", n, i, i.ICVLen())
		}
	}
	for _, n := range []int{-1, 0, 9, 33, 1 << 20} {
		if i := IntegUnverified(n); i != IntegNone {
			t.Errorf("%d: %s", n, i)
		}
	}
}
