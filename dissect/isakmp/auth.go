package isakmp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// What proves a peer: RFC 2408, sections 3.11 and 3.12, RFC 7296, section 3.8,
// and RFC 7427, section 3.
var (
	fHash       = Proto.Bytes("isakmp.hash", "Hash DATA")
	fSignature  = Proto.Bytes("isakmp.sig", "Signature DATA")
	fAuthMethod = Proto.Uint8("isakmp.auth.method", "Authentication Method", field.Dec, field.Named(authName2))
	fAuthData   = Proto.Bytes("isakmp.auth.data", "Authentication Data")
	fAuthLen    = Proto.Uint8("isakmp.auth.data.sig.asn1.len", "ASN.1 Length", field.Dec)
	fAuthASN1   = Proto.Bytes("isakmp.auth.data.sig.asn1.data", "ASN.1 Data")
	fAuthValue  = Proto.Bytes("isakmp.auth.data.sig.value", "Signature Value")
	fAuthOID    = Proto.Generated("pktscope.isakmp.auth.algorithm", "Signature algorithm", field.OID, field.Dec, 0, field.Format(formatSignature))
)

// An Auth is an authentication payload: RFC 7296, section 3.8.
type Auth struct {
	Method ipsec.AuthMethod
	Data   []byte
}

// auth reads an IKEv2 Authentication payload.
func (p *Packet) auth(d *field.Decoder) {
	p.Auth.Method = ipsec.AuthMethod(d.Uint8(fAuthMethod))
	d.Bytes(fReserved, 3)
	if p.Auth.Method != ipsec.AuthSignature || d.Captured() < d.Len() {
		p.Auth.Data = d.Rest(fAuthData)
	} else {
		m := d.Begin(fAuthData)
		p.Auth.Data = d.Peek(d.Len())
		signature(d)
		d.SkipRest()
		d.End(m)
	}
	p.proof(d)
}

// signature reads a signature and its algorithm, if both are there.
func signature(d *field.Decoder) {
	size := int(d.Uint8(fAuthLen))
	if size == 0 || size >= d.Len() {
		return
	}
	at := d.Off()
	m := d.Begin(fAuthASN1)
	asn1 := d.Peek(size)
	d.Skip(fAuthASN1, size)
	if _, list, _, _, ok := derElement(asn1); ok {
		if tag, oid, whole, _, ok := derElement(list); ok && tag == derOID {
			d.Put(fAuthOID, at+len(asn1)-len(list)+len(whole)-len(oid), len(oid), 0)
		}
	}
	d.End(m)
	d.Rest(fAuthValue)
}

// formatSignature appends "Signature algorithm: sha256WithRSAEncryption
// (1.2.840.113549.1.1.11)".
func formatSignature(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Signature algorithm: "...)
	name := signatureName(string(t.Bytes(i)))
	if name == "" {
		return field.AppendOID(b, t.Bytes(i))
	}
	b = append(append(b, name...), " ("...)
	return append(field.AppendOID(b, t.Bytes(i)), ')')
}

// signatureName names the algorithms of RFC 7427, appendix A, and RFC 8420.
func signatureName(oid string) string {
	const pkcs1, ecdsa = "\x2a\x86\x48\x86\xf7\x0d\x01\x01", "\x2a\x86\x48\xce\x3d\x04"
	switch oid {
	case pkcs1 + "\x05":
		return "sha1WithRSAEncryption"
	case pkcs1 + "\x0a":
		return "RSASSA-PSS"
	case pkcs1 + "\x0b":
		return "sha256WithRSAEncryption"
	case pkcs1 + "\x0c":
		return "sha384WithRSAEncryption"
	case pkcs1 + "\x0d":
		return "sha512WithRSAEncryption"
	case ecdsa + "\x01":
		return "ecdsa-with-SHA1"
	case ecdsa + "\x03\x02":
		return "ecdsa-with-SHA256"
	case ecdsa + "\x03\x03":
		return "ecdsa-with-SHA384"
	case ecdsa + "\x03\x04":
		return "ecdsa-with-SHA512"
	case "\x2b\x65\x70":
		return "Ed25519"
	case "\x2b\x65\x71":
		return "Ed448"
	}
	return ""
}

// opaque reads what is left as f, whose value has no form of its own.
func opaque(d *field.Decoder, f *field.Def) []byte {
	m := d.Begin(f)
	b := d.Peek(d.Captured())
	d.Skip(f, d.Len())
	d.End(m)
	return b
}
