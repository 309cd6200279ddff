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
	fPad       = Proto.Bytes("esp.pad", "Pad")
	fPadLen    = Proto.Uint8("esp.pad_len", "ESP Pad Length", field.Dec)
	fNext      = Proto.Uint8("esp.protocol", "Next header", field.Hex, field.Named(ipproto.Name))
	fPadBogus  = Proto.None("esp.pad.bogus", "Padding MUST be a strictly increasing sequence from 1: RFC 4303, section 2.4")
)

// readData reads Data by what is known of it.
func (p *Packet) readData(d *field.Decoder) {
	f := &p.Facts
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
	d.PayloadN(len(inner))
	d.Bytes(fContained, len(inner))
	off := d.Off()
	if n := d.Len() - trailer; n > 0 && !increasing(d.Bytes(fPad, n)) {
		d.Note(fPadBogus, off)
	}
	d.Uint8(fPadLen)
	d.Uint8(fNext)
	d.End(m)
	d.Outer(a)
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

// increasing reports whether pad is 1, 2, 3 and so on.
func increasing(pad []byte) bool {
	for i, c := range pad {
		if c != byte(i+1) {
			return false
		}
	}
	return true
}
