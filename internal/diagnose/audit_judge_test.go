package diagnose

import (
	"crypto/x509"
	"fmt"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// The rows of the RFCs' tables, in their order and words. What MUST NOT be is a warning,
// what is only discouraged a note; what may be is nothing.
const (
	rfcFine = ""
	rfcNot  = "warning: MUST NOT"
)

// RFC 8247, section 2.1, and what RFC 9395 adds.
func TestCiphersOfIKE(t *testing.T) {
	for e, want := range map[ipsec.Encr]string{
		ipsec.EncrAESCBC:           rfcFine,
		ipsec.EncrChaCha20Poly1305: rfcFine,
		ipsec.EncrAESGCM16:         rfcFine,
		ipsec.EncrAESCCM8:          rfcFine,
		ipsec.Encr3DES:             "RFC 8247, section 2.1: note: from MUST- to MAY",
		ipsec.EncrDES:              "RFC 8247, section 2.1: " + rfcNot,
		ipsec.EncrNull:             "RFC 8247, section 2.1: " + rfcNot,
		ipsec.EncrAESCTR:           rfcFine, // section 2.5: not mentioned, so MAY
		ipsec.EncrDESIV64:          "RFC 9395: note: deprecated",
		ipsec.EncrRC5:              "RFC 9395: note: deprecated",
		ipsec.EncrIDEA:             "RFC 9395: note: deprecated",
		ipsec.EncrCAST:             "RFC 9395: note: deprecated",
		ipsec.EncrBlowfish:         "RFC 9395: note: deprecated",
		ipsec.Encr3IDEA:            "RFC 9395: note: deprecated",
		ipsec.EncrDESIV32:          "RFC 9395: note: deprecated",
		ipsec.EncrCamelliaCBC:      rfcFine,
		0:                          rfcFine,
	} {
		judged(t, e.String(), judgeCipher(e, ikeSA), want)
	}
}

// RFC 8221, section 5, and what RFC 9395 adds. RC4 is in neither: RFC 2407 reserved a
// number for it.
func TestCiphersOfESP(t *testing.T) {
	for e, want := range map[ipsec.Encr]string{
		ipsec.EncrDESIV64:          "RFC 8221, section 5: " + rfcNot,
		ipsec.EncrDES:              "RFC 8221, section 5: " + rfcNot,
		ipsec.Encr3DES:             "RFC 8221, section 5: note: SHOULD NOT",
		ipsec.EncrBlowfish:         "RFC 8221, section 5: " + rfcNot,
		ipsec.Encr3IDEA:            "RFC 8221, section 5: " + rfcNot,
		ipsec.EncrDESIV32:          "RFC 8221, section 5: " + rfcNot,
		ipsec.EncrNull:             rfcFine, // MUST be there, for authentication alone: audit.null tells it
		ipsec.EncrAESCBC:           rfcFine,
		ipsec.EncrAESCCM8:          rfcFine,
		ipsec.EncrAESGCM16:         rfcFine,
		ipsec.EncrChaCha20Poly1305: rfcFine,
		ipsec.EncrRC5:              "RFC 9395: note: deprecated",
		ipsec.EncrIDEA:             "RFC 9395: note: deprecated",
		ipsec.EncrCAST:             "RFC 9395: note: deprecated",
		ipsec.EncrRC4:              "RFC 2407, section 4.4.4.10: note",
		0:                          rfcFine,
	} {
		judged(t, e.String(), judgeCipher(e, childSA), want)
	}
}

// RFC 8247, section 2.3; RFC 8221, section 6; and what RFC 9395 adds.
func TestIntegrity(t *testing.T) {
	for i, want := range map[ipsec.Integ]string{
		ipsec.IntegSHA2_256_128: rfcFine,
		ipsec.IntegSHA2_512_256: rfcFine,
		ipsec.IntegSHA1_96:      "note: MUST-",
		ipsec.IntegAESXCBC_96:   rfcFine,
		ipsec.IntegMD5_96:       rfcNot,
		ipsec.IntegDESMAC:       rfcNot,
		ipsec.IntegKPDK:         rfcNot,
		ipsec.IntegAES128GMAC:   rfcFine,
		ipsec.IntegAES256GMAC:   rfcFine,
		ipsec.IntegNone:         rfcFine, // of AEAD alone: RFC 8221, section 4, see withoutIntegrity
		ipsec.IntegAESCMAC_96:   rfcFine,
	} {
		ike, esp := want, want
		if want != rfcFine {
			ike, esp = "RFC 8247, section 2.3: "+want, "RFC 8221, section 6: "+want
		}
		judged(t, i.String(), judgeInteg(i, ikeSA), ike)
		judged(t, i.String(), judgeInteg(i, childSA), esp)
	}
	for _, i := range []ipsec.Integ{ipsec.IntegMD5_128, ipsec.IntegSHA1_160} {
		judged(t, i.String(), judgeInteg(i, ikeSA), "RFC 9395: note: deprecated")
	}
}

// RFC 8247, section 2.2, and what RFC 9395 adds.
func TestPRFs(t *testing.T) {
	for f, want := range map[ipsec.PRF]string{
		ipsec.PRFSHA2_256:   rfcFine,
		ipsec.PRFSHA2_512:   rfcFine,
		ipsec.PRFSHA1:       "RFC 8247, section 2.2: note: MUST-",
		ipsec.PRFAES128XCBC: rfcFine,
		ipsec.PRFMD5:        "RFC 8247, section 2.2: " + rfcNot,
		ipsec.PRFTiger:      "RFC 9395: note: deprecated",
	} {
		judged(t, f.String(), judgePRF(f), want)
	}
}

// RFC 8247, section 2.4. What it does not mention MAY be.
func TestGroups(t *testing.T) {
	for g, want := range map[ipsec.Group]string{
		ipsec.MODP2048:     rfcFine,
		ipsec.ECP256:       rfcFine,
		ipsec.MODP1536:     "RFC 8247, section 2.4: note: SHOULD NOT",
		ipsec.MODP1024:     "RFC 8247, section 2.4: note: SHOULD NOT",
		ipsec.MODP768:      "RFC 8247, section 2.4: " + rfcNot,
		ipsec.MODP1024s160: "RFC 8247, section 2.4: " + rfcNot,
		ipsec.MODP2048s224: "RFC 8247, section 2.4: note: SHOULD NOT",
		ipsec.MODP2048s256: "RFC 8247, section 2.4: note: SHOULD NOT",
		ipsec.ECP384:       rfcFine,
		ipsec.Curve25519:   rfcFine,
		ipsec.MLKEM768:     rfcFine,
		0:                  rfcFine,
	} {
		judged(t, groupValue(g), judgeGroup(g), want)
	}
}

// RFC 8247, section 3.1.1: a short key is SHOULD NOT however short, since a signature has
// value in real time only. How certificates are signed it leaves to others (section 3).
func TestCertificates(t *testing.T) {
	const short, signed = "RFC 8247, section 3.1.1: note: SHOULD NOT", "NIST SP 800-77r1: note"
	for c, want := range map[*ike.Certificate]string{
		{Key: x509.RSA, Bits: 768}:  short,
		{Key: x509.RSA, Bits: 1024}: short,
		{Key: x509.RSA, Bits: 2048}: rfcFine,
		{Key: x509.RSA, Bits: 3072}: rfcFine,
		{Key: x509.RSA, Bits: 2048, Signature: x509.SHA1WithRSA, Subject: []byte("a"), Issuer: []byte("b")}: signed,
		{Key: x509.RSA, Bits: 2048, Signature: x509.SHA1WithRSA, Subject: []byte("a"), Issuer: []byte("a")}: rfcFine,
		{Key: x509.ECDSA, Bits: 256, Signature: x509.ECDSAWithSHA256}:                                       rfcFine,
	} {
		d, _ := judgeCertificate(c)
		judged(t, fmt.Sprintf("%+v", *c), d, want)
	}
}

// judged compares a judgement with "RFC and section: severity: level", "" if nothing is
// to be said.
func judged(t *testing.T, what string, d deprecation, want string) {
	t.Helper()
	got := ""
	if d.is() {
		document, level, _ := strings.Cut(d.reference, ": ")
		got = strings.TrimSuffix(document+": "+d.severity.String()+": "+level, ": ")
	}
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
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
