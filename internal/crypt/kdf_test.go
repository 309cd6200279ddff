package crypt

import (
	"bytes"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// TestIKEv2OfNIST has a sample of NIST's CAVP for SP 800-135, "ikev2": SHA-1.
// Its DKM is longer than the keys that any suite needs.
func TestIKEv2OfNIST(t *testing.T) {
	x := IKEv2{PRF: ipsec.PRFSHA1,
		NonceI: dissecttest.Hex("32b50d5f4a3763f3"), NonceR: dissecttest.Hex("9206a04b26564cb1"),
		SPIi: dissecttest.Hex("34c9e7c188868785"), SPIr: dissecttest.Hex("3ff77d760d2b2199")}
	gir := Secret(dissecttest.Hex("4b2c1f971981a8ad8d0abeafabf38cf75fc8349c148142465ed9c8b516b8be52"))
	girNew := Secret(dissecttest.Hex("863f3c9d06efd39d2b907b97f8699e5dd5251ef64a2a176f36ee40c87d4f9330"))
	dkm := dissecttest.Hex("a14293677cc80ff8f9cc0eee30d895da9d8f405666e30ef0dfcb63c634a46002a2a63080e514a062768b76606f9fa5e992204fc5a670bde3f10d6b027113936a" +
		"5c55b648a194ae587b0088d52204b702c979fa280870d2ed41efa9c549fd11198af1670b143d384bd275c5f594cf266b05ebadca855e4249520a441a81157435a7a56cc4")
	check := func(what string, got Secret, err error, want []byte) {
		t.Helper()
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %x, %v, want %x", what, []byte(got), err, want)
		}
	}
	skeyseed, err := x.SKEYSEED(gir)
	check("SKEYSEED", skeyseed, err, dissecttest.Hex("a9a7b222b59f8f48645f28a1db5b5f5d7479cba7"))
	got, err := Plus(x.PRF, skeyseed, slices.Concat(x.NonceI, x.NonceR, x.SPIi, x.SPIr), len(dkm))
	check("DKM", got, err, dkm)

	// 132 bytes are three times 20, two times 20 and two times 16: the keys of
	// AES-128 and HMAC-SHA-1.
	x.Suite = ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 128, Integ: ipsec.IntegSHA1_96}
	k, err := x.Keys(skeyseed)
	check("all keys", slices.Concat(k.D, k.Ai, k.Ar, k.Ei, k.Er, k.Pi, k.Pr), err, dkm)
	if len(k.D) != 20 || len(k.Ai) != 20 || len(k.Ar) != 20 || len(k.Ei) != 16 || len(k.Er) != 16 || len(k.Pi) != 20 || len(k.Pr) != 20 {
		t.Error("keys are cut in other places")
	}

	c := ChildSA{x.PRF, dkm[:20], nil, x.NonceI, x.NonceR, nil}
	got, err = c.KEYMAT(132)
	check("DKM(Child SA)", got, err, dissecttest.Hex("8059e3ee8810e6c3a91bc8bcd2a7a41151b8d0e6ae239c7b38093ad85ef4c5811a8e7b5d1cdabd9560b2d5e092d1f24e2d4b85eccdf0ad0dc9abd94b51ee7181"+
		"4ca6dbc8bb51b6309f5b9545c7eb35cf5580b1e521a8fe20754a2d883ba0c2cf285f524aea6545b33106bc03e614296d319d41d4b50b3f510b1c0a22f3e664994d234cb4"))
	c.PFS = girNew
	got, err = c.KEYMAT(132)
	check("DKM(Child SA D-H)", got, err, dissecttest.Hex("bb43244c1860ad65ee1e211ffe8bb3661750c8f89cb9f547df7f4fa61d37301628190e38c66232eab4b3ab14c400a5197dd3730ed4820a8a10394d51e1c04000"+
		"52f63ebd36b0e7ef53aaed31eba4a5080d7d4b5666023a8bbb5ffb7857240f9a05884d1b7d2f933708450b7b3288f1fc863ab49fa901227cffc06e27899c7054d56fd74c"))
	got, err = x.Rekeyed(x.PRF, k.D, girNew)
	check("SKEYSEED(Rekey)", got, err, dissecttest.Hex("63e81194946ebd05df7df5ebf5d8750056bf1f1d"))
}

// TestFormulas compares with testdata/ike.json, where testdata/ike.py has
// computed the RFCs' formulas.
func TestFormulas(t *testing.T) {
	type v2 struct {
		SKEYSEED, Keys, Additional, Rekeyed, Child, Auth hexBytes
		PPKd                                             hexBytes `json:"ppk_d"`
	}
	var in struct {
		NonceI     hexBytes `json:"nonce_i"`
		NonceR     hexBytes `json:"nonce_r"`
		SPIi       hexBytes `json:"spi_i"`
		SPIr       hexBytes `json:"spi_r"`
		Shared     hexBytes
		Additional hexBytes
		PSK, PPK   hexBytes
		Signature  []hexBytes `json:"v1_signature_sha256"`
		SKEYIDe    hexBytes   `json:"v1_skeyid_e"`
		AES256     hexBytes   `json:"v1_aes256_sha1"`
		Blowfish   hexBytes   `json:"v1_blowfish_sha1"`
		SHA512     v2         `json:"v2_sha512"`
		CMAC       v2         `json:"v2_cmac"`
	}
	readJSON(t, "testdata/ike.json", &in)
	shared, additional := Secret(in.Shared), Secret(in.Additional)
	check := func(what string, got Secret, err error, want []byte) {
		t.Helper()
		if err != nil || len(want) == 0 || !bytes.Equal(got, want) {
			t.Errorf("%s: %x, %v, want %x", what, []byte(got), err, want)
		}
	}

	x := IKEv1{ipsec.HashSHA2_256, in.SPIi, in.SPIr, in.NonceI, in.NonceR}
	skeyid, err := x.SKEYIDFromSignature(shared)
	check("SKEYID, signature", skeyid, err, in.Signature[0])
	k, err := x.Keys(skeyid, shared)
	check("SKEYID_d", k.D, err, in.Signature[1])
	check("SKEYID_a", k.A, err, in.Signature[2])
	check("SKEYID_e", k.E, err, in.Signature[3])
	key, err := EncrKey(ipsec.HashSHA1, Secret(in.SKEYIDe), ipsec.EncrAESCBC, 256)
	check("Ka, AES-256", key, err, in.AES256)
	key, err = EncrKey(ipsec.HashSHA1, Secret(in.SKEYIDe), ipsec.EncrBlowfish, 0)
	check("Ka, Blowfish", key, err, in.Blowfish)
	key, err = EncrKey(ipsec.HashSHA1, Secret(in.SKEYIDe), ipsec.EncrDES, 0)
	check("Ka, DES", key, err, in.SKEYIDe[:8])

	for prf, want := range map[ipsec.PRF]v2{ipsec.PRFSHA2_512: in.SHA512, ipsec.PRFAES128CMAC: in.CMAC} {
		x := IKEv2{prf, ipsec.Suite{Encr: ipsec.EncrAESGCM16, KeyBits: 256, Integ: ipsec.IntegNone}, in.SPIi, in.SPIr, in.NonceI, in.NonceR}
		skeyseed, err := x.SKEYSEED(shared)
		check("SKEYSEED", skeyseed, err, want.SKEYSEED)
		k, err := x.Keys(skeyseed)
		all := slices.Concat(k.D, k.Ai, k.Ar, k.Ei, k.Er, k.Pi, k.Pr)
		check("keys", all, err, want.Keys[:3*prf.Size()+2*36])
		i, r := x.Params(k)
		if !i.equal(Params{ipsec.EncrAESGCM16, k.Ei, ipsec.IntegNone, nil}) || !r.equal(Params{ipsec.EncrAESGCM16, k.Er, ipsec.IntegNone, nil}) {
			t.Errorf("%s: the sides' keys are mixed up", prf)
		}
		got, err := x.Rekeyed(prf, k.D, additional)
		check("SKEYSEED(1)", got, err, want.Additional)
		got, err = x.Rekeyed(prf, k.D, shared, additional)
		check("SKEYSEED of a rekey", got, err, want.Rekeyed)
		c := ChildSA{prf, k.D, shared, in.NonceI, in.NonceR, []Secret{additional}}
		got, err = c.KEYMAT(len(want.Child))
		check("KEYMAT", got, err, want.Child)
		one, other, err := c.Child(ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 192, Integ: ipsec.IntegSHA2_256_128})
		check("a child's keys", slices.Concat(one.EncrKey, one.IntegKey, other.EncrKey, other.IntegKey), err, want.Child[:2*(24+32)])
		auth, err := AuthPSK(prf, Secret(in.PSK), []byte("message"), in.NonceR, k.D, []byte("identity"), []byte("intermediate"))
		check("AUTH", auth, err, want.Auth)
		k, err = k.WithPPK(prf, Secret(in.PPK))
		check("SK_d with a PPK", k.D, err, want.PPKd)
	}
}

// What is not supported, or would be too long, is an error and no keys.
func TestDerivationRefuses(t *testing.T) {
	tiger := IKEv1{Hash: ipsec.HashTiger}
	_, err1 := tiger.SKEYIDFromPSK(nil)
	_, err2 := tiger.SKEYIDFromSignature(nil)
	_, err3 := tiger.Keys(nil, nil)
	_, err4 := tiger.HashI(nil, nil, nil, nil, nil)
	_, err5 := Phase1IV(ipsec.HashTiger, nil, nil, 8)
	_, err6 := Phase1IV(ipsec.HashMD5, nil, nil, 17)
	_, err7 := EncrKey(ipsec.HashSHA1, nil, ipsec.EncrAESCBC, 100)
	_, err8 := QuickMode{Hash: ipsec.HashTiger}.KEYMAT(3, nil, 1)
	_, err9 := QuickMode{Hash: ipsec.HashMD5}.Child(ipsec.Suite{Encr: ipsec.Encr(99)}, 1)
	_, err10 := IKEv2{PRF: ipsec.PRFTiger}.SKEYSEED(nil)
	_, err11 := IKEv2{PRF: ipsec.PRFTiger, Suite: ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 128, Integ: ipsec.IntegSHA1_96}}.Keys(nil)
	_, err12 := IKEv2{PRF: ipsec.PRFMD5, Suite: ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 128, Integ: ipsec.Integ(99)}}.Keys(nil)
	_, _, err13 := ChildSA{PRF: ipsec.PRFMD5}.Child(ipsec.Suite{Encr: ipsec.EncrAESCBC, KeyBits: 100, Integ: ipsec.IntegSHA1_96})
	_, err14 := Plus(ipsec.PRFMD5, nil, nil, 255*16+1)
	_, err15 := AuthPSK(ipsec.PRFTiger, nil, nil, nil, nil, nil, nil)
	_, err16 := Digest(ipsec.Hash(77))
	_, err17 := Hash1(ipsec.HashTiger, nil, 0, nil)
	_, err18 := IKEv2Keys{D: Secret{1}}.WithPPK(ipsec.PRFTiger, nil)
	for i, err := range []error{err1, err2, err3, err4, err5, err6, err7, err8, err9, err10, err11, err12, err13, err14, err15, err16, err17, err18} {
		if err == nil {
			t.Errorf("%d: no error", i+1)
		}
	}
	if _, err := Plus(ipsec.PRFMD5, nil, nil, 255*16); err != nil {
		t.Error(err)
	}
}
