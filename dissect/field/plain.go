package field

import "encoding/binary"

// PlainPrefix returns how many bytes of b, from its start, are printable ASCII.
func PlainPrefix(b []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		v := binary.LittleEndian.Uint64(b[i:])
		below := v - ones*0x20 // borrows into the high bit of bytes below 0x20
		del := v ^ ones*0x7f   // zero for DEL
		del = (del - ones) &^ del
		if (v|below|del)&highs != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c < 0x20 || c >= 0x7f {
			break
		}
	}
	return i
}

// AppendControl appends an ASCII control character as a C escape.
func AppendControl(b []byte, c byte) []byte {
	if c >= '\a' && c <= '\r' {
		return append(b, '\\', "abtnvfr"[c-'\a'])
	}
	return append(b, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
}
