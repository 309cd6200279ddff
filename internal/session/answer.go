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
func (s *Session) openAnswer() error {
	name := s.plan.Options.Output
	if name == "" || name == "-" {
		return nil
	}
	if st, err := os.Stat(name); err == nil && s.isInput(st) {
		return fmt.Errorf("%s: cannot be written: it is being read", name)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return fmt.Errorf("%s: cannot be made: %w", name, capture.Bare(err))
	}
	s.answer = f
	return nil
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
