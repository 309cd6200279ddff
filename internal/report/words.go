package report

import (
	"slices"
	"strings"
)

// A WordError is what a router says of words that it cannot follow, and what
// could stand where it stopped.
type WordError struct {
	Answer string
	Next   []Choice
}

// A Choice is a word that could stand somewhere, and what it would do.
type Choice struct{ Word, Brief string }

func (e *WordError) Error() string {
	b := []byte(e.Answer)
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

// Shortened reports whether given stands for name: as on a router, so many of
// its first letters that it is no accident.
func Shortened(given, name string) bool {
	return len(given) >= 2 && strings.HasPrefix(name, given)
}

// Incomplete asks for what has to follow.
func Incomplete(next ...Choice) error { return &WordError{"% Incomplete command.", next} }

// Find follows words to the report that they name, each shortened as far as it
// is unique. The rest is for the report.
func Find(reports []Report, words []string) (r *Report, rest []string, err error) {
	for i := 0; ; i++ {
		here := Ending(reports, i)
		if i == len(words) {
			if here == nil {
				return nil, nil, Incomplete(Choices(reports, i, "")...)
			}
			return here, nil, nil
		}
		switch found := Choices(reports, i, words[i]); {
		case len(found) == 1:
			reports = With(reports, i, found[0].Word)
		case len(found) > 1:
			return nil, nil, &WordError{`% Ambiguous command:  "show ` + strings.Join(words[:i+1], " ") + `"`, found}
		case here != nil:
			return here, words[i:], nil
		default:
			return nil, nil, Invalid(words, i, Choices(reports, i, ""))
		}
	}
}

// Invalid points at the word that cannot stand there.
func Invalid(words []string, i int, next []Choice) error {
	line := "show " + strings.Join(words, " ")
	at := len("show " + strings.Join(words[:i], " "))
	if i > 0 {
		at++
	}
	said := line + "\n" + strings.Repeat(" ", at) + "^\n% Invalid input detected at '^' marker."
	return &WordError{said, next}
}

// Ending is the report whose name has n words.
func Ending(reports []Report, n int) *Report {
	for i := range reports {
		if len(reports[i].path()) == n {
			return &reports[i]
		}
	}
	return nil
}

// Choices are the i-th words of the reports that begin with what was given; a
// whole word is the only one.
func Choices(reports []Report, i int, given string) []Choice {
	var found []Choice
	for k := range reports {
		path := reports[k].path()
		if len(path) <= i || !strings.HasPrefix(path[i], given) {
			continue
		}
		c := Choice{Word: path[i]}
		if len(path) == i+1 {
			c.Brief = reports[k].Brief
		}
		if c.Word == given {
			return []Choice{c}
		}
		if !slices.ContainsFunc(found, func(f Choice) bool { return f.Word == c.Word }) {
			found = append(found, c)
		}
	}
	return found
}

// With are the reports whose i-th word is that one.
func With(reports []Report, i int, word string) []Report {
	var out []Report
	for _, r := range reports {
		if path := r.path(); len(path) > i && path[i] == word {
			out = append(out, r)
		}
	}
	return out
}

// Behind are the words that could follow a report's own.
func Behind(reports []Report, r *Report) []Choice {
	for i, word := range r.path() {
		reports = With(reports, i, word)
	}
	return Choices(reports, len(r.path()), "")
}
