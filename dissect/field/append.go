package field

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

const hexDigits = "0123456789abcdef"

// AppendUint appends v in decimal. Rows are mostly numbers, whose lengths no processor
// foresees: all digits are written, however many there are, and those that belong there
// moved to the front.
func AppendUint(b []byte, v uint64) []byte {
	n := len(b) + Decimals(v)
	switch {
	case v < 1e4:
		return binary.LittleEndian.AppendUint32(b, fourDigits(uint32(v))>>(8*uint(len(b)+4-n)&31))[:n]
	case v < 1e8:
		return binary.LittleEndian.AppendUint64(b, eightDigits(v)>>(8*uint(len(b)+8-n)&63))[:n]
	}
	return binary.LittleEndian.AppendUint64(AppendUint(b, v/1e8), eightDigits(v%1e8))
}

// fourDigits returns the digits of v, below 10,000, the first one in the lowest byte.
// Quotients by 100, and by 10, are computed at once in their halves of the number: no
// number is so large that one reaches into the next.
func fourDigits(v uint32) uint32 {
	hundreds := v * 10486 >> 20
	v = hundreds | (v-hundreds*100)<<16
	tens := v * 103 >> 10 & 0x000f000f
	return 0x30303030 + (tens | (v-tens*10)<<8)
}

// eightDigits is fourDigits for v below 100,000,000.
func eightDigits(v uint64) uint64 {
	v = v/1e4 | v%1e4<<32
	hundreds := v * 10486 >> 20 & 0x0000007f0000007f
	v = hundreds | (v-hundreds*100)<<16
	tens := v * 103 >> 10 & 0x000f000f000f000f
	return 0x3030303030303030 + (tens | (v-tens*10)<<8)
}

// AppendRight appends v in decimal with blanks before it, width bytes in all, or more
// where v is longer.
func AppendRight(b []byte, v uint64, width int) []byte {
	n := Decimals(v)
	if width < n {
		return AppendUint(b, v)
	}
	if width > 8 {
		for range width - max(n, 8) {
			b = append(b, ' ')
		}
		if n > 8 {
			return AppendUint(b, v)
		}
		width = 8
	}
	const blanks = '0' ^ ' '
	text := eightDigits(v) ^ blanks*0x0101010101010101&(1<<(8*uint(8-n)&63)-1)
	return binary.LittleEndian.AppendUint64(b, text>>(8*uint(8-width)&63))[:len(b)+width]
}

// AppendPadded appends v in decimal with zeros before it, width digits in all,
// which must be enough and no more than 20.
func AppendPadded(b []byte, v uint64, width int) []byte {
	if width > 8 {
		return binary.LittleEndian.AppendUint64(AppendPadded(b, v/1e8, width-8), eightDigits(v%1e8))
	}
	return binary.LittleEndian.AppendUint64(b, eightDigits(v)>>(8*uint(8-width)&63))[:len(b)+width]
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
	if n > 8 {
		b, n = AppendNibbles(b, v>>32, n-8), 8
	}
	return binary.BigEndian.AppendUint64(b, eightNibbles(uint32(v))<<(8*uint(8-n)&63))[:len(b)+n]
}

// eightNibbles returns the hexadecimal digits of v, the first one in the highest byte.
func eightNibbles(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	letters := (x + 0x0606060606060606) >> 4 & 0x0101010101010101 // of the digits from 10 on
	return x + 0x3030303030303030 + letters*('a'-10-'0')
}

// AppendBytes appends p in hexadecimal with sep between bytes, 0 for none.
func AppendBytes(b, p []byte, sep byte) []byte {
	if len(p) == 0 {
		return b
	}
	n, width := len(b), 2
	if sep != 0 {
		width = 3
	}
	b = slices.Grow(b, width*len(p)+2) // two more than there are: four bytes move at once
	to := b[n : n+width*len(p)+2]
	for _, c := range p {
		binary.LittleEndian.PutUint32(to, octetDigits[c]|uint32(sep)<<16)
		to = to[width:]
	}
	return b[:n+width*len(p)-(width-2)]
}

// octetDigits are the two hexadecimal digits of every byte.
var octetDigits = func() (t [256]uint32) {
	for i := range t {
		t[i] = uint32(hexDigits[i>>4]) | uint32(hexDigits[i&15])<<8
	}
	return t
}()
