package filter

import (
	"strconv"
	"strings"
)

// A reach is a part of a sequence: n elements from index from on, which counts from
// the end where it is negative; with all set, up to the end.
type reach struct {
	from, n int
	all     bool
}

// of returns the bounds of r in a sequence of size elements; ok is false where r
// exceeds it.
func (r reach) of(size int) (from, to int, ok bool) {
	from = r.from
	if from < 0 {
		from += size
	}
	to = from + r.n
	if r.all {
		to = size
	}
	return from, to, from >= 0 && from < to && to <= size
}

// has reports whether r holds i of size things that are counted from 1.
func (r reach) has(i, size int) bool {
	from := r.from
	if from < 0 {
		from += size + 1
	}
	return i >= from && (r.all || i < from+r.n)
}

// ranges reads the token that stands next, a slice or the layers of a field,
// and goes past it.
func (p *parser) ranges() ([]reach, *Error) {
	t := p.token
	at := t.place.to - len(t.text)
	if p.lex.expr[t.place.to-1] == ']' {
		at--
	}
	var all []reach
	for part := range strings.SplitSeq(t.text, ",") {
		r, why := parseReach(part)
		if why != "" {
			return nil, p.lex.fail(place{at, max(at+len(part), at+1)}, why)
		}
		all = append(all, r)
		at += len(part) + 1
	}
	return all, p.advance()
}

// parseReach reads "4", "0:3", "1-2", ":4", "4:" or ":".
func parseReach(s string) (r reach, why string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return r, "expected a range: [from:length], [from-to], [from], [:length] or [from:]"
	}
	if first, length, ok := strings.Cut(s, ":"); ok {
		if first = strings.TrimSpace(first); first != "" {
			if r.from, why = number(first); why != "" {
				return r, why
			}
		}
		if length = strings.TrimSpace(length); length == "" {
			r.all = true
			return r, ""
		}
		if r.n, why = number(length); why == "" && r.n <= 0 {
			why = "a length must be more than 0, not " + printable(length)
		}
		return r, why
	}
	if i := strings.IndexByte(s[1:], '-'); i >= 0 {
		var to int
		if r.from, why = number(strings.TrimSpace(s[:i+1])); why == "" {
			to, why = number(strings.TrimSpace(s[i+2:]))
		}
		switch {
		case why != "":
		case (r.from < 0) != (to < 0):
			why = "a range from the beginning to one from the end has no length"
		case r.from >= to:
			why = "a range goes from a smaller number to a larger one"
		}
		r.n = to - r.from + 1
		return r, why
	}
	r.n = 1
	r.from, why = number(s)
	return r, why
}

func number(s string) (n int, why string) {
	v, err := strconv.ParseInt(s, 0, 32)
	if err != nil || strings.ContainsRune(s, '_') {
		return 0, "expected a number, not " + strconv.Quote(s)
	}
	return int(v), ""
}
