package cli

import (
	"errors"
	"io/fs"
	"os"
	"slices"
)

// takePipes makes captures of interfaces that are none: "-", which is standard input, and
// named pipes, through which another program captures. They are read as files are, but end
// as a live capture does.
func (in *inputFlags) takePipes() error {
	o := &in.options
	names := o.Live.Interfaces
	pipes := 0
	for _, name := range names {
		if isPipe(name) {
			pipes++
		}
	}
	switch {
	case pipes == 0:
		return nil
	case pipes < len(names):
		return errors.New("-i: interfaces and pipes cannot be combined")
	}
	o.Files, o.Live.Interfaces, o.Live.Piped = slices.Clone(names), nil, true
	return nil
}

// isPipe reports whether name stands for standard input or for a named pipe.
func isPipe(name string) bool {
	st, err := os.Stat(name)
	return name == "-" || err == nil && st.Mode()&fs.ModeNamedPipe != 0
}
