package diagnose

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// findRunOut finds SAs whose lifetime, or whose sequence numbers, run out before there is
// a new one, and lifetimes that differ between the peers.
func findRunOut(f *Facts, found func(Finding)) {
	lifetimesDiffer(f, found)
	for _, t := range f.Tunnels {
		told := map[*ike.Child]bool{}
		for s := range t.SAs() {
			if c := s.Child; c != nil && !told[c] && c.ReplacedBy == nil && s.Next == nil && c.Parent.Version == 1 {
				if r, ok := f.ranOut(t, c); ok {
					told[c] = true
					found(r.finding())
					continue
				}
			}
			if numbersRunOut(s) {
				found(numbersFinding(t, s))
			}
		}
	}
}

// A ranOut is a child SA of IKEv1 whose lifetime is over, without another one.
type ranOut struct {
	tunnel    *tunnel.Tunnel
	child     *ike.Child
	sas       []*tunnel.SA
	kilobytes uint64        // protected in the direction that has most; 0: it is not these that ran out
	since     time.Time     // when the lifetime was over
	last      *tunnel.SA    // with the last packet
	over      time.Duration // for which packets went on
}

// ranOut judges c, of t.
func (f *Facts) ranOut(t *tunnel.Tunnel, c *ike.Child) (r ranOut, ok bool) {
	if c.Ready.IsZero() || f.succeeded(c) {
		return r, false
	}
	r.tunnel, r.child = t, c
	var most uint64
	for s := range t.SAs() {
		if s.Child != c {
			continue
		}
		r.sas = append(r.sas, s)
		if s.Bytes > most {
			most = s.Bytes
		}
		if r.last == nil || s.Last.After(r.last.Last) {
			r.last = s
		}
	}
	const margin = 500 * time.Millisecond
	end := c.Ready.Add(time.Duration(min(c.Seconds, 1<<32)) * time.Second)
	switch {
	case c.Kilobytes > 0 && most > c.Kilobytes*1024:
		r.kilobytes, r.since = most/1024, r.last.Last
		return r, true
	case c.Seconds > 0 && f.At.After(end.Add(margin)) && (c.Deleted.IsZero() || !c.Deleted.Before(end.Add(-margin))):
		r.since, r.over = end, r.last.Last.Sub(end)
		return r, r.over > -time.Duration(c.Seconds)*time.Second/2 // it was in use
	}
	return r, false
}

// succeeded reports whether there is a child between the peers of c that was made later.
func (f *Facts) succeeded(c *ike.Child) bool {
	p := c.Parent
	for _, s := range f.Between(p.Now[0].Addr(), p.Now[1].Addr()) {
		if !s.Ready.IsZero() && s.Ready.After(c.Ready) {
			return true // its quick modes may not be decrypted
		}
		for _, x := range s.Children {
			if x != c && x.First.After(c.First) && !x.Failure.Failed() {
				return true
			}
		}
	}
	return false
}

func (r *ranOut) finding() Finding {
	c, s := r.child, r.child.Parent
	i, o := name(s, ike.Initiator), name(s, ike.Responder)
	x := Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOf(s, c), Reference: "RFC 2407, section 4.5",
		Evidence: []Evidence{
			{Time: c.Ready, Text: "the child SA was made"},
			lastEvidence(r.last, "the last packet of the child SA"),
		},
	}
	if r.kilobytes > 0 {
		x.Summary = fmt.Sprintf("The lifetime of the child SA between %s and %s has run out: %d kilobytes are agreed, %d were sent one way, and there is no new child SA", i, o, c.Kilobytes, r.kilobytes)
		x.Values = []Value{{"lifetime_kilobytes", c.Kilobytes, c.Kilobytes}}
	} else {
		x.Summary = fmt.Sprintf("The lifetime of the child SA between %s and %s has run out after %d seconds, and there is no new child SA", i, o, c.Seconds)
		x.Values = []Value{{"lifetime", c.Seconds, c.Seconds}}
	}
	if r.dead() {
		x.Severity, x.Certainty = Error, Certain
		x.Summary += ": what is sent since then is dropped"
	}
	for _, sa := range r.sas {
		x.Symptoms = append(x.Symptoms, SilenceOf(sa.Src, sa.Dst), Symptom{Rejected, sa.SPI})
	}
	x.Remedies = longerLifetimes(s)
	return x
}

// dead reports whether the tunnel carries nothing since the lifetime is over: packets of
// one side go on alone, or the SA was deleted.
func (r *ranOut) dead() bool {
	if !r.child.Deleted.IsZero() {
		return true
	}
	const few = 3
	n := 0
	for _, s := range r.sas {
		others := time.Time{}
		for _, o := range r.sas {
			if o != s && o.Last.After(others) {
				others = o.Last
			}
		}
		n = max(n, s.Recent.After(others.Add(time.Second)))
	}
	return n >= few
}

// longerLifetimes have the sides make a new SA in time.
func longerLifetimes(s *ike.SA) []Remedy {
	var list []Remedy
	for _, gateway := range s.Now {
		lines := []string{"crypto ipsec security-association lifetime seconds 3600", "crypto ipsec security-association lifetime kilobytes 4608000"}
		list = append(list, onRouters(gateway, lines...)...)
		list = append(list, remedyOn(ASA, gateway, lines...)...)
		list = append(list, remedyOn(StrongSwan, gateway, childConnection("life_time = 66m", "rekey_time = 60m", "life_bytes = 0", "rekey_bytes = 0")...)...)
	}
	return list
}

// numbersRunOut reports whether the sequence numbers of s, of 32 bits, are used up or
// nearly so: RFC 4303, section 3.3.3.
func numbersRunOut(s *tunnel.SA) bool {
	const nearly, leastPackets = 0xf000_0000, 16
	esn := s.Child != nil && s.Child.ESN
	return !esn && s.InUse() && s.Packets >= leastPackets && s.Sequence.Wraps == 0 && s.Sequence.Last >= nearly && s.Sequence.Lost < s.Packets
}

func numbersFinding(t *tunnel.Tunnel, s *tunnel.SA) Finding {
	return Finding{
		Severity: Warning, Certainty: Likely, Tunnel: tunnelOfESP(t, s), Reference: "RFC 4303, section 3.3.3",
		Summary: fmt.Sprintf("The sequence numbers from %s to %s are nearly used up (%d of 4294967295): without a new SA nothing more can be sent",
			s.Src, s.Dst, s.Sequence.Last),
		Evidence: []Evidence{lastEvidence(s, fmt.Sprintf("by the last packet, the highest sequence number is %d", s.Sequence.Last))},
		Remedies: append(onRouters(endpoint(s.Src), "crypto ipsec security-association lifetime kilobytes 4608000"),
			remedyOn(StrongSwan, endpoint(s.Src), childConnection("rekey_packets = 4000000000", "esp_proposals = aes256gcm16-esn-noesn")...)...),
	}
}
