package diagnose

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// An unproven is an IKE SA that came to nothing because one side refuses the other, or
// cannot read what proves it: RFC 2409, section 5; RFC 7296, section 2.21.2.
type unproven struct {
	sa     *ike.SA
	by     ike.Role // that refuses, or cannot read
	how    how
	notify isakmp.NotifyType // told: the notification
	proof  *ike.Message      // of the other side, which is refused; nil: it is not known which
	last   *ike.Message      // that shows it; nil: it is not kept
	// guessed: last may as well be of an SA that is up, such as a list of addresses
	// (RFC 4555) or INITIAL-CONTACT. It is not if the SA carries nothing and the
	// initiator begins anew.
	guessed bool
}

// how is what shows that an SA came to nothing.
type how uint8

const (
	told     how = iota // a notification that can be read
	short               // IKEv2: the length of an answer that is not decrypted
	eapEnded            // EAP Failure
	opaque              // a message in place of the next one, which is not decrypted
	unread              // such a message, which its receiver did not understand either: it repeats its own
	ignored             // nothing: a proof is repeated and repeated
	left                // nothing: what would follow a proof does not
	deleted             // the SA is deleted at once
)

// atOnce is within which time an initiator refuses what it has just read.
const atOnce = 100 * time.Millisecond

// mayBeNotice reports whether m, an INFORMATIONAL of IKEv2 that is not decrypted, holds no
// more than one notification or deletion without an SPI, by its length (RFC 7296, sections
// 3.10, 3.11 and 3.14).
func mayBeNotice(s *ike.SA, m *ike.Message) bool {
	const header, generic, notice, padding = 28, 4, 8, 16
	p := s.Policy
	if p == nil || !p.Encr.Known() {
		return false
	}
	icv := p.Encr.ICVLen()
	if !p.Encr.AEAD() {
		icv = p.Integ.ICVLen()
	}
	return m.Length > 0 && int(m.Length) <= header+generic+p.Encr.IVLen()+notice+padding+icv
}

// soon is within which time a peer refuses what it has received.
const soon = 500 * time.Millisecond

// unprovenOf tells how the authentication of s failed. ok is false where it did not, or
// something else did.
func (f *Facts) unprovenOf(s *ike.SA) (u unproven, ok bool) {
	switch {
	case s.Replaces != nil && s.Version == 2, s.Redundant, s.Resumed:
		return u, false
	case s.Version == 1:
		if u, ok = unproven1(s); !ok {
			return f.abandoned(s)
		}
	case s.Failure.Failed() || s.State == ike.AuthAnswered:
		u, ok = unproven2(s)
	}
	return u, ok && (!u.guessed || f.anew(s) != nil && !f.carriesESP(s))
}

// carriesESP reports whether ESP or AH of s, or of an SA between the same peers meanwhile,
// was captured.
func (f *Facts) carriesESP(s *ike.SA) bool {
	for _, t := range f.Tunnels {
		if tunnel.PeersOf(t.Local, t.Remote) != peersOf(s) {
			continue
		}
		for _, sa := range slices.Concat(t.Outbound, t.Inbound) {
			if sa.Last.After(s.Last) && (f.anew(s) == nil || sa.First.Before(f.anew(s).First)) {
				return true
			}
		}
	}
	return false
}

// abandoned recognises an initiator that does not go on after HASH_R or a signature of
// the responder in aggressive mode, by what it does next or for how long it is silent.
func (f *Facts) abandoned(s *ike.SA) (u unproven, ok bool) {
	if s.Exchange != isakmp.ExchangeAggressive || s.Policy == nil || !s.Ready.IsZero() || s.Late || s.Failure.Failed() && s.Failure.Kind != ike.NoAnswer {
		return u, false
	}
	proofs := proofs1(s)
	if proofs[ike.Responder] == nil || proofs[ike.Initiator] != nil || f.anew(s) == nil && f.At.Sub(s.Last) < patience && !s.Failure.Failed() {
		return u, false
	}
	return unproven{sa: s, by: ike.Initiator, how: left, proof: proofs[ike.Responder]}, true
}

// patience is for how long a peer may not go on in a negotiation.
const patience = 10 * time.Second

// anew is an SA that the initiator of s begins after s, nil without one.
func (f *Facts) anew(s *ike.SA) *ike.SA {
	for _, x := range f.near(s) {
		if x.ID > s.ID && x.Now[ike.Initiator].Addr() == s.Now[ike.Initiator].Addr() && x.Replaces == nil {
			return x
		}
	}
	return nil
}

// unproven2 is unprovenOf for IKEv2.
func unproven2(s *ike.SA) (u unproven, ok bool) {
	f := s.Failure
	u = unproven{sa: s, by: f.By, last: messageAt(s, f.Frame)}
	u.proof = lastWhere(s, func(m *ike.Message) bool { return m.Exchange == isakmp.ExchangeAuth && m.Role == f.By.Other() })
	switch {
	case f.Kind == ike.RefusedByEAP:
		u.how = eapEnded
	case u.proof == nil:
	case f.Kind == ike.Refused:
		u.how = short
	case f.Kind == ike.Notified && f.Notify == authenticationFailed:
		u.how, u.notify = told, f.Notify
	case !f.Failed() && s.State == ike.AuthAnswered:
		return droppedAtOnce(s)
	default:
		return u, false
	}
	return u, u.proof != nil
}

// droppedAtOnce recognises an initiator that refuses the responder's last IKE_AUTH by an
// INFORMATIONAL, of which nothing can be read: it comes at once, and nothing follows.
func droppedAtOnce(s *ike.SA) (u unproven, ok bool) {
	answer := lastWhere(s, func(m *ike.Message) bool { return m.Exchange == isakmp.ExchangeAuth && m.Role == ike.Responder })
	if answer == nil || s.Late || s.Messages > uint64(len(s.Log)) {
		return u, false
	}
	for i := range s.Log {
		switch m := &s.Log[i]; {
		case m.Again || m.Frame <= answer.Frame:
		case m.Exchange != isakmp.ExchangeInfo2 || m.Decrypted:
			return u, false
		case u.last == nil:
			if m.Role != ike.Initiator || m.Response || m.Time.Sub(answer.Time) > atOnce || !mayBeNotice(s, m) {
				return u, false
			}
			u.last = m
		case m.Role == ike.Initiator || !m.Response:
			return u, false
		}
	}
	u.sa, u.by, u.how, u.proof, u.guessed = s, ike.Initiator, opaque, answer, true
	return u, u.last != nil
}

// unproven1 is unprovenOf for IKEv1.
func unproven1(s *ike.SA) (u unproven, ok bool) {
	if s.Policy == nil || len(s.Children) > 0 || has(s, isakmp.ExchangeQuick) {
		return u, false
	}
	f := s.Failure
	u = unproven{sa: s, by: f.By, last: messageAt(s, f.Frame)}
	switch proofs := proofs1(s); {
	case f.Kind == ike.Notified && (f.Major == 2 || !authenticates1(f.Notify)):
		return u, false
	case f.Kind == ike.Notified:
		u.how, u.notify, u.proof = told, f.Notify, proofs[f.By.Other()]
		if again := repeats(s, u.proof); again != nil && again.Frame > f.Frame && u.last != nil && u.last.Encrypted && f.By == ike.Responder {
			u.how = unread // the other one could read it by the keys that are here, but not by its own
		}
		return u, u.proof != nil
	case f.Kind == ike.Refused || lastWhere(s, func(m *ike.Message) bool { return m.Exchange == isakmp.ExchangeTransaction && m.Role == ike.Initiator }) != nil:
		return u, false // XAUTH and Mode-Config, which the initiator takes part in
	case s.Late || proofs == [2]*ike.Message{}:
		return u, false
	default:
		return silent1(s, proofs)
	}
}

// authenticates1 reports whether a notification of phase 1 refuses a proof, an identity
// or a certificate, or says that a message cannot be read: RFC 2408, section 3.14.1.
func authenticates1(t isakmp.NotifyType) bool {
	return garbage1(t) || t >= 17 && t <= 25
}

// garbage1 reports whether a notification says that a message cannot be read, as of one
// that was decrypted with another key: a payload that is no such type, flags, payloads
// that are malformed or of unequal lengths.
func garbage1(t isakmp.NotifyType) bool {
	const payloadType, flags, badSyntax, malformed, lengths = 1, 8, 15, 16, 30
	return t == payloadType || t == flags || t == badSyntax || t == malformed || t == lengths
}

// Other notifications of phase 1.
const (
	invalidID        isakmp.NotifyType = 18
	certEncoding     isakmp.NotifyType = 19
	invalidAuthority isakmp.NotifyType = 22
	invalidHash      isakmp.NotifyType = 23
)

// proofs1 are the messages of phase 1 by which each side proves itself, nil where there
// is none: the last two of main mode, which are encrypted; in aggressive mode the
// responder's first and the initiator's second.
func proofs1(s *ike.SA) (proofs [2]*ike.Message) {
	for i := range s.Log {
		m := &s.Log[i]
		switch {
		case m.Again || m.Version != 1 || m.Exchange != s.Exchange || proofs[m.Role] != nil:
		case s.Exchange == isakmp.ExchangeMain && m.Encrypted,
			s.Exchange == isakmp.ExchangeAggressive && (m.Role == ike.Responder || proofs[ike.Responder] != nil):
			proofs[m.Role] = m
		}
	}
	return proofs
}

// silent1 recognises a phase 1 that ends without a word that can be read.
func silent1(s *ike.SA, proofs [2]*ike.Message) (u unproven, ok bool) {
	first, second := ike.Initiator, ike.Responder
	if s.Exchange == isakmp.ExchangeAggressive {
		first, second = second, first
	}
	if proofs[first] == nil {
		return u, false
	}
	u = unproven{sa: s, by: second, proof: proofs[first]}
	if proofs[second] != nil {
		u.by, u.proof = first, proofs[second]
		return u.dropped()
	}
	u.last = lastWhere(s, func(m *ike.Message) bool {
		return m.Exchange == isakmp.ExchangeInformational && m.Role == second && m.Frame > u.proof.Frame && m.Encrypted && !m.Decrypted
	})
	again, before := repeats(s, u.proof), repeatsAfter(s, second, u.proof.Frame)
	switch {
	case u.last != nil && again != nil:
		u.how = unread
	case u.last != nil:
		u.how = opaque
	case again == nil || s.Exchange != isakmp.ExchangeMain || !sharedKey(s):
		return u, false
	case before != nil:
		u.how, u.last = ignored, before
	case s.Unanswered[first].Sent > 2 && !natTraversal(s): // on a new port it may as well not arrive
		u.how, u.last = ignored, again
	default:
		return u, false
	}
	return u, true
}

// dropped recognises that the side that has received the other's proof, the last message
// of phase 1, ends the SA at once and without phase 2. What the other one still sends may
// have crossed with that.
func (u unproven) dropped() (unproven, bool) {
	for i := range u.sa.Log {
		m := &u.sa.Log[i]
		switch {
		case m.Again || m.Frame <= u.proof.Frame, m.Role != u.by:
		case u.last == nil:
			if m.Exchange != isakmp.ExchangeInformational || m.Time.Sub(u.proof.Time) > soon {
				return u, false
			}
			u.last, u.how, u.guessed = m, opaque, !m.Decrypted
			if m.Decrypted {
				u.how = deleted
				if m.Said == nil || !slices.ContainsFunc(m.Said.Deletes, func(d ike.Deletion) bool { return d.Protocol == isakmp.ProtocolISAKMP }) {
					return u, false
				}
			}
		default:
			return u, false
		}
	}
	return u, u.last != nil
}

// natTraversal reports whether s has changed to UDP 4500.
func natTraversal(s *ike.SA) bool {
	return s.Floated || s.Now[ike.Initiator].Port() == isakmp.PortNATT || s.Now[ike.Responder].Port() == isakmp.PortNATT
}

// has reports whether a message of an exchange is among those of s.
func has(s *ike.SA, x isakmp.Exchange) bool {
	return slices.ContainsFunc(s.Log, func(m ike.Message) bool { return m.Exchange == x })
}

// lastWhere is the last message of s that is what is looked for, retransmissions apart.
func lastWhere(s *ike.SA, is func(m *ike.Message) bool) *ike.Message {
	for i := len(s.Log) - 1; i >= 0; i-- {
		if m := &s.Log[i]; !m.Again && is(m) {
			return m
		}
	}
	return nil
}

// repeats is the last retransmission of m, nil without one.
func repeats(s *ike.SA, m *ike.Message) *ike.Message {
	if m == nil {
		return nil
	}
	for i := len(s.Log) - 1; i >= 0; i-- {
		if x := &s.Log[i]; x.Again && x.Of == m.Frame {
			return x
		}
	}
	return nil
}

// repeatsAfter is the last retransmission by a side behind a frame, nil without one.
func repeatsAfter(s *ike.SA, r ike.Role, frame uint64) *ike.Message {
	for i := len(s.Log) - 1; i >= 0; i-- {
		if x := &s.Log[i]; x.Again && x.Role == r && x.Frame > frame {
			return x
		}
	}
	return nil
}

// messageAt is the message of s in a frame, nil where it is not kept.
func messageAt(s *ike.SA, frame uint64) *ike.Message {
	for i := range s.Log {
		if s.Log[i].Frame == frame {
			return &s.Log[i]
		}
	}
	return nil
}
