package capture

import (
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
)

// Files are captures that are open, and may be read any number of times, also at once:
// each reading begins with the first packet. What can be read once only, or is compressed,
// is kept in an Unlinked as it comes.
type Files struct {
	names []string
	kept  []kept
	start sync.Once
}

// A kept capture is in a file that can be read at any place.
type kept struct {
	file  *os.File     // as it was named; nil for interfaces
	grown *Unlinked    // what is in file, decompressed; nil: file is read itself
	copy  func() error // writes grown
}

// OpenFiles opens captures; "-" is standard input.
func OpenFiles(names []string) (*Files, error) {
	f := &Files{names: names}
	for _, name := range names {
		file, err := openFile(name)
		if err != nil {
			_ = f.Close()
			return nil, err
		}
		k := kept{file: file}
		if (owned{file}).Size() < 0 || isCompressed(file) {
			k.grown = NewUnlinked()
			k.copy = func() error { return copyPlain(k.grown, file) }
		}
		f.kept = append(f.kept, k)
	}
	return f, nil
}

// KeepLive keeps what is captured on interfaces, in pcapng. copy writes it, in a goroutine
// of its own that begins with the first reading.
func KeepLive(name string, copy func(io.Writer) error) *Files {
	u := NewUnlinked()
	return &Files{names: []string{name}, kept: []kept{{grown: u, copy: func() error { return copy(u) }}}}
}

// isCompressed reports whether a regular file begins as a compressed one does.
func isCompressed(file *os.File) bool {
	head := make([]byte, 4)
	n, _ := file.ReadAt(head, 0)
	return compression(head[:n]) != ""
}

// copyPlain copies a capture, decompressed.
func copyPlain(to io.Writer, from io.Reader) error {
	raw := &stream{}
	raw.reset(from, streamBuffer)
	name := compression(raw.peek(4))
	if name == "" {
		_, err := io.Copy(to, raw)
		return err
	}
	in, stop, err := startDecompressor(name, raw)
	if err != nil {
		return err
	}
	if stop != nil {
		defer stop()
	}
	_, err = io.Copy(to, in)
	return err
}

// Sequence reads the files one after the other.
func (f *Files) Sequence() *Sequence { return newSequence(f.names, f.readings(), Options{}) }

// Merged reads the files at once, in the order of their packets' times.
func (f *Files) Merged() *Merged { return newMerged(f.names, f.readings()) }

func (f *Files) readings() (all []opened) {
	f.start.Do(f.begin)
	for _, k := range f.kept {
		if k.grown != nil {
			all = append(all, &follower{Unlinked: k.grown})
		} else {
			all = append(all, view{io.NewSectionReader(k.file, 0, owned{k.file}.Size())})
		}
	}
	return all
}

// begin has written what is kept in an Unlinked.
func (f *Files) begin() {
	for _, k := range f.kept {
		if k.grown != nil {
			go func() { k.grown.End(k.copy()) }()
		}
	}
}

// Bytes are n bytes of a frame that a reading has returned, with its interface and its
// offset.
func (f *Files) Bytes(i *Interface, offset int64, n int) ([]byte, error) {
	at := slices.Index(f.names, i.File)
	if at < 0 {
		return nil, fmt.Errorf("%s: %w", i.File, os.ErrNotExist)
	}
	var in io.ReaderAt = f.kept[at].file
	if u := f.kept[at].grown; u != nil {
		in = u
	}
	b := make([]byte, n)
	if _, err := in.ReadAt(b, offset); err != nil && n > 0 {
		return nil, &Error{File: i.File, Offset: offset, Kind: ErrRead, Err: Bare(err)}
	}
	return b, nil
}

// Close lets go of the files.
func (f *Files) Close() error {
	var first error
	for _, k := range f.kept {
		var err error
		if k.grown != nil {
			err = k.grown.Close()
		}
		if k.file != nil && err == nil {
			err = closeFile(k.file)
		}
		if err != nil && first == nil {
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
