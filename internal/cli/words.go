package cli

import (
	"slices"
	"strings"
)

// A wordError is what a router says of words that it cannot follow, and what
// could stand where it stopped.
type wordError struct {
	said string
	next []choice
}

// A choice is a word that could stand somewhere, and what it would do.
type choice struct{ word, brief string }

func (e *wordError) Error() string {
	b := []byte(e.said)
	for _, c := range e.next {
		b = appendColumns(append(b, "\n  "...), c.word, 16, c.brief)
	}
	return string(b)
}

// appendColumns appends two texts, the second in a column.
func appendColumns(b []byte, first string, width int, second string) []byte {
	b = append(b, first...)
	if second == "" {
		return b
	}
	b = append(b, strings.Repeat(" ", max(1, width-len(first)))...)
	return append(b, second...)
}

// shortened reports whether given stands for name: as on a router, so many of
// its first letters that it is no accident.
func shortened(given, name string) bool {
	return len(given) >= 2 && strings.HasPrefix(name, given)
}

// find follows words to the report that they name, each shortened as far as it
// is unique. The rest is for the report.
func find(reports []report, words []string) (r *report, rest []string, err error) {
	for i := 0; ; i++ {
		here := ending(reports, i)
		if i == len(words) {
			if here == nil {
				return nil, nil, &wordError{"% Incomplete command.", choices(reports, i, "")}
			}
			return here, nil, nil
		}
		switch found := choices(reports, i, words[i]); {
		case len(found) == 1:
			reports = with(reports, i, found[0].word)
		case len(found) > 1:
			return nil, nil, &wordError{`% Ambiguous command:  "show ` + strings.Join(words[:i+1], " ") + `"`, found}
		case here != nil:
			return here, words[i:], nil
		default:
			return nil, nil, invalid(words, i, choices(reports, i, ""))
		}
	}
}

// invalid points at the word that cannot stand there.
func invalid(words []string, i int, next []choice) *wordError {
	line := "show " + strings.Join(words, " ")
	at := len("show " + strings.Join(words[:i], " "))
	if i > 0 {
		at++
	}
	said := line + "\n" + strings.Repeat(" ", at) + "^\n% Invalid input detected at '^' marker."
	return &wordError{said, next}
}

// ending is the report whose name has n words.
func ending(reports []report, n int) *report {
	for i := range reports {
		if len(reports[i].path()) == n {
			return &reports[i]
		}
	}
	return nil
}

// choices are the i-th words of the reports that begin with what was given; a
// whole word is the only one.
func choices(reports []report, i int, given string) []choice {
	var found []choice
	for k := range reports {
		path := reports[k].path()
		if len(path) <= i || !strings.HasPrefix(path[i], given) {
			continue
		}
		c := choice{word: path[i]}
		if len(path) == i+1 {
			c.brief = reports[k].brief
		}
		if c.word == given {
			return []choice{c}
		}
		if !slices.ContainsFunc(found, func(f choice) bool { return f.word == c.word }) {
			found = append(found, c)
		}
	}
	return found
}

// with are the reports whose i-th word is that one.
func with(reports []report, i int, word string) []report {
	var out []report
	for _, r := range reports {
		if path := r.path(); len(path) > i && path[i] == word {
			out = append(out, r)
		}
	}
	return out
}

// behind are the words that could follow a report's own.
func behind(reports []report, r *report) []choice {
	for i, word := range r.path() {
		reports = with(reports, i, word)
	}
	return choices(reports, len(r.path()), "")
}
