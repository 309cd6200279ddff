package forms

import "strings"

// Rows come through mail, chats, spreadsheets and word processors, which change their
// quotes and separators and put in characters that nobody sees.

// Repairs of a row.
const (
	quotesReplaced     = "other quotes than \" are taken as such"
	separatorsReplaced = "other separators than commas are taken as such"
)

// quotes are what word processors make of quotes, and the single one of a shell.
var quotes = strings.NewReplacer("\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u201f", `"`, "\u00ab", `"`, "\u00bb", `"`, "\u2018", `"`, "\u2019", `"`, "'", `"`)

// unseen are characters without a width, and the space that does not break.
var unseen = strings.NewReplacer("\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u00a0", " ")

// tidyRow returns a row with the quotes and separators of the tables; repaired says
// what was changed, "" for nothing.
func tidyRow(s string) (row, repaired string) {
	s = strings.TrimSpace(unseen.Replace(s))
	if !beginsRow(s) {
		if t := quotes.Replace(s); t != s && beginsRow(t) {
			s, repaired = t, quotesReplaced
		}
	} else if !strings.HasPrefix(s, `"`) && !strings.Contains(s, `"`) {
		if t := quotes.Replace(s); t != s {
			s, repaired = t, quotesReplaced
		}
	}
	if !beginsRow(s) {
		return s, ""
	}
	for _, separator := range [...]byte{';', '\t'} {
		if t, n := commas(s, separator); n == 1 || n >= 7 {
			return t, separatorsReplaced
		}
	}
	return s, repaired
}

// beginsRow reports whether s begins as a row of a table does.
func beginsRow(s string) bool {
	s = strings.TrimPrefix(s, `"`)
	digits, _ := cutHexPrefix(s)
	return len(s) > 4 && (strings.EqualFold(s[:4], "IPv4") || strings.EqualFold(s[:4], "IPv6")) || len(digits) > 16 && isHex(digits[:16])
}

// commas replaces a separator outside of quotes by commas, of which there must be none.
func commas(s string, separator byte) (row string, replaced int) {
	b := []byte(s)
	quoted := false
	for i, c := range b {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ',':
			return s, 0
		case c == separator:
			b[i] = ','
			replaced++
		}
	}
	return string(b), replaced
}
