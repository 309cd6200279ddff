package view

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxLine is how many characters a line has at most.
const maxLine = 4096

// A line is a text that is being typed.
type line struct {
	text []rune
	at   int // of the cursor: 0 to len(text)
}

func newLine(s string) line {
	r := []rune(s)
	return line{r, len(r)}
}

func (l *line) String() string { return string(l.text) }

// insert puts what is printable of s at the cursor.
func (l *line) insert(s string) {
	var r []rune
	for _, c := range s {
		if unicode.IsPrint(c) && len(l.text)+len(r) < maxLine {
			r = append(r, c)
		}
	}
	l.text = append(l.text[:l.at:l.at], append(r, l.text[l.at:]...)...)
	l.at += len(r)
}

// edit does what a key means in a line; it reports whether it means something there.
func (l *line) edit(k tea.KeyPressMsg) bool {
	switch k.String() {
	case "left", "ctrl+b":
		l.at = max(0, l.at-1)
	case "right":
		l.at = min(len(l.text), l.at+1)
	case "home", "ctrl+a":
		l.at = 0
	case "end", "ctrl+e":
		l.at = len(l.text)
	case "backspace", "ctrl+h":
		l.cut(max(0, l.at-1), l.at)
	case "delete":
		l.cut(l.at, min(len(l.text), l.at+1))
	case "ctrl+u":
		l.cut(0, l.at)
	case "ctrl+k":
		l.cut(l.at, len(l.text))
	case "ctrl+w":
		l.cut(l.word(), l.at)
	default:
		if k.Text == "" {
			return false
		}
		l.insert(k.Text)
	}
	return true
}

// cut removes the text between two places.
func (l *line) cut(from, to int) {
	l.text = append(l.text[:from:from], l.text[to:]...)
	l.at = from
}

// word is where the word before the cursor begins.
func (l *line) word() int {
	i := l.at
	for i > 0 && l.text[i-1] == ' ' {
		i--
	}
	for i > 0 && l.text[i-1] != ' ' {
		i--
	}
	return i
}

// name is where the name before the cursor begins, and its text: what can be completed.
func (l *line) name() (from int, prefix string) {
	from = l.at
	for from > 0 && isName(l.text[from-1]) {
		from--
	}
	return from, string(l.text[from:l.at])
}

// isName reports whether names of fields have c in them.
func isName(c rune) bool {
	return c == '.' || c == '_' || c == '-' || unicode.IsLetter(c) || unicode.IsDigit(c)
}

// draw is the part around the cursor in width columns, and the cursor's column.
func (l *line) draw(width int) (string, int) {
	left := string(l.text[:l.at])
	skip := max(0, ansi.StringWidth(left)-width+1)
	return fit(shiftedPlain(string(l.text), skip), width), ansi.StringWidth(left) - skip
}

// shiftedPlain is shifted without the ellipsis, which would stand for a character that
// is being typed.
func shiftedPlain(s string, columns int) string {
	if columns <= 0 {
		return s
	}
	return ansi.TruncateLeft(clean(s), columns, "")
}

// oneLine is a text as one line: what is pasted may have several.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
