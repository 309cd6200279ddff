package cli

import (
	"fmt"
	"strings"
)

// A word is one word of a report's name, as it is typed on a router.
type word struct {
	name  string
	brief string
	run   func(e *env, args []string) int // nil: another word must follow
	next  []word
}

// shortened reports whether given stands for name: as on a router, so many of
// its first letters that it is no accident.
func shortened(given, name string) bool {
	return len(given) >= 2 && strings.HasPrefix(name, given)
}

// find follows args through the words. It returns the last word that it knows
// and what comes behind it.
func find(words []word, args []string) (w *word, rest []string, err error) {
	path := "show"
	for {
		if len(args) == 0 || strings.HasPrefix(args[0], "-") {
			if w != nil && w.run != nil {
				return w, args, nil
			}
			return nil, args, fmt.Errorf("%s: a word is missing: %s", path, candidates(words))
		}
		next, err := match(words, args[0])
		if err != nil {
			if w != nil && w.run != nil {
				return w, args, nil // the report's own words
			}
			return nil, args, fmt.Errorf("%s: %w", path, err)
		}
		w, words, args = next, next.next, args[1:]
		path += " " + w.name
		if len(words) == 0 {
			return w, args, nil
		}
	}
}

// match finds the word that given is, or that it begins.
func match(words []word, given string) (*word, error) {
	var found []word
	for i := range words {
		if words[i].name == given {
			return &words[i], nil
		}
		if strings.HasPrefix(words[i].name, given) {
			found = append(found, words[i])
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("%q is unknown: %s", given, candidates(words))
	case 1:
		return &found[0], nil
	}
	return nil, fmt.Errorf("%q is ambiguous: %s", given, candidates(found))
}

// candidates lists words.
func candidates(words []word) string {
	names := make([]string, len(words))
	for i := range words {
		names[i] = words[i].name
	}
	return strings.Join(names, ", ")
}
