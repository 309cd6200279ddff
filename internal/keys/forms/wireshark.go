package forms

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/keys"
)

// tables are Wireshark's names of those that hold keys.
var tables = [...]string{"esp_sa", "ikev1_decryption_table", "ikev2_decryption_table"}

// A uat reads the rows of Wireshark's tables, which strongSwan's save-keys
// plugin writes as well: esp_sa, ikev1_decryption_table and
// ikev2_decryption_table, each known by its columns. A row may stand as it does
// on tshark's command line: -o 'uat:esp_sa:"IPv4",...'.
type uat struct{ c *collector }

func (u *uat) end() {}

func (u *uat) line(s string) bool {
	if strings.Contains(s, "uat:") {
		return u.options(s)
	}
	return u.row(s)
}

// options reads the rows of a command line. A quoted one ends at its quote,
// any other with the line. Between double quotes, as on Windows, those of the row have
// a backslash before them.
func (u *uat) options(s string) bool {
	taken := false
	for {
		before, rest, found := strings.Cut(s, "uat:")
		if !found {
			return taken
		}
		table, row, found := strings.Cut(rest, ":")
		if !slices.Contains(tables[:], table) {
			s = rest
			continue
		}
		if !found {
			return taken
		}
		s = ""
		switch {
		case strings.HasSuffix(before, "'"):
			row, s, _ = strings.Cut(row, "'")
		case strings.HasSuffix(before, `"`):
			row, s = doubleQuoted(row)
		}
		if !u.row(row) {
			u.c.table = true
			u.c.fail("", table, "no row of this table")
		}
		taken = true
	}
}

// doubleQuoted reads up to the quote that has no backslash before it, and takes the
// backslashes before the others off. A row whose quotes have none goes to the end of
// the line.
func doubleQuoted(s string) (row, rest string) {
	if strings.HasPrefix(s, `"`) {
		return strings.TrimSuffix(strings.TrimSpace(s), `""`) + `"`, ""
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '"':
			i++
		case s[i] == '"':
			return b.String(), s[i+1:]
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}

// row reads one row of whichever table.
func (u *uat) row(s string) bool {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "#") {
		return false
	}
	s, repaired := tidyRow(s)
	if strings.Count(s, ",") == 0 {
		return false
	}
	columns, ok := splitRow(s)
	first, _ := cutHexPrefix(columns[0])
	switch {
	case strings.EqualFold(first, "IPv4"), strings.EqualFold(first, "IPv6"):
		u.c.table = true
		u.c.espSA(columns, ok)
	case len(first) >= 8 && isHex(first) && len(columns) == 2 && isDigits(columns[1]):
		u.c.table = true
		u.c.ikev1Row(columns)
	case len(first) >= 8 && isHex(first) && len(columns) > 2:
		u.c.table = true
		u.c.ikev2Row(columns, ok)
	default:
		return false
	}
	if repaired != "" {
		u.c.problem(keys.Problem{Place: u.c.place, Text: repaired, Kept: true})
	}
	return true
}

// isDigits reports whether s is nothing but hexadecimal digits, with or without 0x, or
// empty.
func isDigits(s string) bool {
	s, _ = cutHexPrefix(s)
	return s == "" || isHex(s)
}

// splitRow splits a row at its commas. Quotes around a column and escapes
// inside of them are taken off; ok is false if a quote does not end.
func splitRow(s string) (columns []string, ok bool) {
	for {
		s = strings.TrimLeft(s, " \t")
		if !strings.HasPrefix(s, `"`) {
			column, rest, more := strings.Cut(s, ",")
			columns = append(columns, strings.TrimSpace(column))
			if !more {
				return columns, true
			}
			s = rest
			continue
		}
		column, rest, closed := unquote(s[1:])
		columns = append(columns, column)
		if !closed {
			return columns, false
		}
		_, rest, more := strings.Cut(rest, ",")
		if !more {
			return columns, true
		}
		s = rest
	}
}

// unquote reads up to the quote that ends a column. Wireshark writes what
// cannot stand in quotes as \x22, and knows the escapes of C.
func unquote(s string) (column, rest string, closed bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:], true
		case c == '\\' && i+3 < len(s) && s[i+1] == 'x' && isHex(s[i+2:i+4]):
			hi, _ := nibble(s[i+2])
			lo, _ := nibble(s[i+3])
			b.WriteByte(hi<<4 | lo)
			i += 3
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(unescaped(s[i]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), "", false
}

func unescaped(c byte) byte {
	if i := strings.IndexByte("abfnrtv", c); i >= 0 {
		return "\a\b\f\n\r\t\v"[i]
	}
	return c
}
