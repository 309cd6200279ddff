package diagnose

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// Packets may be on the way for so long when their SA is deleted, and so many of them
// later are more than stragglers.
const (
	onTheWay    = 2 * time.Second
	leastOrphan = 3
)

// findInvalidSPI finds ESP and AH to SPIs that the receiver does not have.
func findInvalidSPI(f *Facts, found func(Finding)) {
	for _, t := range f.Tunnels {
		for s := range t.SAs() {
			switch d := s.Deleted(); {
			case !d.IsZero():
				if u := deletesInVain(s, d); u != nil {
					if n := s.Recent.After(givenUp(u)); n >= leastOrphan {
						x := orphaned(t, s, n, d)
						x.Certainty = Likely
						x.Summary += fmt.Sprintf("; %s does not seem to know, for it has not answered the deletion (%s)", s.Src, times(uint64(u.Sent)))
						found(x)
					}
				} else if n := s.Recent.After(d.Add(onTheWay)); n >= leastOrphan {
					found(orphaned(t, s, n, d))
				}
			case s.Child == nil && f.neverMade(s):
				found(unknown(t, s))
			}
		}
	}
	findInvalidNotices(f, found)
}

// deletesInVain is the deletion of s at a moment if it is not answered, nil otherwise: its
// sender keeps the SA for as long as it repeats it, and the other side may not know of it.
func deletesInVain(s *tunnel.SA, at time.Time) *ike.Unanswered {
	if s.Child == nil || s.Child.Parent == nil {
		return nil
	}
	for r := range s.Child.Parent.Unanswered {
		if u := &s.Child.Parent.Unanswered[r]; u.Sent > 0 && !u.First.After(at) && !u.Last.Before(at) {
			return u
		}
	}
	return nil
}

// givenUp is when the sender of u repeats it no more: pauses grow, but hardly threefold.
func givenUp(u *ike.Unanswered) time.Time {
	if u.Sent < 2 {
		return u.Last.Add(time.Minute)
	}
	return u.Last.Add(max(onTheWay, 3*u.Last.Sub(u.First)/time.Duration(u.Sent-1)))
}

func orphaned(t *tunnel.Tunnel, s *tunnel.SA, n int, deleted time.Time) Finding {
	return Finding{
		Severity: Warning, Certainty: Certain, Tunnel: tunnelOfESP(t, s), Reference: "RFC 7296, section 1.4.1", Symptoms: []Symptom{{Rejected, s.SPI}},
		Summary: fmt.Sprintf("%s from %s to %s goes on for %s on SPI %s, which was deleted: %s drops them",
			protocolOf(s), s.Src, s.Dst, about(s.Last.Sub(deleted)), hexSPI(s), s.Dst),
		Evidence: []Evidence{
			{Time: deleted, Text: "the SA was deleted then"},
			lastEvidence(s, fmt.Sprintf("the last of %d packets or more behind that", n)),
		},
		Remedies: recovery(s),
	}
}

func unknown(t *tunnel.Tunnel, s *tunnel.SA) Finding {
	return Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOfESP(t, s), Reference: "RFC 4303, section 3.4.2", Symptoms: []Symptom{{Rejected, s.SPI}},
		Summary: fmt.Sprintf("%s sends %s to %s on SPI %s, which no negotiation of the two has made: %s drops them",
			s.Src, plural(s.Packets, protocolOf(s)+" packet"), s.Dst, hexSPI(s), s.Dst),
		Evidence: []Evidence{firstEvidence(s, "the first packet on an SPI that nobody made"), lastEvidence(s, "the last one")},
		Remedies: recovery(s),
	}
}

// neverMade reports whether all children between the peers of s are known, and s is of
// none of them: their IKE SAs were captured from the beginning and decrypted.
func (f *Facts) neverMade(s *tunnel.SA) bool {
	if s.Packets < leastOrphan {
		return false
	}
	known := false
	for _, n := range f.Between(s.Src, s.Dst) {
		if n.Failure.Failed() && len(n.Children) == 0 {
			continue
		}
		if n.Late || n.NotDecrypted > 0 || n.Encrypted > n.Decrypted || len(n.Children) == 0 || n.Replaces != nil && n.Replaces.Late {
			return false
		}
		for _, c := range n.Children {
			if c.SPIs[0] == 0 || c.SPIs[1] == 0 {
				if !c.Failure.Failed() {
					return false
				}
			}
			known = known || !c.Ready.IsZero() && s.First.After(c.Ready.Add(time.Second))
		}
	}
	return known
}

// findInvalidNotices finds what receivers say of SPIs that they do not have.
func findInvalidNotices(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		for i := range s.Notices {
			n := &s.Notices[i]
			if n.Type != isakmp.NotifyInvalidSPI || n.Protocol == isakmp.ProtocolISAKMP || len(n.SPI) != 4 {
				continue
			}
			spi := uint32(n.SPI[0])<<24 | uint32(n.SPI[1])<<16 | uint32(n.SPI[2])<<8 | uint32(n.SPI[3])
			from, to := name(s, n.Role), name(s, n.Role.Other())
			x := Finding{
				Severity: Warning, Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 1.5", Symptoms: []Symptom{SilenceOf(s.Now[n.Role].Addr(), s.Now[n.Role.Other()].Addr())},
				Summary: fmt.Sprintf("%s has no SA with the SPI 0x%08x to which %s sends, and says so: INVALID_SPI", from, spi, to),
				Evidence: []Evidence{{
					Frame: n.Frame, Time: n.Time, Field: "isakmp.notify.msgtype", Value: fmt.Sprint(uint16(n.Type)), Text: "INVALID_SPI of " + from,
				}},
			}
			x.Tunnel.ESP = []uint32{spi}
			x.Remedies = append(onRouters(s.Now[n.Role], "crypto isakmp invalid-spi-recovery", "crypto isakmp keepalive 10 3 periodic"),
				remedyOn(StrongSwan, s.Now[n.Role.Other()], connection("dpd_delay = 10s")...)...)
			found(x)
		}
	}
}

// recovery has the sender learn that the receiver does not have an SPI.
func recovery(s *tunnel.SA) []Remedy {
	list := onRouters(endpoint(s.Dst), "crypto isakmp invalid-spi-recovery", "crypto isakmp keepalive 10 3 periodic")
	list = append(list, onRouters(endpoint(s.Src), "do clear crypto sa peer "+s.Dst.String())...)
	list = append(list, remedyOn(ASA, endpoint(s.Src), "clear crypto ipsec sa peer "+s.Dst.String())...)
	return append(list, remedyOn(StrongSwan, endpoint(s.Src), inShell("swanctl --terminate --ike <connection>", "swanctl --initiate --child <child>")...)...)
}
