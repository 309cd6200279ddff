package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// What is encrypted: RFC 2408, section 3.1, RFC 7296, section 3.14, and RFC
// 7383, section 2.5.
var (
	fEncrypted  = Proto.None("isakmp.enc.data", "Encrypted Data", field.Format(formatEncrypted))
	fEncData    = Proto.None("isakmp.enc.data", "Encrypted Data")
	fEncIV      = Proto.Bytes("isakmp.enc.iv", "Initialization Vector")
	fFragNumber = Proto.Uint16("isakmp.frag.number", "Fragment Number", field.Dec)
	fFragTotal  = Proto.Uint16("isakmp.frag.total", "Total Fragments", field.Dec)
	fFragBad    = Proto.Generated("isakmp.fragment_number.invalid", "Invalid fragment numbering", field.Scope, field.Dec, 0, field.Format(formatFragBad))
)

// unknownIV is how much of an SK payload Wireshark takes for the
// initialization vector while it does not know the algorithm.
const unknownIV = 4

// encryptedChain reads what is left of an IKEv1 message with the encryption flag.
func (p *Packet) encryptedChain(d *field.Decoder) {
	p.keepEncrypted(d, p.NextPayload)
	if p.Facts.Decrypted.Plain != nil {
		p.decryptedChain(d)
	} else {
		opaque(d, fEncrypted)
	}
}

// encrypted reads an SK payload.
func (p *Packet) encrypted(d *field.Decoder, first PayloadType) {
	p.keepEncrypted(d, first)
	if p.isKnown() {
		p.encryptedBody(d, false)
		return
	}
	d.Bytes(fEncIV, min(unknownIV, d.Len()))
	if d.More() {
		opaque(d, fEncData)
	}
}

// encryptedFragment reads an SKF payload. Only the first says what the chain
// begins with.
func (p *Packet) encryptedFragment(d *field.Decoder, first PayloadType) {
	fragment, fragments := d.Uint16(fFragNumber), d.Uint16(fFragTotal)
	if fragment == 0 || fragment > fragments {
		d.GenerateAt(fFragBad, 0, uint64(fragment)<<16|uint64(fragments))
	}
	if !p.inside {
		p.Fragment, p.Fragments = fragment, fragments
	}
	p.keepEncrypted(d, first)
	if !p.isKnown() {
		d.Skip(fEncData, d.Len())
		return
	}
	p.encryptedBody(d, true)
	p.wholeChain(d)
}

// keepEncrypted keeps what is encrypted from here on, and what it begins with.
func (p *Packet) keepEncrypted(d *field.Decoder, first PayloadType) {
	if !p.inside {
		p.Encrypted, p.EncryptedAt, p.EncryptedFirst = d.Peek(d.Captured()), d.Off()-p.start, first
	}
}

// formatFragBad says what is wrong with a fragment's number.
func formatFragBad(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	if v>>16 == 0 {
		return append(b, "Fragment number must not be zero"...)
	}
	b = field.AppendUint(append(b, "Fragment number ("...), v>>16)
	b = append(b, ") must not be greater than total fragments ("...)
	return append(field.AppendUint(b, v&0xffff), ')')
}

func formatEncrypted(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Encrypted Data ("...), uint64(t.Nodes[i].Len))
	if t.Nodes[i].Len == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}
