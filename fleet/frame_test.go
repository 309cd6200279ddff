package fleet

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
)

// A frame is the same behind its way, and each piece of one is refused.
func TestFrame(t *testing.T) {
	at := time.Unix(1_700_000_000, 123_456_789)
	for _, f := range []Frame{
		{Capture: 3, Number: 1 << 40, At: at, Time: at, HasTime: true, Outbound: true, Wire: 1500, Link: 1, FCS: 4, Iface: "eth0", Digits: 9, Data: []byte{1, 2}},
		{Number: 1, At: at, Time: at.Add(-time.Hour), HasTime: true, FCS: -1, Iface: "a:b", Digits: 6, Data: []byte{}},
		{Number: 7, At: at, Link: 0xffff, Data: []byte("x")},
	} {
		b := f.append(nil)
		got, err := parseFrame(b)
		if err != nil || !got.Time.Equal(f.Time) || !got.At.Equal(f.At) {
			t.Errorf("%+v: %+v, %v", f, got, err)
		}
		got.Time, got.At = f.Time, f.At
		if !reflect.DeepEqual(got, f) {
			t.Errorf("%+v, want %+v", got, f)
		}
		for n := range len(b) - len(f.Data) {
			if _, err := parseFrame(b[:n]); err == nil {
				t.Errorf("%d of %d bytes are a frame", n, len(b))
			}
		}
	}
}

// The order of frames by their clocks is that in which a Merged hands them out, also where the
// clock of a capture jumps back.
func TestClock(t *testing.T) {
	seconds := [][]int64{{5, 3, 8}, {4, 5, 6}, {1, 9}}
	var frames []Frame
	for i, times := range seconds {
		var c clock
		for k, s := range times {
			p := capture.Packet{Time: time.Unix(s, 0), HasTime: true}
			frames = append(frames, Frame{Capture: i, Number: uint64(k + 1), At: c.at(&p), Time: p.Time})
		}
	}
	slices.Reverse(frames)
	slices.SortFunc(frames, func(a, b Frame) int { return a.compare(&b) })
	var got []int64
	for _, f := range frames {
		got = append(got, f.Time.Unix())
	}
	if want := []int64{1, 4, 5, 3, 5, 6, 8, 9}; !slices.Equal(got, want) {
		t.Errorf("%d, want %d", got, want)
	}
}

// Pairs of addresses that share SPIs, over others as well, have one name.
func TestComponents(t *testing.T) {
	var unions []string
	for _, pairs := range [][]string{{"a", "b", "a", "b"}, {"c", "d"}, {"e"}, {"f", "c", "b"}, {"g", "h"}} {
		shared("", next(pairs), func(_, union string) { unions = append(unions, union) })
	}
	if len(unions) != 5 {
		t.Errorf("unions %q", unions)
	}
	var names []string
	unite("", next(unions), func(pair, name string) { names = append(names, pair+name) })
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "ba ca da fa hg" {
		t.Errorf("names %s", got)
	}
}
