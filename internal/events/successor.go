package events

import (
	"time"

	"github.com/pktscope/pktscope/internal/report/ipsec"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// successors tell which SAs of ESP and AH others have replaced, as far as their tunnels tell:
// at once where IKE says so, and once a guess has stood for a while.
type successors struct {
	*Stream
	known map[esptrack.Key]successor
}

// A successor is the SA that has replaced another one.
type successor struct {
	of    esptrack.Key
	since time.Time // it is known since
	told  bool
}

// tell tells of the SAs of all tunnels as of a moment, which may be the end of the capture.
func (r *successors) tell(at time.Time, tunnels []*tunnel.Tunnel, last bool) {
	known := map[esptrack.Key]successor{}
	for _, t := range tunnels {
		for s := range t.SAs() {
			if s.Next == nil {
				continue
			}
			x := r.known[s.Key]
			if x.since.IsZero() || x.of != s.Next.Key {
				x = successor{of: s.Next.Key, since: at}
			}
			if !x.told && (last || !s.Guessed || at.Sub(x.since) >= settled) {
				x.told = true
				r.tellReplaced(at, t, s, last)
			}
			known[s.Key] = x
		}
	}
	r.known = known
}

// tellReplaced tells of one SA, with the first packet of the one that replaced it.
func (r *successors) tellReplaced(at time.Time, t *tunnel.Tunnel, s *tunnel.SA, last bool) {
	o := ipsec.MembersIn(t, s, "spi", "src", "dst", "protocol", "encapsulation", "replaced_by", "replaced_by_guessed", "packets", "lost", "seq_first", "seq_last")
	r.Stream.tell(event{name: "ipsec.replaced", time: at, frame: s.Next.FirstFrame, iface: s.Interface, members: append(o, atEnd(last))})
}
