package pipeline

import "io"

// A prompt Source reports whether its next packet is there already. Where it is
// not, the batch is closed, so that no packet waits for the next one.
type prompt interface{ Buffered() bool }

// read fills b with the next packets and reports whether there are any.
func (r *run) read(b *batch) bool {
	b.reset()
	if r.stop.Load() || r.ctx.Err() != nil {
		r.ended = true
	}
	for !r.ended && !b.full() {
		if r.prompt != nil && len(b.frames) > 0 && !r.prompt.Buffered() {
			b.prompt = true
			break
		}
		if b.prompt = r.Each; !r.next(b) || r.Each {
			break
		}
	}
	if len(b.frames) == 0 {
		return false
	}
	r.Packets.Add(uint64(len(b.frames)))
	r.clock.stamp(b)
	if r.Save != nil {
		r.Save.Gather()
	}
	b.number = r.batches.Add(1) - 1
	return true
}

// next adds a packet to b. It reports false where b is to be processed as it is:
// at the end of the source, and at an error behind b's last packet.
func (r *run) next(b *batch) bool {
	if r.Count > 0 && r.taken == r.Count {
		r.ended = true
		return false
	}
	p := b.slot()
	if err := r.Source.Next(p); err != nil {
		b.drop()
		if err == io.EOF {
			r.ended = true
			return false
		}
		r.failed(err) // the source continues behind the damage
		return len(b.frames) == 0
	}
	r.taken++
	b.keep(p)
	return true
}
