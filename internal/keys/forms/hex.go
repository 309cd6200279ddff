package forms

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// cutHexPrefix takes 0x or 0X off s.
func cutHexPrefix(s string) (digits string, found bool) {
	if len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		return s[2:], true
	}
	return s, false
}

// nibble is the value of a hexadecimal digit.
func nibble(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// isHex reports whether s is nothing but hexadecimal digits, at least one.
func isHex(s string) bool {
	for i := range len(s) {
		if _, ok := nibble(s[i]); !ok {
			return false
		}
	}
	return s != ""
}

// What can be wrong with hexadecimal digits. These texts follow the name of a
// field; none of them quotes the digits.
const (
	oddHex  = "an odd number of hexadecimal digits"
	tooLong = "more than 4096 bytes"
)

// notHex says which character behind 0x is the first that is no digit.
func notHex(s string) string {
	n := 0
	for _, c := range s {
		n++
		if c >= utf8.RuneSelf || !isHex(string(c)) {
			break
		}
	}
	return "not hexadecimal digits: see character " + strconv.Itoa(n)
}

// maxKey is longer than any key, secret or public value that IKE knows.
const maxKey = 4096

// decodeHex reads hexadecimal digits, with or without 0x. What is wrong with
// them is one of the texts above, "" for nothing.
func decodeHex(s string) (b []byte, wrong string) {
	s, _ = cutHexPrefix(s)
	switch {
	case s == "":
		return nil, ""
	case !isHex(s):
		return nil, notHex(s)
	case len(s)%2 != 0:
		return nil, oddHex + ": " + strconv.Itoa(len(s))
	case len(s)/2 > maxKey:
		return nil, tooLong
	}
	b = make([]byte, len(s)/2)
	for i := range b {
		hi, _ := nibble(s[2*i])
		lo, _ := nibble(s[2*i+1])
		b[i] = hi<<4 | lo
	}
	return b, ""
}

const wantSPI = "want 16 hexadecimal digits"

// parseSPI64 reads the SPI of an IKE SA, or the cookie that it was called
// before.
func parseSPI64(s string) (uint64, bool) {
	s, _ = cutHexPrefix(strings.TrimSpace(s))
	if len(s) != 16 {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 16, 64)
	return n, err == nil
}
