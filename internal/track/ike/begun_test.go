package ike_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// Of a flood that is answered the first SAs are kept as such. The others are what they
// were, and once more than two messages came they are SAs as well.
func TestBegun(t *testing.T) {
	const many, sa = 4200, 4100 // the latter is seen by a tracker of its own, too
	s, tr, alone, fl := newSender(t), ike.New(nil, ike.Limits{}), ike.New(nil, ike.Limits{}), newFlood(t)
	const src = 10<<24 | 1
	first, response := slices.Clone(fl.first), slices.Clone(fl.response)
	copy(first, "initiato")
	copy(response, "initiatoresponde")
	both := func(messages ...[]byte) {
		number, time := s.number, s.time
		for _, to := range [...]*ike.Tracker{alone, tr} {
			s.number, s.time = number, time
			for _, m := range messages {
				if &m[0] == &response[0] {
					s.send(to, responder, src, 500, 500, m)
				} else {
					s.send(to, src, responder, 500, 500, m)
				}
			}
		}
	}
	for range sa {
		fl.send(s, tr, true)
	}
	both(first, first, response)
	for range many - sa - 1 {
		fl.send(s, tr, true)
	}
	whole, all := slices.Collect(tr.SAs()), slices.Collect(tr.All())
	if n, _ := tr.Len(); n != many || len(all) != many || len(whole) >= many-50 || tr.EvictedSAs > 0 {
		t.Fatalf("%d SAs, %d of them whole, %d in all, %d forgotten", n, len(whole), len(all), tr.EvictedSAs)
	}
	want := slices.Collect(alone.SAs())[0]
	if slices.ContainsFunc(whole, func(x *ike.SA) bool { return x.SPIs == want.SPIs }) {
		t.Fatal("the SA behind so many others is kept whole")
	}
	same := func(got *ike.SA) {
		t.Helper()
		if got.SPIs != want.SPIs || got.Peers != want.Peers || got.Now != want.Now || got.State != want.State || got.Interface != want.Interface {
			t.Errorf("got %v %v %v %v, want %v %v %v %v", got.SPIs, got.Peers, got.State, got.Interface, want.SPIs, want.Peers, want.State, want.Interface)
		}
		if !got.First.Equal(want.First) || !got.Last.Equal(want.Last) || got.Messages != want.Messages || got.Retransmits != want.Retransmits ||
			got.FirstAgain != want.FirstAgain || got.NAT.TTL != want.NAT.TTL || got.ID != sa+1 {
			t.Errorf("got SA %d with %d messages, %d sent again, TTL %v, want %d, %d and %v", got.ID, got.Messages, got.Retransmits, got.NAT.TTL, want.Messages, want.Retransmits, want.NAT.TTL)
		}
		if len(got.Log) != len(want.Log) || len(got.Offers[ike.Initiator]) != len(want.Offers[ike.Initiator]) || len(got.Vendors[ike.Responder]) != len(want.Vendors[ike.Responder]) {
			t.Fatalf("got %d messages in the ladder, %d offers, want %d, %d", len(got.Log), len(got.Offers[ike.Initiator]), len(want.Log), len(want.Offers[ike.Initiator]))
		}
		for i := range got.Log {
			if g, w := got.Log[i], want.Log[i]; g.Frame != w.Frame || !g.Time.Equal(w.Time) || g.Role != w.Role || g.Length != w.Length || !slices.Equal(g.Payloads, w.Payloads) {
				t.Errorf("message %d: got %+v, want %+v", i, g, w)
			}
		}
	}
	same(all[sa])
	both(first)
	at := slices.IndexFunc(slices.Collect(tr.SAs()), func(x *ike.SA) bool { return x.SPIs == want.SPIs })
	if want.Retransmits != 2 || at < 0 {
		t.Fatalf("%d retransmissions; the SA is at %d", want.Retransmits, at)
	}
	same(slices.Collect(tr.SAs())[at])
}
