package pipeline

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
)

// Bounds of a batch: large enough that waiting for turns costs nothing, small
// enough to stay in a core's cache together with its messages and rows.
const (
	batchPackets = 128
	batchBytes   = 64 << 10
)

// A batch owns some consecutive packets of the capture: their bytes, their
// messages and their rows, until it is filled again.
type batch struct {
	number  uint64
	frames  []capture.Packet // Data aliases bytes
	packets []dissect.Packet
	bytes   []byte // of all frames
	arena   *dissect.Arena
	tree    field.Tree
	row     render.Row

	clock    clock              // its state before the frame that head is called for
	latest   field.Nanos        // the time of the frame that head was called for last
	timed    int                // the number of the one behind it in the batch; 0: there is none
	frame    frame.Frame        // result of head
	iface    *frame.Interface   // made of capIface
	capIface *capture.Interface // of the frame that head was called for last
	matcher  *filter.Matcher
	hits     []bool // packets that pass the display filter; nil without a filter
	previous shown  // before the frame that head is called for
	samples  samples
	labeled  *capture.Interface // its label is label
	label    string
	out      []byte
	ends     []int             // of the rows in out
	watched  []*dissect.Packet // those that Watchers are fed
	prompt   bool              // the rows are written at once
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
	b.timed = 0
	b.arena.Reset()
}

// full reports whether the batch takes no further packet.
func (b *batch) full() bool { return len(b.frames) == batchPackets || len(b.bytes) >= batchBytes }

// slot appends a frame for the next packet and returns it.
func (b *batch) slot() *capture.Packet {
	b.frames = b.frames[:len(b.frames)+1]
	return &b.frames[len(b.frames)-1]
}

// drop removes the last slot.
func (b *batch) drop() { b.frames = b.frames[:len(b.frames)-1] }

// keep copies the packet's bytes into the batch, because the source reuses its
// buffer. The copy is cheaper than a batch of the source's own buffers: these are
// larger, and the copy touches each byte first here, in order.
func (b *batch) keep(p *capture.Packet) {
	from := len(b.bytes)
	b.bytes = append(b.bytes, p.Data...) // if it grows, earlier packets keep the old array
	p.Data = b.bytes[from:len(b.bytes):len(b.bytes)]
}

// labelOf returns the label of an interface, which is mostly that of the frame before.
func (b *batch) labelOf(i *capture.Interface) string {
	if i != b.labeled {
		b.labeled, b.label = i, i.Label()
	}
	return b.label
}
