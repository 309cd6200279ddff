package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// takeWords takes the words behind the flags: captures, and behind a capture or an
// interface a filter, as in tshark. Two filters of a kind are a *session.OptionError.
func (r *readFlags) takeWords(words []string) error {
	o := &r.input.options
	files := slices.IndexFunc(words, func(w string) bool { return !isFile(w) })
	if files < 0 {
		files = len(words)
	}
	live := len(o.Live.Interfaces) > 0
	if slip := commandFirst(words, files); slip != nil {
		return slip
	}
	text := strings.Join(words[files:], " ")
	switch {
	case files == len(words) || files == 0 && !r.input.given():
		o.Files = append(o.Files, words...) // that are not there, too: they are complained about
		return nil
	case live && files == 0 && len(o.Files) == 0:
		if o.CaptureFilter != "" {
			return &session.OptionError{Err: fmt.Errorf("-f and %q behind the flags are two capture filters: leave one out", text)}
		}
		o.CaptureFilter = text
		return nil
	case slices.ContainsFunc(words[files:], meantForFile):
		o.Files = append(o.Files, words...)
		return nil
	case o.DisplayFilter != "":
		return &session.OptionError{Err: fmt.Errorf("-Y and %q behind the flags are two display filters: leave one out", text)}
	}
	o.Files = append(o.Files, words[:files]...)
	o.DisplayFilter = text
	if len(words) == files+1 {
		return isFilter(text)
	}
	return nil
}

// commandFirst says what to type where a command stands behind the first captures.
func commandFirst(words []string, captures int) error {
	if captures == 0 || captures == len(words) {
		return nil
	}
	c := commandOf(words[captures])
	if c == nil || c.name == "help" {
		return nil
	}
	line := slices.Concat([]string{"pktscope", c.name}, words[captures+1:], words[:captures])
	return &session.OptionError{Err: fmt.Errorf("a command comes first: type %s", strings.Join(line, " "))}
}

// meantForFile reports whether a word names a capture, be it there or not.
func meantForFile(word string) bool {
	switch strings.ToLower(filepath.Ext(word)) {
	case ".pcap", ".pcapng", ".cap", ".dmp", ".gz", ".bz2", ".zst", ".lz4", ".txt", ".json":
		return true
	}
	return isFile(word) || strings.HasPrefix(word, "/") || strings.HasPrefix(word, "./") || strings.HasPrefix(word, "../")
}

// isFilter returns an error for one word that is no display filter: it may have been
// meant for a capture.
func isFilter(word string) error {
	registry, err := session.NewRegistry()
	if err != nil {
		return err
	}
	var wrong *filter.Error
	if _, err = filter.Compile(word, render.Fields{Registry: registry}); errors.As(err, &wrong) {
		return fmt.Errorf("%s is neither a file nor a display filter:\n%w", word, err)
	}
	return err
}

// commandBehind returns the command that stands behind flags, and its arguments
// with these flags; nil if there is none. A command comes first, but it is plain
// what "-c 3 show cdp neighbors" means.
func commandBehind(args []string) (*command, []string) {
	if !slices.ContainsFunc(args, func(word string) bool { return commandOf(word) != nil }) {
		return nil, nil
	}
	var r readFlags
	flags := newFlags("")
	flags.SetInterspersed(false)
	r.declare(flags)
	if flags.Parse(args) != nil || flags.NArg() == 0 || flags.NArg() == len(args) {
		return nil, nil
	}
	words := flags.Args()
	c := commandOf(words[0])
	if c == nil || isFile(words[0]) || args[len(args)-len(words)-1] == "--" {
		return nil, nil
	}
	return c, append(slices.Clone(words[1:]), args[:len(args)-len(words)]...)
}
