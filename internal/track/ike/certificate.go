package ike

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Certificate is an X.509 certificate by which a peer authenticates itself, or one of
// an authority between: RFC 2408, section 3.9; RFC 7296, section 3.6. Nothing of it is
// verified.
type Certificate struct {
	Frame               uint64
	Time                time.Time // of its message
	Subject, Issuer     []byte    // names in DER; of more than maxName bytes nothing is kept
	NotBefore, NotAfter time.Time
	Key                 x509.PublicKeyAlgorithm
	Bits                int // of an RSA modulus, or of the field of a curve; 0: of another key
	Signature           x509.SignatureAlgorithm
	Authority           bool     // it is that of an authority
	KeyHash             [20]byte // SHA-1 of its SubjectPublicKeyInfo, by which IKEv2 asks for authorities
	DNS, Emails         []string // alternative names
	IPs                 []netip.Addr
}

// What is kept of the certificates of one side.
const (
	maxCertificates = 8
	maxAuthorities  = 64
	maxName         = 1024
	maxAlternatives = 16
)

// addCertificates keeps the certificates of m, which from has sent, in their order, and
// the authorities of which it asks for certificates.
func (s *SA) addCertificates(m *isakmp.Packet, from Role, o *observation) {
	for i := range m.Certs {
		if len(s.Certificates[from]) >= maxCertificates {
			break
		}
		if c, ok := readCertificate(m.Certs[i].X509()); ok {
			c.Frame, c.Time = o.frame, o.time
			s.Certificates[from] = append(s.Certificates[from], c)
		}
	}
	for i := range m.Payloads {
		switch p := &m.Payloads[i]; {
		case len(p.Body) <= 1:
		case p.Type == isakmp.PayloadCertReq && s.Version == 1 && p.Body[0] == isakmp.CertX509Signature:
			s.addAuthority(from, p.Body[1:])
		case p.Type == isakmp.PayloadCertReq2 && s.Version == 2 && p.Body[0] == isakmp.CertX509Signature:
			for hash := range slices.Chunk(p.Body[1:], sha1.Size) {
				s.addAuthority(from, hash)
			}
		}
	}
}

// addAuthority keeps an authority: its name in DER (RFC 2408, section 3.10), or the
// SHA-1 hash of its key (RFC 7296, section 3.7).
func (s *SA) addAuthority(from Role, a []byte) {
	list := s.Authorities[from]
	if len(list) >= maxAuthorities || len(a) > maxName || slices.ContainsFunc(list, func(have []byte) bool { return bytes.Equal(have, a) }) {
		return
	}
	s.Authorities[from] = append(list, bytes.Clone(a))
}

// readCertificate reads what is kept of a certificate. ok is false where der is none
// that can be read.
func readCertificate(der []byte) (c Certificate, ok bool) {
	x, err := x509.ParseCertificate(der)
	if err != nil {
		return c, false
	}
	c = Certificate{
		Subject: nameOf(x.RawSubject), Issuer: nameOf(x.RawIssuer), NotBefore: x.NotBefore, NotAfter: x.NotAfter,
		Key: x.PublicKeyAlgorithm, Signature: x.SignatureAlgorithm, Authority: x.IsCA && x.BasicConstraintsValid,
		KeyHash: sha1.Sum(x.RawSubjectPublicKeyInfo), DNS: alternatives(x.DNSNames), Emails: alternatives(x.EmailAddresses),
	}
	switch k := x.PublicKey.(type) {
	case *rsa.PublicKey:
		c.Bits = k.N.BitLen()
	case *ecdsa.PublicKey:
		c.Bits = k.Params().BitSize
	}
	for _, ip := range x.IPAddresses[:min(len(x.IPAddresses), maxAlternatives)] {
		if a, ok := netip.AddrFromSlice(ip); ok {
			c.IPs = append(c.IPs, a.Unmap())
		}
	}
	return c, true
}

func nameOf(der []byte) []byte {
	if len(der) > maxName {
		return nil
	}
	return bytes.Clone(der)
}

// alternatives are the first of list, less those that are too long for a name.
func alternatives(list []string) (out []string) {
	for _, name := range list[:min(len(list), maxAlternatives)] {
		if len(name) <= maxText {
			out = append(out, name)
		}
	}
	return out
}

// size is how many bytes c refers to.
func (c *Certificate) size() int {
	n := room(c.Subject) + room(c.Issuer) + room(c.DNS) + room(c.Emails) + room(c.IPs)
	for _, list := range [...][]string{c.DNS, c.Emails} {
		for _, name := range list {
			n += len(name)
		}
	}
	return n
}
