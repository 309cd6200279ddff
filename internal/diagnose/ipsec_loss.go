package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// Loss is worth a warning from so many packets and such a part of all on.
const (
	leastLost   = 10
	partLost    = 100 // 1 %
	fewLost     = 5
	partFewLost = 20 // 5 %
	halfLost    = 3  // a third: it may be that others take another way
	noteLost    = 3
	mostLost    = 9 // for each packet that arrives: what has larger gaps counts otherwise
)

// findLoss finds SAs with gaps in their sequence numbers.
func findLoss(f *Facts, found func(Finding)) {
	for _, t := range f.Tunnels {
		for s := range t.SAs() {
			lost, all := s.Sequence.Lost, s.Sequence.Lost+s.Packets-s.Sequence.Duplicates
			if lost < noteLost || s.Packets < leastLost || lost > mostLost*s.Packets || s.Sequence.Replays > s.Packets/10 {
				continue
			}
			found(lossFinding(t, s, lost, all))
		}
	}
}

func lossFinding(t *tunnel.Tunnel, s *tunnel.SA, lost, all uint64) Finding {
	x := Finding{
		Severity: Note, Certainty: Likely, Tunnel: tunnelOfESP(t, s), Reference: "RFC 4303, section 2.2", Symptoms: []Symptom{{Lossy, s.SPI}},
		Summary: fmt.Sprintf("%.1f %% of the %s packets from %s to %s are missing (%d of %d), at this capture point", percent(lost, all), protocolOf(s), s.Src, s.Dst, lost, all),
		Evidence: []Evidence{
			{Frame: s.FirstFrame, Time: s.First, Field: sequenceField(s), Value: fmt.Sprint(s.Sequence.First), Text: "the first sequence number"},
			{Frame: s.LastFrame, Time: s.Last, Field: spiField(s), Value: hexSPI(s), Text: fmt.Sprintf("by the last packet, the highest number is %d", s.Sequence.Last)},
		},
	}
	switch {
	case lost*halfLost >= all:
		x.Severity, x.Certainty = Warning, Possible
		x.Summary += ": they are lost, or take a way that is not captured"
	case lost >= leastLost && lost*partLost >= all, lost >= fewLost && lost*partFewLost >= all:
		x.Severity = Warning
	}
	if x.Severity == Warning {
		x.Remedies = append(onRouters(endpoint(s.Src),
			"! drops of the interface, and of the queue that marks or shapes ESP:",
			"do show interfaces <outside> | include drops|errors",
			"do show policy-map interface <outside>",
			"! what the receiver dropped is no loss on the way:",
			"do show crypto ipsec sa peer "+s.Dst.String()+" | include errors"),
			remedyOn(StrongSwan, endpoint(s.Src), inShell("# drops of the interface, and of IPsec", "ip -s link show <outside>", "cat /proc/net/xfrm_stat")...)...)
	}
	return x
}

func percent(part, all uint64) float64 { return 100 * float64(part) / float64(max(all, 1)) }
