//go:build unix

package diagnose_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/labtest"
)

// Offsets in frames of Ethernet and IPv4 without options.
const (
	atSource      = 14 + 12
	atDestination = 14 + 16
	atCookies     = 14 + 20 + 8
)

// attempts feeds n attempts of phase 1 that are refused, or with halfOpen stay without an
// answer; each between peers of its own, or all between the same.
func attempts(t *testing.T, n int, halfOpen, samePeers bool) *feed {
	all := labtest.Copies(t, "../../fixtures/pcaps/05-ikev1-phase1-no-proposal.pcap")
	f := newFeed(t)
	for i := range n {
		at := all[2].Time.Add(time.Duration(i) * time.Millisecond)
		for k, p := range all[2:4] {
			if k == 1 && halfOpen {
				continue
			}
			frame := slices.Clone(p.Data)
			binary.BigEndian.PutUint32(frame[atCookies:], uint32(i+1))
			if !samePeers {
				binary.BigEndian.PutUint32(frame[[]int{atSource, atDestination}[k]:], 10<<24|uint32(i))
			}
			f.send(at.Add(time.Duration(k)*time.Microsecond), p.Link, "a", frame)
		}
	}
	return f
}

// Ten times as many SAs cost some ten times as much, and not a hundred times: those that
// fail, and those that are half-open.
func TestCostIsLinear(t *testing.T) {
	labtest.Slow(t)
	const kept = 34_000 // SAs with an answer that ike.DefaultLimits have room for
	for _, c := range []struct {
		name                string
		n                   int
		halfOpen, samePeers bool
	}{
		{"failing", kept, false, false},
		{"failing between the same peers", kept, false, true},
		{"half-open", 100_000, true, false},
		{"half-open between the same peers", 100_000, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			labtest.Linear(t, fmt.Sprintf("%d %s", c.n, c.name), 50*time.Millisecond, findings(attempts(t, c.n/10, c.halfOpen, c.samePeers)), findings(attempts(t, c.n, c.halfOpen, c.samePeers)))
		})
	}
}

// findings asks for those of f.
func findings(f *feed) func() { return func() { f.sources.Findings(f.now, diagnose.Options{}) } }
