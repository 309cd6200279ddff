package pipeline

import "io"

// A prompt Source reports whether its next packet is there already. Where it is
// not, the batch is closed, so that no packet waits for the next one.
type prompt interface{ Buffered() bool }

// read fills b with the next packets and reports whether there are any.
func (r *run) read(b *batch) bool {
	b.reset()
	source, _ := r.Source.(prompt)
	for !r.ended && !b.full() {
		if source != nil && len(b.frames) > 0 && !source.Buffered() {
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
	if r.stop.Load() || r.ctx.Err() != nil || r.Count > 0 && r.Packets.Load() == r.Count {
		r.ended = true
		return false
	}
	p := b.slot()
	err := r.Source.Next(p)
	if err != nil {
		b.drop()
	}
	switch {
	case err == io.EOF:
		r.ended = true
		return false
	case err != nil: // the source continues behind the damage
		r.failed(err)
		return len(b.frames) == 0
	}
	r.Packets.Add(1)
	b.keep(p)
	return true
}
