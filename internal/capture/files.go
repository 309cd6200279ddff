package capture

import (
	"fmt"
	"io"
	"os"
	"slices"
)

// Files are captures that are open, and may be read any number of times, also at once:
// each reading begins with the first packet.
type Files struct {
	names []string
	files []*os.File
}

// OpenFiles opens captures that are regular files.
func OpenFiles(names []string) (*Files, error) {
	f := &Files{names: names}
	for _, name := range names {
		file, err := openFile(name)
		if err != nil {
			_ = f.Close()
			return nil, err
		}
		f.files = append(f.files, file)
	}
	return f, nil
}

// Sequence reads the files one after the other.
func (f *Files) Sequence() *Sequence { return newSequence(f.names, f.handles(), Options{}) }

// Merged reads the files at once, in the order of their packets' times.
func (f *Files) Merged() *Merged { return newMerged(f.names, f.handles()) }

func (f *Files) handles() (all []opened) {
	for _, file := range f.files {
		all = append(all, view{io.NewSectionReader(file, 0, max(0, owned{file}.Size()))})
	}
	return all
}

// Bytes are n bytes of a frame that a reading has returned, with its interface and its
// offset.
func (f *Files) Bytes(i *Interface, offset int64, n int) ([]byte, error) {
	at := slices.Index(f.names, i.File)
	if at < 0 {
		return nil, fmt.Errorf("%s: %w", i.File, os.ErrNotExist)
	}
	b := make([]byte, n)
	if _, err := f.files[at].ReadAt(b, offset); err != nil {
		return nil, &Error{File: i.File, Offset: offset, Kind: ErrRead, Err: bare(err)}
	}
	return b, nil
}

// Close lets go of the files.
func (f *Files) Close() error {
	var first error
	for _, file := range f.files {
		if err := closeFile(file); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// A view is a reading beside others of the same file.
type view struct{ *io.SectionReader }

// Close implements opened.
func (view) Close() error { return nil }

// openAll opens files for one reading.
func openAll(names []string) (files []opened, err error) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			for _, f := range files {
				_ = f.Close()
			}
			return nil, err
		}
		files = append(files, owned{f})
	}
	return files, nil
}

// sizeOf is the size of all files in bytes, -1 where one has none.
func sizeOf(files []opened) (sum int64) {
	for _, f := range files {
		size := f.Size()
		if size < 0 {
			return -1
		}
		sum += size
	}
	return sum
}
