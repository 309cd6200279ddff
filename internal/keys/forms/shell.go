package forms

import (
	"os"
	"strings"
)

// A shell knows the variables that a script sets: keys and SPIs are often written once,
// at its beginning.
type shell struct{ values map[string]string } // "" for one that is set to several values, or to one that the file does not have

// maxVariables bounds the variables of a script.
const maxVariables = 1024

// commandEnds is where the shell ends a command; in quotes none of these is expected.
var commandEnds = strings.NewReplacer("&&", "\n", "||", "\n", ";", "\n")

// assign keeps the values of a line such as "KEY=0x0123  # of the way out".
func (h *shell) assign(s string) {
	for command := range strings.SplitSeq(commandEnds.Replace(s), "\n") {
		h.assignOne(strings.TrimSpace(command))
	}
}

func (h *shell) assignOne(s string) {
	for _, word := range [...]string{"then ", "else ", "do ", "export ", "local ", "readonly "} {
		s = strings.TrimPrefix(s, word)
	}
	name, rest, ok := strings.Cut(s, "=")
	if !ok || !isVariable(name) {
		return
	}
	value := assigned(rest)
	if strings.ContainsAny(value, "$`") || len(value) > 2*maxKey {
		value = ""
	}
	if h.values == nil {
		h.values = make(map[string]string)
	}
	switch before, again := h.values[name]; {
	case again && before != value:
		h.values[name] = ""
	case !again && len(h.values) < maxVariables:
		h.values[strings.Clone(name)] = strings.Clone(value)
	}
}

// assigned is the value behind the sign of an assignment.
func assigned(s string) string {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		value, _, _ := strings.Cut(s[1:], s[:1])
		return value
	}
	if i := strings.IndexAny(s, " \t;"); i >= 0 {
		s = s[:i]
	}
	return s
}

// words are the words of a line without their quotes, and with the values of variables
// that are known.
func (h *shell) words(s string) []string {
	if strings.Contains(s, "$") && len(h.values) > 0 {
		s = os.Expand(s, h.value)
	}
	words := strings.Fields(s)
	for i, w := range words {
		w, ends := strings.CutSuffix(w, ";")
		if w = strings.Trim(w, `"'`); ends {
			w += ";"
		}
		words[i] = w
	}
	return words
}

// value is what takes the place of a variable: its name where its value is not known.
func (h *shell) value(name string) string {
	if value := h.values[name]; value != "" {
		return value
	}
	return "$" + name
}

func isVariable(name string) bool {
	for i, c := range []byte(name) {
		letter := c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 && len(name) > 1 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// maxName is how long the name of a variable is that messages quote: a longer one may be
// a key that strayed.
const maxName = 20

// variableOr says of a word that stands where want should, that it is, or has in it, a
// variable of the shell whose value is not in the file; otherwise what is wrong with
// it.
func variableOr(w, want, wrong string) string {
	_, name, found := strings.Cut(w, "$")
	if !found {
		return wrong
	}
	name = strings.TrimPrefix(name, "{")
	if i := strings.IndexFunc(name, func(r rune) bool { return !isVariable("_" + string(r)) }); i >= 0 {
		name = name[:i]
	}
	if !isVariable(name) || len(name) > maxName {
		return "a word that the shell replaces, not " + want
	}
	return "$" + name + " is a variable of the shell, not " + want
}
