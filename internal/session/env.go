package session

import (
	"errors"
	"fmt"
	"io"
	"syscall"

	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
)

// The exit statuses.
const (
	ExitOK          = 0
	ExitUsage       = 1
	ExitInput       = 2   // a file, interface or filter that cannot be used, or is damaged
	ExitFindings    = 3   // --fail-on found something
	ExitInterrupted = 130 // by a signal, after what there was is written; a live capture ends so with ExitOK
)

// An Env is what a command works with.
type Env struct {
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	Command string // its name, "" where captures are read

	// OwnProcess reports that this command alone runs in the process: a session
	// may confine the process and tune its memory.
	OwnProcess bool

	// Paged has a pager started before a session begins; NoPager that none is at all.
	Paged, NoPager bool

	pager  *pager  // nil: none was started
	memory *memory // nil where the process is not tuned
}

// Complain writes an error of the command line.
func (e *Env) Complain(err error) int {
	help := "pktscope --help"
	if e.Command != "" {
		help = "pktscope help " + e.Command
	}
	fmt.Fprintf(e.Err, "pktscope: %v\nTry '%s'.\n", err, help)
	return ExitUsage
}

// Fail writes why inputs or outputs cannot be used.
func (e *Env) Fail(errs ...error) int {
	for _, err := range errs {
		fmt.Fprintf(e.Err, "pktscope: %v\n", err)
	}
	return ExitInput
}

// Warn writes what the user may want to know before a run.
func (e *Env) Warn(texts ...string) {
	for _, s := range texts {
		fmt.Fprintf(e.Err, "pktscope: warning: %s\n", s)
	}
}

// Reject writes why a session cannot be: wrong usage, or an input or output that
// cannot be used.
func (e *Env) Reject(err error) int {
	if errors.As(err, new(*OptionError)) {
		return e.Complain(err)
	}
	return e.Fail(err)
}

// Print writes an answer that is no packet list, through a pager if it is longer than the
// terminal.
func (e *Env) Print(s string) int {
	if tty := Terminal(e.Out); tty != nil && longer(s, tty) {
		e.Page()
	}
	if _, err := io.WriteString(e.Out, s); err != nil && !ClosedPipe(err) {
		return e.Fail(err)
	}
	return ExitOK
}

// Folded has write write a text to standard output, on a terminal with lines that are
// broken between words. tint returns what begins a line in its colour; it may be nil.
func (e *Env) Folded(tint func(line []byte) string, write func(w io.Writer) error) error {
	width := 0
	if tty := Terminal(e.Out); tty != nil {
		width = Width(tty)
	} else if tint == nil {
		return write(e.Out)
	}
	f := render.NewFold(e.Out, width, tint)
	if err := write(f); err != nil {
		return err
	}
	return f.Flush()
}

// Outcome writes what went wrong in a run and returns the exit status.
func (e *Env) Outcome(interrupted bool, result pipeline.Result) int {
	switch {
	case result.Write != nil && ClosedPipe(result.Write):
		return ExitOK
	case result.Write != nil:
		return e.Fail(result.Write)
	case len(result.Read) > 0:
		return e.Fail(result.Read...)
	case interrupted:
		return ExitInterrupted
	}
	return ExitOK
}

// ClosedPipe reports whether the reader of the output has closed it: no error, it
// has read enough.
func ClosedPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}
