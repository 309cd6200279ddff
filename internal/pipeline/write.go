package pipeline

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
)

// write saves the packets, counts them, feeds the Watchers and writes the rows.
func (r *run) write(_ *dissect.Engine, b *batch) {
	if r.stop.Load() {
		return
	}
	saved, err := r.save(b)
	r.learn(b, saved)
	if r.Format != nil {
		r.print(b, saved)
	}
	if err != nil {
		r.end(err)
	}
}

// learn feeds the Tap and the Watchers.
func (r *run) learn(b *batch, n int) {
	if r.Guard != nil {
		r.Guard.Lock()
		defer r.Guard.Unlock()
	}
	r.count(b, n)
	r.watch(b, n)
}

// save saves the packets of b that passed the display filter. It returns how many
// packets of b come before an error: all of them without one.
func (r *run) save(b *batch) (n int, err error) {
	if r.Save == nil {
		return len(b.frames), nil
	}
	for i := range b.frames {
		if !b.displays(i) {
			continue
		}
		if err := r.Save.Save(&b.frames[i]); err == capture.ErrSaved {
			return i + 1, err
		} else if err != nil {
			return i, err
		}
	}
	return len(b.frames), nil
}

// watch feeds the Watchers those of the first n packets of b that passed the
// display filter.
func (r *run) watch(b *batch, n int) {
	if len(r.Watchers) == 0 {
		return
	}
	b.watched = b.watched[:0]
	for i := range b.packets[:n] {
		if b.displays(i) {
			b.watched = append(b.watched, &b.packets[i])
		}
	}
	for _, w := range r.Watchers {
		if all, ok := w.(track.Batched); ok {
			all.WatchAll(b.watched)
			continue
		}
		for _, p := range b.watched {
			w.Watch(p)
		}
	}
}

// print gathers the first n rows of b. They are written at once if the next packet
// may take its time, otherwise when they are worth a system call.
func (r *run) print(b *batch, n int) {
	if n == 0 {
		return
	}
	r.displayed(b.displayed(n))
	out := b.out[:b.ends[n-1]]
	if len(out) > 0 {
		if r.rows {
			r.out = append(r.out, r.Format.Separator()...)
		}
		r.rows = true
		r.out = append(r.out, out...)
	}
	if b.prompt || len(r.out) >= writeBytes {
		r.flush()
	}
}

// writeBytes of rows are worth a system call.
const writeBytes = 64 << 10

// displayed returns how many of the first n packets of b passed the display filter.
func (b *batch) displayed(n int) int {
	if b.hits == nil {
		return n
	}
	count := 0
	for _, hit := range b.hits[:n] {
		if hit {
			count++
		}
	}
	return count
}

func (r *run) displayed(n int) {
	r.mu.Lock()
	r.result.Displayed += uint64(n)
	r.mu.Unlock()
}

// flush writes the gathered rows. One goroutine calls it at a time: in the turn of
// write, or before and after all turns.
func (r *run) flush() {
	if len(r.out) > 0 && !r.broken() {
		if _, err := r.Out.Write(r.out); err != nil {
			r.end(err)
		}
	}
	r.out = r.out[:0]
}

// close writes what is left of the output and what ends it. The names of columns
// without a row below them are left out where people read them, and in all formats where
// the input cannot be read; a document is complete all the same.
func (r *run) close() {
	begun := len(r.out)
	r.out = r.Format.AppendEnd(r.out)
	if !r.rows && len(r.out) == begun && (r.unread() || render.Headed(r.Format)) {
		r.out = r.out[:0]
	}
	r.flush()
}

// unread reports whether something could not be read.
func (r *run) unread() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.result.Read) > 0
}

// broken reports whether writing has failed.
func (r *run) broken() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.result.Write != nil
}

// end stops reading and writing. It is called in the turn of write.
func (r *run) end(err error) {
	if r.stop.Swap(true) {
		return
	}
	if err != capture.ErrSaved {
		r.mu.Lock()
		r.result.Write = err
		r.mu.Unlock()
	}
	close(r.halt)
}

// failed records what the source could not read.
func (r *run) failed(err error) {
	r.mu.Lock()
	r.result.Read = append(r.result.Read, err)
	r.mu.Unlock()
}
