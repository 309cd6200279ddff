package session_test

import (
	"io"
	"testing"

	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
)

// What the trackers of every run observe is told from neighbors' announcements at a glance:
// else a filter by address would decode these to their ends.
func TestAnnouncementsAreNotObserved(t *testing.T) {
	plan, err := session.Prepare(&session.Env{Err: io.Discard}, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var config pipeline.Config
	plan.Track(&config)
	for _, tracker := range config.Trackers {
		s, ok := tracker.(track.Selective)
		if !ok {
			t.Errorf("%T observes every packet", tracker)
			continue
		}
		for _, p := range []*field.Proto{cdp.Proto, lldp.Proto} {
			if observed := plan.Registry.ProtoSet(s.Protos()...); observed&plan.Registry.ProtoSet(p) != 0 {
				t.Errorf("%T observes packets of %s", tracker, p.Name)
			}
		}
	}
}
