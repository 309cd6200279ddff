// Package cli is the command line: it turns words into a run of the pipeline
// and the outcome into an exit status. One file a command.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/spf13/pflag"
)

// version is what --version and the outputs that name their maker say.
const version = "0.1.0"

// The exit statuses.
const (
	exitOK          = 0
	exitUsage       = 1
	exitInput       = 2   // a file, interface or filter that cannot be used, or is damaged
	exitInterrupted = 130 // by a signal, after what there was is written
)

// An env is what a command works with.
type env struct {
	in      io.Reader
	out     io.Writer
	err     io.Writer
	command string // its name, "" where captures are read
}

// A command is one word that may stand first.
type command struct {
	name  string
	brief string
	run   func(e *env, args []string) int
	flags func(f *pflag.FlagSet) // puts those that it takes into f
}

// commands lists what may stand first. Without one, captures are read.
func commands() []command {
	return []command{
		{"fields", "the fields and protocols that filters can name", runFields, new(fieldsFlags).declare},
		{"ports", "what the services table says of a port or name", runPorts, new(portsFlags).declare},
		{"keys", "what key files hold and open, and the same keys in other forms", runKeys, new(keysFlags).declare},
		{"show", "reports, as a router's show command gives them", runShow, new(query).declare},
		{"decrypt", "what was inside ESP, as a plain capture", runDecrypt, new(decryption).declare},
		{"completion", "what makes a shell complete the words of this command line", runCompletion, new(completionFlags).declare},
		{"help", "how to use pktscope, or one of its commands", runHelp, nil},
	}
}

// Main runs the command line and returns the exit status.
func Main(args []string, in io.Reader, out, errs io.Writer) int {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is an error of Write, not a death
	e := &env{in: in, out: out, err: errs}
	if len(args) > 0 {
		if c := commandOf(args[0]); c != nil {
			e.command = c.name
			return c.run(e, args[1:])
		}
	}
	return runRead(e, args)
}

// commandOf is the command that a word stands for, nil if it is none.
func commandOf(word string) *command {
	for _, c := range commands() {
		if c.name == word || c.name == "show" && shortened(word, "show") {
			return &c
		}
	}
	return nil
}

// commandNames are the words that may stand first.
func commandNames() (names []string) {
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

// complain tells the user what is wrong with the command line.
func (e *env) complain(err error) int {
	help := "pktscope --help"
	if e.command != "" {
		help = "pktscope help " + e.command
	}
	fmt.Fprintf(e.err, "pktscope: %v\nTry '%s'.\n", inWords(err), help)
	return exitUsage
}

// inWords is what is wrong with a flag's value without the names of the
// functions that found out.
func inWords(err error) error {
	var wrong *pflag.InvalidValueError
	var number *strconv.NumError
	if !errors.As(err, &wrong) || !errors.As(err, &number) {
		return err
	}
	return fmt.Errorf("--%s %q: %w", wrong.GetFlag().Name, wrong.GetValue(), number.Err)
}

// fail tells the user why an input or output cannot be used.
func (e *env) fail(errs ...error) int {
	for _, err := range errs {
		fmt.Fprintf(e.err, "pktscope: %v\n", err)
	}
	return exitInput
}

// print writes an answer that is no packet list.
func (e *env) print(s string) int {
	if _, err := io.WriteString(e.out, s); err != nil && !closedPipe(err) {
		return e.fail(err)
	}
	return exitOK
}

// closedPipe reports whether the reader of our output has gone: no error, it
// has seen enough.
func closedPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}

// newFlags makes a set that reports errors instead of printing them.
func newFlags(name string) *pflag.FlagSet {
	f := pflag.NewFlagSet(name, pflag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.SortFlags = false
	return f
}
