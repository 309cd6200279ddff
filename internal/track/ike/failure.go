package ike

import (
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Failure is why an IKE SA, or a child SA, came to nothing. The zero value is of
// one that did not fail.
type Failure struct {
	Kind   FailureKind
	Notify isakmp.NotifyType // Notified: the notification
	By     Role              // in the IKE SA: the sender of the refusal, or the side that did not answer
	Frame  uint64            // of the refusal, or of the last message without an answer
	Time   time.Time         // of that message
}

// A FailureKind is what tells that an SA failed.
type FailureKind uint8

const (
	NotFailed FailureKind = iota
	Notified              // a notification: RFC 2408, section 3.14.1; RFC 7296, section 2.21
	Refused               // the length of an answer that is not decrypted: it cannot hold an AUTH payload
	NoAnswer              // a request without an answer, retransmitted
	PeerLost              // liveness checks without an answer: RFC 3706; RFC 7296, section 2.4
)

// Failed reports whether there is a failure.
func (f Failure) Failed() bool { return f.Kind != NotFailed }

// Word is the name of the notification in a major version of IKE, "refused",
// "no-answer" or "peer-lost"; "" where there is no failure.
func (f Failure) Word(version uint8) string {
	switch f.Kind {
	case Notified:
		if name := isakmp.NotifyName(version, f.Notify); name != "" {
			return name
		}
		return strconv.Itoa(int(f.Notify))
	case Refused:
		return "refused"
	case NoAnswer:
		return "no-answer"
	case PeerLost:
		return "peer-lost"
	}
	return ""
}
