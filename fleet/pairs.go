package fleet

import (
	"bytes"
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/track/cleartext"
)

// Packets are counted by pairs of addresses in each capture. Rules of findings compare the sums
// with the tunnels of all shards: what is beside a tunnel, and belongs into it.

// maxPairs is how many pairs are kept of all captures: some 300 MiB.
const maxPairs = 1 << 20

// A countedPair is a cleartext.Pair on its way, in the Data of the head of its first frame, or the
// edge of a capture in that of no frame.
type countedPair struct {
	Src, Dst netip.Addr
	cleartext.Counts
	Edge *cleartext.Edge `json:",omitempty"`
}

// sendPairs sends the pairs of a capture that are not inside of tunnels.
func (s *sorter) sendPairs(capture int, to sendFrame) error {
	if s.heads == nil { // the capture could not be opened
		return nil
	}
	send := func(f Frame, p countedPair) (err error) {
		if f.Data, err = json.Marshal(p); err == nil {
			to(number(0), f.append(nil))
		}
		return err
	}
	for p := range s.pairs.Pairs() {
		if p.Inside {
			continue
		}
		f := Frame{Capture: capture, Number: p.Frame, At: p.Start(), Iface: p.Interface}
		if at, ok := s.heads.moments.of(p.Frame); ok {
			f.At = at
		}
		if err := send(f, countedPair{p.Src, p.Dst, *p.Counts, nil}); err != nil {
			return err
		}
	}
	edge := s.pairs.Edge()
	if len(edge.Head) == 0 {
		return nil
	}
	return send(Frame{Capture: capture, At: time.Unix(0, edge.Head[0].At)}, countedPair{Edge: &edge})
}

// A pairSum is the pairs of all captures, in the order of their first frames.
type pairSum struct {
	places *places // numbers the frames
	list   []*cleartext.Pair
	known  map[cleartext.Ends]*cleartext.Pair
	before map[string]*cleartext.Edge // of the last capture of each interface
	beside map[cleartext.Ends]int     // packets that are beside an ESP packet of another capture
}

// sumPairs adds the pairs of all captures.
func sumPairs(ctx context.Context, frames func(*[]byte) bool, at *places) ([]*cleartext.Pair, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sum := pairSum{at, nil, map[cleartext.Ends]*cleartext.Pair{}, map[string]*cleartext.Edge{}, map[cleartext.Ends]int{}}
	var last Frame
	heads, failed := sorted(ctx, frames)
	for f := range heads {
		if f.Capture < 0 {
			return nil, errFrame
		}
		if f.compare(&last) == 0 && bytes.Equal(f.Data, last.Data) {
			continue // an engine may have sent it twice
		}
		last = f
		var x countedPair
		if err := json.Unmarshal(f.Data, &x); err != nil {
			return nil, err
		}
		if x.Edge == nil {
			sum.add(&f, &x)
		} else {
			sum.follow(x.Edge)
		}
	}
	for k, n := range sum.beside {
		if p := sum.known[k]; p != nil {
			p.Carried += uint64(n)
		}
	}
	return sum.list, <-failed
}

// add adds a pair of one capture.
func (s *pairSum) add(f *Frame, x *countedPair) {
	k := cleartext.Ends{Src: x.Src, Dst: x.Dst, Interface: f.Iface}
	switch p := s.known[k]; {
	case p != nil:
		p.Join(&x.Counts)
	case len(s.list) < maxPairs:
		x.Frame = s.places.add(f)
		p = &cleartext.Pair{Src: x.Src, Dst: x.Dst, Interface: f.Iface, Counts: &x.Counts}
		s.known[k], s.list = p, append(s.list, p)
	}
}

// follow compares the edge of a capture with those of the captures before it on its interfaces.
func (s *pairSum) follow(next *cleartext.Edge) {
	var joined []*cleartext.Edge
	for i := range next.Head {
		e := s.before[next.Head[i].Interface]
		if e == nil || slices.Contains(joined, e) {
			continue
		}
		joined = append(joined, e)
		for k, n := range e.Carried(next) {
			s.beside[k] += n
		}
	}
	for i := range next.Head {
		s.before[next.Head[i].Interface] = next
	}
}
