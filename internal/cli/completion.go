package cli

import (
	"embed"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
)

// scripts are for shells, a file each. They hold none of pktscope's words: they
// run "completion words" for them.
//
//go:embed completion
var scripts embed.FS

// shells are the shells with a script.
func shells() []report.Choice {
	return []report.Choice{{Word: "bash", Brief: "source <(pktscope completion bash)"}, {Word: "zsh", Brief: "source <(pktscope completion zsh)"},
		{Word: "fish", Brief: "pktscope completion fish | source"}}
}

const completionUsage = `pktscope completion prints a shell's completion of these command lines.

Usage:
  pktscope completion bash|zsh|fish        the script for this shell
  pktscope completion words -- [WORD]...   possible completions of the last word, one a line

`

// completionFlags are the flags of "pktscope completion".
type completionFlags struct{ help bool }

func (c *completionFlags) declare(f *pflag.FlagSet) { declareHelp(f, &c.help) }

// runCompletion is "pktscope completion".
func runCompletion(e *session.Env, args []string) int {
	var c completionFlags
	flags := newFlags("completion")
	c.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	words := flags.Args()
	switch {
	case c.help:
		return e.Print(help(e, "completion", completionUsage, flags))
	case len(words) > 0 && words[0] == "words":
		return e.Print(complete(words[1:]))
	case len(words) != 1:
		return e.Complain(errors.New("completion: name one shell: bash, zsh or fish"))
	}
	script, err := scripts.ReadFile("completion/" + words[0])
	if err != nil {
		return e.Complain(fmt.Errorf("completion: there is no shell %q; there are bash, zsh, fish", words[0]))
	}
	return e.Print(string(script))
}

// complete returns the possible completions of the last word, one a line with a
// description behind a tab. The line ":files" stands for names of files.
func complete(words []string) string {
	if len(words) == 0 {
		words = []string{""}
	}
	l := newUnfinished(words)
	found, files := l.next()
	var b strings.Builder
	for _, c := range found {
		if !strings.HasPrefix(c.Word, l.last) {
			continue
		}
		b.WriteString(c.Word)
		if c.Brief != "" {
			b.WriteString("\t" + strings.ReplaceAll(c.Brief, "\n", " "))
		}
		b.WriteByte('\n')
	}
	if files {
		b.WriteString(":files\n")
	}
	return b.String()
}

// An unfinished is a command line up to the word that is being typed.
type unfinished struct {
	command *command // nil: captures are read
	flags   *pflag.FlagSet
	words   []string    // words before the last one, without flags
	open    *pflag.Flag // the flag whose value the last word is, nil if it is none's
	first   bool        // the last word is the first
	last    string
}

func newUnfinished(words []string) *unfinished {
	l := &unfinished{last: words[len(words)-1], first: len(words) == 1}
	before := words[:len(words)-1]
	if len(before) > 0 {
		l.command = commandOf(before[0])
	}
	l.flags = newFlags("")
	switch {
	case l.command == nil:
		new(readFlags).declare(l.flags)
	case l.command.flags != nil:
		l.command.flags(l.flags)
	}
	if l.command != nil {
		before = before[1:]
	}
	for i, w := range before {
		switch {
		case w == "=" && l.open != nil: // bash takes --format=json apart
		case l.open != nil:
			l.open = nil
		case w == "--":
			l.words = append(l.words, before[i+1:]...)
			l.flags = newFlags("")
			return l
		case len(w) > 1 && w[0] == '-':
			l.open = wanting(l.flags, w)
		default:
			l.words = append(l.words, w)
		}
	}
	if l.last == "=" {
		l.last = ""
	}
	return l
}

// wanting is the flag in a word whose value is the next word, nil if there is
// none.
func wanting(flags *pflag.FlagSet, word string) *pflag.Flag {
	if name, long := strings.CutPrefix(word, "--"); long {
		if f := flags.Lookup(name); f != nil && f.NoOptDefVal == "" {
			return f
		}
		return nil
	}
	for i := 1; i < len(word); i++ {
		f := flags.ShorthandLookup(word[i : i+1])
		if f == nil {
			return nil
		}
		if f.NoOptDefVal == "" { // takes the rest of the word, if there is one
			if i == len(word)-1 {
				return f
			}
			return nil
		}
	}
	return nil
}

// next is what could stand in place of the last word, and whether a file could.
func (l *unfinished) next() (found []report.Choice, files bool) {
	if l.open != nil {
		return l.values(l.open, l.last)
	}
	if name, value, ok := strings.Cut(l.last, "="); ok && strings.HasPrefix(name, "--") {
		f := wanting(l.flags, name)
		if f == nil {
			return nil, false
		}
		found, _ = l.values(f, value)
		for i := range found {
			found[i].Word = name + "=" + found[i].Word
		}
		return found, false
	}
	if strings.HasPrefix(l.last, "-") {
		l.flags.VisitAll(func(f *pflag.Flag) {
			if f.Hidden { // of no effect, or an error
				return
			}
			_, brief := pflag.UnquoteUsage(f)
			found = append(found, report.Choice{Word: "--" + f.Name, Brief: brief})
		})
		return found, false
	}
	return l.operands()
}

// operands are the words that are no flags.
func (l *unfinished) operands() (found []report.Choice, files bool) {
	name := ""
	if l.command != nil {
		name = l.command.name
	}
	switch name {
	case "":
		if l.first {
			found = commandWords()
		}
		return found, true
	case "show":
		return reportWords(l.words)
	case "help", "completion":
		if len(l.words) > 0 {
			return nil, false
		}
		if name == "help" {
			return commandWords(), false
		}
		return shells(), false
	case "keys", "decrypt", "diagnose", "report", "export":
		return nil, true
	}
	return nil, false
}

func commandWords() (found []report.Choice) {
	for _, c := range commands() {
		found = append(found, report.Choice{Word: c.name, Brief: c.brief})
	}
	return found
}

// reportWords returns the words that can follow words behind "show".
func reportWords(words []string) (found []report.Choice, files bool) {
	some := reports()
	for i, w := range words {
		next := some.Choices(i, w)
		if len(next) != 1 { // behind the report's words are its operand, its limits and captures
			if r := some.Named(i); r != nil {
				return wordsBehind(some, r), true
			}
			return nil, false
		}
		some = some.With(i, next[0].Word)
	}
	r := some.Named(len(words))
	if r == nil {
		return some.Choices(len(words), ""), false
	}
	return wordsBehind(some, r), true
}

// wordsBehind are words that can follow a report's, without the values of its limits.
func wordsBehind(l report.List, r *report.Report) (found []report.Choice) {
	for _, c := range l.Behind(r) {
		if word, _, _ := strings.Cut(c.Word, " "); word != report.InterfaceName {
			found = append(found, report.Choice{Word: word, Brief: c.Brief})
		}
	}
	return found
}
