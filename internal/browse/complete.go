package browse

import (
	"slices"
	"strings"
)

// A Completion is a field that may stand where a display filter is typed.
type Completion struct {
	Name  string
	Label string
}

// Complete returns the fields and protocols whose names begin with the word before byte at
// of a display filter, at most limit, and where that word begins. Protocols and
// fields of the first level come first: what is behind a further point follows when
// that is typed.
func (c *Capture) Complete(text string, at, limit int) (from int, list []Completion) {
	at = min(at, len(text))
	from = at
	for from > 0 && inName(text[from-1]) {
		from--
	}
	word := strings.ToLower(text[from:at])
	if word == "" {
		return from, nil
	}
	for _, d := range c.plan.Registry.Named() {
		if strings.HasPrefix(d.Name, word) && (len(list) == 0 || list[len(list)-1].Name != d.Name) {
			list = append(list, Completion{d.Name, d.Label})
		}
	}
	slices.SortStableFunc(list, func(a, b Completion) int { return strings.Count(a.Name, ".") - strings.Count(b.Name, ".") })
	return from, list[:min(len(list), limit)]
}

// inName reports whether a byte may be part of a field's name.
func inName(c byte) bool {
	return c == '.' || c == '_' || c == '-' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
