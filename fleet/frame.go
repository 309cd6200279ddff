package fleet

import (
	"cmp"
	"encoding/binary"
	"errors"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
)

// A Frame is a captured frame on its way to the shard that it belongs to.
type Frame struct {
	Capture  int       // its Order
	Number   uint64    // of the frame in its capture, from 1
	At       time.Time // by which it is merged with the frames of other captures: see clock
	Time     time.Time
	HasTime  bool
	Outbound bool // the interface sent it
	Wire     int  // its length on the wire
	Link     capture.LinkType
	FCS      int    // bytes of check sequence at its end, -1: unknown
	Iface    string // the interface
	Digits   int    // of a second in Time
	Data     []byte
}

// compare is the order in which one run reads the frames of several captures.
func (f *Frame) compare(other *Frame) int {
	return cmp.Or(f.At.Compare(other.At), cmp.Compare(f.Capture, other.Capture), cmp.Compare(f.Number, other.Number))
}

// A clock gives the frames of one capture the times by which they are merged. A frame
// without a time, or with one before that of its predecessor, comes directly behind that:
// no frame of the capture overtakes another.
type clock struct{ last, latest time.Time }

func (c *clock) at(p *capture.Packet) time.Time {
	if p.HasTime {
		c.last = p.Time
	}
	if c.last.After(c.latest) {
		c.latest = c.last
	}
	return c.latest
}

// The flags of an encoded frame.
const (
	hasTime = 1 << iota
	isOutbound
	isSameTime // At is Time
)

// append appends the frame as it is sent.
func (f *Frame) append(b []byte) []byte {
	flags := byte(0)
	if f.HasTime {
		flags |= hasTime
	}
	if f.Outbound {
		flags |= isOutbound
	}
	same := f.HasTime && f.At.Equal(f.Time)
	if same {
		flags |= isSameTime
	}
	b = append(b, flags)
	b = binary.AppendUvarint(b, uint64(f.Capture))
	b = binary.AppendUvarint(b, f.Number)
	b = appendTime(b, f.At)
	if f.HasTime && !same {
		b = appendTime(b, f.Time)
	}
	b = binary.AppendUvarint(b, uint64(f.Wire))
	b = binary.AppendVarint(b, int64(f.Link))
	b = binary.AppendVarint(b, int64(f.FCS))
	b = binary.AppendUvarint(b, uint64(f.Digits))
	b = binary.AppendUvarint(b, uint64(len(f.Iface)))
	b = append(b, f.Iface...)
	return append(b, f.Data...)
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendUvarint(binary.AppendVarint(b, t.Unix()), uint64(t.Nanosecond()))
}

var errFrame = errors.New("a frame was damaged on its way")

// parseFrame reads an encoded frame, whose Data aliases b.
func parseFrame(b []byte) (f Frame, err error) {
	if len(b) == 0 {
		return f, errFrame
	}
	flags := b[0]
	r := reading{b: b[1:]}
	f.HasTime, f.Outbound = flags&hasTime != 0, flags&isOutbound != 0
	f.Capture, f.Number = int(r.unsigned()), r.unsigned()
	f.At = r.time()
	switch {
	case flags&isSameTime != 0:
		f.Time = f.At
	case f.HasTime:
		f.Time = r.time()
	}
	f.Wire, f.Link, f.FCS, f.Digits = int(r.unsigned()), capture.LinkType(r.signed()), int(r.signed()), int(r.unsigned())
	f.Iface = string(r.bytes(r.unsigned()))
	if r.failed {
		return f, errFrame
	}
	f.Data = r.b
	return f, nil
}

// A reading is the rest of an encoded frame.
type reading struct {
	b      []byte
	failed bool
}

func (r *reading) skip(n int) {
	if r.failed = r.failed || n <= 0; !r.failed {
		r.b = r.b[n:]
	}
}

func (r *reading) unsigned() uint64 {
	v, n := binary.Uvarint(r.b)
	r.skip(n)
	return v
}

func (r *reading) signed() int64 {
	v, n := binary.Varint(r.b)
	r.skip(n)
	return v
}

func (r *reading) time() time.Time {
	sec := r.signed()
	return time.Unix(sec, int64(r.unsigned()))
}

func (r *reading) bytes(n uint64) (b []byte) {
	if r.failed = r.failed || n > uint64(len(r.b)); r.failed {
		return nil
	}
	b, r.b = r.b[:n], r.b[n:]
	return b
}
