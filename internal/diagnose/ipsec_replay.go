package diagnose

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// From how many copies on packets come again not by chance, and from how many packets on,
// and which part in thousands of all, disorder is more than a network's usual one.
const (
	leastCopies   = 3
	leastDisorder = 10
	partDisorder  = 5
)

// findReplay finds SAs of which packets come again later, or later than a window against
// replay of 64 packets allows.
func findReplay(f *Facts, found func(Finding)) {
	for _, t := range f.Tunnels {
		for s := range t.SAs() {
			if s.Dst.IsMulticast() {
				continue // of several senders, with manual keys: RFC 4302, section 2.5; RFC 4303, section 2.2
			}
			late := s.Sequence.Replays64 - min(s.Sequence.Replays64, s.Recent.Copies)
			switch {
			case s.Recent.Copies >= leastCopies && s.Recent.Copies*2 < s.Packets:
				found(replayed(t, s))
			case late >= leastDisorder && late*1000 >= partDisorder*s.Packets:
				found(disordered(t, s, late))
			}
		}
	}
}

func replayed(t *tunnel.Tunnel, s *tunnel.SA) Finding {
	return Finding{
		Severity: Warning, Certainty: Certain, Tunnel: tunnelOfESP(t, s), Reference: "RFC 4303, section 3.4.3",
		Summary: fmt.Sprintf("%s from %s to %s come again later with the sequence numbers of earlier ones: somebody replays them, or a device sends them twice, and %s drops them",
			plural(s.Recent.Copies, protocolOf(s)+" packet"), s.Src, s.Dst, s.Dst),
		Evidence: []Evidence{
			{Frame: s.Recent.CopyFrame, Field: sequenceField(s), Value: fmt.Sprint(s.Recent.Copied), Text: "the first packet that came again, half a second later or more"},
			firstEvidence(s, "the first packet of the SA"),
		},
		Symptoms: []Symptom{{Rejected, s.SPI}},
		Remedies: append(onRouters(endpoint(s.Dst),
			"! the window drops copies; keep it on, and find the device that sends them",
			"crypto ipsec security-association replay window-size 1024",
			"do show crypto ipsec sa peer "+s.Src.String()+" detail | include replay"),
			remedyOn(StrongSwan, endpoint(s.Dst), childConnection("replay_window = 1024")...)...),
	}
}

func disordered(t *tunnel.Tunnel, s *tunnel.SA, late uint64) Finding {
	return Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOfESP(t, s), Reference: "RFC 4303, section 3.4.3",
		Summary: fmt.Sprintf("%s of %d from %s to %s come 64 or more packets late, at this capture point: a window of 64 against replay drops them",
			plural(late, protocolOf(s)+" packet"), s.Packets, s.Src, s.Dst),
		Evidence: []Evidence{firstEvidence(s, "the first packet of the SA"), lastEvidence(s, "the last packet of the SA")},
		Symptoms: []Symptom{{Rejected, s.SPI}},
		Remedies: append(onRouters(endpoint(s.Dst), "crypto ipsec security-association replay window-size 1024"),
			remedyOn(StrongSwan, endpoint(s.Dst), childConnection("replay_window = 1024")...)...),
	}
}

func sequenceField(s *tunnel.SA) string {
	if s.AH {
		return "ah.sequence"
	}
	return "esp.sequence"
}
