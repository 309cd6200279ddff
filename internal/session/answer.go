package session

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/pktscope/pktscope/internal/capture"
)

// openAnswer opens the file of the answer before the process is confined. What is in it stays
// until there is an answer.
func (s *Session) openAnswer() (err error) {
	name := s.plan.Options.Output
	if name == "" || name == "-" {
		return nil
	}
	s.answer, err = s.openBeside(name, 0)
	return err
}

// openEvents makes the file in which events are told before the process is confined. Those of
// interfaces are added to what is there, as a service is started again; all of them go to the
// file's end, which another program may cut (logrotate's copytruncate).
func (s *Session) openEvents() (err error) {
	flags := os.O_APPEND
	if len(s.plan.Options.Live.Interfaces) == 0 {
		flags |= os.O_TRUNC
	}
	if name := s.plan.Options.Events; name != "" {
		s.events, err = s.openBeside(name, flags)
	}
	return err
}

// openBeside opens a file that is written beside what is saved.
func (s *Session) openBeside(name string, flags int) (*os.File, error) {
	if st, err := os.Stat(name); err == nil && s.isInput(st) {
		return nil, fmt.Errorf("%s: cannot be written: it is being read", name)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|flags, 0o666)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be made: %w", name, capture.Bare(err))
	}
	return f, nil
}

// Events is the file of Options.Events, standard output without one.
func (s *Session) Events() io.Writer {
	if s.events == nil {
		return s.env.Out
	}
	return s.events
}

// Deliver writes an answer to out or, where Options.Output names one, in place of what a file
// had: as a whole, when all of it has been made.
func (s *Session) Deliver(out io.Writer, write func(w io.Writer) error) error {
	f := s.answer
	if f == nil {
		return write(out)
	}
	var all bytes.Buffer
	if err := write(&all); err != nil {
		return err
	}
	if st, err := f.Stat(); err == nil && st.Mode().IsRegular() {
		if err := f.Truncate(0); err != nil {
			return fmt.Errorf("%s: cannot be written: %w", f.Name(), capture.Bare(err))
		}
	}
	_, err := f.Write(all.Bytes())
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("%s: cannot be written: %w", f.Name(), capture.Bare(err))
	}
	return nil
}
