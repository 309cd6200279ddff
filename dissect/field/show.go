package field

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"net/netip"
	"strconv"
	"unicode/utf8"
)

// AppendShow appends the value of node i as a filter would name it: PDML's
// show attribute in Wireshark 4.6.
func (t *Tree) AppendShow(b []byte, i int) []byte {
	n := &t.Nodes[i]
	switch n.Def.Kind {
	case Uint, FrameNum:
		switch n.Def.Base {
		case Hex, HexDec:
			return AppendHex(append(b, "0x"...), n.Val, int(n.Def.Size))
		}
		return AppendUint(b, n.Val)
	case Int:
		return appendInt(b, int64(n.Val))
	case Bool:
		return append(b, TrueFalse(n.Val)...)
	case Text:
		return appendText(b, untilNUL(t.Text(i)))
	case Raw:
		return AppendBytes(b, t.Text(i), ':')
	case IPv4, IPv6, Ether:
		return t.appendAddr(b, i)
	case Absolute:
		return AppendISOTime(b, n.Nanos(), n.Def.Base)
	case Relative:
		if n.Def.Base == Epoch {
			return appendEpoch(b, n.Nanos())
		}
		return appendSeconds(b, n.Nanos(), 9)
	case OID:
		return AppendOID(b, t.Bytes(i))
	case Double:
		return strconv.AppendFloat(b, math.Float64frombits(n.Val), 'f', -1, 64)
	}
	return b
}

func (t *Tree) appendAddr(b []byte, i int) []byte {
	raw := t.Text(i)
	switch n := &t.Nodes[i]; {
	case n.Def.Kind == IPv4 && len(raw) >= 4:
		return AppendIPv4(b, [4]byte(raw))
	case n.Def.Kind == IPv6 && len(raw) >= 16:
		return AppendIPv6(b, netip.AddrFrom16([16]byte(raw)))
	case n.Def.Mirrored && len(raw) == 6:
		m := Mirror([6]byte(raw))
		return AppendBytes(b, m[:], ':')
	}
	return AppendBytes(b, raw, ':')
}

// AppendHost appends the address of node i behind its name, "Broadcast
// (ff:ff:ff:ff:ff:ff)", or alone where t has no names of addresses.
func (t *Tree) AppendHost(b []byte, i int) []byte {
	if t.Nodes[i].Def.Kind != Ether || t.Names == nil || t.Names.Ether == nil {
		return t.AppendShow(b, i)
	}
	b = append(t.appendHostName(b, i), " ("...)
	return append(t.AppendShow(b, i), ')')
}

// appendHostName appends the name of the address of node i, the address where it has
// none.
func (t *Tree) appendHostName(b []byte, i int) []byte {
	if n := &t.Nodes[i]; n.Def.Kind == Ether && t.Names != nil && t.Names.Ether != nil {
		if raw := t.Bytes(i); len(raw) == 6 {
			a := [6]byte(raw)
			if n.Def.Mirrored {
				a = Mirror(a)
			}
			return append(b, t.Names.EtherName(a)...)
		}
	}
	return t.AppendShow(b, i)
}

// Mirror reverses the bits of each byte of an address.
func Mirror(a [6]byte) [6]byte {
	for i, c := range a {
		a[i] = bits.Reverse8(c)
	}
	return a
}

// AppendIPv4 appends an address in dotted form, two bytes of it at a time.
func AppendIPv4(b []byte, a [4]byte) []byte {
	first, n := twoOctets(a[0], a[1])
	last, m := twoOctets(a[2], a[3])
	b = binary.LittleEndian.AppendUint64(b, first)[:len(b)+n]
	return binary.LittleEndian.AppendUint64(b, last)[:len(b)+m-1] // no dot behind the address
}

// twoOctets returns the text of two bytes of an address, the first character in the
// lowest byte, and how long it is.
func twoOctets(x, y byte) (text uint64, n int) {
	o, p := &octets[x], &octets[y]
	return uint64(o.text) | uint64(p.text)<<(8*o.len&63), int(o.len + p.len)
}

// octets are every byte in decimal with the dot that follows, and how many characters
// these are.
var octets = func() (t [256]struct{ text, len uint32 }) {
	for i := range t {
		text := append(AppendUint(nil, uint64(i)), '.')
		t[i].len = uint32(len(text))
		t[i].text = binary.LittleEndian.Uint32(append(text, 0, 0)) // a text has two characters at least
	}
	return t
}()

// AppendIPv6 appends an address as inet_ntop does: RFC 5952, and the last
// four bytes dotted where the address maps or holds an IPv4 address. The zone is left out.
func AppendIPv6(b []byte, a netip.Addr) []byte {
	raw := a.As16()
	if binary.BigEndian.Uint64(raw[:]) == 0 && binary.BigEndian.Uint16(raw[8:]) == 0 {
		switch mid := binary.BigEndian.Uint16(raw[10:]); {
		case mid == 0xffff:
			return AppendIPv4(append(b, "::ffff:"...), [4]byte(raw[12:]))
		case mid == 0 && binary.BigEndian.Uint16(raw[12:]) != 0:
			return AppendIPv4(append(b, "::"...), [4]byte(raw[12:]))
		}
	}
	var groups [8]uint16
	for i := range groups {
		groups[i] = binary.BigEndian.Uint16(raw[2*i:])
	}
	from, to := zeroGroups(&groups)
	for i := 0; i < len(groups); i++ {
		if i == from {
			b, i = append(b, ':', ':'), to-1
			continue
		}
		if i > 0 && i != to {
			b = append(b, ':')
		}
		n := (bits.Len16(groups[i]|1) + 3) / 4
		b = binary.BigEndian.AppendUint64(b, eightNibbles(uint32(groups[i]))<<(8*uint(8-n)&63))[:len(b)+n]
	}
	return b
}

// zeroGroups are the groups that "::" stands for: the first of the longest runs of zeros,
// if it has two at least (RFC 5952, section 4.2); from is -1 without one.
func zeroGroups(groups *[8]uint16) (from, to int) {
	from = -1
	longest, run := 1, 0
	for i, v := range groups {
		if v != 0 {
			run = 0
		} else if run++; run > longest {
			longest, from, to = run, i+1-run, i+1
		}
	}
	return from, to
}

func appendInt(b []byte, v int64) []byte {
	if v < 0 {
		return AppendUint(append(b, '-'), -uint64(v))
	}
	return AppendUint(b, uint64(v))
}

// untilNUL is text up to the NUL that ends it, as in C.
func untilNUL(text []byte) []byte {
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return text[:i]
	}
	return text
}

// appendText appends text with U+FFFD for every byte that is no UTF-8.
func appendText(b, text []byte) []byte {
	if utf8.Valid(text) {
		return append(b, text...)
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		b = utf8.AppendRune(b, r)
		text = text[n:]
	}
	return b
}

// AppendOID appends a BER object identifier (X.690, section 8.19) in dotted
// form. What does not end like one is appended as far as it does.
func AppendOID(b, raw []byte) []byte {
	var v uint64
	first := true
	for _, c := range raw {
		v = v<<7 | uint64(c&0x7f)
		if c&0x80 != 0 {
			continue
		}
		if first {
			top := min(v/40, 2)
			b = AppendUint(append(AppendUint(b, top), '.'), v-top*40)
			first = false
		} else {
			b = AppendUint(append(b, '.'), v)
		}
		v = 0
	}
	return b
}
