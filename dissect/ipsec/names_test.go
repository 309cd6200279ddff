package ipsec

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Each test has what one vocabulary's source says, typed from that source.

// IANA, "Internet Key Exchange Version 2 (IKEv2) Parameters", Transform Types 1
// to 3, which RFC 7296, RFC 4868, RFC 8750 and others filled.
func TestIANANames(t *testing.T) {
	for n, want := range map[Encr]string{
		1: "ENCR_DES_IV64", 2: "ENCR_DES", 3: "ENCR_3DES", 4: "ENCR_RC5", 5: "ENCR_IDEA", 6: "ENCR_CAST", 7: "ENCR_BLOWFISH",
		8: "ENCR_3IDEA", 9: "ENCR_DES_IV32", 11: "ENCR_NULL", 12: "ENCR_AES_CBC", 13: "ENCR_AES_CTR", 14: "ENCR_AES_CCM_8",
		15: "ENCR_AES_CCM_12", 16: "ENCR_AES_CCM_16", 18: "ENCR_AES_GCM_8", 19: "ENCR_AES_GCM_12", 20: "ENCR_AES_GCM_16",
		21: "ENCR_NULL_AUTH_AES_GMAC", 23: "ENCR_CAMELLIA_CBC", 24: "ENCR_CAMELLIA_CTR", 25: "ENCR_CAMELLIA_CCM_8",
		26: "ENCR_CAMELLIA_CCM_12", 27: "ENCR_CAMELLIA_CCM_16", 28: "ENCR_CHACHA20_POLY1305", 29: "ENCR_AES_CCM_8_IIV",
		30: "ENCR_AES_GCM_16_IIV", 31: "ENCR_CHACHA20_POLY1305_IIV", 32: "ENCR_KUZNYECHIK_MGM_KTREE", 33: "ENCR_MAGMA_MGM_KTREE",
		34: "ENCR_KUZNYECHIK_MGM_MAC_KTREE", 35: "ENCR_MAGMA_MGM_MAC_KTREE",
		10: "ENCR (10)", 17: "ENCR (17)", 22: "ENCR (22)", doi + 99: "ENCR of the IPsec DOI (99)", phase1 + 99: "ENCR of phase 1 (99)",
	} {
		if n.String() != want {
			t.Errorf("encryption %d is %s, want %s", uint32(n), n, want)
		}
	}
	for n, want := range map[Integ]string{
		0: "NONE", 1: "AUTH_HMAC_MD5_96", 2: "AUTH_HMAC_SHA1_96", 3: "AUTH_DES_MAC", 4: "AUTH_KPDK_MD5", 5: "AUTH_AES_XCBC_96",
		6: "AUTH_HMAC_MD5_128", 7: "AUTH_HMAC_SHA1_160", 8: "AUTH_AES_CMAC_96", 9: "AUTH_AES_128_GMAC", 10: "AUTH_AES_192_GMAC",
		11: "AUTH_AES_256_GMAC", 12: "AUTH_HMAC_SHA2_256_128", 13: "AUTH_HMAC_SHA2_384_192", 14: "AUTH_HMAC_SHA2_512_256", 15: "AUTH (15)",
	} {
		if n.String() != want {
			t.Errorf("integrity %d is %s, want %s", uint32(n), n, want)
		}
	}
	for n, want := range map[PRF]string{
		1: "PRF_HMAC_MD5", 2: "PRF_HMAC_SHA1", 3: "PRF_HMAC_TIGER", 4: "PRF_AES128_XCBC", 5: "PRF_HMAC_SHA2_256",
		6: "PRF_HMAC_SHA2_384", 7: "PRF_HMAC_SHA2_512", 8: "PRF_AES128_CMAC", 9: "PRF_HMAC_STREEBOG_512", 10: "PRF (10)",
	} {
		if n.String() != want {
			t.Errorf("PRF %d is %s, want %s", uint32(n), n, want)
		}
	}
}

// IANA, "Internet Key Exchange (IKE) Attributes": RFC 2409, appendix A, RFC 4312
// and RFC 5529 for Camellia. The private numbers are FreeS/WAN's and SSH's.
func TestPhase1Numbers(t *testing.T) {
	for n, want := range map[uint16]Encr{
		1: EncrDES, 2: EncrIDEA, 3: EncrBlowfish, 4: EncrRC5, 5: Encr3DES, 6: EncrCAST, 7: EncrAESCBC, 8: EncrCamelliaCBC,
		65004: EncrSerpentCBC, 65005: EncrTwofishCBC, 65289: EncrTwofishCBC,
	} {
		if e := EncrOfPhase1(n); e != want {
			t.Errorf("encryption %d is %s, want %s", n, e, want)
		}
		if back := want.Phase1(); back != n && n != 65289 { // Twofish has two numbers
			t.Errorf("%s is %d, want %d", want, back, n)
		}
	}
	for n, want := range map[Hash]string{1: "MD5", 2: "SHA", 3: "Tiger", 4: "SHA2-256", 5: "SHA2-384", 6: "SHA2-512"} {
		if n.String() != want {
			t.Errorf("hash %d is %s, want %s", uint16(n), n, want)
		}
	}
	for h, want := range map[Hash]PRF{HashMD5: PRFMD5, HashSHA1: PRFSHA1, HashSHA2_256: PRFSHA2_256, HashSHA2_384: PRFSHA2_384, HashSHA2_512: PRFSHA2_512, 0: 0, 7: 0} {
		if h.PRF() != want {
			t.Errorf("HMAC of %s is %s, want %s", h, h.PRF(), want)
		}
	}
	for n, want := range map[uint16]AuthMethod{1: AuthPSK, 2: AuthDSS, 3: AuthRSA, 4: AuthRSAEnc, 5: AuthRSARevised, 9: AuthECDSA256, 65001: AuthXAUTHInitPSK, 65010: AuthXAUTHRespRSARevised} {
		if m := AuthOfPhase1(n); m != want {
			t.Errorf("method %d is %d, want %d", n, m, want)
		}
		if back := want.Phase1(); back != n {
			t.Errorf("method %d is %d in phase 1, want %d", want, back, n)
		}
	}
	for _, n := range []uint16{9, 99, 65001} { // without an algorithm: no other one, and the number is kept
		if back := EncrOfPhase1(n).Phase1(); back != n {
			t.Errorf("encryption %d is %d again", n, back)
		}
		if e := EncrOfPhase1(n); e.Known() || e.Number() != n || e == Encr(n) {
			t.Errorf("encryption %d is %s", n, e)
		}
	}
	if EncrOfPhase1(0) != 0 || EncrOfESP(0) != 0 || IntegOfDOI(0) != 0 || AuthOfPhase1(0) != 0 || PRFOfPhase1(0) != 0 {
		t.Error("0 is something")
	}
}

// IANA, "Internet Security Association and Key Management Protocol (ISAKMP)
// Identifiers": RFC 2407, sections 4.4.3 to 4.5, RFC 3602, 3686, 4106, 4309, 4543,
// 4868. The private numbers are FreeS/WAN's.
func TestDOINumbers(t *testing.T) {
	for n, want := range map[uint8]Encr{
		1: EncrDESIV64, 2: EncrDES, 3: Encr3DES, 4: EncrRC5, 5: EncrIDEA, 6: EncrCAST, 7: EncrBlowfish, 8: Encr3IDEA, 9: EncrDESIV32,
		10: EncrRC4, 11: EncrNull, 12: EncrAESCBC, 13: EncrAESCTR, 14: EncrAESCCM8, 15: EncrAESCCM12, 16: EncrAESCCM16,
		18: EncrAESGCM8, 19: EncrAESGCM12, 20: EncrAESGCM16, 21: EncrSEED, 22: EncrCamelliaCBC, 23: EncrAESGMAC,
		252: EncrSerpentCBC, 253: EncrTwofishCBC,
	} {
		if e := EncrOfESP(n); e != want {
			t.Errorf("ESP transform %d is %s, want %s", n, e, want)
		}
	}
	for n, want := range map[uint16]Integ{
		1: IntegMD5_96, 2: IntegSHA1_96, 3: IntegDESMAC, 4: IntegKPDK, 5: IntegSHA2_256_128, 6: IntegSHA2_384_192, 7: IntegSHA2_512_256,
		8: IntegRIPEMD160_96, 9: IntegAESXCBC_96, 11: IntegAES128GMAC, 12: IntegAES192GMAC, 13: IntegAES256GMAC,
	} {
		if i := IntegOfDOI(n); i != want {
			t.Errorf("authentication algorithm %d is %s, want %s", n, i, want)
		}
	}
	for n, want := range map[uint8]Integ{2: IntegMD5_96, 3: IntegSHA1_96, 4: IntegDESMAC, 5: IntegSHA2_256_128, 9: IntegAESXCBC_96} {
		if i := IntegOfAH(n); i != want {
			t.Errorf("AH transform %d is %s, want %s", n, i, want)
		}
	}
	if e, i := EncrOfESP(24), IntegOfDOI(10); e.Known() || i.Known() || e.Number() != 24 || i.Number() != 10 {
		t.Errorf("%s, %s", e, i)
	}
}

// The words of IOS's commands "crypto isakmp policy", "crypto ikev2 proposal" and
// "crypto ipsec transform-set", and of "show crypto isakmp sa detail": Cisco IOS
// Security Command Reference.
func TestIOSNames(t *testing.T) {
	for e, want := range map[Encr][3]string{
		EncrDES: {"des", "DES", "esp-des"}, Encr3DES: {"3des", "3DES", "esp-3des"}, EncrAESCBC: {"aes", "AES-CBC", "esp-aes"},
		EncrAESGCM16: {"", "AES-GCM", "esp-gcm"}, EncrAESGMAC: {"", "", "esp-gmac"}, EncrNull: {"", "", "esp-null"},
	} {
		if n := e.Names(); [3]string{n.Policy, n.Proposal, n.TransformSet} != want {
			t.Errorf("%s: %q, %q, %q, want %q", e, n.Policy, n.Proposal, n.TransformSet, want)
		}
	}
	for i, want := range map[Integ][2]string{
		IntegMD5_96: {"MD596", "esp-md5-hmac"}, IntegSHA1_96: {"SHA96", "esp-sha-hmac"}, IntegSHA2_256_128: {"SHA256", "esp-sha256-hmac"},
		IntegSHA2_384_192: {"SHA384", "esp-sha384-hmac"}, IntegSHA2_512_256: {"SHA512", "esp-sha512-hmac"},
	} {
		if n := i.Names(); [2]string{n.Proposal, n.TransformSet} != want {
			t.Errorf("%s: %q, %q, want %q", i, n.Proposal, n.TransformSet, want)
		}
	}
	for h, want := range map[Hash]string{HashMD5: "md5", HashSHA1: "sha", HashSHA2_256: "sha256", HashSHA2_384: "sha384", HashSHA2_512: "sha512"} {
		if got := h.Names().Policy; got != want {
			t.Errorf("%s: %q, want %q", h, got, want)
		}
	}
	for m, want := range map[AuthMethod]string{AuthPSK: "psk", AuthRSA: "rsig", AuthRSAEnc: "renc", AuthECDSA256: "ecdsa-sig"} {
		if got := m.Names().Policy; got != want {
			t.Errorf("method %d: %q, want %q", m, got, want)
		}
	}
}

// The names by which Linux registers algorithms for xfrm: net/xfrm/xfrm_algo.c,
// name and compat.
func TestKernelNames(t *testing.T) {
	for name, want := range map[string]Encr{
		"ecb(cipher_null)": EncrNull, "cipher_null": EncrNull, "cbc(des)": EncrDES, "des": EncrDES, "cbc(des3_ede)": Encr3DES,
		"des3_ede": Encr3DES, "cbc(cast5)": EncrCAST, "cast5": EncrCAST, "cbc(blowfish)": EncrBlowfish, "blowfish": EncrBlowfish,
		"cbc(aes)": EncrAESCBC, "aes": EncrAESCBC, "cbc(serpent)": EncrSerpentCBC, "serpent": EncrSerpentCBC,
		"cbc(camellia)": EncrCamelliaCBC, "camellia": EncrCamelliaCBC, "cbc(twofish)": EncrTwofishCBC, "twofish": EncrTwofishCBC,
		"rfc3686(ctr(aes))": EncrAESCTR, "rfc4106(gcm(aes))": EncrAESGCM16, "rfc4309(ccm(aes))": EncrAESCCM16,
		"rfc4543(gcm(aes))": EncrAESGMAC, "rfc7539esp(chacha20,poly1305)": EncrChaCha20Poly1305,
	} {
		if e, ok := ParseKernelEncr(name, 0); e != want || !ok {
			t.Errorf("%s is %s (%t), want %s", name, e, ok, want)
		}
	}
	for bits, want := range map[int]Encr{64: EncrAESGCM8, 96: EncrAESGCM12, 128: EncrAESGCM16} {
		if e, _ := ParseKernelEncr("rfc4106(gcm(aes))", bits); e != want {
			t.Errorf("GCM with %d bits is %s", bits, e)
		}
	}
	for _, c := range []struct {
		name string
		bits int
		want Integ
	}{ // bits: icv_truncbits, and what "auth-trunc" may say instead
		{"hmac(md5)", 96, IntegMD5_96}, {"md5", 128, IntegMD5_128}, {"hmac(sha1)", 96, IntegSHA1_96}, {"sha1", 0, IntegSHA1_96},
		{"hmac(sha1)", 160, IntegSHA1_160}, {"hmac(sha256)", 96, IntegSHA2_256_96}, {"sha256", 0, IntegSHA2_256_96},
		{"hmac(sha256)", 128, IntegSHA2_256_128}, {"hmac(sha384)", 192, IntegSHA2_384_192}, {"hmac(sha512)", 256, IntegSHA2_512_256},
		{"hmac(rmd160)", 96, IntegRIPEMD160_96}, {"rmd160", 0, IntegRIPEMD160_96}, {"xcbc(aes)", 96, IntegAESXCBC_96},
		{"cmac(aes)", 96, IntegAESCMAC_96}, {"digest_null", 0, IntegNone}, {"hmac(sha512)", 96, IntegUnverified96},
	} {
		if i, ok := ParseKernelInteg(c.name, c.bits); i != c.want || !ok {
			t.Errorf("%s with %d bits is %s (%t), want %s", c.name, c.bits, i, ok, c.want)
		}
	}
	if e, ok := ParseKernelEncr("cbc(rot13)", 0); ok {
		t.Errorf("cbc(rot13) is %s", e)
	}
	for _, name := range []string{"hmac(rot13)", ""} {
		if i, ok := ParseKernelInteg(name, 88); ok && i != IntegNone {
			t.Errorf("%q is %s", name, i)
		}
	}
}

// What Wireshark names transforms: tshark's own list of the values of its fields.
func TestWiresharkNames(t *testing.T) {
	if testing.Short() {
		t.Skip("runs tshark")
	}
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("no tshark")
	}
	out, err := exec.Command(tshark, "-G", "values").Output()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 4 && f[0] == "V" && strings.HasPrefix(f[1], "isakmp.") {
			names[f[1]] = append(names[f[1]], f[3])
		}
	}
	if len(names["isakmp.tf.id.encr"]) < 20 {
		t.Fatalf("%d names of isakmp.tf.id.encr", len(names["isakmp.tf.id.encr"]))
	}
	check := func(field, name string) {
		if name != "" && !slices.Contains(names[field], name) {
			t.Errorf("Wireshark has no %q among the values of %s", name, field)
		}
	}
	newer := []Encr{EncrAESCCM8IIV, EncrAESGCM16IIV, EncrChaCha20Poly1305IIV, EncrKuznyechikMGM, EncrMagmaMGM, EncrKuznyechikMGMMAC, EncrMagmaMGMMAC}
	for e := range Encrs() {
		if n := e.Names(); !slices.Contains(newer, e) { // Wireshark 4.0 does not know those
			check("isakmp.tf.id.encr", n.Transform)
			check("isakmp.ike.attr.encryption_algorithm", n.Phase1)
		}
	}
	for i := range Integs() {
		check("isakmp.tf.id.integ", i.Names().Transform)
	}
	for p := range PRFs() {
		if p != PRFStreebog {
			check("isakmp.tf.id.prf", p.Names().Transform)
		}
	}
	for g := range Groups() {
		if g < GOST3410_256 {
			check("isakmp.tf.id.dh", g.Names().Transform)
		}
	}
}
