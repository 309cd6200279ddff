package diagnose

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// phase1 is a transform of IKEv1's phase 1.
func phase1(bits int, h ipsec.Hash, g ipsec.Group) isakmp.Offer {
	return isakmp.Offer{
		Protocol: isakmp.ProtocolISAKMP, Encr: []isakmp.Cipher{{Encr: ipsec.EncrAESCBC, KeyBits: bits}},
		Hash: []ipsec.Hash{h}, PRF: []ipsec.PRF{h.PRF()}, Group: []ipsec.Group{g}, Auth: []ipsec.AuthMethod{ipsec.AuthPSK},
	}
}

// Of several offers those are compared that differ in the least.
func TestNearestOffers(t *testing.T) {
	t.Parallel()
	mine := []isakmp.Offer{phase1(256, ipsec.HashSHA2_256, ipsec.MODP2048), phase1(128, ipsec.HashSHA1, ipsec.MODP1024)}
	theirs := []isakmp.Offer{phase1(256, ipsec.HashSHA2_384, ipsec.MODP3072), phase1(128, ipsec.HashMD5, ipsec.MODP1024)}
	p := nearest(1, mine, theirs)
	want := []Value{{Name: "hash", Initiator: "SHA", Responder: "MD5"}}
	if d := cmp.Diff(want, p.differ); d != "" || p.offers != [2]*isakmp.Offer{&mine[1], &theirs[1]} {
		t.Errorf("%s", d)
	}
	if p := nearest(1, mine, mine); len(p.differ) > 0 {
		t.Errorf("equal offers differ: %v", p.differ)
	}
	if p := nearest(1, mine, nil); p.offers[0] != nil {
		t.Errorf("without offers of the responder there is a pair")
	}
}

// An alternative in common is enough in IKEv2; an AEAD cipher needs no integrity
// algorithm, and no group is said by saying nothing.
func TestDifferences(t *testing.T) {
	t.Parallel()
	cbc, gcm := isakmp.Cipher{Encr: ipsec.EncrAESCBC, KeyBits: 128}, isakmp.Cipher{Encr: ipsec.EncrAESGCM16, KeyBits: 256}
	a := isakmp.Offer{Protocol: isakmp.ProtocolESP, Encr: []isakmp.Cipher{cbc, gcm}, Integ: []ipsec.Integ{ipsec.IntegSHA1_96}, ESN: []bool{false}}
	b := isakmp.Offer{Protocol: isakmp.ProtocolESP, Encr: []isakmp.Cipher{gcm}, ESN: []bool{false, true}}
	if d := differences(2, &a, &b); len(d) > 0 {
		t.Errorf("%v", d)
	}
	b.Group, b.Encr = []ipsec.Group{ipsec.MODP2048}, []isakmp.Cipher{{Encr: ipsec.Encr3DES}}
	want := []Value{
		{Name: "encryption", Initiator: []string{"AES-CBC-128", "AES-GCM-256"}, Responder: "3DES"},
		{Name: "pfs_group", Initiator: "NONE", Responder: "14"},
	}
	got := differences(2, &a, &b)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if mine, theirs := spokenSide(got, false), spokenSide(got, true); mine != "AES-128 or AES-GCM-256 and no PFS" || theirs != "3DES and PFS with group 14" {
		t.Errorf("%q, %q", mine, theirs)
	}
}

func TestNamesOfAlgorithms(t *testing.T) {
	t.Parallel()
	for c, want := range map[isakmp.Cipher]string{
		{Encr: ipsec.EncrAESCBC, KeyBits: 256}:    "AES-CBC-256",
		{Encr: ipsec.Encr3DES}:                    "3DES",
		{Encr: ipsec.EncrAESGCM16, KeyBits: 128}:  "AES-GCM-128",
		{Encr: ipsec.EncrAESGCM8, KeyBits: 128}:   "AES-GCM-8-128",
		{Encr: ipsec.EncrAESCCM16, KeyBits: 256}:  "AES-CCM-256",
		{Encr: ipsec.EncrChaCha20Poly1305}:        "CHACHA20-POLY1305",
		{Encr: ipsec.EncrNull}:                    "NULL",
		{Encr: ipsec.EncrCamelliaCBC, KeyBits: 1}: "CAMELLIA-CBC-1",
	} {
		if got := cipherValue(c); got != want {
			t.Errorf("%v is %q: want %q", c, got, want)
		}
	}
	for i, want := range map[ipsec.Integ]string{
		ipsec.IntegSHA1_96: "SHA", ipsec.IntegSHA2_256_128: "SHA2-256", ipsec.IntegSHA2_256_96: "SHA2-256-96", ipsec.IntegAESXCBC_96: "AES-XCBC",
	} {
		if got := integValue(i); got != want {
			t.Errorf("%v is %q: want %q", i, got, want)
		}
	}
}
