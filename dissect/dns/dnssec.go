package dns

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// RFC 4034, and 5155 for NSEC3.
var (
	fDSKey     = Proto.Uint16("dns.ds.key_id", "Key id", field.Hex)
	fDSAlg     = Proto.Uint8("dns.ds.algorithm", "Algorithm", field.Dec, field.Named(algorithmName))
	fDSType    = Proto.Uint8("dns.ds.digest_type", "Digest Type", field.Dec, field.Named(digestName))
	fDSDigest  = Proto.Bytes("dns.ds.digest", "Digest")
	fCovered   = Proto.Uint16("dns.rrsig.type_covered", "Type Covered", field.Dec, field.Named(typeName), field.Format(appendTypeLabel))
	fSigAlg    = Proto.Uint8("dns.rrsig.algorithm", "Algorithm", field.Dec, field.Named(algorithmName))
	fSigLabels = Proto.Uint8("dns.rrsig.labels", "Labels", field.Dec)
	fSigTTL    = Proto.Uint32("dns.rrsig.original_ttl", "Original TTL", field.Dec, field.Format(appendSeconds))
	fSigUntil  = Proto.Generated("dns.rrsig.signature_expiration", "Signature Expiration", field.Absolute, field.Local, 4)
	fSigFrom   = Proto.Generated("dns.rrsig.signature_inception", "Signature Inception", field.Absolute, field.Local, 4)
	fSigTag    = Proto.Uint16("dns.rrsig.key_tag", "Key Tag", field.Dec)
	fSigner    = Proto.String("dns.rrsig.signers_name", "Signer's name")
	fSignature = Proto.Bytes("dns.rrsig.signature", "Signature")
	fNextName  = Proto.String("dns.nsec.next_domain_name", "Next Domain Name")
	fBitType   = Proto.Uint8("dns.resp.type", "RR type in bit map", field.Dec, field.Named(typeName), field.Format(appendBitLabel), field.TypeSize(2))

	bitZone     = Proto.Bit("dns.dnskey.flags.zone_key", "Zone Key", 0x0100, field.Two("This is the zone key for specified zone", "This it not a zone key"))
	bitRevoked  = Proto.Bit("dns.dnskey.flags.key_revoked", "Key Revoked", 0x0080, field.Named(field.YesNo))
	bitEntry    = Proto.Bit("dns.dnskey.flags.secure_entry_point", "Secure Entry Point", 0x0001, field.Named(field.YesNo))
	bitReserved = Proto.Uint16("dns.dnskey.flags.reserved", "Reserved", field.Hex, field.Mask(0xfe7e))
	fKeyFlags   = Proto.Uint16("dns.dnskey.flags", "Flags", field.Hex, field.Bits(bitZone, bitRevoked, bitEntry, bitReserved))
	fKeyProto   = Proto.Uint8("dns.dnskey.protocol", "Protocol", field.Dec)
	fKeyAlg     = Proto.Uint8("dns.dnskey.algorithm", "Algorithm", field.Dec, field.Named(algorithmName))
	fKeyID      = Proto.Generated("dns.dnskey.key_id", "Key id", field.Uint, field.Dec, 2)
	fPublicKey  = Proto.Bytes("dns.dnskey.public_key", "Public Key")

	bitOptOut   = Proto.Bit("dns.nsec3.flags.opt_out", "NSEC3 Opt-out flag", 0x01, field.Two("Additional insecure delegations allowed", "Additional insecure delegations forbidden"))
	fHashAlg    = Proto.Uint8("dns.nsec3.algo", "Hash algorithm", field.Dec, field.Named(hashName))
	fNSEC3Flags = Proto.Uint8("dns.nsec3.flags", "NSEC3 flags", field.Dec, field.Bits(bitOptOut))
	fParamFlags = Proto.Uint8("dns.nsec3.flags", "NSEC3 flags", field.Dec)
	fIterations = Proto.Uint16("dns.nsec3.iterations", "NSEC3 iterations", field.Dec)
	fSaltLen    = Proto.Uint8("dns.nsec3.salt_length", "Salt length", field.Dec)
	fSalt       = Proto.Bytes("dns.nsec3.salt_value", "Salt value")
	fHashLen    = Proto.Uint8("dns.nsec3.hash_length", "Hash length", field.Dec)
	fNextHash   = Proto.Generated("dns.nsec3.hash_value", "Next hashed owner", field.Text, field.Dec, 0)

	fSSHAlg   = Proto.Uint8("dns.sshfp.algorithm", "Algorithm", field.Dec, field.Named(sshName)) // RFC 4255
	fSSHType  = Proto.Uint8("dns.sshfp.fingerprint.type", "Fingerprint type", field.Dec, field.Named(fingerprintName))
	fSSHPrint = Proto.Bytes("dns.sshfp.fingerprint", "Fingerprint")

	fTLSAUsage    = Proto.Uint8("dns.tlsa.certificate_usage", "Certificate Usage", field.Dec, field.Named(usageName)) // RFC 6698
	fTLSASelector = Proto.Uint8("dns.tlsa.selector", "Selector", field.Dec, field.Named(selectorName))
	fTLSAMatch    = Proto.Uint8("dns.tlsa.matching_type", "Matching Type", field.Dec, field.Named(matchName))
	fTLSAData     = Proto.Bytes("dns.tlsa.certificate_association_data", "Certificate Association Data")
)

// moment reads four bytes of seconds since 1970.
func (r *reading) moment(f *field.Def) {
	d := r.d
	off := d.Off()
	d.Skip(f, 4)
	if r.shown() {
		d.Put(f, off, 4, uint64(binary.BigEndian.Uint32(d.Since(off)))*1e9)
	}
}

// secure reads the data of the types of DNSSEC and of those that name certificates or
// services.
func (r *reading) secure(typ uint16) {
	d := r.d
	switch typ {
	case typeDS, typeCDS:
		d.Uint16(fDSKey)
		d.Uint8(fDSAlg)
		d.Uint8(fDSType)
		d.Bytes(fDSDigest, d.Len())
	case typeRRSIG:
		r.signature()
	case typeNSEC:
		r.target(fNextName, ", next domain name ")
		r.bitmaps()
	case typeDNSKEY:
		r.key()
	case typeNSEC3:
		r.hashed(fNSEC3Flags)
		r.nextHash()
		r.bitmaps()
	case typeNSEC3PARAM:
		r.hashed(fParamFlags)
	case typeSSHFP:
		d.Uint8(fSSHAlg)
		d.Uint8(fSSHType)
		d.Bytes(fSSHPrint, d.Len())
	case typeTLSA:
		d.Uint8(fTLSAUsage)
		d.Uint8(fTLSASelector)
		d.Uint8(fTLSAMatch)
		d.Bytes(fTLSAData, d.Len())
	case typeSVCB, typeHTTPS:
		r.serviceBinding()
	case typeCAA:
		r.issuer()
	}
}

func (r *reading) signature() {
	d := r.d
	d.Uint16(fCovered)
	d.Uint8(fSigAlg)
	d.Uint8(fSigLabels)
	d.Uint32(fSigTTL)
	r.moment(fSigUntil)
	r.moment(fSigFrom)
	d.Uint16(fSigTag)
	r.name(fSigner)
	d.Bytes(fSignature, d.Len())
}

// key reads the data of type DNSKEY: RFC 4034, section 2.
func (r *reading) key() {
	d := r.d
	off := d.Off()
	d.Uint16(fKeyFlags)
	d.Uint8(fKeyProto)
	d.Uint8(fKeyAlg)
	if rest := d.Peek(d.Len()); rest != nil {
		d.Generate(fKeyID, uint64(keyTag(d.Since(off), rest)))
	}
	d.Bytes(fPublicKey, d.Len())
}

// keyTag is RFC 4034, appendix B, of data in two parts, the first of four bytes.
func keyTag(head, rest []byte) uint16 {
	var sum uint32
	for i, c := range head {
		sum += uint32(c) << (8 * (1 - i&1))
	}
	for i, c := range rest {
		sum += uint32(c) << (8 * (1 - i&1))
	}
	return uint16(sum + sum>>16)
}

// hashed reads what NSEC3 and NSEC3PARAM begin with.
func (r *reading) hashed(flags field.U8) {
	d := r.d
	d.Uint8(fHashAlg)
	d.Uint8(flags)
	d.Uint16(fIterations)
	if n := int(d.Uint8(fSaltLen)); n > 0 {
		d.Bytes(fSalt, n)
	}
}

// nextHash reads the hash of the next owner, which is shown in base 32 with extended
// hexadecimal alphabet: RFC 4648, section 7.
func (r *reading) nextHash() {
	d := r.d
	n := int(d.Uint8(fHashLen))
	off := d.Off()
	d.Skip(fNextHash, n)
	if r.shown() {
		d.GenerateTextOver(fNextHash, off, n, appendBase32(nil, d.Since(off)))
	}
}

func appendBase32(b, hash []byte) []byte {
	const digits = "0123456789abcdefghijklmnopqrstuv"
	var bits uint32
	have := 0
	for _, c := range hash {
		bits = bits<<8 | uint32(c)
		for have += 8; have >= 5; have -= 5 {
			b = append(b, digits[bits>>(have-5)&31])
		}
	}
	if have > 0 {
		b = append(b, digits[bits<<(5-have)&31])
	}
	return b
}

// bitmaps reads the types that an owner has: RFC 4034, section 4.1.2.
func (r *reading) bitmaps() {
	d := r.d
	for d.More() && !d.Bad() {
		b := d.Peek(2)
		if b == nil {
			d.Skip(fBitType, 2)
			return
		}
		block, n := int(b[0])<<8, int(b[1])
		d.Skip(fBitType, 2)
		off := d.Off()
		d.Skip(fBitType, n)
		if !r.shown() {
			continue
		}
		for i, c := range d.Since(off) {
			for bit := range 8 {
				if c&(0x80>>bit) != 0 {
					d.Put(fBitType, off+i, 1, uint64(block+i*8+bit))
				}
			}
		}
	}
}

// appendBitLabel appends "RR type in bit map: AAAA (IP6 Address)".
func appendBitLabel(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(b, n.Def.Label...), ": "...)
	b = append(appendType(b, uint16(n.Val)), ' ')
	if row := typeOf(uint16(n.Val)); row.name != "" {
		return append(b, row.meaning...)
	}
	return appendType(b, uint16(n.Val))
}
