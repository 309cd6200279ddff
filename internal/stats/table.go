package stats

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// DefaultLimit is how many rows a table keeps. It bounds the memory of a
// statistic to some 20 MiB.
const DefaultLimit = 1 << 16

// A table counts packets by key and direction. It is bounded: when it is full, an
// eighth of its rows are dropped, first those with the fewest packets, of these the ones
// with packets in one direction only, and of these the least recently counted. So
// neither a port scan nor a flood pushes out conversations.
type table[K comparable] struct {
	limit int
	index index
	rows  []row[K] // in the order of their first packets
	last  int32    // the row that was counted last: likely the next packet's, too
	lost  lost
	start time.Time // of the capture, once a packet that has a time is counted
	worth []worth   // scratch of evict
}

// A row holds the counts of one key.
type row[K comparable] struct {
	key    K
	hash   uint32 // of key
	turned bool   // the first packet went in direction 1
	frames [2]uint64
	bytes  [2]uint64
	// first and last are the times of its first and last packet that have one, since the
	// first packet of the capture.
	first, last time.Duration
	timed       bool
	seen        uint64 // the number of its last packet
	frame       uint64 // and of its first
}

// lost counts what was in dropped rows.
type lost struct{ rows, frames, bytes uint64 }

func newTable[K comparable](limit int) table[K] {
	return table[K]{limit: max(limit, 8), index: newIndex()}
}

// count counts the packet s for k. direction is 0 or 1.
func (t *table[K]) count(k K, direction int, s *sample) {
	r := t.row(k, direction, s)
	r.frames[direction]++
	r.bytes[direction] += s.bytes
	r.seen = s.number
	if s.timed {
		t.start = s.start
		r.span(s.at, s.at)
	}
}

// row returns the row of k, which it makes if there is none.
func (t *table[K]) row(k K, direction int, s *sample) *row[K] {
	if int(t.last) < len(t.rows) && t.rows[t.last].key == k {
		return &t.rows[t.last]
	}
	hash := hashOf(&t.index, k)
	i, ok := t.lookup(hash, k)
	if !ok {
		if len(t.rows) >= t.limit {
			t.evict()
		}
		i = int32(len(t.rows))
		if t.index.full(len(t.rows)) {
			t.index.make(2 * len(t.index.slots))
			t.enter()
		}
		t.index.add(hash, i)
		t.rows = append(t.rows, row[K]{key: k, hash: hash, turned: direction == 1, frame: s.number})
	}
	t.last = i
	return &t.rows[i]
}

// lookup is the row of a key, which has that hash.
func (t *table[K]) lookup(hash uint32, k K) (i int32, ok bool) {
	for at := t.index.home(hash); ; at = t.index.after(at) {
		s := t.index.slots[at]
		if s.row == 0 {
			return 0, false
		}
		if s.hash == hash && t.rows[s.row-1].key == k {
			return s.row - 1, true
		}
	}
}

// enter enters all rows into an empty index.
func (t *table[K]) enter() {
	for i := range t.rows {
		t.index.add(t.rows[i].hash, int32(i))
	}
}

// time is that of the first packet of r, the zero time where none has one, or one that is too far
// from the first of the capture.
func (t *table[K]) time(r *row[K]) time.Time {
	if !r.timed || !within(r.first) {
		return time.Time{}
	}
	return t.start.Add(r.first)
}

// span adds the time from one packet to another.
func (r *row[K]) span(first, last time.Duration) {
	if r.timed {
		first, last = min(r.first, first), max(r.last, last)
	}
	r.first, r.last, r.timed = first, last, true
}

// within reports whether d is none of the ends of a Duration, at which stands what is longer: 292
// years.
func within(d time.Duration) bool { return d > math.MinInt64 && d < math.MaxInt64 }

// duration returns the time from the first to the last packet, at most the 292 years that
// a Duration has room for.
func (r *row[K]) duration() time.Duration {
	if d := r.last - r.first; d >= 0 {
		return d
	}
	return math.MaxInt64
}

// out is the direction of the first packet.
func (r *row[K]) out() int {
	if r.turned {
		return 1
	}
	return 0
}

// A worth is what makes a row worth keeping.
type worth struct {
	frames   uint64
	answered bool
	seen     uint64
	row      int32
}

func (r *row[K]) worth(i int) worth {
	return worth{r.frames[0] + r.frames[1], r.frames[0] > 0 && r.frames[1] > 0, r.seen, int32(i)}
}

// compare orders worths, the least first. No two are equal.
func (w worth) compare(other worth) int {
	if c := cmp.Compare(w.frames, other.frames); c != 0 || w.answered == other.answered {
		return cmp.Or(c, cmp.Compare(w.seen, other.seen), cmp.Compare(w.row, other.row))
	}
	if w.answered {
		return 1
	}
	return -1
}

// evict drops the eighth of the rows that is worth least.
func (t *table[K]) evict() {
	t.worth = t.worth[:0]
	for i := range t.rows {
		t.worth = append(t.worth, t.rows[i].worth(i))
	}
	slices.SortFunc(t.worth, worth.compare)
	for _, w := range t.worth[:t.limit/8] {
		r := &t.rows[w.row]
		t.lost.rows++
		t.lost.frames += r.frames[0] + r.frames[1]
		t.lost.bytes += r.bytes[0] + r.bytes[1]
		r.frames = [2]uint64{}
	}
	t.rows = slices.DeleteFunc(t.rows, func(r row[K]) bool { return r.frames == [2]uint64{} })
	clear(t.index.slots)
	t.enter()
}

// sorted returns copies of the rows by number of frames, most first, and for equal numbers
// in the order of their first packets. early may be nil: see join.
func (t *table[K]) sorted(early func(K) K) []*row[K] {
	rows := slices.Clone(t.rows)
	if early != nil {
		rows = join(rows, early)
	}
	list := make([]*row[K], len(rows)) // a row is larger than sorting should move
	for i := range rows {
		list[i] = &rows[i]
	}
	slices.SortStableFunc(list, func(a, b *row[K]) int {
		return cmp.Compare(b.frames[0]+b.frames[1], a.frames[0]+a.frames[1])
	})
	return list
}

// join merges the row of a conversation's first packets, whose key is early(k),
// into the first row with a complete key k. The merged row takes the earlier
// row's place.
func join[K comparable](rows []row[K], early func(K) K) []row[K] {
	later := map[K]int{}
	for i := range rows {
		k := early(rows[i].key)
		if _, ok := later[k]; !ok && k != rows[i].key {
			later[k] = i
		}
	}
	for i := range rows {
		if to, ok := later[rows[i].key]; ok {
			rows[to].add(&rows[i])
			rows[i], rows[to] = rows[to], row[K]{}
		}
	}
	return slices.DeleteFunc(rows, func(r row[K]) bool { return r.frames == [2]uint64{} })
}

// add adds the counts of packets that came before those of r.
func (r *row[K]) add(before *row[K]) {
	for i := range r.frames {
		r.frames[i] += before.frames[i]
		r.bytes[i] += before.bytes[i]
	}
	r.turned, r.frame = before.turned, before.frame
	if before.timed {
		r.span(before.first, before.last)
	}
}
