package ike_test

import (
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// First messages that nobody answers are told by the addresses that they go between:
// two negotiations, of which the first was sent three times and the second captured
// twice.
func TestWaiting(t *testing.T) {
	list, link := ikeFrames(t, "08-ikev2-aes128gcm-ecp256.pcap")
	s, tr := newSender(t), ike.New(nil, ike.Limits{})
	request, answer := slices.Clone(list[0]), list[1]
	const spi = 14 + 20 + 8 // its offset
	first := ike.SPI(request[spi : spi+8])
	for i := range 3 {
		s.time = s.time.Add(time.Duration(i) * time.Second)
		s.show(tr, request, link)
	}
	s.time = s.time.Add(time.Second)
	request[spi]++
	s.show(tr, request, link)
	s.show(tr, request, link)
	all := slices.Collect(tr.Waiting())
	if len(all) != 1 {
		t.Fatalf("%d pairs of addresses, want 1", len(all))
	}
	w := all[0]
	if w.SAs != 2 || w.Sent != 4 || w.Most != 3 || w.Version != 2 || w.Exchange != isakmp.ExchangeSAInit || w.Frame != 1 || len(w.SPIs) != 2 || w.SPIs[0] != first {
		t.Errorf("%+v", w)
	}
	if span := w.Last.Sub(w.First).Round(time.Second); span != 4*time.Second || w.Src.Port() != 500 {
		t.Errorf("%v from %v", span, w.Src)
	}
	s.show(tr, answer, link) // to the first
	all = slices.Collect(tr.Waiting())
	if len(all) != 1 || all[0].SAs != 1 || all[0].Most != 1 {
		t.Errorf("%+v", all)
	}
	for x := range tr.SAs() {
		if x.FirstAgain != 2 || x.Retransmits != 2 || len(x.Log) != 2 || x.Log[1].Length != uint32(len(answer)-spi) || x.Log[1].Datagrams != 0 {
			t.Errorf("%d again, %d retransmissions, %+v", x.FirstAgain, x.Retransmits, x.Log)
		}
	}
}
