package capture

import (
	"io"
	"os"
	"sort"
)

// saveBuffer is how much is written at once: some thousand packets.
const saveBuffer = 256 << 10

// A saveFile buffers what is written to one file, and knows where its records
// end: only whole records are written, and one that the disk has no room for is
// cut off again. After the first error it takes nothing more.
type saveFile struct {
	name   string
	w      io.Writer
	out    *os.File   // to be closed; nil for standard output
	file   *os.File   // out, if it is a regular file
	zip    compressor // w, or nil
	zipped int64      // of file: where the last flush of zip ended
	buf    []byte
	ends   []int // of the records in buf
	size   int64 // of what is written, before it is compressed
	failed error // the first of writing

	packets []int  // ends of those records that are packets
	lost    uint64 // packets that could not be written
}

// createFile makes a file with that compression, "": as the name ends, or takes out for
// "-". Only its owner may read it: captures hold secrets. The file that comes with an
// error takes nothing.
func createFile(name string, out io.Writer, compression string) (*saveFile, error) {
	f := newSaveFile(name, out)
	if name == "-" {
		f.name = "standard output"
		return f, f.compress(name, compression)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		f.failed = &Error{File: name, Kind: ErrCreate, Err: Bare(err)}
		return f, f.failed
	}
	f.w, f.out = file, file
	f.regular(file)
	return f, f.compress(name, compression)
}

// intoFile is createFile of a file that is open, and stays so.
func intoFile(file *os.File, name, compression string) (*saveFile, error) {
	f := newSaveFile(name, file)
	f.regular(file)
	return f, f.compress(name, compression)
}

func newSaveFile(name string, w io.Writer) *saveFile {
	return &saveFile{name: name, w: w, buf: make([]byte, 0, saveBuffer+saveBuffer/4)}
}

// regular notes the file that is written, if it is a regular one.
func (f *saveFile) regular(file *os.File) {
	if st, err := file.Stat(); err == nil && st.Mode().IsRegular() {
		f.file = file
	}
}

// compress puts a compressor before w.
func (f *saveFile) compress(name, compression string) error {
	zip, err := newCompressor(name, compression, f.w)
	if err != nil {
		return &Error{File: f.name, Kind: ErrCreate, Err: err}
	}
	if zip != nil {
		f.zip, f.w = zip, zip
	}
	return nil
}

// mark ends a record.
func (f *saveFile) mark() { f.ends = append(f.ends, len(f.buf)) }

// markPacket says that the record that ends here is a packet.
func (f *saveFile) markPacket() { f.packets = append(f.packets, len(f.buf)) }

// length returns what the file has, or will have once it is flushed.
func (f *saveFile) length() int64 { return f.size + int64(len(f.buf)) }

// full reports whether it is time to write.
func (f *saveFile) full() bool { return len(f.buf) >= saveBuffer }

// flush writes what is buffered. If only a part of it could be written the
// file is cut behind its last whole record, so that it can be read.
func (f *saveFile) flush() error {
	if len(f.buf) == 0 {
		return f.failed
	}
	if f.failed == nil {
		n, err := f.w.Write(f.buf)
		if err == nil && f.zip != nil {
			err = f.zip.Flush()
		}
		if err == nil {
			f.keep(n)
			return nil
		}
		f.cut(n, err)
	} else {
		f.lost += uint64(len(f.packets))
	}
	f.clear()
	return f.failed
}

// keep counts n bytes as written, all that was buffered.
func (f *saveFile) keep(n int) {
	f.size += int64(n)
	f.clear()
	if f.zip != nil && f.file != nil {
		f.zipped, _ = f.file.Seek(0, io.SeekCurrent)
	}
}

func (f *saveFile) clear() { f.buf, f.ends, f.packets = f.buf[:0], f.ends[:0], f.packets[:0] }

// cut ends the file behind the last record of the buffer that is whole in the n bytes
// that were written. A compressed file ends where it was flushed last: how much more of
// it there is, is not known.
func (f *saveFile) cut(n int, err error) {
	whole, end := 0, f.zipped
	if f.zip != nil {
		_ = f.zip.Close()
		f.zip, n = nil, 0
	} else {
		if i := sort.SearchInts(f.ends, n+1); i > 0 {
			whole = f.ends[i-1]
		}
		end = f.size + int64(whole)
	}
	f.lost += uint64(len(f.packets) - sort.SearchInts(f.packets, n+1))
	f.size += int64(whole)
	f.failed = &Error{File: f.name, Offset: f.size, Kind: ErrWrite, Err: Bare(err)}
	if f.file != nil {
		_ = f.file.Truncate(end)
	}
}

// close closes the file; standard output stays open.
func (f *saveFile) close() error {
	var err error
	if f.zip != nil {
		err = f.zip.Close()
	}
	if f.out != nil {
		if e := f.out.Close(); err == nil {
			err = e
		}
	}
	if err != nil {
		return &Error{File: f.name, Offset: f.size, Kind: ErrWrite, Err: Bare(err)}
	}
	return nil
}
