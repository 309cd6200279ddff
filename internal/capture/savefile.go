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
// cut off again.
type saveFile struct {
	name string
	w    io.Writer
	out  *os.File   // to be closed; nil for standard output
	file *os.File   // w, if it is a regular file that is not compressed
	zip  compressor // w, or nil
	buf  []byte
	ends []int // of the records in buf
	size int64 // of what is written

	packets []int  // ends of those records that are packets
	lost    uint64 // packets that could not be written
}

// createFile makes a file with that compression, "": as the name ends, or takes out for
// "-". Only its owner may read it: captures hold secrets.
func createFile(name string, out io.Writer, compression string) (*saveFile, error) {
	f := &saveFile{name: name, w: out, buf: make([]byte, 0, saveBuffer+saveBuffer/4)}
	if name == "-" {
		f.name = "standard output"
		return f, f.compress(name, compression)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, &Error{File: name, Kind: ErrCreate, Err: bare(err)}
	}
	f.w, f.out = file, file
	if err := f.compress(name, compression); err != nil {
		return nil, err
	}
	if st, err := file.Stat(); f.zip == nil && err == nil && st.Mode().IsRegular() {
		f.file = file
	}
	return f, nil
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
		return nil
	}
	n, err := f.w.Write(f.buf)
	if err == nil && f.zip != nil {
		err = f.zip.Flush()
	}
	if err == nil {
		f.size += int64(n)
		f.buf, f.ends, f.packets = f.buf[:0], f.ends[:0], f.packets[:0]
		return nil
	}
	if f.zip != nil {
		n = 0 // how much of it is on the disk is not known
	}
	f.lost += uint64(len(f.packets) - sort.SearchInts(f.packets, n+1))
	whole := 0
	if i := sort.SearchInts(f.ends, n+1); i > 0 {
		whole = f.ends[i-1]
	}
	f.size += int64(whole)
	f.buf, f.ends, f.packets = f.buf[:0], f.ends[:0], f.packets[:0]
	if f.file != nil && whole < n {
		_ = f.file.Truncate(f.size)
	}
	return &Error{File: f.name, Offset: f.size, Kind: ErrWrite, Err: bare(err)}
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
		return &Error{File: f.name, Offset: f.size, Kind: ErrWrite, Err: bare(err)}
	}
	return nil
}
