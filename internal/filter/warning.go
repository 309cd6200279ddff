package filter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// Warnings returns what could be read in more than one way, and how it is: a number
// beside bytes, which is decimal.
func (f *Filter) Warnings() []string {
	if f == nil {
		return nil
	}
	return f.warnings
}

// warn adds a warning, unless there is one like it.
func (c *checker) warn(text string) {
	if !slices.Contains(c.filter.warnings, text) {
		c.filter.warnings = append(c.filter.warnings, text)
	}
}

// ambiguous warns of a number that people may mean otherwise than it is read.
func (c *checker) ambiguous(n *node, t ftype, v datum) {
	s := n.text
	switch {
	case n.kind == text || n.kind == char:
	case (t.class == protocol || t.text) && (strings.HasPrefix(s, "0x") || !strings.ContainsFunc(s, notDigit)):
		c.warn(s + " is taken for bytes in hexadecimal; Wireshark refuses a number here, and takes " + string(field.AppendBytes(nil, v.b, ':')))
	case t.class == raw && len(s) > len("0x00") && strings.HasPrefix(s, "0x"):
		c.warn(fmt.Sprintf("%s beside bytes is taken for a number, the byte %02x; bytes are written as %s", s, v.b[0], spelled(s)))
	case strings.ContainsFunc(s, notDigit):
	case t.class == raw && len(v.b) == 1 && !sameInHex(s, v.b[0]):
		c.warn(fmt.Sprintf("%s beside bytes is taken for the %s number %d, the byte %02x; in hexadecimal it is %s",
			s, base(s), v.b[0], v.b[0], inHex(s)))
	case t.number() && len(s) > 1 && s[0] == '0' && strings.Trim(s, "0") != "" && !strings.EqualFold(fmt.Sprint(v.n), strings.TrimLeft(s, "0")):
		c.warn(fmt.Sprintf("%s begins with a zero and is taken for the octal number %d", s, v.n))
	}
}

// sameInHex reports whether the digits s, read in hexadecimal, are the byte b.
func sameInHex(s string, b byte) bool {
	v, err := octetsOf(s)
	return err == nil && len(v.b) == 1 && v.b[0] == b
}

// inHex spells the digits s as bytes in hexadecimal: 0x45, or 01:00.
func inHex(s string) string {
	v, err := octetsOf(s)
	if err == nil && len(v.b) == 1 {
		return fmt.Sprintf("0x%02x", v.b[0])
	}
	return spelled(s)
}

// base names the base of the number s without a prefix.
func base(s string) string {
	if len(s) > 1 && s[0] == '0' {
		return "octal"
	}
	return "decimal"
}
