package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Error is a syntax or type error of an expression, with its position.
type Error struct {
	Expr     string
	From, To int // the bytes of Expr that are wrong
	Reason   string
	Nearest  []string // the field names that come near one that is unknown
}

// Error returns the reason above the expression, with carets under the position.
func (e *Error) Error() string {
	var s strings.Builder
	s.WriteString("display filter: " + e.Reason)
	if len(e.Nearest) > 0 {
		s.WriteString("; near it: " + strings.Join(e.Nearest, ", "))
	}
	expr, from, to := window(e.Expr, e.From, e.To)
	s.WriteString("\n    " + printable(expr) + "\n    ")
	s.WriteString(strings.Repeat(" ", len([]rune(printable(expr[:from])))))
	s.WriteString("^" + strings.Repeat("~", max(len([]rune(printable(expr[from:to])))-1, 0)))
	return s.String()
}

// maxShown bounds how much of an expression an error shows.
const maxShown = 200

// window cuts a long expression to the surroundings of the position.
func window(expr string, from, to int) (part string, f, t int) {
	from = min(from, len(expr))
	to = min(max(to, from), len(expr))
	if len(expr) <= maxShown {
		return expr, from, to
	}
	begin := max(from-maxShown/2, 0)
	for begin > 0 && !utf8.RuneStart(expr[begin]) {
		begin--
	}
	stop := min(begin+maxShown, len(expr))
	for stop < len(expr) && !utf8.RuneStart(expr[stop]) {
		stop++
	}
	return expr[begin:stop], from - begin, min(to, stop) - begin
}

// printable returns s with a dot for each rune that a terminal would not print as
// one character.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '.'
		}
		return r
	}, s)
}
