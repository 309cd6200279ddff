package filter

import (
	"strings"
	"unicode/utf8"
)

// A lexer cuts an expression into tokens.
type lexer struct {
	expr string
	at   int
}

// fail returns an error at a place of the expression.
func (l *lexer) fail(p place, reason string) *Error {
	return &Error{Expr: l.expr, From: p.from, To: p.to, Reason: reason}
}

// take makes the next n bytes a token.
func (l *lexer) take(k kind, n int) token {
	t := token{k, l.expr[l.at : l.at+n], place{l.at, l.at + n}}
	l.at += n
	return t
}

// next returns the next token.
func (l *lexer) next() (token, *Error) {
	for l.at < len(l.expr) && strings.IndexByte(" \t\n\r", l.expr[l.at]) >= 0 {
		l.at++
	}
	rest := l.expr[l.at:]
	if rest == "" {
		return token{kind: end, place: place{l.at, l.at}}, nil
	}
	switch c := rest[0]; {
	case c == '"', (c == 'r' || c == 'R') && strings.HasPrefix(rest[1:], `"`):
		return l.quoted()
	case c == '\'':
		return l.char()
	case c == '[':
		return l.brackets(slice, 1)
	case c == '#':
		return l.layer()
	case c == '@':
		return l.raw()
	case c == '$':
		return token{}, l.reference()
	}
	if n := value(rest); n > identifier(rest) || n > 0 && n == identifier(rest) {
		return l.take(literal, n), nil
	}
	if n := identifier(rest); n > 0 {
		t := l.take(word, n)
		if k, ok := words[t.text]; ok {
			t.kind = k
		}
		return t, nil
	}
	for _, s := range signs {
		if strings.HasPrefix(rest, s.text) {
			return l.take(s.kind, len(s.text)), nil
		}
	}
	switch n := prefixed(rest); {
	case n > 0:
		t := l.take(literal, n)
		t.text = t.text[1:]
		return t, nil
	case rest[0] == '.' && identifier(rest[1:]) > 0:
		t := l.take(name, 1+identifier(rest[1:]))
		t.text = t.text[1:]
		return t, nil
	}
	_, n := utf8.DecodeRuneInString(rest)
	here := place{l.at, l.at + n}
	if rest[0] == '=' {
		return token{}, l.fail(here, "= has no meaning here; == compares")
	}
	return token{}, l.fail(here, printable(rest[:n])+" has no meaning here; a string stands in double quotes")
}

// raw returns the field behind '@'.
func (l *lexer) raw() (token, *Error) {
	from := l.at
	l.at++
	t, err := l.next()
	switch {
	case err != nil:
		return t, err
	case t.kind != word && t.kind != name || value(t.text) > 0 && t.kind == word:
		return t, l.fail(place{from, from + 1}, "@ stands before a field, whose bytes it means")
	}
	t.kind, t.place.from = rawName, from
	return t, nil
}

// reference returns the error of what stands for a value of Wireshark's window: $ip.src,
// ${ip.src}, or of a macro.
func (l *lexer) reference() *Error {
	n := 1
	for l.at+n < len(l.expr) && strings.IndexByte(" \t\n\r()=<>!&|,;", l.expr[l.at+n]) < 0 {
		n++
	}
	here := place{l.at, l.at + n}
	if strings.HasPrefix(l.expr[l.at+n:], "(") {
		return l.fail(here, "there are no macros here")
	}
	return l.fail(here, "no frame is selected here, so nothing matches: "+printable(l.expr[here.from:here.to])+" is a value of the frame that Wireshark's window has selected")
}

// layer returns the number behind '#', or the ranges of numbers.
func (l *lexer) layer() (token, *Error) {
	n := 1
	for l.at+n < len(l.expr) && digit(l.expr[l.at+n]) {
		n++
	}
	if n > 1 {
		t := l.take(layer, n)
		t.text = t.text[1:]
		return t, nil
	}
	if strings.HasPrefix(l.expr[l.at+1:], "[") {
		return l.brackets(layer, 2)
	}
	return token{}, l.fail(place{l.at + 1, l.at + 2}, "expected the number of a layer, or [ and a range of numbers")
}

// brackets returns what stands between n bytes, the last of which is '[', and ']'.
func (l *lexer) brackets(k kind, n int) (token, *Error) {
	length := strings.IndexByte(l.expr[l.at+n:], ']')
	if length < 0 {
		return token{}, l.fail(place{len(l.expr), len(l.expr)}, "expected ] behind the slice")
	}
	t := l.take(k, n+length+1)
	t.text = t.text[n : n+length]
	return t, nil
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func hex(c byte) bool { return digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// identifier returns the length of the name that s begins with: words of letters,
// digits, '_' and, behind the first, '-', joined by dots.
func identifier(s string) int {
	n := 0
	for {
		part := n
		for n < len(s) && (letter(s[n]) || digit(s[n]) || s[n] == '_' || s[n] == '-' && n > part) {
			n++
		}
		switch {
		case n == part:
			return max(part-1, 0) // the dot is none of the name's
		case n == len(s) || s[n] != '.':
			return n
		}
		n++
	}
}
