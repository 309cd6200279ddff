package filter

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/field"
)

// A ftype is a type of values, as Wireshark has them.
type ftype struct {
	class
	size uint8 // of a number: bytes
	text bool  // of bytes: they are part of a text
}

// A class is a type but for its size.
type class uint8

const (
	none class = iota // only there, or not
	protocol
	boolean
	unsigned
	integer
	frame // the number of a frame
	raw
	str
	ipv4Addr
	ipv6Addr
	ether
	absolute
	relative
	oid
	double
)

var classNames = [...]string{
	"Label", "Protocol", "Boolean", "Unsigned integer", "Signed integer", "Frame number", "Byte sequence",
	"Character string", "IPv4 address", "IPv6 address", "Ethernet or other MAC address", "Date and time",
	"Time offset", "ASN.1 object identifier", "Floating point (double-precision)",
}

// String returns the name that Wireshark gives the type.
func (t ftype) String() string {
	s := classNames[t.class]
	switch {
	case t.class != unsigned && t.class != integer:
		return s
	case t.size == 1:
		return s + " (1 byte)"
	}
	return s + " (" + strconv.Itoa(int(t.size)) + " bytes)"
}

// typeOf returns the type of a declared field's values.
func typeOf(d *field.Def) ftype {
	switch d.Kind {
	case field.Uint:
		return ftype{class: unsigned, size: d.TypeBytes()}
	case field.Int:
		return ftype{class: integer, size: d.TypeBytes()}
	case field.FrameNum:
		return ftype{class: frame, size: 4}
	case field.Bool:
		return ftype{class: boolean}
	case field.Raw:
		return ftype{class: raw}
	case field.Text:
		return ftype{class: str}
	case field.IPv4:
		return ftype{class: ipv4Addr}
	case field.IPv6:
		return ftype{class: ipv6Addr}
	case field.Ether:
		return ftype{class: ether}
	case field.Absolute:
		return ftype{class: absolute}
	case field.Relative:
		if d.Base == field.Epoch {
			return ftype{class: absolute}
		}
		return ftype{class: relative}
	case field.OID:
		return ftype{class: oid}
	case field.Double:
		return ftype{class: double}
	}
	if d.IsProtocol() {
		return ftype{class: protocol}
	}
	return ftype{class: none}
}

// number reports whether values of t are integers.
func (t ftype) number() bool { return t.class == unsigned || t.class == integer || t.class == frame }

// wide reports whether they have more than 32 bits.
func (t ftype) wide() bool { return t.size > 4 }

// timed reports whether values of t are times, or differences of times.
func (t ftype) timed() bool { return t.class == absolute || t.class == relative }

// octets reports whether values of t are bytes and nothing else.
func (t ftype) octets() bool { return t.class == raw || t.class == ether || t.class == oid }

// sliced reports whether values of t can be taken apart into bytes.
func (t ftype) sliced() bool {
	return t.octets() || t.class == protocol || t.class == str || t.class == ipv4Addr || t.class == ipv6Addr
}

// searched reports whether values of t can be searched.
func (t ftype) searched() bool { return t.octets() || t.class == protocol || t.class == str }

// counts reports whether the arithmetic operator k takes values of t.
func (t ftype) counts(k kind) bool {
	switch k {
	case plus, minus, negative, star, slash:
		return t.number() || t.timed() || t.class == double
	case amp:
		return t.number() || t.class == raw || t.class == ether || t.class == ipv4Addr || t.class == ipv6Addr
	}
	return t.number()
}

// fits reports whether values of t and u can be compared.
func (t ftype) fits(u ftype) bool {
	switch {
	case t.octets():
		return u.octets()
	case t.class == frame || t.class == unsigned:
		return (u.class == frame || u.class == unsigned) && t.wide() == u.wide()
	case t.class == integer:
		return u.class == integer && t.wide() == u.wide()
	case t.timed():
		return u.timed()
	}
	return t.class == u.class
}

// TypeName returns the name of the type of a field's values: "IPv4 address".
func TypeName(d *field.Def) string { return typeOf(d).String() }

var classConstants = [...]string{
	"FT_NONE", "FT_PROTOCOL", "FT_BOOLEAN", "FT_UINT", "FT_INT", "FT_FRAMENUM", "FT_BYTES", "FT_STRING",
	"FT_IPv4", "FT_IPv6", "FT_ETHER", "FT_ABSOLUTE_TIME", "FT_RELATIVE_TIME", "FT_OID",
	"FT_DOUBLE",
}

// TypeConstant returns Wireshark's constant for it: "FT_UINT16".
func TypeConstant(d *field.Def) string {
	t := typeOf(d)
	s := classConstants[t.class]
	switch {
	case t.class == unsigned, t.class == integer:
		s += strconv.Itoa(int(t.size) * 8)
	case t.class == str:
		s += [...]string{field.ByLength: "", field.ByNUL: "Z", field.ByPad: "ZPAD"}[d.Ends]
	}
	return s
}
