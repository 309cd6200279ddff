package filter

import (
	"net/netip"
	"strings"
)

// value returns the length of the address or of the bytes that s begins with, where
// these have a form that no name has, or the form of an address.
func value(s string) int { return max(ipv4(s), ipv6(s), colons(s), digits(s), ended(s), stamp(s)) }

// prefixed returns the length of the value behind a colon: what could be a name
// without it.
func prefixed(s string) int {
	if s[0] != ':' {
		return 0
	}
	n := 1
	for n < len(s) && hex(s[n]) {
		n++
	}
	if n == 1 {
		return 0
	}
	return max(n, 1+colons(s[1:]), 1+pairs(s[1:], '-'), 1+pairs(s[1:], '.'))
}

// colons returns the length of bytes as 00:00:0c.
func colons(s string) int { return pairs(s, ':') }

// digits returns the length of two and more bytes, of one or two digits each, with
// colons between them: 0:0:c:0:0:1.
func digits(s string) int {
	n, count := 0, 0
	for {
		from := n
		for n < len(s) && hex(s[n]) {
			n++
		}
		if n == from || n > from+2 {
			return 0
		}
		if count++; n == len(s) || s[n] != ':' {
			break
		}
		n++
	}
	if count < 2 || n < len(s) && (letter(s[n]) || s[n] == '_') {
		return 0
	}
	return n
}

// ended returns the length of bytes with a colon behind the last, which makes them no
// number: 45:.
func ended(s string) int {
	n := 0
	for n < len(s) && hex(s[n]) {
		n++
	}
	if n == 0 || n%2 != 0 || n == len(s) || s[n] != ':' || n+1 < len(s) && (hex(s[n+1]) || s[n+1] == ':') {
		return 0
	}
	return n + 1
}

// stamp returns the length of a time such as 2026-11-22T12:34:56.789Z.
func stamp(s string) int {
	const form = "0000-00-00T00:00"
	if len(s) < len(form) {
		return 0
	}
	for i := range len(form) {
		if s[i] != form[i] && (form[i] != '0' || !digit(s[i])) {
			return 0
		}
	}
	n := len(form)
	for n < len(s) && (digit(s[n]) || s[n] == ':' || s[n] == '.') {
		n++
	}
	if n < len(s) && s[n] == 'Z' {
		n++
	}
	return n
}

// pairs returns the length of two and more bytes in hexadecimal with sep between
// them.
func pairs(s string, sep byte) int {
	n := 0
	for len(s) >= n+2 && hex(s[n]) && hex(s[n+1]) {
		if n += 2; n == len(s) || s[n] != sep {
			break
		}
		n++
	}
	switch {
	case n == 2:
		return 0
	case n > 0 && s[n-1] == sep:
		n--
		if n == 2 {
			return 0
		}
	}
	return n
}

// ipv4 returns the length of an IPv4 address with or without a prefix length.
func ipv4(s string) int {
	n := 0
	for i := range 4 {
		from := n
		for n < len(s) && n-from < 3 && digit(s[n]) {
			n++
		}
		for ; n > from && !octet(s[from:n]); n-- { // 1.2.3.256 begins with 1.2.3.25
		}
		if n == from {
			return 0
		}
		if i < 3 {
			if n == len(s) || s[n] != '.' {
				return 0
			}
			n++
		}
	}
	return n + prefix(s[n:], 2)
}

// octet reports whether s is a number of 0 to 255 without leading zeros.
func octet(s string) bool {
	return len(s) == 1 || s[0] != '0' && (len(s) == 2 || s <= "255")
}

// ipv6 returns the length of an IPv6 address with or without a prefix length.
func ipv6(s string) int {
	n := 0
	for n < len(s) && n < len("0000:0000:0000:0000:0000:0000:255.255.255.255") && (hex(s[n]) || s[n] == ':' || s[n] == '.') {
		n++
	}
	if i := strings.Index(s[:n], ".."); i >= 0 {
		n = i
	}
	for ; n >= 2; n-- {
		if strings.IndexByte(s[:n], ':') < 0 {
			return 0
		}
		if a, err := netip.ParseAddr(s[:n]); err == nil && a.Is6() {
			return n + prefix(s[n:], 3)
		}
	}
	return 0
}

// prefix returns the length of '/' and up to digits of them.
func prefix(s string, digits int) int {
	if s == "" || s[0] != '/' {
		return 0
	}
	n := 1
	for n < len(s) && n <= digits && digit(s[n]) {
		n++
	}
	if n == 1 {
		return 0
	}
	return n
}
