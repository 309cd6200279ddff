package pipeline

import (
	"pktscope/dissect"
	"pktscope/dissect/field"
	"pktscope/dissect/frame"
	"pktscope/internal/capture"
	"pktscope/internal/render"
)

// How much a batch holds: enough that waiting for turns costs nothing, little
// enough to stay in a core's cache.
const (
	batchPackets = 128
	batchBytes   = 192 << 10
)

// A batch owns some consecutive packets of the capture: their bytes, their
// messages and their rows, until it is filled again.
type batch struct {
	number  uint64
	frames  []capture.Packet // Data aliases bytes
	heads   []frame.Frame
	packets []dissect.Packet
	bytes   []byte
	arena   *dissect.Arena
	tree    field.Tree
	row     render.Row
	out     []byte
}

func newBatch(r *dissect.Registry) *batch {
	return &batch{
		frames:  make([]capture.Packet, 0, batchPackets),
		heads:   make([]frame.Frame, batchPackets),
		packets: make([]dissect.Packet, batchPackets),
		bytes:   make([]byte, 0, batchBytes),
		arena:   dissect.NewArena(r),
	}
}

func (b *batch) reset() {
	b.frames, b.bytes, b.out = b.frames[:0], b.bytes[:0], b.out[:0]
	b.arena.Reset()
}

// full reports whether the batch takes no further packet.
func (b *batch) full() bool {
	return len(b.frames) == batchPackets || len(b.bytes) >= batchBytes*3/4
}

// keep copies a packet's bytes into the batch: the source reuses them.
func (b *batch) keep(p *capture.Packet) {
	from := len(b.bytes)
	b.bytes = append(b.bytes, p.Data...)
	b.frames = append(b.frames, *p)
	b.frames[len(b.frames)-1].Data = b.bytes[from:len(b.bytes):len(b.bytes)]
}
