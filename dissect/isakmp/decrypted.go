package isakmp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Decrypted payloads, verdicts and reasons.
var (
	fIV            = Proto.Bytes("isakmp.enc.iv", "Initialization Vector", field.Format(formatSized))
	fEncryptedData = Proto.None("isakmp.enc.data", "Encrypted Data", field.Format(formatEncryptedData))
	fDecrypted     = Proto.None("isakmp.enc.decrypted", "Decrypted Data", field.Format(formatBytes))
	fContained     = Proto.None("isakmp.enc.contained", "Contained Data", field.Format(formatBytes))
	fPadding       = Proto.None("isakmp.enc.padding", "Padding", field.Format(formatBytes))
	fPadLength     = Proto.Uint8("isakmp.enc.pad_length", "Pad Length", field.Dec)
	fPadTooLong    = Proto.Uint8("isakmp.enc.pad_length", "Pad Length", field.Dec, field.Format(formatPadTooLong))
	fICV           = Proto.Bytes("isakmp.enc.icd", "Integrity Checksum Data", field.Format(formatICV))

	fProof       = Proto.Generated("pktscope.isakmp.proof", "Proof", field.Uint, field.Dec, 1, field.Named(verdictName))
	fVerdict     = Proto.Generated("pktscope.isakmp.icv", "Integrity check value", field.Uint, field.Dec, 1, field.Named(verdictName))
	fWant        = Proto.Generated("pktscope.isakmp.icv.expected", "Expected", field.Text, field.Dec, 0)
	fICVWrong    = Proto.Generated("isakmp.ikev2.integrity_checksum", "IKEv2 Integrity Checksum Data is incorrect", field.Scope, field.Dec, 0)
	fTooLittle   = Proto.Generated("isakmp.enc.iv.not_enough_data", "Not enough data in IKEv2 Encrypted payload", field.Scope, field.Dec, 0)
	fNotBlocks   = Proto.Generated("isakmp.enc_data_length_mult_block_size", "Encrypted data length isn't a multiple of block size", field.Scope, field.Dec, 0)
	fPadIsTooBig = Proto.Generated("isakmp.enc.pad_length.big", "Pad length is too big", field.Scope, field.Dec, 0)
)

// decryptedChain reads an IKEv1 message's chain of payloads out of what was decrypted,
// below the node of what was encrypted.
func (p *Packet) decryptedChain(d *field.Decoder) {
	m := d.Begin(fEncrypted)
	d.Skip(fEncrypted, d.Len())
	a := p.enterPlaintext(d)
	p.chain(d, p.NextPayload)
	if d.More() {
		d.Rest(fExtra)
	}
	p.leavePlaintext(d, a)
	d.End(m)
}

// encryptedBody reads the body of an SK or SKF payload whose algorithms are known, and
// what was decrypted of it: RFC 7296, section 3.14. A fragment's payloads are
// left to the whole.
func (p *Packet) encryptedBody(d *field.Decoder, fragment bool) {
	o := &p.Facts.Decrypted
	if o.IV+o.ICV >= d.Len() {
		d.GenerateAt(fTooLittle, 0, 0)
		d.Skip(fEncData, d.Len())
		return
	}
	if o.IV > 0 {
		d.Bytes(fIV, o.IV)
	}
	m := d.Begin(fEncryptedData)
	d.Title(m, uint64(o.Encr)<<16|uint64(o.KeyBits))
	d.Skip(fEncryptedData, d.Len()-o.ICV)
	if o.Plain == nil {
		d.GenerateAt(fNotBlocks, 0, 0)
	}
	d.End(m)
	if o.Plain != nil {
		a := p.enterPlaintext(d)
		p.decrypted(d, fragment)
		p.leavePlaintext(d, a)
	}
	if o.ICV > 0 {
		p.checkValue(d)
	}
}

// decrypted reads what was decrypted of an SK or SKF payload.
func (p *Packet) decrypted(d *field.Decoder, fragment bool) {
	all := d.Peek(d.Len())
	if len(all) == 0 {
		return
	}
	pad := int(all[len(all)-1])
	size := len(all) - 1 - pad
	m := d.Begin(fDecrypted)
	if size > 0 {
		c := d.Begin(fContained)
		d.Limit(c, fContained, size)
		if !fragment {
			p.chain(d, p.EncryptedFirst)
			if d.More() {
				d.Rest(fExtra)
			}
		}
		d.SkipRest()
		d.End(c)
	}
	switch {
	case size < 0: // the wrong key, most likely
		d.Skip(fPadding, len(all)-1)
		k := d.Begin(fPadTooLong)
		d.Title(k, uint64(pad))
		d.Skip(fPadTooLong, 1)
		d.GenerateAt(fPadIsTooBig, 0, 0)
		d.End(k)
	case pad > 0:
		k := d.Begin(fPadding)
		d.Skip(fPadding, pad)
		d.End(k)
		fallthrough
	default:
		d.Uint8(fPadLength)
	}
	d.End(m)
}

// checkValue reads the integrity check value.
func (p *Packet) checkValue(d *field.Decoder) {
	o := &p.Facts.Decrypted
	m := d.Begin(fICV)
	d.Title(m, uint64(o.Integ)<<8|uint64(o.Verdict))
	d.Skip(fICV, o.ICV)
	if d.Tree() != nil {
		if o.Verdict == ipsec.Incorrect {
			d.GenerateAt(fICVWrong, 0, 0)
		}
		d.GenerateAt(fVerdict, d.Off(), uint64(o.Verdict))
		if len(o.Want) > 0 {
			d.GenerateText(fWant, field.AppendBytes(nil, o.Want, 0))
		}
	}
	d.End(m)
}

// proof puts the verdict on a HASH or AUTH payload, if there is one.
func (p *Packet) proof(d *field.Decoder) {
	if v := p.Facts.Proof; v != ipsec.Unchecked {
		d.GenerateAt(fProof, d.Off(), uint64(v))
	}
}

// enterPlaintext goes on in what was decrypted.
func (p *Packet) enterPlaintext(d *field.Decoder) field.Saved {
	p.inside = true
	return d.Inner(p.Facts.Decrypted.Buf, p.Facts.Decrypted.Plain)
}

func (p *Packet) leavePlaintext(d *field.Decoder, a field.Saved) {
	d.Outer(a)
	p.inside = false
}

// isKnown reports whether Facts have the algorithms of an SK or SKF payload. An SK
// payload within a decrypted one is not decrypted: no peer sends one.
func (p *Packet) isKnown() bool {
	o := &p.Facts.Decrypted
	return !p.inside && (o.Plain != nil || o.Encr != 0) && o.IV >= 0 && o.ICV >= 0
}
