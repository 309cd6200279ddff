package ike_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// pause lets time go by.
func (k *talk) pause(d time.Duration) { k.s.time = k.s.time.Add(d) }

// A liveness check without an answer, retransmitted, and the peer that begins anew:
// the SA is lost, with its children (RFC 7296, section 2.4). An answer tells that it
// is not.
func TestPeerLost(t *testing.T) {
	for name, c := range map[string]struct {
		sent     int
		silence  time.Duration
		anew     bool
		answered bool
		want     string
	}{
		"begins anew":          {4, 10 * time.Second, true, false, "peer-lost"},
		"long silence":         {4, 10 * time.Minute, false, false, "peer-lost"},
		"may still be sent":    {4, 10 * time.Second, false, false, ""},
		"sent once":            {1, 10 * time.Minute, true, false, ""},
		"answered in the end":  {4, 10 * time.Second, true, true, ""},
		"answered, then still": {4, 10 * time.Minute, false, true, ""},
	} {
		k := newTalk(t, gcm256, bySecret(0x55)...)
		k.begin()
		k.prove(1, nil)
		k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 2)
		for range c.sent - 1 {
			k.pause(4 * time.Second)
			k.send(ike.Initiator, k.last)
		}
		s := k.sas()[0]
		if s.Unanswered[ike.Initiator].Sent != c.sent {
			t.Errorf("%s: sent %d times, want %d", name, s.Unanswered[ike.Initiator].Sent, c.sent)
		}
		if c.answered {
			k.say(isakmp.ExchangeInfo2, ike.Responder, true, 2)
		}
		k.pause(c.silence)
		if c.anew {
			k.again(0x55)
		}
		for range 2 { // it decides the same twice
			k.tr.Judge(k.s.time)
		}
		child := s.Children[0]
		if got := s.Failure.Word(2); got != c.want || (s.State == ike.Failed) != (c.want != "") || child.Deleted.IsZero() != (c.want == "") {
			t.Errorf("%s: %q, %v, its child is %v, want %q", name, got, s.State, child.State(), c.want)
		}
		if c.want != "" && (s.Failure.By != ike.Responder || s.Ready.IsZero()) {
			t.Errorf("%s: by the %v, ready at %v", name, s.Failure.By, s.Ready)
		}
	}
}

// An answer that comes after all, as with --watch, counts.
func TestPardon(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.prove(1, nil)
	k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 2)
	k.send(ike.Initiator, k.last) // captured twice
	for range 3 {
		k.pause(time.Second)
		k.send(ike.Initiator, k.last)
	}
	if n := k.sas()[0].Unanswered[ike.Initiator].Sent; n != 4 {
		t.Errorf("sent %d times", n)
	}
	s := k.sas()[0]
	k.tr.Judge(k.s.time.Add(time.Hour))
	if s.State != ike.Failed {
		t.Errorf("after an hour: %v", s.State)
	}
	k.say(isakmp.ExchangeInfo2, ike.Responder, true, 2)
	k.tr.Judge(k.s.time.Add(time.Hour))
	if s.State != ike.Ready || s.Failure.Failed() || s.Children[0].State() != ike.Installed {
		t.Errorf("after the answer: %v, %q, its child is %v", s.State, s.Failure.Word(2), s.Children[0].State())
	}
}

// A first message, or IKE_AUTH, without an answer.
func TestNoAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		auth    bool
		sent    int
		silence time.Duration
		anew    bool
		want    string
	}{
		"first message, anew":     {false, 3, 20 * time.Second, true, "no-answer"},
		"first message, silence":  {false, 5, 10 * time.Minute, false, "no-answer"},
		"first message, for now":  {false, 5, 10 * time.Second, false, ""},
		"first message, once":     {false, 1, 10 * time.Minute, true, ""},
		"IKE_AUTH, begins anew":   {true, 3, 20 * time.Second, true, "no-answer"},
		"IKE_AUTH, long silence":  {true, 3, 10 * time.Minute, false, "no-answer"},
		"IKE_AUTH, may come soon": {true, 3, 10 * time.Second, false, ""},
	} {
		k := newTalk(t, gcm256)
		if c.auth {
			k.begin()
			k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")})
		} else {
			k.spi[1] = make([]byte, 8)
			k.clear(isakmp.ExchangeSAInit, ike.Initiator, false, 0, k.ikeSA(nil), ke(31, k.public[0]), nonce(k.nonce[0]))
		}
		for range c.sent - 1 {
			k.pause(4 * time.Second)
			k.send(ike.Initiator, k.last)
		}
		k.pause(c.silence)
		if c.anew {
			k.again(0x55)
		}
		k.tr.Judge(k.s.time)
		list := k.sas()
		for x := range k.tr.HalfOpen(func(ike.Known) bool { return true }) {
			list = append([]*ike.SA{x}, list...)
		}
		if got := list[0].Failure.Word(2); got != c.want || list[0].Deleted.IsZero() == false {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
