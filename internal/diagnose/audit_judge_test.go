package diagnose

import (
	"crypto/x509"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// The requirements of RFC 8247, sections 2.1 to 2.4 and 3.1.1, and of RFC 8221, sections
// 5 and 6: what MUST NOT be is a warning, what is only discouraged a note.
func TestDeprecations(t *testing.T) {
	const fine = -1
	level := func(d deprecation) int {
		if !d.is() {
			return fine
		}
		return int(d.severity)
	}
	note, warning := int(Note), int(Warning)
	for g, want := range map[ipsec.Group]int{
		ipsec.MODP768: warning, ipsec.MODP1024: note, ipsec.MODP1536: note, ipsec.MODP2048: fine, ipsec.ECP256: fine, ipsec.ECP384: fine,
		ipsec.MODP1024s160: warning, ipsec.MODP2048s224: note, ipsec.MODP2048s256: note, ipsec.Curve25519: fine, ipsec.MLKEM768: fine, 0: fine,
	} {
		if got := level(judgeGroup(g)); got != want {
			t.Errorf("group %d: %d, want %d", g, got, want)
		}
	}
	for e, want := range map[ipsec.Encr][2]int{
		ipsec.EncrDES: {warning, warning}, ipsec.Encr3DES: {note, note}, ipsec.EncrBlowfish: {note, warning}, ipsec.EncrCAST: {note, note},
		ipsec.EncrAESCBC: {fine, fine}, ipsec.EncrAESGCM16: {fine, fine}, ipsec.EncrChaCha20Poly1305: {fine, fine}, ipsec.EncrCamelliaCBC: {fine, fine}, 0: {fine, fine},
	} {
		if got := [2]int{level(judgeCipher(e, ikeSA)), level(judgeCipher(e, childSA))}; got != want {
			t.Errorf("%s: %d, want %d", e, got, want)
		}
	}
	for i, want := range map[ipsec.Integ]int{
		ipsec.IntegMD5_96: warning, ipsec.IntegDESMAC: warning, ipsec.IntegKPDK: warning, ipsec.IntegSHA1_96: note,
		ipsec.IntegSHA2_256_128: fine, ipsec.IntegAESXCBC_96: fine, ipsec.IntegAESCMAC_96: fine, ipsec.IntegNone: fine,
	} {
		if got := level(judgeInteg(i, childSA)); got != want {
			t.Errorf("%s: %d, want %d", i, got, want)
		}
	}
	for f, want := range map[ipsec.PRF]int{ipsec.PRFMD5: warning, ipsec.PRFSHA1: note, ipsec.PRFSHA2_256: fine, ipsec.PRFAES128XCBC: fine} {
		if got := level(judgePRF(f)); got != want {
			t.Errorf("%s: %d, want %d", f, got, want)
		}
	}
	for c, want := range map[*ike.Certificate]int{
		{Key: x509.RSA, Bits: 768}:  warning,
		{Key: x509.RSA, Bits: 1024}: note,
		{Key: x509.RSA, Bits: 2048}: fine,
		{Key: x509.RSA, Bits: 2048, Signature: x509.SHA1WithRSA, Subject: []byte("a"), Issuer: []byte("b")}: note,
		{Key: x509.RSA, Bits: 2048, Signature: x509.SHA1WithRSA, Subject: []byte("a"), Issuer: []byte("a")}: fine,
		{Key: x509.ECDSA, Bits: 256, Signature: x509.ECDSAWithSHA256}:                                       fine,
	} {
		if d, _ := judgeCertificate(c); level(d) != want {
			t.Errorf("%+v: %d, want %d", c, level(d), want)
		}
	}
}

// Of what is offered beside something better nothing is judged; of several weak ones the
// least weak is.
func TestOfferedBesideBetter(t *testing.T) {
	of := func(groups ...ipsec.Group) isakmp.Offer { return isakmp.Offer{Group: groups} }
	for _, c := range []struct {
		offers []isakmp.Offer
		want   ipsec.Group
	}{
		{[]isakmp.Offer{of(ipsec.MODP1024), of(ipsec.MODP2048)}, 0},
		{[]isakmp.Offer{of(ipsec.MODP1024, ipsec.ECP256)}, 0},
		{[]isakmp.Offer{of(ipsec.MODP768), of(ipsec.MODP1024)}, ipsec.MODP1024},
		{nil, 0},
	} {
		if got := weakestPolicy(c.offers).Group; got != c.want {
			t.Errorf("%v: group %d, want %d", c.offers, got, c.want)
		}
	}
}
