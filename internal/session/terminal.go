package session

import (
	"os"

	"golang.org/x/term"
)

// Terminal returns w as a terminal's file, nil if it is none.
func Terminal(w any) *os.File {
	if m, ok := w.(interface{ File() *os.File }); ok {
		w = m.File()
	}
	f, ok := w.(*os.File)
	if !ok || f == nil || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return f
}

// Height returns the terminal's rows, 0 if unknown.
func Height(f *os.File) int {
	_, h, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return h
}

// Width returns the terminal's columns, 0 if unknown.
func Width(f *os.File) int {
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return w
}
