package stats

import (
	"math"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

func at(n uint64) *sample {
	return &sample{number: n, bytes: 100, at: time.Duration(n) * time.Second, timed: true, start: time.Unix(0, 0)}
}

// A full table drops rows with few packets first, and of these the oldest.
func TestEviction(t *testing.T) {
	tab := newTable[int](16)
	n := uint64(0)
	see := func(key, direction int) {
		n++
		tab.count(key, direction, at(n))
	}
	for key := range 8 { // answered
		see(key, 0)
		see(key, 1)
	}
	for key := 8; key < 16; key++ { // not
		see(key, 0)
	}
	see(8, 0) // once more
	see(100, 0)
	kept := map[int]bool{}
	for _, r := range tab.rows {
		kept[r.key] = true
	}
	if len(tab.rows) != 15 || kept[9] || kept[10] || !kept[8] || !kept[11] || !kept[100] {
		t.Errorf("%d rows: %v", len(tab.rows), kept)
	}
	if tab.lost != (lost{rows: 2, frames: 2, bytes: 200}) {
		t.Errorf("lost %+v", tab.lost)
	}
	for i, r := range tab.rows {
		if at, ok := tab.at(r.key); !ok || at != int32(i) {
			t.Errorf("%d is not found where it is", r.key)
		}
	}
	for key := range 1000 { // everything that was not answered goes, what was stays
		see(1000+key, 0)
	}
	if entered := count(tab.index.slots); len(tab.rows) > 16 || entered != len(tab.rows) {
		t.Errorf("%d rows, %d in the index", len(tab.rows), entered)
	}
	for key := range 8 {
		if _, ok := tab.at(key); !ok {
			t.Errorf("%d, which was answered, is gone", key)
		}
	}
	total := tab.lost.frames
	for _, r := range tab.rows {
		total += r.frames[0] + r.frames[1]
	}
	if total != n {
		t.Errorf("%d of %d frames are accounted for", total, n)
	}
}

// Neither a flood of single packets nor one of answered ones pushes out what has more.
func TestEvictionByPackets(t *testing.T) {
	tab := newTable[int](64)
	n := uint64(0)
	see := func(key, direction int) {
		n++
		tab.count(key, direction, at(n))
	}
	for range 5 {
		see(1, 0) // ESP: nobody answers an SA
		see(2, 0)
	}
	for key := range 1000 {
		see(100+key, 0)
		see(5000+key, 0)
		see(5000+key, 1)
	}
	see(1, 0)
	for key, want := range map[int]uint64{1: 6, 2: 5} {
		i, ok := tab.at(key)
		if !ok || tab.rows[i].frames[0] != want {
			t.Errorf("%d: there: %v", key, ok)
		}
	}
}

// Where all rows have both directions the oldest are dropped.
func TestEvictionOfAnswered(t *testing.T) {
	tab := newTable[int](8)
	for key := range 9 {
		tab.count(key, 0, at(uint64(2*key)))
		tab.count(key, 1, at(uint64(2*key+1)))
	}
	if _, ok := tab.at(0); ok || len(tab.rows) != 8 {
		t.Errorf("%d rows; the oldest is there: %v", len(tab.rows), ok)
	}
}

// Rows are sorted by frames, and for equal numbers in the order of their first
// packets.
func TestSorted(t *testing.T) {
	tab := newTable[string](8)
	for i, key := range []string{"a", "b", "c", "b", "d", "d"} {
		tab.count(key, 0, at(uint64(i)))
	}
	got := ""
	for _, r := range tab.sorted(nil) {
		got += r.key
	}
	if got != "bdac" {
		t.Errorf("%s, want bdac", got)
	}
}

// A row under an early key is merged into the row of the complete key.
func TestJoin(t *testing.T) {
	tab := newTable[[2]int](16)
	tab.count([2]int{1, 0}, 1, at(1)) // request
	tab.count([2]int{2, 0}, 0, at(2)) // is never answered
	tab.count([2]int{1, 5}, 0, at(3)) // answers
	tab.count([2]int{1, 5}, 1, at(4))
	for range 2 { // a report leaves the table as it was
		rows := tab.sorted(func(k [2]int) [2]int { return [2]int{k[0], 0} })
		if len(rows) != 2 || rows[0].key != [2]int{1, 5} || rows[1].key != [2]int{2, 0} {
			t.Fatalf("%+v", rows)
		}
		if r := rows[0]; r.frames != [2]uint64{1, 2} || r.bytes != [2]uint64{100, 200} || !r.turned || r.first != time.Second || r.last != 4*time.Second {
			t.Errorf("%+v", r)
		}
	}
}

// Packets without a time say nothing of when a conversation was: one of them alone has no time, also
// beside others that have.
func TestUntimed(t *testing.T) {
	tab := newTable[string](8)
	untimed := func(n uint64) *sample { return &sample{number: n, bytes: 100} }
	tab.count("timed", 0, at(1))
	tab.count("none", 0, untimed(2))
	tab.count("both", 0, untimed(3))
	tab.count("both", 0, at(5))
	tab.count("both", 1, at(9))
	tab.count("both", 0, untimed(10))
	for i, want := range [][2]any{
		{render.Seconds{Duration: time.Second, Digits: 9}, render.Seconds{Digits: 4}},
		{nil, nil},
		{render.Seconds{Duration: 5 * time.Second, Digits: 9}, render.Seconds{Duration: 4 * time.Second, Digits: 4}},
	} {
		r := &tab.rows[i]
		if got := [2]any{r.seconds(r.first, 9), r.seconds(r.duration(), 4)}; got != want {
			t.Errorf("%s: %v, want %v", r.key, got, want)
		}
		if tab.time(r).IsZero() != (want[0] == nil) {
			t.Errorf("%s: first seen %v", r.key, tab.time(r))
		}
	}
}

// When a packet was seen that is centuries from the first one is not known, as its time since that
// stands at the end of a Duration.
func TestFarApart(t *testing.T) {
	tab := newTable[string](8)
	tab.count("here", 0, at(1))
	for _, d := range []time.Duration{math.MinInt64, math.MaxInt64} {
		tab.count(d.String(), 0, &sample{number: 11, bytes: 100, timed: true, at: d, start: time.Unix(1_700_000_000, 0)})
	}
	for i := range tab.rows {
		if r := &tab.rows[i]; tab.time(r).IsZero() != (r.key != "here") {
			t.Errorf("%s: first seen %v", r.key, tab.time(r))
		}
	}
}

// at is the row of a key.
func (t *table[K]) at(k K) (int32, bool) { return t.lookup(hashOf(&t.index, k), k) }

func count(slots []slot) (n int) {
	for _, s := range slots {
		if s.row != 0 {
			n++
		}
	}
	return n
}
