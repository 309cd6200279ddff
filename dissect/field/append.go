package field

import "strconv"

const hexDigits = "0123456789abcdef"

// AppendUint appends v in decimal.
func AppendUint(b []byte, v uint64) []byte { return strconv.AppendUint(b, v, 10) }

// AppendHex appends the low n bytes of v in hexadecimal.
func AppendHex(b []byte, v uint64, n int) []byte { return AppendNibbles(b, v, 2*n) }

// AppendNibbles appends the low n hexadecimal digits of v.
func AppendNibbles(b []byte, v uint64, n int) []byte {
	for i := n*4 - 4; i >= 0; i -= 4 {
		b = append(b, hexDigits[v>>i&15])
	}
	return b
}

// AppendBytes appends p in hexadecimal with sep between bytes, 0 for none.
func AppendBytes(b, p []byte, sep byte) []byte {
	for i, c := range p {
		if i > 0 && sep != 0 {
			b = append(b, sep)
		}
		b = append(b, hexDigits[c>>4], hexDigits[c&15])
	}
	return b
}
