package oui

import (
	"slices"
	"strings"
	"unicode"
)

// maxShort is the length of a short name: Wireshark's.
const maxShort = 12

// general are words that do not tell one organisation from another. They are left out at
// the end of a name.
const general = ` a ab ag and as authority bhd bv co communication communications company corp corporate
	corporation de electric electronic electronics enterprise equipment foundation gmbh group holding holdings inc
	incorporated industrial industries industry international intl jsc kft kg limited llc ltd ltda manufacturing network
	networks nv of ooo oy plc products pte pty pvt research sa sarl sas sdn semiconductor semiconductors services software
	solution solutions spa srl system systems tech technologies technology the trading `

// Short shortens the name of an organisation to what is told in an address: its first
// words without punctuation, without what stands in brackets, and without words that many
// have.
func Short(name string) string {
	if before, _, found := strings.Cut(name, "("); found && strings.TrimSpace(before) != "" {
		name = before
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '\'' })
	for i := range words {
		words[i] = strings.Map(func(r rune) rune {
			if r >= 0x80 || r == '.' || r == '\'' {
				return -1
			}
			return r
		}, words[i])
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	for len(words) > 1 && isGeneral(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	var b strings.Builder
	for i, w := range words {
		b.WriteString(capital(w, i > 0))
	}
	short := b.String()
	return short[:min(len(short), maxShort)]
}

// Long is the name of an organisation as Wireshark writes it: of one that is in capitals
// throughout, each word begins with one.
func Long(name string) string {
	if strings.ToUpper(name) != name {
		return name
	}
	inside := false
	return strings.Map(func(r rune) rune {
		if inside {
			r = unicode.ToLower(r)
		}
		inside = unicode.IsLetter(r)
		return r
	}, name)
}

// isGeneral reports whether a word is one of general.
func isGeneral(word string) bool {
	return slices.Contains(strings.Fields(general), strings.ToLower(word))
}

// capital is a word as it stands in a short name: shouting is not kept, but of
// abbreviations; inside, each word has a capital letter.
func capital(w string, inside bool) string {
	if len(w) > 3 && strings.ToUpper(w) == w {
		return w[:1] + strings.ToLower(w[1:])
	}
	if inside {
		return strings.ToUpper(w[:1]) + w[1:]
	}
	return w
}
