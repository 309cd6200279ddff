package capture

import (
	"errors"
	"io/fs"
	"os"
)

// openFile opens a capture for reading; "-" is standard input.
func openFile(name string) (*os.File, error) {
	if name == "-" {
		return os.Stdin, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &Error{File: name, Kind: ErrRead, Err: bare(err)}
	}
	// Reading a directory is an error on some systems only.
	if st, err := f.Stat(); err == nil && st.IsDir() {
		_ = f.Close()
		return nil, &Error{File: name, Kind: ErrRead, Detail: "it is a directory"}
	}
	return f, nil
}

// closeFile closes what openFile has opened.
func closeFile(f *os.File) error {
	if f == os.Stdin {
		return nil
	}
	return f.Close()
}

// bare takes the file's name out of a system error: an Error has it already.
func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
