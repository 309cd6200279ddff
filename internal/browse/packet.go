package browse

import (
	"encoding/binary"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
)

// packets is where the packets of a capture are in its files. It records them as the
// source is read.
type packets struct {
	capture.Source
	files  *capture.Files
	places *spool
	record []byte

	mu     sync.Mutex // over what follows
	ifaces []*capture.Interface
	known  map[*capture.Interface]int
	first  time.Time // of the first packet that has one
	begun  bool      // first is known
	err    error     // of the spool
}

// Next implements capture.Source.
func (p *packets) Next(f *capture.Packet) error {
	if err := p.failed(); err != nil {
		return io.EOF
	}
	if err := p.Source.Next(f); err != nil {
		return err
	}
	p.note(f)
	return nil
}

// Buffered reports whether the next packet is there without waiting.
func (p *packets) Buffered() bool { return capture.Buffered(p.Source) }

func (p *packets) failed() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// note records a packet but for its bytes.
func (p *packets) note(f *capture.Packet) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f.HasTime && !p.begun {
		p.first, p.begun = f.Time, true
	}
	i, ok := p.known[f.Iface]
	if !ok {
		i = len(p.ifaces)
		p.known[f.Iface] = i
		p.ifaces = append(p.ifaces, f.Iface)
	}
	b := append(p.record[:0], 0)
	if f.HasTime {
		b[0] |= placeTimed
		b = binary.AppendVarint(b, f.Time.Unix())
		b = binary.AppendUvarint(b, uint64(f.Time.Nanosecond()))
	}
	for _, v := range [...]uint64{uint64(i), uint64(f.Offset), uint64(len(f.Data)), uint64(f.WireLen), uint64(f.Link), uint64(f.Block), uint64(f.Flags), uint64(f.PEN), uint64(len(f.Options)), uint64(len(f.Comments))} {
		b = binary.AppendUvarint(b, v)
	}
	b = append(b, f.Options...)
	for _, c := range f.Comments {
		b = append(binary.AppendUvarint(b, uint64(len(c))), c...)
	}
	p.record, p.err = b, p.places.append(b)
}

const placeTimed = 1

// get returns a packet that was recorded, with its bytes.
func (p *packets) get(number uint64) (f capture.Packet, err error) {
	err = ErrNotIndexed
	_ = p.places.each(number-1, 1, func(_ uint64, b []byte) error {
		f, err = p.parse(number, b)
		return nil
	})
	return f, err
}

// parse reads what note has written.
func (p *packets) parse(number uint64, b []byte) (f capture.Packet, err error) {
	f = capture.Packet{Number: number, HasTime: b[0]&placeTimed != 0}
	b = b[1:]
	next := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			err = errRecord
			return 0
		}
		b = b[n:]
		return v
	}
	if f.HasTime {
		sec, n := binary.Varint(b)
		b = b[max(n, 0):]
		f.Time = time.Unix(sec, int64(next()))
	}
	iface := next()
	f.Offset = int64(next())
	size := int(next())
	f.WireLen, f.Link, f.Block, f.Flags, f.PEN = int(next()), capture.LinkType(next()), capture.BlockType(next()), uint32(next()), uint32(next())
	options, comments := next(), next()
	if err != nil || options > uint64(len(b)) {
		return f, errRecord
	}
	f.Options, b = slices.Clone(b[:options]), b[options:]
	for range comments {
		n := next()
		if err != nil || n > uint64(len(b)) {
			return f, errRecord
		}
		f.Comments, b = append(f.Comments, string(b[:n])), b[n:]
	}
	p.mu.Lock()
	if err == nil && iface < uint64(len(p.ifaces)) {
		f.Iface = p.ifaces[iface]
	}
	p.mu.Unlock()
	if f.Iface == nil {
		return f, errRecord
	}
	f.Data, err = p.files.Bytes(f.Iface, f.Offset, size)
	return f, err
}
