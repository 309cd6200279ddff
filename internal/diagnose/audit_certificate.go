package diagnose

import (
	"crypto/x509"
	"fmt"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// auditCertificate judges the certificates by which peers came to an SA, and the hashes
// of their signatures: RFC 8247, sections 3.1, 3.1.1 and 3.2.
func auditCertificate(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if s.Ready.IsZero() {
			continue
		}
		for r := ike.Initiator; r <= ike.Responder; r++ {
			for i := range s.Certificates[r] {
				c := &s.Certificates[r][i]
				if d, value := judgeCertificate(c); d.is() {
					found(deprecatedCertificate(s, r, c, d, value))
				}
			}
			for i := range s.Methods[r] {
				if m := &s.Methods[r][i]; s.Version == 2 && m.Hash == ipsec.HashSHA1 {
					found(deprecatedSignature(s, r, m))
				}
			}
		}
	}
}

// judgeCertificate judges the key of a certificate, and the signature unless it is its
// own: nobody verifies that. RFC 8247 leaves the signatures of certificates to others.
func judgeCertificate(c *ike.Certificate) (deprecation, Value) {
	const least = 2048
	switch {
	case c.Key == x509.RSA && c.Bits < least: // below 1024 bits, too
		return by8247("3.1.1", shouldNot, "2048 bits are the least"), Value{Name: "key_length", Initiator: c.Bits}
	case isBroken(c.Signature) && !slices.Equal(c.Subject, c.Issuer):
		return deprecation{Note, "another certificate may be made with the same signature", "NIST SP 800-77r1"}, Value{Name: "signature", Initiator: c.Signature.String()}
	}
	return deprecation{}, Value{}
}

func deprecatedCertificate(s *ike.SA, r ike.Role, c *ike.Certificate, d deprecation, v Value) Finding {
	what := fmt.Sprintf("a key of %d bits", c.Bits)
	if v.Name == "signature" {
		what = "a signature by " + c.Signature.String()
	}
	subject := distinguished(c.Subject)
	return Finding{
		Severity: d.severity, Certainty: Certain, Tunnel: tunnelOf(s), Reference: d.reference, Setting: what + " of a certificate",
		Summary:  "The certificate of " + name(s, r) + " (" + subject + ") has " + what + ": " + d.why,
		Values:   []Value{sided(v, r)},
		Evidence: []Evidence{{Frame: c.Frame, Time: c.Time, Text: "the certificate " + subject}},
		Remedies: flaw{of: c, kind: weak}.remedies(s, r),
	}
}

// deprecatedSignature is the finding on a proof of IKEv2 that is signed with SHA-1.
func deprecatedSignature(s *ike.SA, r ike.Role, m *ike.Method) Finding {
	x := Finding{
		Severity: Note, Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 8247, section 3.1", Setting: "SHA-1 in a signature",
		Summary:  name(s, r) + " signs its proof with SHA-1: RFC 7427 lets peers agree on better hashes",
		Values:   []Value{sided(Value{Name: "hash", Initiator: "SHA"}, r)},
		Remedies: remedyOn(StrongSwan, s.Now[r], connection("local {", "  auth = rsa-sha256", "}")...),
	}
	switch s.Auths[r] {
	case ipsec.AuthSignature:
		x.Severity, x.Reference = Warning, "RFC 8247, section 3.2: MUST NOT"
	case ipsec.AuthDSS: // bound to SHA-1
		x.Reference = "RFC 8247, section 3.1: SHOULD NOT"
	}
	return x
}

// sided is a value of one side, which v has as the Initiator's.
func sided(v Value, r ike.Role) Value {
	if r == ike.Responder {
		v.Initiator, v.Responder = nil, v.Initiator
	}
	return v
}
