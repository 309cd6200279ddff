package forms

import (
	"path"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/keys"
)

// An xfrmCommand is an "ip xfrm state add" whose lines are being read: in scripts it
// goes on over lines that end in a backslash, down to a word on each.
type xfrmCommand struct {
	place  keys.Place
	words  []string // behind "add"; nil for no command
	joined []string // of lines that end in a backslash
	began  keys.Place
}

// open reports whether lines of a command may follow.
func (c *xfrmCommand) open() bool { return c.words != nil || c.joined != nil }

// commandLine reads a line of a command, or several commands in one line.
func (x *xfrm) commandLine(s string) bool {
	c := &x.command
	s, goesOn := strings.CutSuffix(strings.TrimRight(s, " \t"), `\`)
	words := x.shell.words(s)
	if goesOn || c.joined != nil {
		if c.joined == nil && !slices.ContainsFunc(words, isIP) {
			return false // "-o" ends lines so, too
		}
		if c.joined == nil {
			c.began = x.c.place
		}
		if c.joined = append(c.joined, words...); goesOn && len(c.joined) <= maxStatement {
			return true
		}
		words, c.joined = c.joined, nil
		return x.commandWords(words, c.began)
	}
	return x.commandWords(words, x.c.place)
}

// isIP reports whether a word may begin a command.
func isIP(word string) bool { return path.Base(word) == "ip" || word == "xfrm" }

// commandWords reads the words of a line, or of several that are joined, the first of
// which is at a place.
func (x *xfrm) commandWords(words []string, at keys.Place) bool {
	if x.command.words != nil {
		if x.goesOn(words) {
			x.gather(words)
			return true
		}
		x.endCommand()
	}
	i := commandEnd(words)
	if i == 0 {
		return false
	}
	x.keep()
	x.command = xfrmCommand{words: []string{}, place: at}
	x.gather(words[i:])
	return true
}

// goesOn reports whether a line belongs to the command before it though no backslash
// says so: a word of it is still to come, or begins the line.
func (x *xfrm) goesOn(words []string) bool {
	given := x.command.words
	switch {
	case len(words) == 0 || commandEnd(words) > 0:
		return false
	case len(given) == 0 || xfrmKeyword(given[len(given)-1]):
		return true
	}
	return xfrmKeyword(words[0]) && !slices.Contains(given, words[0])
}

// gather takes the words of a line. A command ends where the shell ends it; others may
// follow in the line.
func (x *xfrm) gather(words []string) {
	c := &x.command
	for i, w := range words {
		w, ends := strings.CutSuffix(w, ";")
		if w == "&&" || w == "||" || w == "|" || w == "&" || strings.HasPrefix(w, "#") {
			ends, w = true, ""
		}
		if w != "" || !ends {
			c.words = append(c.words, w)
		}
		if !ends && len(c.words) <= maxStatement {
			continue
		}
		at := c.place
		x.endCommand()
		if next := commandEnd(words[i+1:]); next > 0 {
			x.command = xfrmCommand{words: []string{}, place: at}
			x.gather(words[i+1+next:])
		}
		return
	}
}

// endCommand keeps the SA of the command.
func (x *xfrm) endCommand() {
	c := x.command
	x.command = xfrmCommand{}
	if c.words == nil {
		return
	}
	x.begin(c.place)
	x.sa.command = true
	x.words(c.words)
	x.keep()
}

// commandEnd is where the words of "ip xfrm state add" are over, 0 for none. Words may
// be short, as "ip x s a" is, behind the name of the command; a file for ip -batch
// leaves that out.
func commandEnd(words []string) int {
	named := false
	for i := 0; i+2 < len(words); i++ {
		named = named || path.Base(words[i]) == "ip"
		whole := words[i] == "xfrm" && (words[i+1] == "state" || words[i+1] == "sa")
		if !whole && !(named && isShort(words[i], "xfrm") && (isShort(words[i+1], "state") || words[i+1] == "sa")) {
			continue
		}
		if isShort(words[i+2], "add") || isShort(words[i+2], "update") {
			return i + 3
		}
	}
	return 0
}

// isShort reports whether given is word or what ip takes for it.
func isShort(given, word string) bool { return given != "" && strings.HasPrefix(word, given) }

// xfrmKeyword reports whether a word of a command names what comes next, and is not a
// value itself.
func xfrmKeyword(word string) bool {
	switch word {
	case "src", "dst", "proto", "spi", "mode", "reqid", "seq", "replay-window", "replay-seq", "replay-oseq", "replay-seq-hi", "replay-oseq-hi",
		"enc", "auth", "auth-trunc", "aead", "comp", "encap", "flag", "sel", "limit", "coa", "ctx", "extra-flag", "offload", "mark", "output-mark",
		"if_id", "tfcpad", "dir", "esn":
		return true
	}
	return false
}
