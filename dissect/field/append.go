package field

import "math/bits"

const hexDigits = "0123456789abcdef"

// twoDigits is "00" to "99", one behind the other.
const twoDigits = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748" +
	"4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798" + "99"

// zeros is as long as the longest number. All of it is appended, and cut then: the
// compiler moves a fixed number of bytes without a call.
const zeros = "00000000000000000000"

// AppendUint appends v in decimal. It writes the digits where they belong,
// which is faster than strconv's way through a buffer; rows are mostly numbers.
func AppendUint(b []byte, v uint64) []byte {
	switch {
	case v < 10:
		return append(b, '0'+byte(v))
	case v < 100:
		return append(b, twoDigits[v*2], twoDigits[v*2+1])
	}
	b = append(b, zeros...)[:len(b)+Decimals(v)]
	putDigits(b, v)
	return b
}

// putDigits writes v at the end of b.
func putDigits(b []byte, v uint64) {
	n := len(b)
	for v >= 100 {
		n -= 2
		two := v % 100 * 2
		v /= 100
		b[n], b[n+1] = twoDigits[two], twoDigits[two+1]
	}
	if v >= 10 {
		b[n-2], b[n-1] = twoDigits[v*2], twoDigits[v*2+1]
	} else {
		b[n-1] = '0' + byte(v)
	}
}

// AppendRight appends v in decimal with blanks before it, width bytes in all, or more
// where v is longer.
func AppendRight(b []byte, v uint64, width int) []byte {
	const blanks = "                    "
	if width > len(blanks) {
		for range width - len(blanks) {
			b = append(b, ' ')
		}
		width = len(blanks)
	}
	if width < Decimals(v) {
		return AppendUint(b, v)
	}
	b = append(b, blanks...)[:len(b)+width]
	putDigits(b, v)
	return b
}

// AppendPadded appends v in decimal with zeros before it, width digits in all,
// which must be enough and no more than 20.
func AppendPadded(b []byte, v uint64, width int) []byte {
	i := len(b) + width
	b = append(b, zeros...)[:i]
	for ; width >= 2; width -= 2 {
		i -= 2
		two := v % 100 * 2
		v /= 100
		b[i], b[i+1] = twoDigits[two], twoDigits[two+1]
	}
	if width == 1 {
		b[i-1] = '0' + byte(v%10)
	}
	return b
}

// Decimals is how many digits v has: log2 over log2(10), and one more from the
// power of ten on.
func Decimals(v uint64) int {
	v |= 1 // zero has a digit too; no other number gains one
	n := bits.Len64(v) * 1233 >> 12
	if v >= powers[n] {
		n++
	}
	return n
}

var powers = [20]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

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
