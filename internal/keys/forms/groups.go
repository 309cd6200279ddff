package forms

import (
	"strings"

	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// decodeGroups reads the digits of a key that is printed in groups of eight, as
// setkey and racoon do: "79d5eabc 78ae740b". Programs that print each group as
// a number lose its leading zeros. These are restored, and repaired reports it. The
// last group may be short, if it is of whole bytes.
func decodeGroups(groups []string) (b []byte, repaired bool, wrong string) {
	var whole strings.Builder
	for i, group := range groups {
		if n := len(group); n < 8 && (i < len(groups)-1 || n%2 != 0) {
			whole.WriteString("00000000"[n:])
			repaired = true
		}
		whole.WriteString(group)
	}
	b, wrong = decodeHex(whole.String())
	return b, repaired, wrong
}

// Problems of keys that were printed as numbers.
const (
	zerosBack = "leading zeros of a group of digits were missing and were restored"
	zerosLost = "; it is ambiguous where leading zeros are missing"
)

// hexField reads the digits of a field. What is wrong with them becomes a
// problem of the line.
func (c *collector) hexField(sa, field, digits string) ([]byte, bool) {
	b, wrong := decodeHex(digits)
	if wrong != "" {
		c.fail(sa, field, wrong)
	}
	return b, wrong == ""
}

// numbers reads the digits of a key, in one piece or in groups.
func (c *collector) numbers(at keys.Place, sa, field, s string) (crypt.Secret, bool) {
	digits, _ := cutHexPrefix(s)
	groups := strings.Fields(digits)
	if len(groups) <= 1 {
		b, wrong := decodeHex(digits)
		if strings.HasPrefix(wrong, oddHex) {
			wrong += zerosLost
		}
		if wrong != "" {
			c.failAt(at, sa, field, wrong)
		}
		return b, wrong == ""
	}
	b, repaired, wrong := decodeGroups(groups)
	if wrong != "" {
		c.failAt(at, sa, field, wrong)
		return nil, false
	}
	if repaired {
		c.problem(keys.Problem{Place: at, SA: sa, Field: field, Text: zerosBack, Kept: true})
	}
	return b, true
}
