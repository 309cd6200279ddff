package diagnose

import (
	"iter"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// Notifications that refuse a child SA: RFC 2408, section 3.14.1; RFC 7296, section
// 3.10.1.
const (
	invalidIDInformation   isakmp.NotifyType = 18 // IKEv1
	invalidKeyInformation  isakmp.NotifyType = 17 // IKEv1; in IKEv2 it is INVALID_KE_PAYLOAD
	singlePairRequired     isakmp.NotifyType = 34
	internalAddressFailure isakmp.NotifyType = 36
	failedCPRequired       isakmp.NotifyType = 37
	tsUnacceptable         isakmp.NotifyType = 38
)

// children are the child SAs of all IKE SAs, each with the one that it belongs to.
func (f *Facts) children() iter.Seq2[*ike.SA, *ike.Child] {
	return func(yield func(*ike.SA, *ike.Child) bool) {
		for _, s := range f.SAs {
			for _, c := range s.Children {
				if c.Parent == s && !yield(s, c) {
					return
				}
			}
		}
	}
}

// refused are the child SAs that a peer has refused by one of some notifications.
func (f *Facts) refused(types ...isakmp.NotifyType) iter.Seq2[*ike.SA, *ike.Child] {
	return func(yield func(*ike.SA, *ike.Child) bool) {
		for s, c := range f.children() {
			if c.Failure.Kind == ike.Notified && slices.Contains(types, c.Failure.Notify) && !yield(s, c) {
				return
			}
		}
	}
}

// asker and refuser are the addresses of the side that asked for c, and of the other one.
func asker(c *ike.Child) netip.AddrPort { return c.Parent.Now[c.By] }

func refuser(c *ike.Child) netip.AddrPort { return c.Parent.Now[c.By.Other()] }

// inAuth reports whether c was asked for in IKE_AUTH, where there is no key exchange of
// its own.
func inAuth(c *ike.Child) bool {
	return c.Parent.Version == 2 && c.MessageID == 1 && c.By == ike.Initiator && c.Parent.Replaces == nil
}

// counterparts are the child SAs, with offers, that a side has asked for between the peers
// of c.
func (f *Facts) counterparts(c *ike.Child, by netip.Addr) iter.Seq[*ike.Child] {
	return func(yield func(*ike.Child) bool) {
		for _, s := range f.near(c.Parent) {
			for _, other := range s.Children {
				if other != c && other.Parent == s && s.Version == c.Parent.Version && len(other.Offers) > 0 && asker(other).Addr() == by && !yield(other) {
					return
				}
			}
		}
	}
}

// oppositeChild is the child SA that the peer which refused c has asked for itself, the
// nearest in time; nil if there is none.
func (f *Facts) oppositeChild(c *ike.Child) (best *ike.Child) {
	for other := range f.counterparts(c, refuser(c).Addr()) {
		if best == nil || other.First.Sub(c.First).Abs() < best.First.Sub(c.First).Abs() {
			best = other
		}
	}
	return best
}

// accepted is a child SA between the peers of c whose cipher and integrity algorithm are
// among those that c asks for, and that was made before; nil if there is none.
func (f *Facts) accepted(c *ike.Child) *ike.Child {
	for _, s := range f.near(c.Parent) {
		for _, other := range s.Children {
			if other.Parent == s && s.Version == c.Parent.Version && !other.Ready.IsZero() && !other.Failure.Failed() && other.First.Before(c.First) && allows(c.Offers, other) {
				return other
			}
		}
	}
	return nil
}

// allows reports whether an offer has what other was made with, but for the group.
func allows(offers []isakmp.Offer, other *ike.Child) bool {
	return slices.ContainsFunc(offers, func(o isakmp.Offer) bool {
		return o.Protocol == other.Protocol && (other.Encr == 0 || slices.Contains(o.Encr, isakmp.Cipher{Encr: other.Encr, KeyBits: other.KeyBits})) &&
			(other.Integ == ipsec.IntegNone || slices.Contains(o.Integ, other.Integ))
	})
}

// ofChildFailure is how bad it is that c was not made: a warning where a later one for its
// traffic was, or where it was to replace one that still carries it.
func (f *Facts) ofChildFailure(c *ike.Child) Severity {
	if c.Replaces != nil && c.Replaces.Deleted.IsZero() && c.Parent.Deleted.IsZero() && !c.Parent.Failure.Failed() {
		return Warning
	}
	for _, s := range f.near(c.Parent) {
		for _, other := range s.Children {
			if other != c && !other.Ready.IsZero() && !other.Failure.Failed() && (other.First.After(c.First) || f.carriedBy(other, c.Failure.Time)) && sameTraffic(c, other) {
				return Warning
			}
		}
	}
	return Error
}

// carriedBy reports whether packets of c were captured after a moment.
func (f *Facts) carriedBy(c *ike.Child, after time.Time) bool {
	return slices.ContainsFunc(f.Tunnels, func(t *tunnel.Tunnel) bool {
		return slices.ContainsFunc(slices.Concat(t.Outbound, t.Inbound), func(sa *tunnel.SA) bool {
			return sa.Last.After(after) && slices.Contains(c.SPIs[:], sa.SPI)
		})
	})
}

// sameTraffic reports whether two children protect traffic in common, as far as it is
// known.
func sameTraffic(a, b *ike.Child) bool {
	for r := range a.Selectors {
		theirs := b.Selectors[ike.Role(r)]
		if asker(a).Addr() != asker(b).Addr() {
			theirs = b.Selectors[ike.Role(r).Other()]
		}
		if !overlap(a.Selectors[r], theirs) {
			return false
		}
	}
	return true
}

func overlap(a, b []ike.Selector) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	for _, x := range a {
		for _, y := range b {
			if x.First.Compare(y.Last) <= 0 && y.First.Compare(x.Last) <= 0 && (x.Protocol == 0 || y.Protocol == 0 || x.Protocol == y.Protocol) {
				return true
			}
		}
	}
	return false
}

// exchangeName is what makes c: "quick mode", "IKE_AUTH", "CREATE_CHILD_SA".
func exchangeName(c *ike.Child) string {
	switch {
	case c.Parent.Version == 1:
		return "quick mode"
	case inAuth(c):
		return "IKE_AUTH"
	}
	return "CREATE_CHILD_SA"
}

// purpose is what c was for, as a sentence begins: "The child SA", "The rekeying of the
// child SA".
func purpose(c *ike.Child) string {
	if c.Replaces != nil {
		return "The rekeying of the child SA"
	}
	return "The child SA"
}

// ofChild is a finding on c without what is found.
func (f *Facts) ofChild(c *ike.Child) Finding {
	x := Finding{
		Severity: f.ofChildFailure(c), Certainty: Certain, Tunnel: tunnelOf(c.Parent), Symptoms: []Symptom{FailureOfChild(c)},
		Reference: "RFC 2409, section 5.5",
	}
	if c.Parent.Version == 2 {
		x.Reference = "RFC 7296, section 1.3.1"
	}
	if s := c.Parent; s.Failure.Failed() && s.Failure.Frame == c.Failure.Frame {
		x.Symptoms = append(x.Symptoms, FailureOf(s))
	}
	return x
}

// inRoles are values of the side that asked for c, and of the other one, by the roles of
// the tunnel.
func inRoles(c *ike.Child, values []Value) []Value {
	if c.By == ike.Responder {
		return mirrored(values)
	}
	return values
}

// requestOf is the message that asks for c, nil if it is not in the ladder.
func requestOf(c *ike.Child) *ike.Message {
	s := c.Parent
	for i := range s.Log {
		m := &s.Log[i]
		if m.Role == c.By && m.ID == c.MessageID && !m.Response && !m.Again && m.Decrypted &&
			(slices.Contains(m.Payloads, isakmp.PayloadSA) || slices.Contains(m.Payloads, isakmp.PayloadSA2)) {
			return m
		}
	}
	return nil
}

// childEvidence are the values that side by offers for c, one field each.
func childEvidence(c *ike.Child, values []Value, asked bool) (out []Evidence) {
	m := requestOf(c)
	if m == nil {
		return nil
	}
	for _, v := range values {
		side := v.Initiator
		if !asked {
			side = v.Responder
		}
		text := Address(asker(c)) + " offers " + spokenAlternatives(v.Name, wordsOf(side))
		field, numbers := childField(c, v.Name)
		if len(numbers) == 0 || len(c.Offers) >= maxFieldOffers {
			field, numbers = "", nil
		}
		out = append(out, messageEvidence(m, field, strings.Join(numbers, ","), text))
	}
	return out
}

// childField is the field of an attribute in the request for c, and its values.
func childField(c *ike.Child, attribute string) (field string, numbers []string) {
	add := func(n int) { numbers = append(numbers, strconv.Itoa(n)) }
	v2 := c.Parent.Version == 2
	for i := range c.Offers {
		o := &c.Offers[i]
		switch {
		case attribute == "encryption" && v2:
			field = "isakmp.tf.id.encr"
			for _, x := range o.Encr {
				add(int(x.Encr))
			}
		case attribute == "integrity" && v2:
			field = "isakmp.tf.id.integ"
			for _, x := range o.Integ {
				add(int(x))
			}
		case attribute == "pfs_group" && v2:
			field = "isakmp.tf.id.dh"
			for _, x := range o.Group {
				add(int(x))
			}
		case attribute == "esn" && v2:
			field = "isakmp.tf.id.esn"
			for _, x := range o.ESN {
				add(map[bool]int{true: 1}[x])
			}
		case attribute == "pfs_group":
			field = "isakmp.ipsec.attr.group_description"
			for _, x := range o.Group {
				add(int(x))
			}
		case attribute == "mode":
			if field = "isakmp.ipsec.attr.encap_mode"; o.Mode != 0 {
				add(int(o.Mode))
			}
		case attribute == "encryption":
			field = "isakmp.ipsec.attr.key_length"
			for _, x := range o.Encr {
				if x.KeyBits > 0 {
					add(x.KeyBits)
				}
			}
		}
	}
	return field, numbers
}
