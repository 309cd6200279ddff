package capture

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// An opened is one reading of a capture file, which is at its beginning.
type opened interface {
	io.ReadCloser
	// Size is that of the file in bytes, -1 where it has none.
	Size() int64
}

// An owned is the only reading of a file: it may be a pipe.
type owned struct{ *os.File }

// Size implements opened.
func (f owned) Size() int64 {
	if st, err := f.Stat(); err == nil && st.Mode().IsRegular() {
		return st.Size()
	}
	return -1
}

// Close implements opened. Standard input stays open.
func (f owned) Close() error { return closeFile(f.File) }

// openFile opens a capture for reading; "-" is standard input.
func openFile(name string) (*os.File, error) {
	if name == "-" {
		return os.Stdin, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &Error{File: name, Kind: ErrRead, Err: Bare(err)}
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

// Bare takes the file's name out of a system error, for one that has it already.
func Bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
