package esp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Decrypted fields: RFC 4303, section 2.
var (
	fIV        = Proto.Bytes("esp.iv", "ESP IV", field.Format(formatSized))
	fEncrypted = Proto.Bytes("esp.encrypted_data", "ESP Encrypted Data", field.Format(formatEncrypted))
	fICV       = Proto.Bytes("esp.icv", "ESP ICV", field.Format(formatICV))
	fGood      = Proto.Generated("esp.icv_good", "Good", field.Bool, field.Dec, 0)
	fBad       = Proto.Generated("esp.icv_bad", "Bad", field.Bool, field.Dec, 0)
	fDecrypted = Proto.Bytes("esp.decrypted_data", "ESP Decrypted Data", field.Format(formatSized))
	fContained = Proto.Bytes("esp.contained_data", "ESP Contained Data", field.Format(formatSized))
	fTFC       = Proto.Bytes("pktscope.esp.tfc_padding", "TFC Padding", field.Format(formatSized))
	fPad       = Proto.Bytes("esp.pad", "Pad", field.Format(formatPad))
	fPadLen    = Proto.Uint8("esp.pad_len", "ESP Pad Length", field.Dec)
	fNext      = Proto.Uint8("esp.protocol", "Next header", field.Hex, field.Named(ipproto.Name))
	fPadBogus  = Proto.Expert("esp.pad.bogus", "Padding MUST increment starting with 1 [RFC 4303 2.4]", field.Warning, field.OfProtocol)
)

// readData reads Data by what is known of it.
func (p *Packet) readData(d *field.Decoder) {
	f := &p.Facts
	if d.Tree() == nil { // IV, ciphertext and ICV are there, and have no nodes
		d.SkipRest()
		if f.Plain != nil {
			p.plain(d)
		}
		return
	}
	if f.IV > 0 {
		d.Bytes(fIV, f.IV)
	}
	m := d.Begin(fEncrypted)
	d.Title(m, uint64(f.Encr))
	d.Skip(fEncrypted, d.Len()-f.ICV)
	d.End(m)
	if f.ICV > 0 {
		p.icv(d)
	}
	if f.Plain != nil {
		p.plain(d)
	}
}

// icv reads the integrity check value.
func (p *Packet) icv(d *field.Decoder) {
	m := d.Begin(fICV)
	d.Title(m, uint64(p.Facts.Verdict)<<48|uint64(p.Facts.Encr)<<24|uint64(p.Facts.Integ))
	off := d.Off()
	d.Skip(fICV, p.Facts.ICV)
	d.GenerateOver(fGood, off, p.Facts.ICV, truth(p.Facts.Verdict == ipsec.Correct))
	d.GenerateOver(fBad, off, p.Facts.ICV, truth(p.Facts.Verdict == ipsec.Incorrect))
	d.End(m)
}

func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// plain reads the plaintext: RFC 4303, sections 2.4 to 2.6.
func (p *Packet) plain(d *field.Decoder) {
	a := d.Inner(p.Facts.Buf, p.Facts.Plain)
	m := d.Begin(fDecrypted)
	inner, next, ok := p.Facts.Inner()
	if !ok {
		d.SkipRest()
		d.Note(fPadLen, max(len(p.Facts.Plain)-trailer, 0))
		d.End(m)
		d.Outer(a)
		return
	}
	p.NextHeader, p.decrypted = next, true
	contained(d, next, inner)
	if n := d.Len() - trailer; n > 0 && !increasing(d.Bytes(fPad, n)) {
		p.PadBogus = true
		d.Expert(fPadBogus, 0)
	}
	d.Uint8(fPadLen)
	d.Uint8(fNext)
	d.End(m)
	d.Outer(a)
}

// contained reads the payload, and the padding for traffic flow confidentiality behind
// it: RFC 4303, section 2.7.
func contained(d *field.Decoder, next uint8, inner []byte) {
	payload := WithoutTFC(next, inner)
	d.PayloadN(len(payload))
	m := d.Begin(fContained)
	d.Skip(fContained, len(payload))
	if n := len(inner) - len(payload); n > 0 {
		d.Bytes(fTFC, n)
	}
	d.End(m)
}

// formatPad appends "Pad: 010203", and what is wrong with it.
func formatPad(b []byte, t *field.Tree, i int) []byte {
	pad := t.Bytes(i)
	b = field.AppendCut(append(b, "Pad: "...), pad)
	if !increasing(pad) {
		b = append(b, " [incorrect, should be "...)
		b = append(field.AppendCut(b, expectedPad[:min(len(pad), len(expectedPad))]), ']')
	}
	return b
}

// formatSized appends "ESP IV: 00010203… (16 bytes)".
func formatSized(b []byte, t *field.Tree, i int) []byte {
	return appendSize(field.AppendCut(append(append(b, t.Nodes[i].Def.Label...), ": "...), t.Bytes(i)), t, i)
}

func appendSize(b []byte, t *field.Tree, i int) []byte {
	n := t.Nodes[i].Len
	b = field.AppendUint(append(b, " ("...), uint64(n))
	if n == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

// formatEncrypted appends the name of the cipher as well.
func formatEncrypted(b []byte, t *field.Tree, i int) []byte {
	b = append(formatSized(b, t, i), " <"...)
	return append(append(b, encrName(ipsec.Encr(t.Nodes[i].Val))...), '>')
}

// formatICV appends the name of the algorithm and what became of the check.
func formatICV(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(formatSized(b, t, i), " <"...)
	const number = 1<<24 - 1
	if e := ipsec.Encr(v >> 24 & number); e.AEAD() {
		b = append(b, encrName(e)...)
	} else {
		b = append(b, integName(ipsec.Integ(v&number))...)
	}
	b = append(b, '>')
	switch ipsec.Verdict(v >> 48) {
	case ipsec.Correct:
		return append(b, " [correct]"...)
	case ipsec.Incorrect:
		return append(b, " [incorrect]"...)
	}
	return append(b, " [unchecked]"...)
}

// expectedPad is the longest padding: RFC 4303, section 2.4.
var expectedPad = func() (pad [255]byte) {
	for i := range pad {
		pad[i] = byte(i + 1)
	}
	return pad
}()

// increasing reports whether pad is 1, 2, 3 and so on.
func increasing(pad []byte) bool {
	return len(pad) <= len(expectedPad) && string(pad) == string(expectedPad[:len(pad)])
}
