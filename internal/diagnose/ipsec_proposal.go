package diagnose

import (
	"fmt"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// What the rules ipsec.pfs, ipsec.mode and ipsec.proposal find is one refusal: which of
// them it is, what differs tells.

// A childRefusal is a child SA whose proposals the other side does not accept.
type childRefusal struct {
	child  *ike.Child
	other  *ike.Child // that the other side has asked for; nil: none
	pair   pairing    // with other
	proven *ike.Child // made with the same algorithms before; nil: none
}

// childRefusals are all of them.
func (f *Facts) childRefusals() (out []childRefusal) {
	for _, c := range f.refused(noProposalChosen, attributesNotSupported) {
		if c.Failure.Notify == attributesNotSupported && c.Parent.Version == 2 {
			continue
		}
		r := childRefusal{child: c, other: f.oppositeChild(c), proven: f.accepted(c)}
		if r.other != nil {
			r.pair = nearest(c.Parent.Version, c.Offers, r.other.Offers)
			if inAuth(c) || inAuth(r.other) { // whose groups are not told
				r.pair.differ = slices.DeleteFunc(r.pair.differ, func(v Value) bool { return isKeyExchange(v.Name) })
			}
		}
		out = append(out, r)
	}
	return out
}

// without is values without one.
func without(values []Value, name string) (out []Value) {
	for _, v := range values {
		if v.Name != name {
			out = append(out, v)
		}
	}
	return out
}

// only reports whether a value alone differs.
func (r *childRefusal) only(name string) bool {
	return len(r.pair.differ) == 1 && r.pair.differ[0].Name == name
}

// isPFS reports whether the key exchange is what is refused: it alone differs, or all else
// was accepted before.
func (r *childRefusal) isPFS() bool {
	if len(r.pair.differ) > 0 {
		return !slices.ContainsFunc(r.pair.differ, func(v Value) bool { return !isKeyExchange(v.Name) })
	}
	return r.proven != nil && !inAuth(r.child)
}

// ipsecProposal finds child SAs for which the peers have no transform set in common, and
// those that are refused for a reason that is not decrypted.
func ipsecProposal(f *Facts, found func(Finding)) {
	for _, r := range f.childRefusals() {
		if acceptedAndRefused(r.child) {
			found(f.notInstalled(r.child))
		} else {
			found(f.ofTransforms(&r))
		}
	}
	f.unreadRefusals(found)
}

// acceptedAndRefused reports whether the answer that refuses c has a proposal and selectors
// for it as well: a peer that finds no fault with the request, and cannot make the SA.
func acceptedAndRefused(c *ike.Child) bool {
	m := messageAt(c.Parent, c.Failure.Frame)
	return m != nil && m.Version == 2 && m.Decrypted && m.Response && hasPayload(m, isakmp.PayloadSA2) && hasPayload(m, isakmp.PayloadTSi)
}

// notInstalled is that the other side accepts the request for c, and does not make it.
func (f *Facts) notInstalled(c *ike.Child) Finding {
	x, by := f.ofChild(c), refuser(c)
	refusal := c.Failure.Word(c.Parent.Version)
	x.Certainty = Likely
	x.Summary = fmt.Sprintf("%s is not made: %s accepts a proposal and the traffic selectors of %s, and says %s in the same answer, as where it cannot install the SA (mode, or resources); its log tells",
		capital(purpose(c)), Address(by), Address(asker(c)), refusal)
	x.Evidence = []Evidence{failureEvidence(c.Failure, "the answer has a proposal, traffic selectors and "+refusal)}
	x.Remedies = remedyOn(StrongSwan, by, inShell("swanctl --log")...)
	return x
}

// ofTransforms is the finding that the other side accepts no transform set of r.
func (f *Facts) ofTransforms(r *childRefusal) Finding {
	c, version := r.child, r.child.Parent.Version
	x := f.ofChild(c)
	if first := f.refusedFirst(c); first != nil { // the same once more
		c = first
	}
	asks, refuses := Address(asker(c)), Address(refuser(c))
	head := "Phase 2 is refused: "
	if version == 2 {
		head = capital(purpose(c)) + " is refused: "
	}
	refusal := failureEvidence(r.child.Failure, refuses+" refuses: "+r.child.Failure.Word(version))
	if len(r.pair.differ) > 0 {
		x.Values = inRoles(c, r.pair.differ)
		x.Summary = head + asks + " offers " + spokenSide(r.pair.differ, false) + ", " + refuses + " wants " + spokenSide(r.pair.differ, true)
		x.Evidence = append(append(childEvidence(c, r.pair.differ, true), refusal), childEvidence(r.other, r.pair.differ, false)...)
		x.Symptoms = append(x.Symptoms, f.sameChildren(r.other)...)
		side, use, mode := refuser(c), r.pair.offers[0], c.Asked
		if offerRank(r.pair.offers[1]) > offerRank(r.pair.offers[0]) {
			side, use, mode = asker(c), r.pair.offers[1], r.other.Asked
		}
		x.Remedies = transformRemedies(version, side, childPolicyOf(use, mode))
		return x
	}
	x.Certainty = Likely // strongSwan says so where the group is another, libreswan where the mode is
	values := offered(version, c.Offers, ike.Initiator)
	if !inAuth(c) && attributeOfValues(values, "pfs_group") == nil {
		values = append(values, Value{Name: "pfs_group", Initiator: valueNone})
	}
	x.Values = inRoles(c, without(without(values, "protocol"), "mode"))
	x.Summary = head + refuses + " accepts none of what " + asks + " offers (" + spokenOffers(version, c.Offers) + "); what it wants is not on the wire"
	if inAuth(c) {
		x.Summary += ": it may be other algorithms, or another mode"
	} else {
		x.Summary += ": it may be other algorithms, another group for perfect forward secrecy, or another mode"
	}
	if len(c.Offers) == 0 {
		x.Summary = head + refuses + " accepts no proposal of " + asks
	}
	x.Evidence = append(childEvidence(c, without(without(values, "protocol"), "mode"), true), refusal)
	if len(c.Offers) > 0 {
		x.Remedies = transformRemedies(version, refuser(c), childPolicyOf(strongestOffer(c.Offers), c.Asked))
	}
	return x
}

// refusedFirst is the child SA with the algorithms of c that the same side was refused in
// IKE_AUTH, where no group is told; nil if there is none.
func (f *Facts) refusedFirst(c *ike.Child) *ike.Child {
	if inAuth(c) {
		return nil
	}
	for other := range f.counterparts(c, asker(c).Addr()) {
		if inAuth(other) && other.First.Before(c.First) && other.Failure.Kind == ike.Notified && other.Failure.Notify == noProposalChosen &&
			!slices.ContainsFunc(nearest(2, c.Offers, other.Offers).differ, func(v Value) bool { return !isKeyExchange(v.Name) }) {
			return other
		}
	}
	return nil
}

func attributeOfValues(values []Value, name string) any {
	for _, v := range values {
		if v.Name == name {
			return v.Initiator
		}
	}
	return nil
}

// sameChildren are the refusals of other, and of its retries, which have the same cause.
func (f *Facts) sameChildren(other *ike.Child) (out []Symptom) {
	text := spokenOffers(other.Parent.Version, other.Offers)
	for c := range f.counterparts(other, asker(other).Addr()) {
		if c.Failure.Failed() && spokenOffers(c.Parent.Version, c.Offers) == text {
			out = append(out, FailureOfChild(c))
		}
	}
	if other.Failure.Failed() {
		out = append(out, FailureOfChild(other))
	}
	return out
}
