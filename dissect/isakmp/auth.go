package isakmp

import "pktscope/dissect/field"

// What proves a peer: RFC 2408, sections 3.9 to 3.12, and RFC 7296, sections
// 3.6 to 3.8.
var (
	fCertEncoding  = Proto.Uint8("isakmp.cert.encoding", "Certificate Encoding", field.Dec, field.Named(certNames.name))
	fCertEncoding2 = Proto.Uint8("isakmp.cert.encoding", "Certificate Encoding", field.Dec, field.Named(certNames2.name))
	fCertData      = Proto.None("isakmp.cert.data", "Certificate Data")
	fCertReqType   = Proto.Uint8("isakmp.certreq.type", "Certificate Type", field.Dec, field.Named(certNames.name))
	fCertReqType2  = Proto.Uint8("isakmp.certreq.type", "Certificate Type", field.Dec, field.Named(certNames2.name))
	fAuthority     = Proto.Bytes("isakmp.ike.certreq.authority", "Certificate Authority Data")
	fHash          = Proto.Bytes("isakmp.hash", "Hash DATA")
	fSignature     = Proto.Bytes("isakmp.sig", "Signature DATA")
	fAuthMethod    = Proto.Uint8("isakmp.auth.method", "Authentication Method", field.Dec, field.Named(authNames2.name))
	fAuthData      = Proto.Bytes("isakmp.auth.data", "Authentication Data")
)

// A Certificate proves whose a key is, or tells where to find what does.
type Certificate struct {
	Encoding uint8
	Data     []byte
}

// An Auth is what proves that a peer of IKEv2 is who it says.
type Auth struct {
	Method uint8
	Data   []byte
}

// certificate reads a Certificate payload.
func (p *Packet) certificate(d *field.Decoder) {
	var c Certificate
	if p.Major() == 2 {
		c.Encoding = d.Uint8(fCertEncoding2)
	} else {
		c.Encoding = d.Uint8(fCertEncoding)
	}
	if c.Data = opaque(d, fCertData); !d.Bad() {
		p.Certs = append(p.Certs, c)
	}
}

// certRequest reads a Certificate Request payload.
func (p *Packet) certRequest(d *field.Decoder) {
	if p.Major() == 2 {
		d.Uint8(fCertReqType2)
	} else {
		d.Uint8(fCertReqType)
	}
	d.Rest(fAuthority)
}

// auth reads an IKEv2 Authentication payload.
func (p *Packet) auth(d *field.Decoder) {
	p.Auth.Method = d.Uint8(fAuthMethod)
	d.Bytes(fReserved, 3)
	p.Auth.Data = d.Rest(fAuthData)
	p.proof(d)
}

// opaque reads what is left as f, whose value has no form of its own.
func opaque(d *field.Decoder, f *field.Def) []byte {
	m := d.Begin(f)
	b := d.Peek(d.Captured())
	d.Skip(f, d.Len())
	d.End(m)
	return b
}
