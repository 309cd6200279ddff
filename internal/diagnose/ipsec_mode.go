package diagnose

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ipsecMode finds peers of which one wants tunnel mode and the other transport mode.
func ipsecMode(f *Facts, found func(Finding)) {
	for _, r := range f.childRefusals() {
		if r.only("mode") {
			found(f.ofChildModes(&r))
		}
	}
	for s, c := range f.refused(invalidIDInformation) {
		if r := f.modesAlone(c); s.Version == 1 && r.only("mode") {
			x := f.ofChildModes(&r)
			x.Certainty = Likely
			found(x)
		}
	}
	for _, c := range f.children() {
		if c.Parent.Version == 2 && !c.Ready.IsZero() && !c.Failure.Failed() && c.Asked.Transport() != c.Mode.Transport() {
			found(f.ofMode(c))
		}
	}
}

// modesAlone is the refusal of c if the peer that refuses its traffic asks for just that
// traffic itself, in another mode: then it is the mode that strongSwan refuses.
func (f *Facts) modesAlone(c *ike.Child) (r childRefusal) {
	r = childRefusal{child: c, other: f.oppositeChild(c)}
	if r.other == nil || len(c.Offers) == 0 || !sameProtected(asked(c), asked(r.other).mirror()) {
		return childRefusal{}
	}
	r.pair = nearest(c.Parent.Version, c.Offers, r.other.Offers)
	return r
}

// ofChildModes is the finding that a child SA is refused for its mode.
func (f *Facts) ofChildModes(r *childRefusal) Finding {
	c := r.child
	x := f.ofChild(c)
	x.Reference = "RFC 2407, section 4.5"
	asks, refuses := Address(asker(c)), Address(refuser(c))
	x.Values = inRoles(c, r.pair.differ)
	x.Summary = "Phase 2 is refused: " + asks + " offers " + spokenSide(r.pair.differ, false) + ", " + refuses + " wants " + spokenSide(r.pair.differ, true)
	x.Evidence = append(append(childEvidence(c, r.pair.differ, true), failureEvidence(c.Failure, refuses+" refuses: "+c.Failure.Word(c.Parent.Version))),
		childEvidence(r.other, r.pair.differ, false)...)
	x.Symptoms = append(x.Symptoms, f.sameChildren(r.other)...)
	x.Remedies = childModeRemedies(c, c.Asked)
	return x
}

// ofMode is the finding that the responder does not agree to the mode that c asks for.
func (f *Facts) ofMode(c *ike.Child) Finding {
	asks, refuses := Address(asker(c)), Address(refuser(c))
	values := []Value{{Name: "mode", Initiator: modeValue(c.Asked), Responder: modeValue(c.Mode)}}
	x := Finding{
		Severity: Note, Certainty: Certain, Tunnel: tunnelOf(c.Parent, c), Reference: "RFC 7296, section 1.3.1", Values: inRoles(c, values),
		Summary: asks + " asks for " + modeValue(c.Asked) + " mode, " + refuses + " agrees to " + modeValue(c.Mode) + " mode alone",
	}
	if m := requestOf(c); m != nil {
		e := messageEvidence(m, "", "", asks+" asks for "+modeValue(c.Asked)+" mode: USE_TRANSPORT_MODE")
		if n := notifyOf(m, isakmp.NotifyUseTransportMode); n != "" {
			e.Field, e.Value = "isakmp.notify.msgtype", n
		}
		x.Evidence = append(x.Evidence, e)
	}
	if !c.Deleted.IsZero() && c.Deleted.Sub(c.Ready) < soonDeleted {
		x.Severity = f.ofChildFailure(c)
		x.Summary += ", and the child SA is deleted at once"
	}
	x.Remedies = childModeRemedies(c, c.Asked)
	return x
}

// childModeRemedies let the side that refused c use a mode.
func childModeRemedies(c *ike.Child, mode isakmp.EncapMode) []Remedy {
	word := modeValue(mode)
	gateway := refuser(c)
	asa := []string{"crypto map VPNMAP 10 set ikev2 mode " + word}
	if c.Parent.Version == 1 {
		asa = []string{"crypto ipsec ikev1 transform-set TS mode transport"}
		if word == "tunnel" {
			asa = []string{"no crypto ipsec ikev1 transform-set TS mode transport"}
		}
	}
	set := "crypto ipsec transform-set TS"
	if len(c.Offers) > 0 {
		if words := iosTransform(childPolicyOf(strongestOffer(c.Offers), mode).Suite); words != "" {
			set += " " + words
		}
	}
	return slices.Concat(onRouters(gateway, set, " mode "+word), remedyOn(ASA, gateway, asa...), remedyOn(StrongSwan, gateway, childConnection("mode = "+word)...))
}

// soonDeleted is within which time a child SA is deleted that does not suit its initiator.
const soonDeleted = 2 * time.Second
