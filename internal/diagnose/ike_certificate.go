package diagnose

import (
	"crypto/x509"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeCertificate finds certificates for which a peer is refused, and those that have
// expired and are accepted all the same.
func ikeCertificate(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		if u, ok := f.unprovenOf(s); ok {
			if flaw, ok := u.flaw(); ok {
				found(u.certificateFinding(f, flaw))
			}
			continue
		}
		if s.Ready.IsZero() || s.Failure.Failed() {
			continue
		}
		for r := range s.Certificates {
			if flaw, ok := expiry(s.Certificates[r]); ok && flaw.value.Name == expired { // of one that is not valid yet, the clock of the capture is wrong
				x := certificateFinding(s, ike.Role(r), flaw)
				x.Severity, x.Summary = Warning, x.Summary+"; "+f.reception(s, ike.Role(r))
				found(x)
			}
		}
	}
}

// reception says whether the certificate of side was accepted. The initiator's is if there is
// an answer; the responder's, which comes with the last message, if the initiator goes on.
func (f *Facts) reception(s *ike.SA, side ike.Role) string {
	const accepted, open = "it is accepted all the same", "whether it is accepted is not known"
	if side == ike.Initiator || f.carriesESP(s) {
		return accepted
	}
	if lastWhere(s, func(m *ike.Message) bool {
		return m.Role == ike.Initiator && (m.Exchange == isakmp.ExchangeQuick || m.Exchange == isakmp.ExchangeTransaction || m.Exchange == isakmp.ExchangeCreateChild)
	}) != nil {
		return accepted
	}
	return open
}

// A flaw is what is wrong with a certificate.
type flaw struct {
	text      string // behind the certificate's name
	of        *ike.Certificate
	certainty Certainty
	value     Value // of the side that has it, as Initiator
	reference string
	kind      flawKind
}

type flawKind uint8

const (
	invalidNow flawKind = iota
	wrongName
	wrongIssuer
	weak
	refused // the peer says that it does not accept it, and not why
	notSent
)

// flaw is what is wrong with the certificates of the side that is refused: what is most
// certain.
func (u unproven) flaw() (x flaw, ok bool) {
	side := u.by.Other()
	chain := u.sa.Certificates[side]
	if u.sa.Version == 1 && u.how == told && u.notify >= certEncoding && u.notify <= invalidAuthority {
		x = flaw{text: "is refused by " + isakmp.NotifyName(1, u.notify), certainty: Likely, kind: refused, reference: "RFC 2408, section 3.14.1"}
		ok = true
	}
	if len(chain) == 0 {
		if !ok && u.sendsNone() {
			return flaw{
				text: fmt.Sprintf("is not among what it sends, though the %s asks for certificates", u.by), certainty: Likely, kind: notSent,
				reference: "RFC 7296, section 3.7",
			}, true
		}
		return x, ok
	}
	x.of = &chain[0]
	if y, found := expiry(chain); found {
		return y, true
	}
	for _, find := range [...]func(ike.Role) (flaw, bool){u.misnamed, u.unasked, u.weak} {
		if y, found := find(side); found {
			return y, true
		}
	}
	return x, ok
}

// sendsNone reports whether the side that is refused proves itself by a certificate, is
// asked for one, and sends none.
func (u unproven) sendsNone() bool {
	word := methodWord(u.sa, u.by.Other())
	return u.sa.Version == 2 && u.how == told && word != "" && word != "psk" && !u.sa.EAP && len(u.sa.Authorities[u.by]) > 0 &&
		u.proof.Decrypted && hasPayload(u.proof, isakmp.PayloadAuth) && !hasPayload(u.proof, isakmp.PayloadCert)
}

// expired is the name of the value of a certificate that is not valid any more.
const expired = "not_after"

// expiry finds a certificate that is not valid at the time of its message.
func expiry(chain []ike.Certificate) (x flaw, ok bool) {
	const day = "2006-01-02"
	for i := range chain {
		c := &chain[i]
		x = flaw{of: c, certainty: Certain, reference: "RFC 5280, section 4.1.2.5", kind: invalidNow}
		switch {
		case c.Time.After(c.NotAfter):
			x.text, x.value = "expired on "+c.NotAfter.UTC().Format(day), Value{Name: expired, Initiator: c.NotAfter.UTC().Format(time.RFC3339)}
		case c.Time.Before(c.NotBefore):
			x.text, x.value = "is not valid before "+c.NotBefore.UTC().Format(day), Value{Name: "not_before", Initiator: c.NotBefore.UTC().Format(time.RFC3339)}
		default:
			continue
		}
		return x, true
	}
	return flaw{}, false
}

// misnamed finds a certificate that does not have the identity of its owner.
func (u unproven) misnamed(side ike.Role) (x flaw, ok bool) {
	id, c := u.sa.IDs[side], &u.sa.Certificates[side][0]
	if id.Type == 0 || len(c.Subject) == 0 || certifies(c, id) {
		return x, false
	}
	text := identityText(id)
	return flaw{
		text: fmt.Sprintf("does not have the identity %s of its owner; it has %s", text, strings.Join(namesOf(c), ", ")), of: c, certainty: Likely,
		value: Value{Name: "identity", Initiator: text}, reference: "RFC 4945, section 3.1", kind: wrongName,
	}, true
}

// certifies reports whether a certificate is that of an identity, as far as it is of a
// type that a certificate has.
func certifies(c *ike.Certificate, id ike.Identity) bool {
	switch id.Type {
	case idFQDN:
		return slices.ContainsFunc(c.DNS, func(n string) bool { return strings.EqualFold(n, string(id.Data)) })
	case idUserFQDN:
		return slices.ContainsFunc(c.Emails, func(n string) bool { return strings.EqualFold(n, string(id.Data)) })
	case idIPv4, idIPv6:
		a, ok := netip.AddrFromSlice(id.Data)
		return !ok || slices.Contains(c.IPs, a)
	case idDN:
		return distinguished(c.Subject) == distinguished(id.Data)
	}
	return true
}

// namesOf are the names in a certificate, its subject first.
func namesOf(c *ike.Certificate) []string {
	list := []string{distinguished(c.Subject)}
	for _, names := range [...][]string{c.DNS, c.Emails} {
		for _, n := range names[:min(len(names), 3)] {
			list = append(list, printable(n))
		}
	}
	for _, a := range c.IPs[:min(len(c.IPs), 3)] {
		list = append(list, a.String())
	}
	return list
}

// distinguished is a name in DER in words.
func distinguished(der []byte) string {
	return printable(string(isakmp.AppendIdentity(nil, idDN, der)))
}

// unasked finds a certificate of an authority that the peer does not ask for.
func (u unproven) unasked(side ike.Role) (x flaw, ok bool) {
	s := u.sa
	chain, asked := s.Certificates[side], s.Authorities[u.by]
	if len(asked) == 0 || s.Version == 2 && len(s.Authorities[side]) == 0 {
		return x, false
	}
	for i := range chain {
		for _, a := range asked {
			if s.Version == 1 && slices.Equal(a, chain[i].Issuer) || s.Version == 2 && slices.Equal(a, chain[i].KeyHash[:]) {
				return x, false
			}
		}
	}
	// IKEv2 asks by hashes of keys, which certificates do not have of their issuer. Who
	// has a certificate has that of its authority as well, and asks for its like.
	if s.Version == 2 && slices.ContainsFunc(s.Authorities[side], func(mine []byte) bool {
		return slices.ContainsFunc(asked, func(a []byte) bool { return slices.Equal(a, mine) })
	}) {
		return x, false
	}
	issuer := distinguished(chain[len(chain)-1].Issuer)
	x = flaw{
		text: fmt.Sprintf("is of %s, and the %s asks for none of that authority", issuer, u.by), of: &chain[0], certainty: Likely,
		value: Value{Name: "issuer", Initiator: issuer}, reference: "RFC 7296, section 3.7", kind: wrongIssuer,
	}
	if s.Version == 1 {
		x.reference = "RFC 2408, section 3.10"
		x.text = fmt.Sprintf("is of %s, and the %s asks for %s", issuer, u.by, distinguished(asked[0]))
	}
	return x, true
}

// weak finds a certificate with a key or a signature that is not taken any more.
func (u unproven) weak(side ike.Role) (x flaw, ok bool) {
	const leastRSA, leastCurve = 2048, 224
	chain := u.sa.Certificates[side]
	for i := range chain {
		c := &chain[i]
		x = flaw{of: c, certainty: Likely, reference: "RFC 8247, section 3.1.1", kind: weak}
		switch {
		case c.Key == x509.RSA && c.Bits < leastRSA, c.Key == x509.ECDSA && c.Bits < leastCurve:
			x.text, x.value = fmt.Sprintf("has a key of %d bits, which is too short", c.Bits), Value{Name: "key_length", Initiator: c.Bits}
		case isBroken(c.Signature) && !slices.Equal(c.Subject, c.Issuer): // nobody verifies what signs itself
			x.text, x.value = "is signed with "+c.Signature.String()+", which is broken", Value{Name: "signature", Initiator: c.Signature.String()}
		default:
			continue
		}
		return x, true
	}
	return flaw{}, false
}

// isBroken reports whether the hash of a signature is MD5 or SHA-1.
func isBroken(a x509.SignatureAlgorithm) bool {
	switch a {
	case x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.DSAWithSHA1, x509.ECDSAWithSHA1:
		return true
	}
	return false
}

// certificateFinding is that a side is refused for its certificate.
func (u unproven) certificateFinding(f *Facts, w flaw) Finding {
	x := certificateFinding(u.sa, u.by.Other(), w)
	x.Severity = f.OfFailure(u.sa)
	x.Summary += fmt.Sprintf(": %s refuses it", name(u.sa, u.by))
	x.Evidence = append(x.Evidence, u.evidence()...)
	x.Symptoms = []Symptom{FailureOf(u.sa)}
	return x
}

func certificateFinding(s *ike.SA, side ike.Role, w flaw) Finding {
	whose, subject := "The certificate of "+name(s, side), "the certificate"
	x := Finding{Certainty: w.certainty, Tunnel: tunnelOf(s), Reference: w.reference, Remedies: w.remedies(s, side)}
	if w.of != nil {
		dn := distinguished(w.of.Subject)
		whose, subject = whose+" ("+dn+")", subject+" "+dn
		x.Evidence = []Evidence{{Frame: w.of.Frame, Time: w.of.Time, Text: subject + " " + w.text}}
	}
	x.Summary = whose + " " + w.text
	if w.value.Name != "" {
		v := w.value
		if side == ike.Responder {
			v.Initiator, v.Responder = nil, v.Initiator
		}
		x.Values = []Value{v}
	}
	return x
}

// remedies are what to type for a certificate of side.
func (w flaw) remedies(s *ike.SA, side ike.Role) (list []Remedy) {
	gateway, peer := s.Now[side], s.Now[side.Other()]
	switch w.kind {
	case invalidNow:
		list = append(onRouters(gateway, "ntp server <address>", "crypto pki enroll TRUSTPOINT"), remedyOn(ASA, gateway, "ntp server <address>", "crypto ca enroll TRUSTPOINT")...)
		return append(list, remedyOn(StrongSwan, gateway, connection("local {", "  certs = <renewed certificate>.pem", "}")...)...)
	case wrongName:
		if id := s.IDs[side]; id.Type == idFQDN {
			fqdn := identityText(id)
			list = append(onRouters(gateway, "crypto pki trustpoint TRUSTPOINT", " fqdn "+fqdn, "crypto pki enroll TRUSTPOINT"),
				remedyOn(ASA, gateway, "crypto ca trustpoint TRUSTPOINT", " fqdn "+fqdn, "crypto ca enroll TRUSTPOINT")...)
		}
		return append(list, remedyOn(StrongSwan, gateway, connection("local {", "  id = "+swanNameOf(w.of), "}")...)...)
	case notSent:
		list = onRouters(gateway, "crypto ikev2 profile PROFILE", " pki trustpoint TRUSTPOINT")
		return append(list, remedyOn(StrongSwan, gateway, connection("send_cert = always")...)...)
	case wrongIssuer:
		list = append(onRouters(peer, "crypto pki trustpoint TRUSTPOINT", " enrollment terminal", "crypto pki authenticate TRUSTPOINT"),
			remedyOn(ASA, peer, "crypto ca trustpoint TRUSTPOINT", " enrollment terminal", "crypto ca authenticate TRUSTPOINT")...)
		return append(list, remedyOn(StrongSwan, peer, "authorities {", "  <authority> {", "    cacert = <certificate of the authority>.pem", "  }", "}")...)
	case weak:
		list = onRouters(gateway, "crypto key generate rsa modulus 2048 label KEY", "crypto pki trustpoint TRUSTPOINT", " rsakeypair KEY", " hash sha256", "crypto pki enroll TRUSTPOINT")
		return append(list, remedyOn(ASA, gateway, "crypto key generate rsa label KEY modulus 2048", "crypto ca trustpoint TRUSTPOINT", " keypair KEY", "crypto ca enroll TRUSTPOINT")...)
	}
	return nil
}

// swanNameOf is an identity that a certificate has, as swanctl.conf has it.
func swanNameOf(c *ike.Certificate) string {
	switch {
	case len(c.DNS) > 0:
		return printable(c.DNS[0])
	case len(c.Emails) > 0:
		return printable(c.Emails[0])
	case len(c.IPs) > 0:
		return c.IPs[0].String()
	}
	return swanID(ike.Identity{Type: idDN, Data: c.Subject})
}
