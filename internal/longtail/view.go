package longtail

import (
	"bytes"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// A view is bytes that may be read at any index: zero beyond the end.
type view []byte

func (v view) u8(i int) uint8 {
	if uint(i) >= uint(len(v)) {
		return 0
	}
	return v[i]
}

func (v view) u16(i int) uint16 { return uint16(v.u8(i))<<8 | uint16(v.u8(i+1)) }
func (v view) u24(i int) uint32 { return uint32(v.u8(i))<<16 | uint32(v.u16(i+1)) }
func (v view) u32(i int) uint32 { return uint32(v.u16(i))<<16 | uint32(v.u16(i+2)) }

// from returns the bytes from i on.
func (v view) from(i int) view {
	if i < 0 || i > len(v) {
		return nil
	}
	return v[i:]
}

// cut returns the n bytes at i, fewer where there are fewer.
func (v view) cut(i, n int) view {
	v = v.from(i)
	if n < 0 {
		return nil
	}
	return v[:min(n, len(v))]
}

// line returns the first line without its line end.
func (v view) line() view {
	if i := bytes.IndexByte(v, '\n'); i >= 0 {
		v = v[:i]
	}
	return bytes.TrimSuffix(v, []byte{'\r'})
}

// cstring returns the text up to a zero byte.
func (v view) cstring() view {
	if i := bytes.IndexByte(v, 0); i >= 0 {
		return v[:i]
	}
	return v
}

func (v view) hasPrefix(s string) bool { return len(v) >= len(s) && string(v[:len(s)]) == s }

// text reports whether v begins like a line of text.
func (v view) text() bool {
	for i, c := range v {
		if c == '\n' || c == '\r' || i == 64 {
			break
		}
		if c < 0x20 && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return len(v) > 0
}

func (v view) appendIPv4(b []byte, i int) []byte {
	return field.AppendIPv4(b, [4]byte{v.u8(i), v.u8(i + 1), v.u8(i + 2), v.u8(i + 3)})
}

func (v view) appendIPv6(b []byte, i int) []byte {
	var a [16]byte
	copy(a[:], v.cut(i, 16))
	return field.AppendIPv6(b, netip.AddrFrom16(a))
}

func (v view) appendMAC(b []byte, i int) []byte {
	var a [6]byte
	copy(a[:], v.cut(i, 6))
	return field.AppendBytes(b, a[:], ':')
}

// appendHex appends "0x" and v without leading zeros, as C's %#x does.
func appendHex(b []byte, v uint64) []byte {
	n := 1
	for v>>(4*n) != 0 && n < 16 {
		n++
	}
	return field.AppendNibbles(append(b, "0x"...), v, n)
}

// appendName appends name, or "Unknown (9)" where it is empty.
func appendName(b []byte, name string, v uint64) []byte {
	if name != "" {
		return append(b, name...)
	}
	return append(field.AppendUint(append(b, "Unknown ("...), v), ')')
}

// pick returns the v-th name, "" where there is none.
func pick[T ~uint8 | ~uint16 | ~uint32](v T, names ...string) string {
	if uint64(v) >= uint64(len(names)) {
		return ""
	}
	return names[v]
}
