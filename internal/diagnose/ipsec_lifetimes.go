package diagnose

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// lifetimesDiffer finds lifetimes of phase 2 that differ between the peers, in
// seconds or in kilobytes. Both work: the shorter one counts.
func lifetimesDiffer(f *Facts, found func(Finding)) {
	made := map[side]*ike.Child{} // the first that each side has asked for
	for s, c := range f.children() {
		mine := sideOf(s, c.By)
		if s.Version != 1 || c.Ready.IsZero() || len(c.Offers) == 0 || made[mine] != nil {
			continue
		}
		made[mine] = c
		other := made[sideOf(s, c.By.Other())]
		if other == nil {
			continue
		}
		if values := lifetimeValues(&c.Offers[0], &other.Offers[0]); len(values) > 0 {
			found(f.ofChildLifetimes(c, other, values))
		}
	}
}

// lifetimeValues are the lifetimes of two offers that differ.
func lifetimeValues(a, b *isakmp.Offer) (out []Value) {
	if a.Seconds != b.Seconds && a.Seconds > 0 && b.Seconds > 0 {
		out = append(out, Value{Name: "lifetime", Initiator: a.Seconds, Responder: b.Seconds})
	}
	if a.Kilobytes != b.Kilobytes && a.Kilobytes > 0 && b.Kilobytes > 0 {
		out = append(out, Value{Name: "lifetime_kilobytes", Initiator: a.Kilobytes, Responder: b.Kilobytes})
	}
	return out
}

// ofChildLifetimes is the note that the lifetimes of c and other differ.
func (f *Facts) ofChildLifetimes(c, other *ike.Child, values []Value) Finding {
	asks, refuses := Address(asker(c)), Address(refuser(c))
	x := Finding{
		Severity: Note, Certainty: Certain, Tunnel: tunnelOf(c.Parent), Reference: "RFC 2407, section 4.5", Values: inRoles(c, values),
		Summary: "The lifetimes of phase 2 differ: " + asks + " offers " + spokenSide(values, false) + ", " + refuses + " " + spokenSide(values, true) + "; it works by the shorter one",
	}
	x.Evidence = append(childEvidence(c, values, true), childEvidence(other, values, false)...)
	longer, use := asker(c), &other.Offers[0]
	if c.Offers[0].Seconds < other.Offers[0].Seconds {
		longer, use = refuser(c), &c.Offers[0]
	}
	var lines, asa []string
	if use.Seconds > 0 {
		line := "crypto ipsec security-association lifetime seconds " + strconv.FormatUint(use.Seconds, 10)
		lines, asa = append(lines, line), append(asa, line)
	}
	if use.Kilobytes > 0 {
		line := "crypto ipsec security-association lifetime kilobytes " + strconv.FormatUint(use.Kilobytes, 10)
		lines, asa = append(lines, line), append(asa, line)
	}
	x.Remedies = append(onRouters(longer, lines...), remedyOn(ASA, longer, asa...)...)
	if use.Seconds > 0 {
		x.Remedies = append(x.Remedies, remedyOn(StrongSwan, longer, childConnection("life_time = "+strconv.FormatUint(use.Seconds, 10)+"s")...)...)
	}
	return x
}
