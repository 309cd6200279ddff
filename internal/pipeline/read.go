package pipeline

import "io"

// A prompt Source knows whether its next packet is there already. Those that
// are there do not wait for the next.
type prompt interface{ Buffered() bool }

// read fills b with the next packets and reports whether there are any.
func (r *run) read(b *batch) bool {
	lock(&r.reading, r.order.spins)
	defer r.reading.Unlock()
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
	r.source.note(b)
	if r.Save != nil {
		r.Save.Gather()
	}
	b.number = r.batches.Add(1) - 1
	return true
}

// next adds a packet to b. It reports false when b should go on its way:
// because nothing follows, or because something is wrong.
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
	case err != nil: // the source goes on behind the damage
		r.failed(err)
		return len(b.frames) == 0
	}
	r.Packets.Add(1)
	b.keep(p)
	return true
}
