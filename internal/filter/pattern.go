package filter

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"unicode/utf8"
)

// compilePattern compiles the right operand of matches. As in Wireshark it ignores
// case and works on bytes: pattern and value are read as Latin-1. Matching takes
// linear time (RE2).
func compilePattern(pattern string) (*regexp.Regexp, error) {
	tree, err := syntax.Parse(string(appendLatin(nil, []byte(pattern))), syntax.Perl|syntax.FoldCase)
	if err != nil {
		return nil, patternError(err)
	}
	re, err := regexp.Compile(endOfLine(tree).String())
	if err != nil {
		return nil, patternError(err)
	}
	return re, nil
}

// patternError returns the error for a pattern that RE2 refuses.
func patternError(err error) error {
	reason := err.Error()
	var e *syntax.Error
	if errors.As(err, &e) {
		reason = e.Code.String() + ": " + printable(e.Expr)
		switch e.Code {
		case syntax.ErrInvalidPerlOp, syntax.ErrInvalidNamedCapture, syntax.ErrInvalidEscape, syntax.ErrInvalidRepeatOp:
			reason += "; the expression is one of RE2, which has no lookaround, back-references or possessive quantifiers"
		}
	}
	return errors.New("no regular expression: " + reason)
}

// endOfLine lets $ match before a newline that ends the text, as Perl does.
func endOfLine(re *syntax.Regexp) *syntax.Regexp {
	if re.Op == syntax.OpEndText && re.Flags&syntax.WasDollar != 0 {
		newline := &syntax.Regexp{Op: syntax.OpLiteral, Rune: []rune{'\n'}}
		last := &syntax.Regexp{Op: syntax.OpEndText}
		return &syntax.Regexp{Op: syntax.OpConcat, Sub: []*syntax.Regexp{{Op: syntax.OpQuest, Sub: []*syntax.Regexp{newline}}, last}}
	}
	for i := range re.Sub {
		re.Sub[i] = endOfLine(re.Sub[i])
	}
	return re
}

// latin returns b as text whose characters are its bytes.
func (m *Matcher) latin(b []byte) []byte {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			from := len(m.scratch)
			m.scratch = append(m.scratch, b[:i]...)
			m.scratch = appendLatin(m.scratch, b[i:])
			return m.scratch[from:]
		}
	}
	return b
}

func appendLatin(to, b []byte) []byte {
	for _, c := range b {
		to = utf8.AppendRune(to, rune(c))
	}
	return to
}
