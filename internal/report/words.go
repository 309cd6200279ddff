package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
)

// A WordError is a router's answer to words that name no report, and the words
// that could stand where it stopped.
type WordError struct {
	Answer string
	Near   []string // names of reports that may have been meant
	Why    []string // sentences on what is there instead
	Next   []Choice
}

// A Choice is a word that could stand at a place, and what it would do.
type Choice struct{ Word, Brief string }

func (e *WordError) Error() string {
	b := []byte(e.Answer)
	if len(e.Near) > 0 {
		b = append(b, "\n% Near it: "+strings.Join(e.Near, ", ")...)
	}
	for _, why := range e.Why {
		b = append(b, "\n% "+why...)
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

// Behind are the words of longer names that begin with r's, and its limits.
func (l List) Behind(r *Report) []Choice {
	return append(l.longer(r).Choices(len(r.path()), ""), r.limits()...)
}

// longer are the reports whose names begin with r's.
func (l List) longer(r *Report) List {
	for i, word := range r.path() {
		l = l.With(i, word)
	}
	return l
}

// limits are r's as choices.
func (r *Report) limits() (list []Choice) {
	for _, limit := range r.Limits {
		list = append(list, Choice{limit.String(), limit.Brief})
	}
	return list
}

// An Asked is a report, and what was typed behind its words.
type Asked struct {
	Report  *Report
	Operand string
	Only    Narrowed
}

// Narrow takes the limits that words begin with, and words of longer names among them: "tcp
// verbose" is "verbose tcp". isFile says which words are captures. The rest are those.
func (l List) Narrow(a *Asked, words []string, isFile func(string) bool) (rest []string, err error) {
	for rest = words; len(rest) > 0; {
		word, more := rest[0], rest[1:]
		var found []Choice
		for _, c := range l.Behind(a.Report) {
			if first, _, _ := strings.Cut(c.Word, " "); strings.HasPrefix(first, word) && first != InterfaceName {
				found = append(found, c)
			}
		}
		exact := slices.IndexFunc(found, func(c Choice) bool { return c.Word == word || strings.HasPrefix(c.Word, word+" ") })
		switch {
		case exact >= 0:
			found = found[exact : exact+1]
		case len(found) > 1:
			return rest, &WordError{Answer: fmt.Sprintf("%% Ambiguous:  %q", word), Next: found}
		}
		switch n := 0; {
		case len(found) == 1:
			if n, err = l.take(a, found[0].Word, more); err != nil {
				return rest, err
			}
			rest = more[n:]
		case a.takesInterface() && !isFile(word) && isInterface(rest):
			n = 1
			if !strings.ContainsAny(word, digits) {
				n = 2 // "FastEthernet 0/1"
			}
			_ = a.Only.Add(a.Report.Limits[0], strings.Join(rest[:n], ""))
			rest = rest[n:]
		default:
			return rest, nil
		}
	}
	return rest, nil
}

// take takes a limit of a's report, or a word of a longer name, with the words that follow it.
func (l List) take(a *Asked, name string, words []string) (taken int, err error) {
	i := slices.IndexFunc(a.Report.Limits, func(limit Limit) bool { return limit.String() == name })
	if i < 0 {
		a.Report = l.longer(a.Report).With(len(a.Report.path()), name).Named(len(a.Report.path()) + 1)
		return 0, nil
	}
	limit := a.Report.Limits[i]
	switch {
	case limit.Value == "":
		return 0, a.Only.Add(limit, "")
	case len(words) == 0:
		return 0, Incomplete(Choice{limit.String(), limit.Brief})
	case limit.Value == InterfaceName && len(words) > 1 && isInterface(words) && !strings.ContainsAny(words[0], digits):
		return 2, a.Only.Add(limit, words[0]+words[1])
	}
	if a.Only.Add(limit, words[0]) != nil {
		return 0, &WordError{Answer: fmt.Sprintf("%% %q is no %s", words[0], strings.ToLower(limit.Value)), Next: []Choice{{limit.String(), limit.Brief}}}
	}
	return 1, nil
}

// takesInterface reports whether the name of an interface may follow.
func (a *Asked) takesInterface() bool {
	return a.Only.Interface == "" && len(a.Report.Limits) > 0 && a.Report.Limits[0] == OnInterface()[0]
}

const digits = "0123456789"

// isInterface reports whether words begin with the name of an interface, in one word or two:
// "Fa0/1", "FastEthernet 0/1".
func isInterface(words []string) bool {
	if strings.ContainsAny(words[0], digits) {
		return true
	}
	return len(words) > 1 && words[1] != "" && strings.Contains(digits, words[1][:1]) && strings.Trim(words[1], digits+"/.:") == ""
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

// InvalidBehind is the router's answer to the i-th word, which cannot stand behind a report's.
func (l List) InvalidBehind(r *Report, words []string, i int) error {
	err := invalid(words, i, l.Behind(r))
	err.Near = l.longer(r).near(words, i)
	return err
}

// Invalid is the router's answer to the i-th word, which none of the reports that are
// left has there, with the reports that may have been meant.
func (l List) Invalid(words []string, i int) error {
	err := invalid(words, i, l.Choices(i, ""))
	err.Near = l.near(words, i)
	return err
}

func invalid(words []string, i int, next []Choice) *WordError {
	line := "show " + strings.Join(words, " ")
	at := len("show " + strings.Join(words[:i], " "))
	if i > 0 {
		at++
	}
	return &WordError{Answer: line + "\n" + strings.Repeat(" ", at) + "^\n% Invalid input detected at '^' marker.", Next: next}
}
