package filter

import (
	"strconv"
	"unicode/utf8"
)

// quoted returns a string. In a raw one, r"\d", backslashes stand for themselves and
// keep a quote from ending it.
func (l *lexer) quoted() (token, *Error) {
	from, raw := l.at, l.expr[l.at] != '"'
	if l.at++; raw {
		l.at++
	}
	var s []byte
	for l.at < len(l.expr) {
		c := l.expr[l.at]
		if c == '"' {
			l.at++
			return token{text, string(s), place{from, l.at}}, nil
		}
		switch {
		case c != '\\':
			s = append(s, c)
			l.at++
		case raw:
			n := min(2, len(l.expr)-l.at)
			s = append(s, l.expr[l.at:l.at+n]...)
			l.at += n
		default:
			var err *Error
			if s, err = l.escape(s); err != nil {
				return token{}, err
			}
		}
	}
	return token{}, l.fail(place{from, len(l.expr)}, `expected " behind the string`)
}

// char returns a character in single quotes.
func (l *lexer) char() (token, *Error) {
	from := l.at
	l.at++
	var s []byte
	for l.at < len(l.expr) {
		c := l.expr[l.at]
		switch c {
		case '\'':
			l.at++
			if len(s) != 1 {
				return token{}, l.fail(place{from, l.at}, "expected one character between the quotes")
			}
			return token{char, string(s), place{from, l.at}}, nil
		case '\\':
			var err *Error
			if s, err = l.escape(s); err != nil {
				return token{}, err
			}
		default:
			s = append(s, c)
			l.at++
		}
	}
	return token{}, l.fail(place{from, len(l.expr)}, "expected ' behind the character")
}

// escape appends what the backslash at l.at and what follows it stand for.
func (l *lexer) escape(s []byte) ([]byte, *Error) {
	rest := l.expr[l.at:]
	digits := func(from, most int, is func(byte) bool) int {
		n := from
		for n < len(rest) && n < from+most && is(rest[n]) {
			n++
		}
		return n
	}
	octal := func(c byte) bool { return c >= '0' && c <= '7' }
	n := min(2, len(rest))
	switch c := rest[n-1]; {
	case n < 2:
	case octal(c):
		n = digits(1, 3, octal)
		v, _ := strconv.ParseUint(rest[1:n], 8, 16)
		if v <= 0xff {
			l.at += n
			return append(s, byte(v)), nil
		}
	case c == 'x':
		n = digits(2, 2, hex)
		if v, err := strconv.ParseUint(rest[2:n], 16, 8); err == nil {
			l.at += n
			return append(s, byte(v)), nil
		}
	case c == 'u', c == 'U':
		width := 4
		if c == 'U' {
			width = 8
		}
		n = digits(2, width, hex)
		if v, err := strconv.ParseUint(rest[2:n], 16, 32); err == nil && n == 2+width && utf8.ValidRune(rune(v)) {
			l.at += n
			return utf8.AppendRune(s, rune(v)), nil
		}
	default:
		const letters, values = `abfnrtv\'"`, "\a\b\f\n\r\t\v\\'\""
		for i := range len(letters) {
			if letters[i] == c {
				l.at += n
				return append(s, values[i]), nil
			}
		}
	}
	return nil, l.fail(place{l.at, l.at + n}, printable(rest[:n])+" is no escape sequence; in a string r\"...\" a backslash stands for itself")
}
