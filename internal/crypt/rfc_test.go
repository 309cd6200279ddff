package crypt

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// count is n bytes that count from 0.
func count(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// TestPRF has the vectors of the RFCs that define HMACs and PRFs.
func TestPRF(t *testing.T) {
	rep := func(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }
	const (
		hi    = "Hi There"
		ya    = "what do ya want for nothing?"
		large = "Test Using Larger Than Block-Size Key - Hash Key First"
	)
	edcb := append(count(16), 0xed, 0xcb)
	for _, c := range []struct {
		rfc  string
		prf  ipsec.PRF
		key  []byte
		data []byte
		want string
	}{
		{"RFC 2202 2-1", ipsec.PRFMD5, rep(0x0b, 16), []byte(hi), "9294727a3638bb1c13f48ef8158bfc9d"},
		{"RFC 2202 2-2", ipsec.PRFMD5, []byte("Jefe"), []byte(ya), "750c783e6ab0b503eaa86e310a5db738"},
		{"RFC 2202 2-3", ipsec.PRFMD5, rep(0xaa, 16), rep(0xdd, 50), "56be34521d144c88dbb8c733f0e8b3f6"},
		{"RFC 2202 2-6", ipsec.PRFMD5, rep(0xaa, 80), []byte(large), "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"},
		{"RFC 2202 3-1", ipsec.PRFSHA1, rep(0x0b, 20), []byte(hi), "b617318655057264e28bc0b6fb378c8ef146be00"},
		{"RFC 2202 3-2", ipsec.PRFSHA1, []byte("Jefe"), []byte(ya), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
		{"RFC 2202 3-3", ipsec.PRFSHA1, rep(0xaa, 20), rep(0xdd, 50), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
		{"RFC 2202 3-6", ipsec.PRFSHA1, rep(0xaa, 80), []byte(large), "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
		{"RFC 4231 1", ipsec.PRFSHA2_256, rep(0x0b, 20), []byte(hi), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{"RFC 4231 2", ipsec.PRFSHA2_256, []byte("Jefe"), []byte(ya), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{"RFC 4231 6", ipsec.PRFSHA2_256, rep(0xaa, 131), []byte(large), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
		{"RFC 4231 1", ipsec.PRFSHA2_384, rep(0x0b, 20), []byte(hi), "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"},
		{"RFC 4231 6", ipsec.PRFSHA2_384, rep(0xaa, 131), []byte(large), "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952"},
		{"RFC 4231 1", ipsec.PRFSHA2_512, rep(0x0b, 20), []byte(hi), "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
		{"RFC 4231 6", ipsec.PRFSHA2_512, rep(0xaa, 131), []byte(large), "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
		{"RFC 4434 1", ipsec.PRFAES128XCBC, count(16), count(20), "47f51b4564966215b8985c63055ed308"},
		{"RFC 4434 2", ipsec.PRFAES128XCBC, count(10), count(20), "0fa087af7d866e7653434e602fdde835"},
		{"RFC 4434 3", ipsec.PRFAES128XCBC, edcb, count(20), "8cd3c93ae598a9803006ffb67c40e9e4"},
		{"RFC 4615 1", ipsec.PRFAES128CMAC, edcb, count(20), "84a348a4a45d235babfffc0d2b4da09a"},
		{"RFC 4615 2", ipsec.PRFAES128CMAC, count(16), count(20), "980ae87b5f4c9c5214f5b6a8455e4c2d"},
		{"RFC 4615 3", ipsec.PRFAES128CMAC, count(10), count(20), "290d9e112edb09ee141fcf64c0b72f3d"},
	} {
		got, err := Sum(c.prf, c.key, c.data)
		if err != nil || !bytes.Equal(got, dissecttest.Hex(c.want)) {
			t.Errorf("%s, %s: %x, %v, want %s", c.rfc, c.prf, []byte(got), err, c.want)
		}
		// The parts of what is summed may be cut anywhere.
		got, err = Sum(c.prf, c.key, c.data[:1], nil, c.data[1:5], c.data[5:])
		if err != nil || !bytes.Equal(got, dissecttest.Hex(c.want)) {
			t.Errorf("%s, %s, in parts: %x, %v, want %s", c.rfc, c.prf, []byte(got), err, c.want)
		}
		if len(got) != c.prf.Size() {
			t.Errorf("%s: %d bytes, said to be %d", c.prf, len(got), c.prf.Size())
		}
	}
	for _, p := range []ipsec.PRF{0, ipsec.PRFTiger, ipsec.PRFStreebog, 99} {
		if got, err := Sum(p, []byte("key"), nil); err == nil {
			t.Errorf("%s: %x", p, []byte(got))
		}
		if got, err := Plus(p, []byte("key"), nil, 1); err == nil {
			t.Errorf("%s: %x", p, []byte(got))
		}
	}
}

// TestMAC has the vectors of the RFCs that define integrity algorithms.
func TestMAC(t *testing.T) {
	cmacKey := dissecttest.Hex("2b7e151628aed2a6abf7158809cf4f3c")
	cmacText := dissecttest.Hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
	for _, c := range []struct {
		rfc   string
		integ ipsec.Integ
		key   []byte
		data  []byte
		want  string // the whole MAC, or what is left of it
	}{
		{"RFC 4868 AUTH256-1", ipsec.IntegSHA2_256_128, bytes.Repeat([]byte{0x0b}, 32), []byte("Hi There"), "198a607eb44bfbc69903a0f1cf2bbdc5"},
		{"RFC 4868 AUTH256-2", ipsec.IntegSHA2_256_128, []byte(strings.Repeat("Jefe", 8)), []byte("what do ya want for nothing?"), "167f928588c5cc2eef8e3093caa0e87c"},
		{"RFC 4868 AUTH384-1", ipsec.IntegSHA2_384_192, bytes.Repeat([]byte{0x0b}, 48), []byte("Hi There"), "b6a8d5636f5c6a7224f9977dcf7ee6c7fb6d0c48cbdee973"},
		{"RFC 4868 AUTH512-1", ipsec.IntegSHA2_512_256, bytes.Repeat([]byte{0x0b}, 64), []byte("Hi There"), "637edc6e01dce7e6742a99451aae82df23da3e92439e590e43e761b33e910fb8"},
		{"RFC 2286 1", ipsec.IntegRIPEMD160_96, bytes.Repeat([]byte{0x0b}, 20), []byte("Hi There"), "24cb4bd67d20fc1a5d2ed7732dcc39377f0a5668"},
		{"RFC 3566 1", ipsec.IntegAESXCBC_96, count(16), nil, "75f0251d528ac01c4573dfd584d79f29"},
		{"RFC 3566 2", ipsec.IntegAESXCBC_96, count(16), count(3), "5b376580ae2f19afe7219ceef172756f"},
		{"RFC 3566 3", ipsec.IntegAESXCBC_96, count(16), count(16), "d2a246fa349b68a79998a4394ff7a263"},
		{"RFC 3566 4", ipsec.IntegAESXCBC_96, count(16), count(20), "47f51b4564966215b8985c63055ed308"},
		{"RFC 3566 5", ipsec.IntegAESXCBC_96, count(16), count(32), "f54f0ec8d2b9f3d36807734bd5283fd4"},
		{"RFC 3566 6", ipsec.IntegAESXCBC_96, count(16), count(34), "becbb3bccdb518a30677d5481fb6b4d8"},
		{"RFC 3566 7", ipsec.IntegAESXCBC_96, count(16), make([]byte, 1000), "f0dafee895db30253761103b5d84528f"},
		{"RFC 4493 1", ipsec.IntegAESCMAC_96, cmacKey, nil, "bb1d6929e95937287fa37d129b756746"},
		{"RFC 4493 2", ipsec.IntegAESCMAC_96, cmacKey, cmacText[:16], "070a16b46b4d4144f79bdd9dd04a287c"},
		{"RFC 4493 3", ipsec.IntegAESCMAC_96, cmacKey, cmacText[:40], "dfa66747de9ae63030ca32611497c827"},
		{"RFC 4493 4", ipsec.IntegAESCMAC_96, cmacKey, cmacText, "51f0bebf7e3b9d92fc49741779363cfe"},
	} {
		if err := c.integ.CheckKey(len(c.key)); err != nil {
			t.Error(err)
		}
		kind, hash := macOf(c.integ)
		m := newMAC(kind, hash, c.key)
		var s Scratch
		for cut := range len(c.data) + 1 {
			got := m.sum(&s, c.data[:cut], c.data[cut:])
			if want := dissecttest.Hex(c.want); !bytes.Equal(got[:len(want)], want) {
				t.Errorf("%s, in two parts at %d: %x, want %s", c.rfc, cut, got, c.want)
				break
			}
		}
	}
}

// TestRFCPackets has whole packets, and payloads, out of RFCs.
func TestRFCPackets(t *testing.T) {
	var s Scratch
	for _, c := range []struct {
		rfc    string
		encr   ipsec.Encr
		key    string
		packet string
		plain  string
		high   uint32 // of an extended sequence number, 0 without
		want   ipsec.Verdict
	}{
		{"RFC 3602 case 5", ipsec.EncrAESCBC, "90d382b410eeba7ad938c46cec1a82bf",
			"0000432100000001e96e8c08ab465763fd098d45dd3ff893" +
				"f663c25d325c18c6a9453e194e120849a4870b66cc6b9965330013b4898dc856a4699e523a55db080b59ec3a8e4b7e52" +
				"775b07d1db34ed9c538ab50c551b874aa269add047ad2d5913ac19b7cfbad4a6",
			"08000ebda70a00008e9c083db95b070008090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637" +
				"0102030405060708090a0b0c0d0e0e01", 0, ipsec.Unchecked},
		{"RFC 3686 1", ipsec.EncrAESCTR, "ae6852f8121067cc4bf7a5765577f39e00000030",
			"00000000000000000000000000000000e4095d4fb7a7b3792d6175a3261311b8", "53696e676c6520626c6f636b206d7367", 0, ipsec.Unchecked},
		{"RFC 3686 2", ipsec.EncrAESCTR, "7e24067817fae0d743d6ce1f32539163006cb6db",
			"0000000000000000c0543b59da48d90b5104a106168a72d9790d41ee8edad388eb2e1efc46da57c8fce630df9141be28",
			"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0, ipsec.Unchecked},
		{"RFC 3686 3", ipsec.EncrAESCTR, "7691be035e5020a8ac6e618529f9a0dc00e0017b",
			"000000000000000027777f3f4a1786f0c1cf48a89f2ffdd9cf4652e9efdb72d74540a42bde6d7836d59a5ceaaef3105325b2072f",
			"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223", 0, ipsec.Unchecked},
		{"RFC 3686 7", ipsec.EncrAESCTR, "776beff2851db06f4c8a0542c8696f6c6a81af1eec96b4d37fc1d689e6c1c10400000060",
			"0000000000000000db5672c97aa8f0b2145ad01dbf824ec7560863dc71e3e0c0", "53696e676c6520626c6f636b206d7367", 0, ipsec.Unchecked},
		{"RFC 7634 appendix A", ipsec.EncrChaCha20Poly1305, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3",
			"01020304000000051011121314151617" +
				"24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c614ee8099d52844eb61aa95dfab4c02f72aa71e7c4c4f64c9befe2facc638e8f3" +
				"cbec163fac469b502773f6fb94e664da9165b82829f641e076aaa8266b7fb0f7b11b369907e1ad43",
			"45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec100007362708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324" +
				"25262728292a2b2c2d2e2f303132333435363701020204", 0, ipsec.Correct},
		{"draft-mcgrew-gcm-test-01, first", ipsec.EncrAESGCM16, "4c80cdefbb5d10da906ac73c3613a6342e443b68",
			"00004321000000004956ed7e3b244cfe" +
				"fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34cfa2436f14a3f3cf65925bf1f4a13c5d15b21e1884f5ff6247aeabb786b93bce" +
				"61bc17d768fd9732459018148f6cbe722fd04796562dfdb4",
			"45000048699a000080114db7c0a80102c0a801010a9bf15638d301000001000000000000" +
				"045f736970045f756470037369700963796265726369747902646b000021000101020201", 0x87654321, ipsec.Correct},
	} {
		o, err := NewDecrypter(Params{c.encr, Secret(dissecttest.Hex(c.key)), ipsec.IntegNone, nil})
		if err != nil {
			t.Fatal(err)
		}
		x, err := o.SplitESP(dissecttest.Hex(c.packet))
		if err != nil {
			t.Fatal(c.rfc, err)
		}
		if c.high != 0 {
			x = x.WithESN(c.high)
		}
		plain, verdict := o.Decrypt(&s, nil, x)
		if verdict != c.want || !bytes.Equal(plain, dissecttest.Hex(c.plain)) {
			t.Errorf("%s: %s, %x, want %s", c.rfc, verdict, plain, c.plain)
		}
	}
}

// TestCBC has the example of RFC 2144, appendix B.1, and RFC 3602's first with
// more than one block.
func TestCBC(t *testing.T) {
	for _, c := range []struct {
		e                    ipsec.Encr
		key, iv, text, plain string
	}{
		{ipsec.EncrCAST, "0123456712345678234567893456789a", "0000000000000000", "238b4fe5847e44b2", "0123456789abcdef"},
		{ipsec.EncrAESCBC, "c286696d887c9aa0611bbb3e2025a45a", "562e17996d093d28ddb3ba695a2e6f58",
			"d296cd94c2cccf8a3a863028b5e1dc0a7586602d253cfff91b8266bea6d61ab1", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},
	} {
		cbc, err := NewCBC(c.e, dissecttest.Hex(c.key))
		if err != nil {
			t.Fatal(err)
		}
		iv, text := dissecttest.Hex(c.iv), dissecttest.Hex(c.text)
		if got, err := cbc.Decrypt([]byte("x"), iv, text); err != nil || !bytes.Equal(got, slices.Concat([]byte("x"), dissecttest.Hex(c.plain))) {
			t.Errorf("%s: %x, %v, want %s", c.e, got, err, c.plain)
		}
		if _, err := cbc.Decrypt(nil, iv[1:], text); err != ErrIV {
			t.Error(err)
		}
		if _, err := cbc.Decrypt(nil, iv, text[1:]); err != ErrPartialBlock {
			t.Error(err)
		}
		if cbc.BlockSize() != len(iv) {
			t.Error(cbc.BlockSize())
		}
	}
	for _, e := range []ipsec.Encr{ipsec.EncrAESCTR, ipsec.EncrAESGCM16, ipsec.EncrNull, ipsec.EncrIDEA, ipsec.Encr(99)} {
		n, _ := e.Material(0)
		if c, err := NewCBC(e, make(Secret, n)); c != nil || err == nil {
			t.Errorf("%s in CBC mode", e)
		}
	}
	if _, err := NewCBC(ipsec.Encr3DES, make(Secret, 16)); err == nil || err.Error() != "ENCR_3DES: key of 16 bytes, want 24" {
		t.Error(err)
	}
}
