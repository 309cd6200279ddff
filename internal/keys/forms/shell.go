package forms

import "strings"

// A shell knows the variables that a script sets to one word each: keys and SPIs are
// often written once, at its beginning.
type shell struct{ values map[string]string }

// maxVariables bounds the variables of a script.
const maxVariables = 1024

// assign keeps the value of a line such as "KEY=0x0123", "export SPI=7".
func (h *shell) assign(s string) {
	words := strings.Fields(s)
	if len(words) == 2 && (words[0] == "export" || words[0] == "local" || words[0] == "readonly") {
		words = words[1:]
	}
	if len(words) != 1 {
		return
	}
	name, value, ok := strings.Cut(strings.TrimSuffix(words[0], ";"), "=")
	if value = strings.Trim(value, `"'`); !ok || !isVariable(name) || value == "" || strings.ContainsAny(value, "$`") || len(value) > 2*maxKey {
		return
	}
	if h.values == nil {
		h.values = make(map[string]string)
	}
	if _, again := h.values[name]; again || len(h.values) < maxVariables {
		h.values[strings.Clone(name)] = strings.Clone(value)
	}
}

// words are the words of a line without their quotes, and with the values of variables
// that are known.
func (h *shell) words(s string) []string {
	words := strings.Fields(s)
	for i, w := range words {
		w, ends := strings.CutSuffix(w, ";")
		w = strings.Trim(w, `"'`)
		if value, ok := h.values[variable(w)]; ok {
			w = value
		}
		if ends {
			w += ";"
		}
		words[i] = w
	}
	return words
}

// variable is the name in "$KEY" or "${KEY}", "" for what is none.
func variable(w string) string {
	name, ok := strings.CutPrefix(w, "$")
	if !ok {
		return ""
	}
	if inner, braces := strings.CutPrefix(name, "{"); braces {
		name = strings.TrimSuffix(inner, "}")
	}
	if !isVariable(name) {
		return ""
	}
	return name
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

// variableOr says of a word that stands where a value should, that it is a variable of
// the shell; otherwise what is wrong with it.
func variableOr(w, wrong string) string {
	if !strings.HasPrefix(w, "$") {
		return wrong
	}
	if name := variable(w); name != "" && len(name) <= maxName {
		return "$" + name + " is a variable of the shell, whose value is not in the file"
	}
	return "a word that the shell replaces, not a value"
}
