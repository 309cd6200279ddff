package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// Options are the counts before a capture. The zero value reads it as the first one.
type Options struct {
	Packets    uint64 // counted before this capture: its first packet has the number after
	Interfaces int    // counted before this capture: its first interface has this ID
}

// A Reader reads one capture file. It is a Source.
type Reader struct {
	name      string
	opts      Options
	in        stream        // the capture, decompressed
	raw       *stream       // what in is decompressed from, or nil
	file      io.Closer     // or nil
	unzip     func()        // lets go of the decompressor, or nil
	size      int64         // of the file, -1 if it has none
	read      *atomic.Int64 // bytes of the file
	pending   func() bool   // more of it is there; nil: that is not known
	format    format
	meta      Meta
	number    uint64 // of the last packet
	nIface    int    // interfaces so far, including Options.Interfaces
	kept      int    // what meta costs
	described int    // what the interfaces cost
	done      bool
}

// A format takes records out of a stream.
type format interface {
	next(*Packet) error
	buffered() bool // a whole record is there without reading
}

// Open opens a capture file; "-" is standard input. It reads the file's head and
// returns an *Error if the file is no capture.
func Open(name string, opts Options) (*Reader, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	r, err := newReader(name, owned{f}, opts, nil, new(atomic.Int64))
	if err != nil {
		_ = closeFile(f)
		return nil, err
	}
	r.file = owned{f}
	return r, nil
}

// NewReader reads a capture from in, which stays open; name is what errors call it.
func NewReader(name string, in io.Reader) (*Reader, error) {
	return newReader(name, in, Options{}, nil, new(atomic.Int64))
}

// newReader reads a capture from in, which Close does not close; name is what errors
// and interfaces call it. It takes over the buffer of an earlier Reader, and adds the
// bytes that it reads to a count that goes on over several.
func newReader(name string, in io.Reader, opts Options, buf []byte, read *atomic.Int64) (*Reader, error) {
	r := &Reader{name: name, opts: opts, size: -1, read: read, number: opts.Packets, nIface: opts.Interfaces}
	switch f := in.(type) {
	case opened:
		r.size = f.Size()
		if p, ok := f.(interface{ pending() bool }); ok {
			r.pending = p.pending
		}
	case *os.File:
		r.size = owned{f}.Size()
	}
	r.in.buf = buf
	r.in.reset(&counter{in, read}, streamBuffer)
	if err := r.decompress(); err != nil {
		return nil, err
	}
	if err := r.open(); err != nil {
		r.release()
		return nil, err
	}
	return r, nil
}

// open recognises the format by its magic number and reads the file's head.
func (r *Reader) open() error {
	head := r.in.peek(4)
	if len(head) == 0 && r.in.err == io.EOF {
		return &Error{File: r.name, Kind: ErrEmpty}
	}
	if len(head) < 4 && r.in.err != io.EOF {
		return r.ended(r.in.offset(), len(head), "magic number", 4)
	}
	if len(head) == 4 {
		if isPcapng(head) {
			return r.openPcapng()
		}
		if v, ok := pcapMagic(head); ok {
			return r.openPcap(v)
		}
	}
	return &Error{File: r.name, Kind: ErrFormat, Detail: foreignFormat(r.in.peek(headLen))}
}

// Next overwrites p with the next packet. See Source for errors.
func (r *Reader) Next(p *Packet) error {
	if r.done {
		return io.EOF
	}
	err := r.format.next(p)
	if err != nil {
		r.done = true
	}
	return err
}

// Close lets go of the file. Standard input stays open.
func (r *Reader) Close() error {
	r.done = true
	r.release()
	if r.file == nil {
		return nil
	}
	f := r.file
	r.file = nil
	return f.Close()
}

func (r *Reader) release() {
	if r.unzip != nil {
		r.unzip()
		r.unzip = nil
	}
}

// Meta returns the metadata read so far.
func (r *Reader) Meta() *Meta { return &r.meta }

// Progress returns how many bytes of the file were read and how many it has,
// -1 if that is unknown. Any goroutine may call it.
func (r *Reader) Progress() (read, size int64) { return r.read.Load(), r.size }

// addInterface gives an interface its ID and keeps it.
func (r *Reader) addInterface(i *Interface) {
	i.ID = r.nIface
	i.File = r.name
	r.nIface++
	r.meta.Interfaces = append(r.meta.Interfaces, i)
}

// fault makes the error for a record that begins at offset.
func (r *Reader) fault(kind error, offset int64, field, detail string, args ...any) *Error {
	e := &Error{File: r.name, Offset: offset, Field: field, Kind: kind}
	if r.format != nil {
		e.Frame = r.number + 1
	}
	e.Detail = fmt.Sprintf(detail, args...)
	return e
}

// ended makes the error for a record that begins at offset and of which the
// input had only have bytes, not need. Before the first byte of a record an
// input may end: io.EOF.
func (r *Reader) ended(offset int64, have int, field string, need int) error {
	err := r.in.err
	var told *Error
	switch {
	case err == io.EOF && have == 0 && r.format != nil:
		return io.EOF
	case err == io.EOF:
		return r.fault(ErrCutShort, offset, field, "needs %d bytes, the file ends after %d", need, have)
	case errors.As(err, &told): // of an interface whose packets are kept
		return told
	case r.raw == nil:
		e := r.fault(ErrRead, offset, "", "")
		e.Err = Bare(err)
		return e
	}
	kind := ErrDamaged
	if errors.Is(err, io.ErrUnexpectedEOF) {
		kind = ErrCutShort
	}
	advice := ""
	if tooMuchMemory(err) {
		kind, advice = ErrUnsupported, "; decompress it first"
	}
	e := r.fault(kind, offset, "", "%s data, at byte %d of the compressed file%s", r.meta.Compression, r.raw.offset(), advice)
	e.Err = err
	return e
}

// A counter counts the bytes read of a file.
type counter struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n.Add(int64(n))
	return n, err
}
