package fleet

import (
	"context"
	"encoding/json"
	"net/netip"

	"github.com/pktscope/pktscope/internal/track/cleartext"
)

// Packets are counted by pairs of addresses in each capture. Rules of findings compare the sums
// with the tunnels of all shards: what is beside a tunnel, and belongs into it.

// maxPairs is how many pairs are kept of all captures: some 300 MiB.
const maxPairs = 1 << 20

// A countedPair is a cleartext.Pair on its way, in the Data of the head of its first frame.
type countedPair struct {
	Src, Dst netip.Addr
	cleartext.Counts
}

// sendPairs sends the pairs of a capture that are not inside of tunnels.
func (s *sorter) sendPairs(capture int, to sendFrame) error {
	if s.heads == nil { // the capture could not be opened
		return nil
	}
	for p := range s.pairs.Pairs() {
		if p.Inside {
			continue
		}
		f := Frame{Capture: capture, Number: p.Frame, At: p.Start(), Iface: p.Interface}
		if at, ok := s.heads.moments.of(p.Frame); ok {
			f.At = at
		}
		var err error
		if f.Data, err = json.Marshal(countedPair{p.Src, p.Dst, *p.Counts}); err != nil {
			return err
		}
		to(number(0), f.append(nil))
	}
	return nil
}

// sumPairs adds the pairs of all captures, which are numbered in at, in the order of their first
// frames.
func sumPairs(ctx context.Context, frames func(*[]byte) bool, at *places) (list []*cleartext.Pair, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type key struct {
		src, dst netip.Addr
		iface    string
	}
	known := map[key]*cleartext.Pair{}
	var last Frame
	heads, failed := sorted(ctx, frames)
	for f := range heads {
		if f.Capture < 0 {
			return nil, errFrame
		}
		if f.compare(&last) == 0 && string(f.Data) == string(last.Data) {
			continue // an engine may have sent it twice
		}
		last = f
		var x countedPair
		if err := json.Unmarshal(f.Data, &x); err != nil {
			return nil, err
		}
		x.Frame = at.add(&f)
		k := key{x.Src, x.Dst, f.Iface}
		switch p := known[k]; {
		case p != nil:
			p.Join(&x.Counts)
		case len(list) < maxPairs:
			p = &cleartext.Pair{Src: x.Src, Dst: x.Dst, Interface: f.Iface, Counts: &x.Counts}
			known[k], list = p, append(list, p)
		}
	}
	return list, <-failed
}
