package events

import (
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// Totals are counts of a Stream so far, for metrics. They do not go down.
type Totals struct {
	Interfaces []*Traffic
	Events     map[string]uint64 // by their names
	Failures   map[string]uint64 // by the rules of diagnosis that found them
	Findings   map[string]uint64 // that are no failures, by their rules
}

// Traffic is the packets of an interface.
type Traffic struct {
	Interface string // as in reports; MoreInterfaces: of all behind maxInterfaces
	Packets   uint64
	Bytes     uint64 // on the wire
}

// MoreInterfaces stands for the interfaces behind the first 64.
const (
	MoreInterfaces = "other"
	maxInterfaces  = 64
)

func (t *Totals) count(p *dissect.Packet) {
	of := t.of(p.Interface)
	of.Packets++
	of.Bytes += uint64(p.Wire)
}

// of is the traffic of an interface.
func (t *Totals) of(name string) *Traffic {
	for _, x := range t.Interfaces {
		if x.Interface == name {
			return x
		}
	}
	if len(t.Interfaces) > maxInterfaces {
		return t.Interfaces[maxInterfaces]
	}
	if len(t.Interfaces) == maxInterfaces {
		name = MoreInterfaces
	}
	x := &Traffic{Interface: name}
	t.Interfaces = append(t.Interfaces, x)
	return x
}

func (t *Totals) told(e *event) {
	if t.Events == nil {
		t.Events, t.Failures, t.Findings = map[string]uint64{}, map[string]uint64{}, map[string]uint64{}
	}
	t.Events[e.name]++
	switch e.name {
	case failedIKE, failedChild:
		t.Failures[e.rule]++
	case findingNew:
		t.Findings[e.rule]++
	}
}

// Totals are the counts so far. The Stream must not learn meanwhile.
func (s *Stream) Totals() *Totals { return &s.totals }

// Pairs are the packets of ESP and AH by their peers, in the order of their first packets.
func (s *Stream) Pairs() []*Pair { return s.pairs.list }

// ESP are the SAs of ESP and AH.
func (s *Stream) ESP() *esp.Tracker { return s.esp }

// Discoveries are the protocols by which neighbours announce themselves, with their tables.
func (s *Stream) Discoveries() []neighbors.Discovery { return s.discoveries }

// NAT are the translations.
func (s *Stream) NAT() *nat.Tracker { return s.nat }

// Now is the latest time of a packet, or that has passed without one.
func (s *Stream) Now() time.Time { return s.now }
