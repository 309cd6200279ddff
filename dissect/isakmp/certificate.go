package isakmp

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"

	"github.com/pktscope/pktscope/dissect/field"
)

// Certificates and requests for them: RFC 2408, sections 3.9 and 3.10, and RFC
// 7296, sections 3.6 and 3.7.
var (
	fCertEncoding  = Proto.Uint8("isakmp.cert.encoding", "Certificate Encoding", field.Dec, field.Named(certNames.name))
	fCertEncoding2 = Proto.Uint8("isakmp.cert.encoding", "Certificate Encoding", field.Dec, field.Named(certNames2.name))
	fCertData      = Proto.None("isakmp.cert.data", "Certificate Data", field.Format(formatCertificate))
	fCertHash      = Proto.Bytes("isakmp.cert.x509.hash", "Hash")
	fCertURL       = Proto.String("isakmp.cert.x509.url", "URL")
	fCertReqType   = Proto.Uint8("isakmp.certreq.type", "Certificate Type", field.Dec, field.Named(certNames.name))
	fCertReqType2  = Proto.Uint8("isakmp.certreq.type", "Certificate Type", field.Dec, field.Named(certNames2.name))
	fAuthority     = Proto.Bytes("isakmp.ike.certreq.authority", "Certificate Authority Data")
	fAuthorityDN   = Proto.Uint32("isakmp.ike.certreq.authority.sig", "Certificate Authority Signature", field.Dec)
	fAuthorityName = Proto.Generated("pktscope.isakmp.certreq.authority", "Certificate authority", field.Text, field.Dec, 0)
)

// What a certificate says.
var (
	fCertSubject   = Proto.Generated("pktscope.isakmp.cert.subject", "Subject", field.Text, field.Dec, 0)
	fCertIssuer    = Proto.Generated("pktscope.isakmp.cert.issuer", "Issuer", field.Text, field.Dec, 0)
	fCertSerial    = Proto.Generated("pktscope.isakmp.cert.serial", "Serial number", field.Text, field.Dec, 0)
	fCertNotBefore = Proto.Generated("pktscope.isakmp.cert.not_before", "Not before", field.Absolute, field.Dec, 8)
	fCertNotAfter  = Proto.Generated("pktscope.isakmp.cert.not_after", "Not after", field.Absolute, field.Dec, 8)
	fCertKey       = Proto.Generated("pktscope.isakmp.cert.key", "Public key", field.Text, field.Dec, 0)
	fCertSignature = Proto.Generated("pktscope.isakmp.cert.signature", "Signature algorithm", field.Text, field.Dec, 0)
	fCertName      = Proto.Generated("pktscope.isakmp.cert.name", "Alternative name", field.Text, field.Dec, 0)
)

// Encodings of a certificate.
const (
	CertX509Signature   = 4
	CertX509KeyExchange = 5  // IKEv1
	CertHashURL         = 12 // IKEv2 from here on
	CertHashBundle      = 13
)

// A Certificate is a certificate payload: a certificate, or a URL of one.
type Certificate struct {
	Encoding uint8
	Data     []byte
}

// X509 is the X.509 certificate of c in DER, without what follows it; nil where it is
// of another encoding.
func (c *Certificate) X509() []byte {
	if c.Encoding != CertX509Signature && c.Encoding != CertX509KeyExchange {
		return nil
	}
	if _, _, whole, _, ok := derElement(c.Data); ok {
		return whole
	}
	return nil
}

// certificate reads a Certificate payload.
func (p *Packet) certificate(d *field.Decoder) {
	var c Certificate
	if p.Major() == 2 {
		c.Encoding = d.Uint8(fCertEncoding2)
	} else {
		c.Encoding = d.Uint8(fCertEncoding)
	}
	from := d.Off()
	if p.Major() == 2 && (c.Encoding == CertHashURL || c.Encoding == CertHashBundle) {
		d.Bytes(fCertHash, 20) // SHA-1 of what the URL leads to
		d.Text(fCertURL)
	} else {
		m := d.Begin(fCertData)
		tellCertificate(d, d.Peek(d.Captured()))
		d.Skip(fCertData, d.Len())
		d.End(m)
	}
	if !d.Bad() {
		c.Data = d.Since(from)
		p.Certs = append(p.Certs, c)
	}
}

// tellCertificate puts the fields of the X.509 certificate in der, if it is one.
// Nothing is verified.
func tellCertificate(d *field.Decoder, der []byte) {
	if d.Tree() == nil {
		return
	}
	if _, _, whole, _, ok := derElement(der); ok {
		der = whole // x509 refuses trailing bytes
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return
	}
	d.GenerateText(fCertSubject, appendDN(nil, c.RawSubject, rdnName))
	d.GenerateText(fCertIssuer, appendDN(nil, c.RawIssuer, rdnName))
	d.GenerateText(fCertSerial, field.AppendBytes(nil, c.SerialNumber.Bytes(), 0))
	d.GenerateTime(fCertNotBefore, field.NanosOf(c.NotBefore))
	d.GenerateTime(fCertNotAfter, field.NanosOf(c.NotAfter))
	d.GenerateText(fCertKey, appendKey(nil, c))
	d.GenerateText(fCertSignature, []byte(c.SignatureAlgorithm.String()))
	for _, list := range [...][]string{c.DNSNames, c.EmailAddresses} {
		for _, name := range list {
			d.GenerateText(fCertName, []byte(name))
		}
	}
	for _, ip := range c.IPAddresses {
		d.GenerateText(fCertName, []byte(ip.String()))
	}
}

// appendKey appends "RSA, 2048 bits", "ECDSA, P-256" or "Ed25519".
func appendKey(b []byte, c *x509.Certificate) []byte {
	b = append(b, c.PublicKeyAlgorithm.String()...)
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		b = append(field.AppendUint(append(b, ", "...), uint64(k.N.BitLen())), " bits"...)
	case *ecdsa.PublicKey:
		b = append(append(b, ", "...), k.Params().Name...)
	}
	return b
}

// formatCertificate appends "Certificate Data (id-at-commonName=gw.example.org)".
func formatCertificate(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Certificate Data"...)
	if subject := certificateSubject(t.Bytes(i)); subject != nil {
		b = append(appendDN(append(b, " ("...), subject, rdnLongName), ')')
	}
	return b
}

// authoritySize is the length of the hash of an authority's key, which a
// request of IKEv2 is a list of.
const authoritySize = 20

// certRequest reads a Certificate Request payload.
func (p *Packet) certRequest(d *field.Decoder) {
	if p.Major() == 2 {
		d.Uint8(fCertReqType2)
		for d.More() {
			d.Bytes(fAuthority, min(authoritySize, d.Len()))
		}
		return
	}
	encoding := d.Uint8(fCertReqType)
	switch {
	case !d.More(): // any authority will do
	case encoding == CertX509Signature:
		m := d.Begin(fAuthorityDN)
		if b := d.Peek(d.Captured()); d.Tree() != nil {
			d.GenerateText(fAuthorityName, appendDN(nil, b, rdnName))
		}
		d.Skip(fAuthorityDN, d.Len())
		d.End(m)
	default:
		d.Rest(fAuthority)
	}
}
