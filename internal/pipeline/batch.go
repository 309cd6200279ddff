package pipeline

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
)

// How much a batch holds: enough that waiting for turns costs nothing, little
// enough to stay in a core's cache with all that is made of it.
const (
	batchPackets = 256
	batchBytes   = 96 << 10
)

// A batch owns some consecutive packets of the capture: their bytes, their
// messages and their rows, until it is filled again.
type batch struct {
	number  uint64
	frames  []capture.Packet // Data aliases bytes
	packets []dissect.Packet
	bytes   []byte // what frames alias
	arena   *dissect.Arena
	tree    field.Tree
	row     render.Row

	clock    clock       // before the frame whose head is asked for
	frame    frame.Frame // the head that was asked for last
	iface    *frame.Interface
	capIface *capture.Interface // that iface shows
	matcher  *filter.Matcher
	hits     []bool // which packets passed the display filter; nil without one
	shown    moment // before the frame whose head is asked for
	looks    looks
	named    *capture.Interface // whose label is name
	name     string
	out      []byte
	ends     []int // of the rows in out
	prompt   bool  // its rows are not held back
}

func newBatch(r *dissect.Registry) *batch {
	return &batch{
		frames:  make([]capture.Packet, 0, batchPackets),
		packets: make([]dissect.Packet, batchPackets),
		arena:   dissect.NewArena(r),
	}
}

func (b *batch) reset() {
	b.frames, b.bytes, b.out, b.ends = b.frames[:0], b.bytes[:0], b.out[:0], b.ends[:0]
	b.arena.Reset()
}

// full reports whether the batch takes no further packet.
func (b *batch) full() bool { return len(b.frames) == batchPackets || len(b.bytes) >= batchBytes }

// slot is where the next packet goes.
func (b *batch) slot() *capture.Packet {
	b.frames = b.frames[:len(b.frames)+1]
	return &b.frames[len(b.frames)-1]
}

// drop takes the last slot back.
func (b *batch) drop() { b.frames = b.frames[:len(b.frames)-1] }

// keep copies the packet's bytes into the batch: the source reuses them. It
// costs less than lending the source's buffers did: they are larger, and each
// byte of them is first touched here, in order.
func (b *batch) keep(p *capture.Packet) {
	from := len(b.bytes)
	b.bytes = append(b.bytes, p.Data...) // if it grows, earlier packets keep the old one
	p.Data = b.bytes[from:len(b.bytes):len(b.bytes)]
}

// label is what to call an interface.
func (b *batch) label(i *capture.Interface) string {
	if i != b.named {
		b.named, b.name = i, i.Label()
	}
	return b.name
}
