package ike_test

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Whatever comes after a begun SA, and whenever it is looked at, it makes no difference
// that it was kept as the bytes of its messages.
func TestCompact(t *testing.T) {
	labtest.Slow(t)
	var files []string
	for _, pattern := range [...]string{filepath.Join(pcaps, "*ike*.pcap"), "../../../fixtures/broken/*.pcap*"} {
		list, err := filepath.Glob(pattern)
		if err != nil || len(list) == 0 {
			t.Fatal("no fixtures", err)
		}
		files = append(files, list...)
	}
	compact := 0
	for _, file := range files {
		s, kept, whole, n := newSender(t), ike.New(nil, ike.Limits{Begun: -1}), ike.New(nil, ike.Limits{Begun: math.MaxInt}), 0
		for f := range labtest.Packets(t, file) {
			number, time := s.number, s.time
			s.show(kept, f.Data, uint32(f.Link))
			s.number, s.time = number, time
			s.show(whole, f.Data, uint32(f.Link))
			if n++; n > 60 {
				break
			}
			for range kept.Answered(func(k ike.Known) bool { return k.Compact }) {
				compact++
			}
			if got, want := told(kept), told(whole); got != want {
				t.Fatalf("%s, frame %d:\n%s\nwhole:\n%s", filepath.Base(file), s.number, got, want)
			}
		}
	}
	if compact == 0 {
		t.Error("no SA is begun")
	}
}

// told is what tr tells of its SAs.
func told(tr *ike.Tracker) (all string) {
	for s := range tr.All() {
		all += fmt.Sprintln(s.ID, s.SPIs, s.Version, s.Peers, s.Now, s.State, s.Exchange, s.Interface, s.First, s.Last, s.Ready, s.Deleted, s.Late, s.Failure,
			s.Messages, s.Retransmits, s.FirstAgain, s.Elsewhere, s.Encrypted, s.Offers, s.Vendors, s.IDs, s.Asked, s.Auths, s.Methods, s.Authorities,
			s.Traversal(), s.NAT.Endpoints, s.NAT.TTL, s.NAT.Originals, s.NAT.Translated, len(s.NAT.Hashes), s.Moves, s.Probes, s.Unanswered, s.Notices,
			s.Hello, s.Childless, s.Floated, s.Configured, s.Resumed, len(s.Children))
		if s.Policy != nil {
			all += fmt.Sprintln(*s.Policy)
		}
		for _, m := range s.Log {
			said := m.Said
			if m.Said = nil; said != nil {
				all += fmt.Sprintln(said.Deletes, said.EAP != nil, said.Config != nil, said.Wanted, said.Gateway, said.Path)
			}
			all += fmt.Sprintf("%+v\n", m)
		}
	}
	return all
}
