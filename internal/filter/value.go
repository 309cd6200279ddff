package filter

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// A datum is one value of an operand in a packet. The operand's type determines
// which of its fields are set.
type datum struct {
	n      uint64 // numbers, booleans, times in nanoseconds, IPv4 addresses; bits of fractions
	b      []byte // bytes, text, other addresses, what a protocol's own header covers
	node   int32  // of a protocol: its node in the tree, -1 without one
	high   int32  // of a time: see field.Nanos
	bits   uint8  // of an address: how many count, by its prefix length
	signed bool   // a number below zero is none above 2^31
}

// nanos returns the value of a time.
func (v *datum) nanos() field.Nanos { return field.Nanos{Low: int64(v.n), High: v.high} }

// An order compares two values: below 0 if a comes first, 0 if they are the
// same.
type order func(a, b *datum) int

// ordered returns the order of values of t. As in Wireshark, the left value says
// whether numbers have a sign.
func (t ftype) ordered() order {
	switch t.class {
	case unsigned, integer, frame:
		if t.wide() {
			return orderWide
		}
		return orderNarrow
	case boolean:
		return func(a, b *datum) int { return cmp.Compare(min(a.n, 1), min(b.n, 1)) }
	case absolute, relative:
		return func(a, b *datum) int { return a.nanos().Compare(b.nanos()) }
	case double:
		return func(a, b *datum) int { return cmp.Compare(math.Float64frombits(a.n), math.Float64frombits(b.n)) }
	case ipv4Addr:
		return orderIPv4
	case ipv6Addr:
		return orderIPv6
	case protocol:
		return orderProtocol
	}
	return func(a, b *datum) int { return bytes.Compare(a.b, b.b) }
}

func orderNarrow(a, b *datum) int {
	if a.signed {
		return cmp.Compare(int64(a.n), int64(b.n)) // the difference of two has 33 bits
	}
	return cmp.Compare(uint32(a.n), uint32(b.n))
}

func orderWide(a, b *datum) int {
	if a.signed {
		return cmp.Compare(int64(a.n), int64(b.n))
	}
	return cmp.Compare(a.n, b.n)
}

// orderIPv4 compares as many bits as both addresses have.
func orderIPv4(a, b *datum) int {
	mask := ^uint32(0) << (32 - min(a.bits, b.bits))
	return cmp.Compare(uint32(a.n)&mask, uint32(b.n)&mask)
}

func orderIPv6(a, b *datum) int {
	bits := min(a.bits, b.bits)
	if bits >= 128 || len(a.b) < 16 || len(b.b) < 16 {
		return bytes.Compare(a.b, b.b)
	}
	whole := bits / 8
	if c := bytes.Compare(a.b[:whole], b.b[:whole]); c != 0 {
		return c
	}
	mask := ^byte(0xff >> (bits % 8))
	return cmp.Compare(a.b[whole]&mask, b.b[whole]&mask)
}

// orderProtocol puts the shorter first.
func orderProtocol(a, b *datum) int {
	if c := cmp.Compare(len(a.b), len(b.b)); c != 0 {
		return c
	}
	return bytes.Compare(a.b, b.b)
}

// zero reports whether a value of t has no bit set.
func (t ftype) zero(v *datum) bool {
	switch t.class {
	case ipv6Addr, raw, ether, oid, str, protocol:
		for _, c := range v.b {
			if c != 0 {
				return false
			}
		}
		return true
	}
	return v.n == 0 && v.high == 0 || t.class == double && v.n == math.Float64bits(math.Copysign(0, -1))
}

// bare returns the bytes of a value that can be taken apart.
func (t ftype) bare(v *datum, scratch []byte) (b, rest []byte) {
	if t.class == ipv4Addr {
		n := len(scratch)
		scratch = binary.BigEndian.AppendUint32(scratch, uint32(v.n))
		return scratch[n:], scratch
	}
	return v.b, scratch
}

// appendAddress appends an address as a string.
func (t ftype) appendAddress(b []byte, v *datum) []byte {
	switch {
	case t.class == ipv4Addr:
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], uint32(v.n))
		return field.AppendIPv4(b, a)
	case t.class == ipv6Addr && len(v.b) == 16:
		return field.AppendIPv6(b, netip.AddrFrom16([16]byte(v.b)))
	}
	return field.AppendBytes(b, v.b, ':')
}

// The values of constants.

func numberOf(v uint64) datum { return datum{n: v, node: -1} }
func signedOf(v int64) datum  { return datum{n: uint64(v), signed: true, node: -1} }
func momentOf(n field.Nanos) datum {
	return datum{n: uint64(n.Low), high: n.High, signed: true, node: -1}
}
func bytesOf(b []byte) datum { return datum{b: b, node: -1} }
func flagOf(set bool) datum {
	if set {
		return numberOf(1)
	}
	return numberOf(0)
}

func addressOf(p netip.Prefix) datum {
	a := p.Addr()
	if a.Is4() {
		raw := a.As4()
		return datum{n: uint64(binary.BigEndian.Uint32(raw[:])), bits: uint8(p.Bits()), node: -1}
	}
	raw := a.As16()
	return datum{b: raw[:], bits: uint8(p.Bits()), node: -1}
}
