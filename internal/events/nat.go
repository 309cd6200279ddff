package events

import (
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect"
	natreport "github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// translations tell of inside global addresses whose ports are nearly used up: where
// "show ip nat statistics" has the risk "high". Both sides of the NAT have to be captured.
type translations struct {
	*Stream
	due  time.Time // when the ports are counted next
	told map[pool]bool
}

// A pool is the ports of one address and protocol.
type pool struct {
	global   netip.Addr
	protocol uint8
}

// between is the time between two countings of all translations.
const between = 10 * time.Second

func newTranslations(s *Stream) kind {
	return &translations{Stream: s, told: map[pool]bool{}}
}

func (t *translations) observe(p *dissect.Packet) {
	t.nat.Watch(p)
	if t.due.IsZero() && t.nat.Len() >= nat.High { // few are not many of one address either
		t.due = t.now
	}
}

func (t *translations) pass(to time.Time) {
	if t.due.IsZero() || to.Before(t.due) {
		return
	}
	t.count(t.due)
	t.due = t.due.Add((to.Sub(t.due)/between + 1) * between)
}

func (t *translations) end(at time.Time) {
	if !t.due.IsZero() {
		t.count(at)
	}
}

// count tells of the addresses that have become short of ports.
func (t *translations) count(at time.Time) {
	s := t.nat.Account(nat.Inside{}).Statistics(at)
	for i := range s.Pools {
		p := &s.Pools[i]
		k := pool{p.Global, p.Protocol}
		if p.Peak < nat.High || t.told[k] {
			continue
		}
		t.told[k] = true // of addresses with so many translations, few fit into the tracker
		t.tell(event{name: "nat.ports_high", time: at, members: natreport.PoolMembers(p, "inside_global", "protocol", "hosts", "ports", "peak", "used", "risk")})
	}
}
