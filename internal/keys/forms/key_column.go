package forms

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// From how many characters on, all of them hexadecimal digits, a key may be digits, and
// is hardly a word.
const (
	minDigits = 16
	noWord    = 32
)

// keyColumn reads the column of a key: hexadecimal digits behind 0x, else its
// characters are its bytes, as Wireshark has it. Where digits stand without 0x and the
// algorithm, by fits, takes a key of as many bytes, 0x is missing; where it takes one of
// as many characters as well, both are returned. An empty column is an empty key.
func (c *collector) keyColumn(sa, field, s string, fits func(bytes int) bool) (readings []crypt.Secret, ok bool) {
	note := func(text string) {
		c.problem(keys.Problem{Place: c.place, SA: sa, Field: field, Text: text, Kept: true})
	}
	if trimmed := strings.TrimSpace(s); trimmed != s && isDigits(joinedDigits(trimmed)) {
		note("the spaces inside of its quotes are left out")
		s = trimmed
	}
	digits, prefixed := cutHexPrefix(s)
	joined := joinedDigits(digits)
	if prefixed {
		b, ok := c.hexField(sa, field, joined)
		return []crypt.Secret{b}, ok
	}
	n := len(joined)
	if n < minDigits || n%2 != 0 || !isHex(joined) {
		return []crypt.Secret{crypt.Secret(s)}, len(s) <= maxKey
	}
	asDigits, asCharacters := fits(n/2), fits(len(s))
	b, wrong := decodeHex(joined)
	switch count := strconv.Itoa(n) + " hexadecimal digits: 0x is missing"; {
	case wrong != "" || asCharacters && (!asDigits || n < noWord):
		return []crypt.Secret{crypt.Secret(s)}, len(s) <= maxKey
	case asDigits && asCharacters:
		note(count + ", or these are the characters of a key; both are tried")
		return []crypt.Secret{b, crypt.Secret(s)}, true
	default: // digits that fit, or a wrong number of them
		note(count + "; they are read as such")
		return []crypt.Secret{b}, true
	}
}

// joinedDigits returns s without what parts its bytes in groups: colons, dashes or
// spaces. A group of an odd number of digits has lost a zero, and stays apart.
func joinedDigits(s string) string {
	prefix, _ := "", false
	if rest, ok := cutHexPrefix(s); ok {
		prefix, s = s[:2], rest
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == '-' || r == ' ' })
	if len(groups) < 2 {
		return prefix + s
	}
	for _, g := range groups {
		if len(g)%2 != 0 || !isHex(g) {
			return prefix + s
		}
	}
	return prefix + strings.Join(groups, "")
}
