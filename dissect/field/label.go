package field

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// Lines of the detail and the bytes in them are cut as in Wireshark.
const (
	maxLabel  = 239 // bytes of a line
	maxBytes  = 120 // bytes of the packet, in hexadecimal: a line holds no more
	truncated = " […]"
)

// AppendLabel appends the line of node i as the detail shows it, without
// indentation: "Label: name (value)". A line that is too long is marked and
// cut.
func (t *Tree) AppendLabel(b []byte, i int) []byte {
	at := len(b)
	b = t.appendLabel(b, i)
	if len(b)-at <= maxLabel {
		return b
	}
	f := t.Nodes[i].Def
	if name := at + len(f.Label); f.Kind != Scope && bytes.HasPrefix(b[at:], []byte(f.Label)) && bytes.HasPrefix(b[name:], []byte(": ")) {
		b = slices.Insert(b, name, []byte(truncated)...)
	} else {
		b = slices.Insert(b, at, []byte(truncated[1:]+" ")...)
	}
	end := at + maxLabel
	for end > at && !utf8.RuneStart(b[end]) {
		end--
	}
	return b[:end]
}

func (t *Tree) appendLabel(b []byte, i int) []byte {
	n := &t.Nodes[i]
	f := n.Def
	if f.Format != nil {
		return f.Format(b, t, i)
	}
	b = t.AppendPattern(b, i)
	if f.Kind == Scope {
		if f.Names != nil {
			if s := f.Names(n.Val); s != "" {
				return append(b, s...)
			}
		}
		return append(b, f.Label...)
	}
	b = append(append(b, f.Label...), ": "...)
	switch f.Kind {
	case Uint, Int:
		return t.appendNumber(b, n)
	case Bool:
		names := f.Names
		if names == nil {
			names = TrueFalse
		}
		return append(b, names(n.Val)...)
	case Raw:
		return AppendCut(b, t.Bytes(i))
	case Text:
		return appendEscaped(b, untilNUL(t.Text(i)), true)
	case Relative:
		if f.Base == Epoch {
			return appendEpoch(b, n.Nanos())
		}
		return appendDuration(b, n.Nanos())
	case Absolute:
		return t.appendMoment(b, n)
	}
	return t.AppendHost(b, i)
}

// AppendCut appends raw in hexadecimal as lines of the detail have it: no more of
// it than a line holds.
func AppendCut(b, raw []byte) []byte {
	if len(raw) == 0 {
		return append(b, "<MISSING>"...)
	}
	return AppendBytes(b, raw[:min(len(raw), maxBytes)], 0)
}

// appendNumber appends "name (value)", or the value in its base with its unit.
func (t *Tree) appendNumber(b []byte, n *Node) []byte {
	f := n.Def
	if f.Names != nil {
		s := f.Names(n.Val)
		if s == "" {
			s = "Unknown"
		}
		b = append(append(b, s...), " ("...)
		return append(appendOnce(b, f, n.Val), ')')
	}
	b = appendBase(b, f, n.Val)
	if f.One != "" {
		if n.Val == 1 {
			return append(b, f.One...)
		}
		return append(b, f.Many...)
	}
	return b
}

// AppendOUI appends the line of node i, the number of an organisation, "Organization Code:
// 00:00:0c (Cisco Systems, Inc)": behind it the name that the dissector knows, or that
// t.Names has.
func (t *Tree) AppendOUI(b []byte, i int, known string) []byte {
	n := &t.Nodes[i]
	b = n.Def.AppendNumber(append(append(b, n.Def.Label...), ": "...), n.Val)
	if known == "" {
		known = t.Names.OrganisationName([6]byte{byte(n.Val >> 16), byte(n.Val >> 8), byte(n.Val)})
	}
	if known != "" {
		b = append(append(append(b, " ("...), known...), ')')
	}
	return b
}

// AppendNumber appends v as the field's base has it.
func (d *Def) AppendNumber(b []byte, v uint64) []byte { return appendBase(b, d, v) }

func appendBase(b []byte, f *Def, v uint64) []byte {
	if f.Kind == Int {
		return appendInt(b, int64(v))
	}
	switch f.Base {
	case Hex:
		return AppendNibbles(append(b, "0x"...), v, f.nibbles())
	case HexDec:
		b = append(AppendNibbles(append(b, "0x"...), v, f.nibbles()), " ("...)
		return append(AppendUint(b, v), ')')
	case DecHex:
		b = append(AppendUint(b, v), " (0x"...)
		return append(AppendNibbles(b, v, f.nibbles()), ')')
	case OUI:
		return AppendBytes(b, []byte{byte(v >> 16), byte(v >> 8), byte(v)}, ':')
	}
	return AppendUint(b, v)
}

// appendOnce appends v in the first of the field's bases: beside a name it
// stands once.
func appendOnce(b []byte, f *Def, v uint64) []byte {
	switch {
	case f.Kind == Int:
	case f.Base == HexDec:
		return AppendNibbles(append(b, "0x"...), v, f.nibbles())
	case f.Base == DecHex:
		return AppendUint(b, v)
	}
	return appendBase(b, f, v)
}

// nibbles is how many hexadecimal digits the field's value has.
func (d *Def) nibbles() int {
	if d.Mask != 0 {
		width := bits.Len64(d.Mask) - bits.TrailingZeros64(d.Mask)
		return (width + 3) / 4
	}
	return 2 * int(d.Size)
}

// AppendPattern appends "..1. .... = " before a masked field.
func (t *Tree) AppendPattern(b []byte, i int) []byte {
	n := &t.Nodes[i]
	f := n.Def
	if f.Mask == 0 {
		return b
	}
	width := int(f.Width)
	if width == 0 {
		width = int(f.Size) * 8
	}
	v := n.Val
	if f.Kind == Bool {
		v = t.container(i)
	} else {
		if f.Scale > 1 {
			v /= uint64(f.Scale)
		}
		v <<= bits.TrailingZeros64(f.Mask)
	}
	for at := (width + 3) / 4 * 4; at > 0; {
		n := min(width-at+4, 4) // the first four may be fewer
		at -= 4
		four := patternOf[f.Mask>>at&15][v>>at&15] >> (8 * uint(4-n) & 31)
		b = binary.LittleEndian.AppendUint64(b, uint64(four)|' '<<(8*uint(n)&63))[:len(b)+n+1]
	}
	if width == 0 {
		b = append(b, ' ')
	}
	return append(b, "= "...)
}

// patternOf are the patterns of four bits, by their mask and their value, the first bit in
// the lowest byte.
var patternOf = func() (t [16][16]uint32) {
	for mask := range t {
		for v := range t[mask] {
			for bit := range 4 {
				c := uint32('.')
				if mask>>bit&1 != 0 {
					c = '0' + uint32(v>>bit&1)
				}
				t[mask][v] |= c << (8 * (3 - bit))
			}
		}
	}
	return t
}()

// container is the value of the bits that node i, a Bool, was taken from.
func (t *Tree) container(i int) uint64 {
	n := &t.Nodes[i]
	return n.Val << bits.TrailingZeros64(n.Def.Mask)
}

// AppendEscaped appends text with what does not print escaped as in C, and
// U+FFFD for every byte that is no UTF-8.
func AppendEscaped(b, text []byte) []byte { return appendEscaped(b, text, false) }

const upperHex = "0123456789ABCDEF"

// appendEscaped is AppendEscaped. With hex the numbers of bytes are hexadecimal, which
// Wireshark 4.6 has in the lines of fields that are texts, and octal everywhere else.
func appendEscaped(b, text []byte, hex bool) []byte {
	for len(text) > 0 {
		if n := PlainPrefix(text); n > 0 {
			b = append(b, text[:n]...)
			text = text[n:]
			continue
		}
		c := text[0]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(text)
			if r == utf8.RuneError && n == 1 {
				b = append(b, "\ufffd"...)
			} else {
				b = append(b, text[:n]...)
			}
			text = text[n:]
			continue
		}
		text = text[1:]
		if hex && (c < '\a' || c > '\r') {
			b = append(b, '\\', 'x', upperHex[c>>4], upperHex[c&15])
		} else {
			b = AppendControl(b, c)
		}
	}
	return b
}
