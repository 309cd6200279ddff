package report

import (
	"errors"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
)

// A WordError is a router's answer to words that name no report, and the words
// that could stand where it stopped.
type WordError struct {
	Answer string
	Near   []string // names of reports that may have been meant
	Next   []Choice
}

// A Choice is a word that could stand at a place, and what it would do.
type Choice struct{ Word, Brief string }

func (e *WordError) Error() string {
	b := []byte(e.Answer)
	if len(e.Near) > 0 {
		b = append(b, "\n% Near it: "+strings.Join(e.Near, ", ")...)
	}
	for _, c := range e.Next {
		b = AppendColumns(append(b, "\n  "...), c.Word, 16, c.Brief)
	}
	return string(b)
}

// AppendColumns appends two texts, the second in a column.
func AppendColumns(b []byte, first string, width int, second string) []byte {
	b = append(b, first...)
	if second == "" {
		return b
	}
	b = append(b, strings.Repeat(" ", max(1, width-len(first)))...)
	return append(b, second...)
}

// Incomplete is the router's answer where a word is missing.
func Incomplete(next ...Choice) error { return &WordError{Answer: incomplete, Next: next} }

const incomplete = "% Incomplete command."

// IsIncomplete reports whether err is such an answer.
func IsIncomplete(err error) bool {
	var w *WordError
	return errors.As(err, &w) && w.Answer == incomplete
}

// A List is the reports that words are looked up in.
type List []Report

// Find follows words to the report that they name, each shortened as far as it
// is unique. The rest is for the report.
func (l List) Find(words []string) (r *Report, rest []string, err error) {
	for i := 0; ; i++ {
		here := l.Named(i)
		if i == len(words) {
			if here == nil {
				return nil, nil, Incomplete(l.Choices(i, "")...)
			}
			return here, nil, nil
		}
		switch found := l.Choices(i, words[i]); {
		case len(found) == 1:
			l = l.With(i, found[0].Word)
		case len(found) > 1:
			return nil, nil, &WordError{Answer: `% Ambiguous command:  "show ` + strings.Join(words[:i+1], " ") + `"`, Next: found}
		case here != nil:
			return here, words[i:], nil
		default:
			return nil, nil, l.Invalid(words, i)
		}
	}
}

// Named is the report whose name has n words, nil if there is none.
func (l List) Named(n int) *Report {
	for i := range l {
		if len(l[i].path()) == n {
			return &l[i]
		}
	}
	return nil
}

// Choices are the i-th words of the reports that begin with a prefix. A word equal to
// prefix is the only choice.
func (l List) Choices(i int, prefix string) []Choice {
	var found []Choice
	for k := range l {
		path := l[k].path()
		if len(path) <= i || !strings.HasPrefix(path[i], prefix) {
			continue
		}
		c := Choice{Word: path[i]}
		if len(path) == i+1 {
			c.Brief = l[k].Brief
		}
		if c.Word == prefix {
			return []Choice{c}
		}
		if !slices.ContainsFunc(found, func(f Choice) bool { return f.Word == c.Word }) {
			found = append(found, c)
		}
	}
	return found
}

// With are the reports with a word as their i-th.
func (l List) With(i int, word string) List {
	var out List
	for _, r := range l {
		if path := r.path(); len(path) > i && path[i] == word {
			out = append(out, r)
		}
	}
	return out
}

// Behind are the words of longer names that begin with r's.
func (l List) Behind(r *Report) []Choice {
	for i, word := range r.path() {
		l = l.With(i, word)
	}
	return l.Choices(len(r.path()), "")
}

// maxNear bounds the reports that are named in place of one that there is not.
const maxNear = 4

// near are the names of reports with a word like the i-th of words as their i-th, or
// with it anywhere.
func (l List) near(words []string, i int) (names []string) {
	add := func(fits func(path []string) bool) {
		for k := range l {
			if name := l[k].Name(); fits(l[k].path()) && !slices.Contains(names, name) && len(names) < maxNear {
				names = append(names, name)
			}
		}
	}
	var next []string
	for _, c := range l.Choices(i, "") {
		next = append(next, c.Word)
	}
	for _, word := range dissect.NearestWords(words[i], next) {
		add(func(path []string) bool { return len(path) > i && path[i] == word && fitBehind(path, words, i) })
	}
	if len(names) == 0 {
		add(func(path []string) bool { return slices.Contains(path, words[i]) })
	}
	return names
}

// fitBehind reports whether the words behind the i-th begin the words of a path there.
func fitBehind(path, words []string, i int) bool {
	for k := i + 1; k < len(words) && k < len(path); k++ {
		if !strings.HasPrefix(path[k], words[k]) {
			return false
		}
	}
	return true
}

// Invalid is the router's answer to the i-th word, which none of the reports that are
// left has there, with the reports that may have been meant.
func (l List) Invalid(words []string, i int) error {
	err := invalid(words, i, l.Choices(i, ""))
	err.Near = l.near(words, i)
	return err
}

// Invalid is the router's answer to the i-th word, which cannot stand there.
func Invalid(words []string, i int, next []Choice) error { return invalid(words, i, next) }

func invalid(words []string, i int, next []Choice) *WordError {
	line := "show " + strings.Join(words, " ")
	at := len("show " + strings.Join(words[:i], " "))
	if i > 0 {
		at++
	}
	return &WordError{Answer: line + "\n" + strings.Repeat(" ", at) + "^\n% Invalid input detected at '^' marker.", Next: next}
}
