package field

import "encoding/binary"

// PlainPrefix returns how many bytes of b, from its start, are printable ASCII.
func PlainPrefix(b []byte) int {
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if !PlainWord(binary.LittleEndian.Uint64(b[i:])) {
			break
		}
	}
	if n := len(b); i+8 > n && n >= 8 && PlainWord(binary.LittleEndian.Uint64(b[n-8:])) {
		return n
	}
	for ; i < len(b); i++ {
		if c := b[i]; c < 0x20 || c >= 0x7f {
			break
		}
	}
	return i
}

// PlainWord reports whether all eight bytes of v are printable ASCII.
func PlainWord(v uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	below := v - ones*0x20 // borrows into the high bit of bytes below 0x20
	del := v ^ ones*0x7f   // zero for DEL
	del = (del - ones) &^ del
	return (v|below|del)&highs == 0
}

// AppendControl appends an ASCII control character as a C escape.
func AppendControl(b []byte, c byte) []byte {
	if c >= '\a' && c <= '\r' {
		return append(b, '\\', "abtnvfr"[c-'\a'])
	}
	return append(b, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
}
