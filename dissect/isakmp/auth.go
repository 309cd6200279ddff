package isakmp

import (
	"cmp"
	"strconv"

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

// Signature is how a's sender authenticates itself, in the word of reports, of a
// digital signature the algorithm that its AlgorithmIdentifier names (RFC 7427,
// section 3; RFC 8420), and the hash that is signed, 0 where it is not told.
func (a *Auth) Signature() (word string, hash ipsec.Hash) {
	switch a.Method {
	case ipsec.AuthECDSA256:
		hash = ipsec.HashSHA2_256
	case ipsec.AuthECDSA384:
		hash = ipsec.HashSHA2_384
	case ipsec.AuthECDSA521:
		hash = ipsec.HashSHA2_512
	case ipsec.AuthSignature:
		if oid, params := a.algorithm(); oid != nil {
			if x := signatureOf(oid); x.word != "" {
				return x.word, cmp.Or(x.hash, pssHash(params))
			}
		}
	}
	if word = a.Method.Names().Word; word == "" {
		word = "method-" + strconv.Itoa(int(a.Method))
	}
	return word, hash
}

// algorithm is the AlgorithmIdentifier of a digital signature, nil where there is
// none.
func (a *Auth) algorithm() (oid, params []byte) {
	if len(a.Data) == 0 || len(a.Data) <= int(a.Data[0]) {
		return nil, nil
	}
	_, list, _, _, ok := derElement(a.Data[1 : 1+int(a.Data[0])])
	if !ok {
		return nil, nil
	}
	tag, oid, _, params, ok := derElement(list)
	if !ok || tag != derOID {
		return nil, nil
	}
	return oid, params
}

// pssHash is the hash in the parameters of RSASSA-PSS, 0 for parameters of another
// algorithm: RFC 8017, appendix A.2.3.
func pssHash(params []byte) ipsec.Hash {
	const sha2 = "\x60\x86\x48\x01\x65\x03\x04\x02" // 2.16.840.1.101.3.4.2
	for _, want := range [...]byte{derSequence, derContext0, derSequence, derOID} {
		tag, body, _, _, ok := derElement(params)
		if !ok || tag != want {
			return 0
		}
		params = body
	}
	switch string(params) {
	case sha2 + "\x01":
		return ipsec.HashSHA2_256
	case sha2 + "\x02":
		return ipsec.HashSHA2_384
	case sha2 + "\x03":
		return ipsec.HashSHA2_512
	}
	return 0
}

// formatSignature appends "Signature algorithm: sha256WithRSAEncryption
// (1.2.840.113549.1.1.11)".
func formatSignature(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Signature algorithm: "...)
	name := signatureOf(t.Bytes(i)).name
	if name == "" {
		return field.AppendOID(b, t.Bytes(i))
	}
	b = append(append(b, name...), " ("...)
	return append(field.AppendOID(b, t.Bytes(i)), ')')
}

// Object identifiers of PKCS #1 and of ECDSA: RFC 8017; RFC 5758.
const (
	oidPKCS1 = "\x2a\x86\x48\x86\xf7\x0d\x01\x01"
	oidECDSA = "\x2a\x86\x48\xce\x3d\x04"
)

// A signatureRow is an algorithm of signatures.
type signatureRow struct {
	oid, name, word string
	hash            ipsec.Hash
}

// signatures are the algorithms of RFC 7427, appendix A, and RFC 8420.
var signatures = [...]signatureRow{
	{oidPKCS1 + "\x05", "sha1WithRSAEncryption", "rsa-sig", ipsec.HashSHA1},
	{oidPKCS1 + "\x0a", "RSASSA-PSS", "rsa-sig", 0},
	{oidPKCS1 + "\x0b", "sha256WithRSAEncryption", "rsa-sig", ipsec.HashSHA2_256},
	{oidPKCS1 + "\x0c", "sha384WithRSAEncryption", "rsa-sig", ipsec.HashSHA2_384},
	{oidPKCS1 + "\x0d", "sha512WithRSAEncryption", "rsa-sig", ipsec.HashSHA2_512},
	{oidECDSA + "\x01", "ecdsa-with-SHA1", "ecdsa-sig", ipsec.HashSHA1},
	{oidECDSA + "\x03\x02", "ecdsa-with-SHA256", "ecdsa-sig", ipsec.HashSHA2_256},
	{oidECDSA + "\x03\x03", "ecdsa-with-SHA384", "ecdsa-sig", ipsec.HashSHA2_384},
	{oidECDSA + "\x03\x04", "ecdsa-with-SHA512", "ecdsa-sig", ipsec.HashSHA2_512},
	{"\x2b\x65\x70", "Ed25519", "ed25519", 0},
	{"\x2b\x65\x71", "Ed448", "ed448", 0},
}

// signatureOf is the row of an algorithm, an empty one where there is none.
func signatureOf(oid []byte) signatureRow {
	for i := range signatures {
		if signatures[i].oid == string(oid) {
			return signatures[i]
		}
	}
	return signatureRow{}
}

// opaque reads what is left as f, whose value has no form of its own.
func opaque(d *field.Decoder, f *field.Def) []byte {
	m := d.Begin(f)
	b := d.Peek(d.Captured())
	d.Skip(f, d.Len())
	d.End(m)
	return b
}
