package diagnose

import (
	"slices"
	"strconv"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ipsecPFS finds child SAs that are refused for their group: perfect forward secrecy on
// one side alone, or with another group.
func ipsecPFS(f *Facts, found func(Finding)) {
	for _, r := range f.childRefusals() {
		if r.isPFS() {
			found(f.ofPFS(&r))
		}
	}
	for _, c := range f.refused(invalidKeyInformation) {
		if x := f.ofWrongGroup(c); x.Severity > Note {
			found(x)
		}
	}
}

// ofPFS is the finding that the group of r is refused.
func (f *Facts) ofPFS(r *childRefusal) Finding {
	c, version := r.child, r.child.Parent.Version
	x := f.ofChild(c)
	x.Reference = pfsReference(version)
	asks, refuses := Address(asker(c)), Address(refuser(c))
	values := keyExchangesOf(version, &c.Offers[0])
	x.Summary = capital(purpose(c)) + " is refused in " + exchangeName(c) + ": " + asks + " offers " + spokenSide(values, false)
	refusal := failureEvidence(c.Failure, refuses+" refuses: "+c.Failure.Word(version))
	if len(r.pair.differ) > 0 {
		values = r.pair.differ
		x.Summary = capital(purpose(c)) + " is refused in " + exchangeName(c) + ": " + asks + " offers " + spokenSide(values, false) + ", " + refuses + " wants " + spokenSide(values, true)
		x.Evidence = append(append(childEvidence(c, values, true), refusal), childEvidence(r.other, values, false)...)
		x.Symptoms = append(x.Symptoms, f.sameChildren(r.other)...)
		side, use := refuser(c), r.pair.offers[0]
		if offerRank(r.pair.offers[1]) > offerRank(r.pair.offers[0]) {
			side, use = asker(c), r.pair.offers[1]
		}
		x.Values, x.Remedies = inRoles(c, values), transformRemedies(version, side, childPolicyOf(use, c.Asked))
		return x
	}
	x.Certainty = Likely
	if ofSameTraffic(c, r.proven) {
		x.Summary += ", which " + refuses + " does not accept, though it has accepted the same algorithms before"
	} else {
		x.Certainty = Possible
		x.Summary += "; " + refuses + " has accepted the same algorithms before, for other traffic, so that for this one it may want another group, or another transform set"
	}
	x.Evidence = append(childEvidence(c, values, true), refusal)
	if m := requestOf(r.proven); m != nil {
		x.Evidence = append(x.Evidence, exchangeEvidence(m.Frame, m.Time, m.Exchange, "with the same algorithms a child SA was made"))
	}
	x.Values = inRoles(c, values)
	use := childPolicyOf(strongestOffer(c.Offers), c.Asked)
	x.Remedies = transformRemedies(version, refuser(c), use)
	if use.Group == 0 {
		x.Remedies = pfsRemedies(f, c, use)
	}
	return x
}

// keyExchangesOf are the group and the additional key exchanges of an offer.
func keyExchangesOf(version uint8, o *isakmp.Offer) []Value {
	list := []Value{{Name: "pfs_group", Initiator: said(orNone(attributeOf(attributes(version, o), "pfs_group")))}}
	for _, x := range additional(o) {
		list = append(list, Value{Name: x.name, Initiator: said(x.alternatives)})
	}
	return list
}

func pfsReference(version uint8) string {
	if version == 1 {
		return "RFC 2409, section 5.5"
	}
	return "RFC 7296, section 1.3.1"
}

// pfsRemedies let the side that asks for c without a group use the one of the IKE SA:
// the other side demands one.
func pfsRemedies(f *Facts, c *ike.Child, use isakmp.ChildPolicy) []Remedy {
	if p := c.Parent.Policy; p != nil {
		use.Group = p.Group
	}
	return transformRemedies(c.Parent.Version, asker(c), use)
}

// ofWrongGroup is the finding that the refusal of c asks for another group. It is a note
// where the next request has it.
func (f *Facts) ofWrongGroup(c *ike.Child) Finding {
	x := f.ofChild(c)
	if x.Severity < Error && c.Replaces == nil {
		return Finding{} // the next request had the right one
	}
	version := c.Parent.Version
	x.Reference = pfsReference(version)
	asks, refuses := Address(asker(c)), Address(refuser(c))
	v := Value{Name: "pfs_group"}
	if len(c.Offers) > 0 {
		v.Initiator = said(orNone(attributeOf(attributes(version, &c.Offers[0]), "pfs_group")))
	}
	x.Summary = capital(purpose(c)) + " is refused in " + exchangeName(c) + ": " + refuses + " does not accept the group of " + asks
	x.Evidence = childEvidence(c, []Value{v}, true)
	refusal := failureEvidence(c.Failure, refuses+" refuses: "+c.Failure.Word(version))
	if wanted := f.wantedBy(c); wanted != 0 {
		if f.madeWith(c, wanted) {
			return Finding{}
		}
		v.Responder = groupValue(wanted)
		x.Summary = capital(purpose(c)) + " is refused in " + exchangeName(c) + ": " + asks + " offers " + spokenAlternatives(v.Name, wordsOf(v.Initiator)) + ", " + refuses + " wants group " + groupValue(wanted)
		refusal.Field, refusal.Value = "isakmp.notify.data.accepted_dh_group", strconv.Itoa(int(wanted))
		if len(c.Offers) > 0 {
			use := childPolicyOf(strongestOffer(c.Offers), c.Asked)
			use.Group = wanted
			x.Remedies = transformRemedies(version, asker(c), use)
		}
	}
	x.Values = inRoles(c, []Value{v})
	x.Evidence = append(x.Evidence, refusal)
	return x
}

// wantedBy is the group that the refusal of c asks for, 0 if it asks for none.
func (f *Facts) wantedBy(c *ike.Child) ipsec.Group {
	for i := range c.Parent.Notices {
		if n := &c.Parent.Notices[i]; n.Frame == c.Failure.Frame && n.Wanted != 0 {
			return n.Wanted
		}
	}
	return 0
}

// madeWith reports whether the side that asked for c has got a child SA with a group after
// it.
func (f *Facts) madeWith(c *ike.Child, g ipsec.Group) bool {
	for other := range f.counterparts(c, asker(c).Addr()) {
		if other.First.After(c.First) && !other.Failure.Failed() && !other.Ready.IsZero() && other.Group == g {
			return true
		}
	}
	return false
}

// ofSameTraffic reports whether a child SA renews another one, or is as far as is known for the
// same traffic: what a gateway accepts may differ with the traffic.
func ofSameTraffic(c, other *ike.Child) bool {
	if c.Replaces != nil || len(c.Selectors[0]) == 0 || len(other.Selectors[0]) == 0 {
		return true
	}
	mine, its := c.Selectors, other.Selectors
	if asker(c).Addr() != asker(other).Addr() {
		its[0], its[1] = its[1], its[0]
	}
	for i := range mine {
		if !slices.ContainsFunc(mine[i], func(s ike.Selector) bool { return slices.Contains(its[i], s) }) {
			return false
		}
	}
	return true
}
