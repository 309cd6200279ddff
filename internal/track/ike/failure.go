package ike

import (
	"cmp"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Failure is why an IKE SA, or a child SA, came to nothing. The zero value is of
// one that did not fail.
type Failure struct {
	Kind   FailureKind
	Notify isakmp.NotifyType // Notified: the notification
	Major  uint8             // Notified: the version of its message, which may be another one than the SA's
	By     Role              // in the IKE SA: the sender of the refusal, or the side that did not answer
	Frame  uint64            // of the refusal, or of the last message without an answer; 0 if it is not kept
	Time   time.Time         // of that message
}

// A FailureKind is what tells that an SA failed.
type FailureKind uint8

const (
	NotFailed    FailureKind = iota
	Notified                 // a notification: RFC 2408, section 3.14.1; RFC 7296, section 2.21
	Refused                  // IKEv2: the length of an answer that is not decrypted, which cannot hold an AUTH payload; IKEv1: the status of XAUTH
	RefusedByEAP             // EAP Failure: RFC 3748, section 4.2
	NoAnswer                 // a request without an answer, retransmitted
	PeerLost                 // liveness checks without an answer: RFC 3706; RFC 7296, section 2.4
)

// Failed reports whether there is a failure.
func (f Failure) Failed() bool { return f.Kind != NotFailed }

// Said reports whether a message of the peers tells that it failed; else it is what never
// came that does, and it may still come.
func (f Failure) Said() bool {
	return f.Kind == Notified || f.Kind == Refused || f.Kind == RefusedByEAP
}

// Word is the name of the notification in a major version of IKE, "refused",
// "no-answer" or "peer-lost"; "" where there is no failure.
func (f Failure) Word(version uint8) string {
	switch f.Kind {
	case Notified:
		if name := isakmp.NotifyName(cmp.Or(f.Major, version), f.Notify); name != "" {
			return name
		}
		return strconv.Itoa(int(f.Notify))
	case Refused, RefusedByEAP:
		return "refused"
	case NoAnswer:
		return "no-answer"
	case PeerLost:
		return "peer-lost"
	}
	return ""
}

// Text says in words, for a reader, what Word names.
func (f Failure) Text(version uint8) string {
	switch f.Kind {
	case Notified:
		return f.Word(version) + ", by the " + f.By.String()
	case Refused:
		if version == 1 {
			return "refused by the " + f.By.String() + ": XAUTH failed"
		}
		return "refused by the " + f.By.String() + ": its answer has no room for a proof"
	case RefusedByEAP:
		return "refused by the " + f.By.String() + ": EAP Failure"
	case NoAnswer:
		return "the " + f.By.String() + " does not answer"
	case PeerLost:
		return "the " + f.By.String() + " does not answer any more"
	}
	return ""
}

// failureOf is the Failure by a notification of m, which from has sent.
func failureOf(n *isakmp.Notify, m *isakmp.Packet, from Role, o *observation) Failure {
	return Failure{Kind: Notified, Notify: n.Type, Major: m.Major(), By: from, Frame: o.frame, Time: o.time}
}

// failureBy is the Failure that m, which from has sent, makes of s.
func (s *SA) failureBy(m *isakmp.Packet, from Role, o *observation) Failure {
	e := errorOf(m)
	if s.Version == 1 {
		e = errorOf1(m)
	}
	switch {
	case e != nil:
		return failureOf(e, m, from, o)
	case m.Exchange == isakmp.ExchangeSAInit && hasNotify(m, isakmp.NotifyRedirect):
		return failureOf(&isakmp.Notify{Type: isakmp.NotifyRedirect}, m, from, o)
	case m.Exchange == isakmp.ExchangeSessionResume:
		return failureOf(&isakmp.Notify{Type: ticketNack}, m, from, o)
	case endsEAP(s, m):
		return Failure{Kind: RefusedByEAP, By: from, Frame: o.frame, Time: o.time}
	case s.authentication.short.Failed():
		return s.authentication.short
	}
	return Failure{Kind: Refused, By: from, Frame: o.frame, Time: o.time}
}

// fail ends s. The peers of an SA that failed before they both held it for
// established have no use of its children.
func (s *SA) fail(f Failure) {
	s.State, s.Failure = failed(s.Version), f
	if f.Said() {
		s.Ready = time.Time{}
	}
	if s.Version == 2 || f.Kind == PeerLost { // RFC 3706, section 5.5
		s.endChildren(f.Time)
	}
}
