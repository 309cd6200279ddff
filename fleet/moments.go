package fleet

import (
	"sort"
	"time"
)

// Moments are when frames, by their numbers, are merged with those of other captures, where that
// is not their own time: the clock has jumped back, or they have none. Numbers grow.
type moments []moment

// A moment is that of a frame and those behind it up to the next.
type moment struct {
	from uint64
	at   time.Time
	own  bool // each has its own
}

// note notes a frame.
func (m *moments) note(number uint64, f *Frame) {
	next := moment{number, f.At, f.HasTime && f.At.Equal(f.Time)}
	if next.own {
		next.at = time.Time{}
	}
	if n := len(*m); n == 0 && next.own || n > 0 && (*m)[n-1].own == next.own && (*m)[n-1].at.Equal(next.at) {
		return
	}
	*m = append(*m, next)
}

// of is that of a frame; ok is false where it is its own time.
func (m moments) of(number uint64) (at time.Time, ok bool) {
	i := sort.Search(len(m), func(i int) bool { return m[i].from > number }) - 1
	if i < 0 || m[i].own {
		return at, false
	}
	return m[i].at, true
}
