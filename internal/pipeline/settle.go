package pipeline

import "github.com/pktscope/pktscope/internal/capture"

// finish saves the packets and writes the rows.
func (r *run) finish(b *batch) {
	if r.stop.Load() {
		return
	}
	saved, err := r.save(b)
	r.count(b, saved)
	r.watch(b, saved)
	if r.Format != nil {
		r.print(b, saved)
	}
	if err != nil {
		r.end(err)
	}
}

// save saves the packets of b that passed the display filter and returns how many
// of all are gone through: all, but for those behind an error.
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

// watch shows those of the first n packets of b that passed the display filter
// to those who watch.
func (r *run) watch(b *batch, n int) {
	if len(r.Watchers) == 0 {
		return
	}
	for i := range b.packets[:n] {
		if !b.displays(i) {
			continue
		}
		for _, w := range r.Watchers {
			w.Watch(&b.packets[i])
		}
	}
}

// print hands the first n rows of b on: at once if the next packet may take its
// time, otherwise when there are enough of them.
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

// writeBytes is how many bytes of rows are worth a system call.
const writeBytes = 64 << 10

// displayed is how many of the first n packets of b passed the display filter.
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

// flush writes what is to be written. One goroutine calls it at a time: in
// settle's turn, or before and after all turns.
func (r *run) flush() {
	if len(r.out) > 0 && !r.broken() {
		if _, err := r.Out.Write(r.out); err != nil {
			r.end(err)
		}
	}
	r.out = r.out[:0]
}

// broken reports whether the output takes no more.
func (r *run) broken() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.result.Write != nil
}

// end lets nothing more be read or written. It is called where write is.
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

// failed notes what the source could not read.
func (r *run) failed(err error) {
	r.mu.Lock()
	r.result.Read = append(r.result.Read, err)
	r.mu.Unlock()
}
