package ike_test

import (
	"encoding/binary"
	"testing"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// What an IKE_AUTH that is refused, or a part of it, makes of the SA and of its child:
// RFC 7296, sections 1.2, 2.21.2 and 3.10.1. Without keys its length tells, or nothing.
func TestRefusedAuth(t *testing.T) {
	ts := []pay{selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr)}
	id := pay{isakmp.PayloadIDr, identity("right")}
	for name, c := range map[string]struct {
		answer  func(k *talk) []pay
		state   ike.State
		failure string
		child   string // its failure; "none": there is none
		shut    ike.State
	}{
		"AUTHENTICATION_FAILED":        {func(*talk) []pay { return []pay{notify(24)} }, ike.Failed, "AUTHENTICATION_FAILED", "none", ike.Failed},
		"NO_PROPOSAL_CHOSEN alone":     {func(*talk) []pay { return []pay{notify(14)} }, ike.Failed, "NO_PROPOSAL_CHOSEN", "NO_PROPOSAL_CHOSEN", ike.Failed},
		"no room for both ID and AUTH": {func(*talk) []pay { return []pay{notify(24), notify(40000, make([]byte, 16)...)} }, ike.Failed, "AUTHENTICATION_FAILED", "none", ike.Failed},
		"a refusal that is long":       {func(*talk) []pay { return []pay{notify(24, make([]byte, 40)...)} }, ike.Failed, "AUTHENTICATION_FAILED", "none", ike.AuthAnswered},
		"TS_UNACCEPTABLE":              {func(k *talk) []pay { return []pay{id, {isakmp.PayloadAuth, k.auth(1, testPSK, nil)}, notify(38)} }, ike.Ready, "", "TS_UNACCEPTABLE", ike.AuthAnswered},
		"NO_PROPOSAL_CHOSEN beside SA": {func(k *talk) []pay {
			return append([]pay{id, {isakmp.PayloadAuth, k.auth(1, testPSK, nil)}, espSA(0x1002), notify(14)}, ts...)
		}, ike.Ready, "", "NO_PROPOSAL_CHOSEN", ike.AuthAnswered},
		"accepted": {func(k *talk) []pay {
			return append([]pay{id, {isakmp.PayloadAuth, k.auth(1, testPSK, nil)}, espSA(0x1002)}, ts...)
		}, ike.Ready, "", "", ike.AuthAnswered},
	} {
		for _, open := range []bool{true, false} {
			var records []*keys.IKE
			if open {
				records = append(records, byShared())
			}
			k := newTalk(t, gcm256, records...)
			k.begin()
			k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, append([]pay{{isakmp.PayloadIDi, identity("left")}, {isakmp.PayloadAuth, k.auth(0, testPSK, nil)}, espSA(0x1001)}, ts...)...)
			k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, c.answer(k)...)
			s := k.sas()[0]
			want, failure := c.state, c.failure
			if !open {
				if want, failure = c.shut, ""; want == ike.Failed {
					failure = "refused"
				}
			}
			if s.State != want || s.Failure.Word(2) != failure || s.Failure.Failed() && (s.Failure.By != ike.Responder || s.Failure.Frame != 4) {
				t.Errorf("%s, keys %v: %v, %q, want %v, %q", name, open, s.State, s.Failure.Word(2), want, failure)
			}
			if !open {
				continue
			}
			child := "none"
			for _, x := range s.Children {
				child = x.Failure.Word(2)
				if made := x.State() != ike.NotMade; made != (c.child == "") || made == x.Ready.IsZero() || x.Derived {
					t.Errorf("%s: the child is %v, ready at %v", name, x.State(), x.Ready)
				}
			}
			if child != c.child {
				t.Errorf("%s: the child's failure is %q, want %q", name, child, c.child)
			}
			k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 2, notify(24)) // section 2.21.2
			if word := s.Failure.Word(2); s.State != ike.Failed || failure != "" && word != failure || failure == "" && word != "AUTHENTICATION_FAILED" {
				t.Errorf("%s: the initiator refuses, and the SA is %v, %q", name, s.State, word)
			}
		}
	}
}

// A liveness check, a second exchange, the responder's own, or CREATE_CHILD_SA tell
// that IKE_AUTH went well; the initiator's first INFORMATIONAL may refuse it.
func TestReadyWithoutKeys(t *testing.T) {
	type message struct {
		x      isakmp.Exchange
		from   ike.Role
		answer bool
		id     uint32
		list   []pay
	}
	first := message{isakmp.ExchangeInfo2, ike.Initiator, false, 2, []pay{notify(24)}}
	for name, c := range map[string]struct {
		messages []message
		want     ike.State
	}{
		"nothing":               {nil, ike.AuthAnswered},
		"the first":             {[]message{first}, ike.AuthAnswered},
		"the first, answered":   {[]message{first, {isakmp.ExchangeInfo2, ike.Responder, true, 2, nil}}, ike.AuthAnswered},
		"a second":              {[]message{first, {isakmp.ExchangeInfo2, ike.Responder, true, 2, nil}, {isakmp.ExchangeInfo2, ike.Initiator, false, 3, []pay{notify(24)}}}, ike.Ready},
		"empty: no room":        {[]message{{isakmp.ExchangeInfo2, ike.Initiator, false, 2, nil}}, ike.Ready},
		"the responder's":       {[]message{{isakmp.ExchangeInfo2, ike.Responder, false, 0, []pay{notify(16384)}}}, ike.Ready},
		"CREATE_CHILD_SA":       {[]message{{isakmp.ExchangeCreateChild, ike.Initiator, false, 2, []pay{espSA(1)}}}, ike.Ready},
		"another IKE_AUTH: EAP": {[]message{{isakmp.ExchangeAuth, ike.Initiator, false, 2, []pay{notify(1)}}}, ike.AuthSent},
		"EAP refused": {[]message{
			{isakmp.ExchangeAuth, ike.Initiator, false, 2, []pay{notify(1)}}, {isakmp.ExchangeAuth, ike.Responder, true, 2, []pay{notify(24)}},
		}, ike.AuthSent},
		"EAP refused, and the initiator goes": {[]message{
			{isakmp.ExchangeAuth, ike.Initiator, false, 2, []pay{notify(1)}}, {isakmp.ExchangeAuth, ike.Responder, true, 2, []pay{notify(24)}}, {isakmp.ExchangeInfo2, ike.Initiator, false, 3, []pay{notify(24)}},
		}, ike.Failed},
	} {
		k := newTalk(t, gcm256)
		k.begin()
		k.prove(1, nil)
		for _, m := range c.messages {
			k.say(m.x, m.from, m.answer, m.id, m.list...)
		}
		if s := k.sas()[0]; s.State != c.want || s.Ready.IsZero() == (c.want == ike.Ready) {
			t.Errorf("%s: %v, ready at %v, want %v", name, s.State, s.Ready, c.want)
		}
	}
}

// ESP between the peers tells it, too, if it is the beginning of an SA and goes the
// same way: two clients behind a NAT have ports of their own.
func TestReadyByESP(t *testing.T) {
	for name, c := range map[string]struct {
		port     uint16
		sequence uint32
		want     ike.State
	}{
		"the first packet":   {4500, 1, ike.Ready},
		"in the midst of it": {4500, 5000, ike.AuthAnswered},
		"another client's":   {1025, 1, ike.AuthAnswered},
	} {
		k := newTalk(t, gcm256)
		k.begin()
		k.port = 4500
		k.prove(1, nil)
		esp := binary.BigEndian.AppendUint32([]byte{0xc0, 0, 0, 1}, c.sequence)
		k.s.show(k.tr, datagram(nil, k.ip[0], k.ip[1], c.port, 4500, append(esp, make([]byte, 64)...)), rawIP)
		if s := k.sas()[0]; s.State != c.want {
			t.Errorf("%s: %v, want %v", name, s.State, c.want)
		}
	}
}

// CREATE_CHILD_SA that is refused: the SA stays (RFC 7296, section 2.25).
func TestRefusedChild(t *testing.T) {
	for typ, want := range map[uint16]string{14: "NO_PROPOSAL_CHOSEN", 17: "INVALID_KE_PAYLOAD", 35: "NO_ADDITIONAL_SAS", 38: "TS_UNACCEPTABLE", 43: "TEMPORARY_FAILURE", 44: "CHILD_SA_NOT_FOUND"} {
		k := newTalk(t, gcm256, byShared())
		k.begin()
		k.prove(1, nil)
		k.say(isakmp.ExchangeCreateChild, ike.Initiator, false, 2, espSA(0x2001), nonce(k.nonce[0]), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
		k.say(isakmp.ExchangeCreateChild, ike.Responder, true, 2, notify(typ, 0, 14))
		s := k.sas()[0]
		if len(s.Children) != 2 || s.State != ike.Ready || s.Children[1].Failure.Word(2) != want || s.Children[1].State() != ike.NotMade || s.Children[1].SPIs[0] != 0x2001 {
			t.Errorf("%s: %v, children %+v", want, s.State, s.Children)
		}
		k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 3, pay{isakmp.PayloadDelete2, []byte{1, 0, 0, 0}})
		if s.Children[1].State() != ike.NotMade {
			t.Errorf("%s: with its IKE SA, the child is %v", want, s.Children[1].State())
		}
	}
}

// IKE_SA_INIT that is refused, and what may follow.
func TestRefusedInit(t *testing.T) {
	for name, c := range map[string]struct {
		refusal pay
		again   bool
		want    ike.State
		failure string
	}{
		"NO_PROPOSAL_CHOSEN":           {notify(14), false, ike.Failed, "NO_PROPOSAL_CHOSEN"},
		"a group that was offered":     {notify(17, 0, 31), false, ike.InitRefused, ""},
		"a group that was not offered": {notify(17, 0, 14), false, ike.Failed, "INVALID_KE_PAYLOAD"},
		"REDIRECT":                     {notify(16407, 1, 4, 192, 0, 2, 9), false, ike.Failed, "REDIRECT"},
		"COOKIE":                       {notify(16390, 1, 2, 3), false, ike.InitRefused, ""},
		"anybody's: the true answer":   {notify(14), true, ike.InitDone, ""},
	} {
		k := newTalk(t, gcm256)
		mine, none := k.spi[1], make([]byte, 8)
		k.spi[1] = none
		k.clear(isakmp.ExchangeSAInit, ike.Initiator, false, 0, k.ikeSA(nil), ke(31, k.public[0]), nonce(k.nonce[0]))
		k.clear(isakmp.ExchangeSAInit, ike.Responder, true, 0, c.refusal)
		if c.again {
			k.spi[1] = mine
			k.clear(isakmp.ExchangeSAInit, ike.Responder, true, 0, k.ikeSA(nil), ke(31, k.public[1]), nonce(k.nonce[1]))
		}
		s := k.sas()[0]
		if s.State != c.want || s.Failure.Word(2) != c.failure || len(k.sas()) != 1 {
			t.Errorf("%s: %v, %q, want %v, %q", name, s.State, s.Failure.Word(2), c.want, c.failure)
		}
	}
}

// What the responder says beside: RFC 4478 and RFC 6023.
func TestAuthFacts(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")}, pay{isakmp.PayloadAuth, k.auth(0, testPSK, nil)})
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, pay{isakmp.PayloadIDr, identity("right")}, pay{isakmp.PayloadAuth, k.auth(1, testPSK, nil)}, notify(16403, 0, 0, 0x0e, 0x10))
	if s := k.sas()[0]; s.State != ike.Ready || !s.Childless || s.AuthLifetime != 3600 {
		t.Errorf("%v, childless %v, %d s", s.State, s.Childless, s.AuthLifetime)
	}
	k = newTalk(t, gcm256, byShared())
	k.begin()
	k.prove(1, nil)
	if s := k.sas()[0]; s.Childless || s.AuthLifetime != 0 {
		t.Errorf("childless %v, %d s", s.Childless, s.AuthLifetime)
	}
}

// EAP Failure ends the SA, and a notification behind it says why: RFC 7296, section
// 2.16.
func TestEAPFailure(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")}, espSA(1), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, pay{isakmp.PayloadIDr, identity("right")}, pay{isakmp.PayloadEAP, []byte{1, 7, 0, 5, 1}})
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 2, pay{isakmp.PayloadEAP, []byte{2, 7, 0, 9, 1, 'l', 'e', 'f', 't'}})
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 2, pay{isakmp.PayloadEAP, []byte{4, 7, 0, 4}})
	s := k.sas()[0]
	if s.State != ike.Failed || s.Failure.Kind != ike.RefusedByEAP || s.Failure.Word(2) != "refused" {
		t.Errorf("%v, %q", s.State, s.Failure.Word(2))
	}
	k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 3, notify(24))
	if s.State != ike.Failed || s.Failure.Word(2) != "AUTHENTICATION_FAILED" {
		t.Errorf("%v, %q", s.State, s.Failure.Word(2))
	}
}

// Session resumption: RFC 5723, section 4.3. The policy is the ticket's, and unknown, so
// that no length tells anything.
func TestResumption(t *testing.T) {
	k := newTalk(t, gcm256)
	mine := k.spi[1]
	k.spi[1] = make([]byte, 8)
	k.clear(isakmp.ExchangeSessionResume, ike.Initiator, false, 0, nonce(k.nonce[0]), notify(16413, 1, 2, 3))
	first := k.last
	k.clear(isakmp.ExchangeSessionResume, ike.Responder, true, 0, notify(16412))
	if s := k.sas()[0]; s.State != ike.Failed || s.Failure.Word(2) != "TICKET_NACK" {
		t.Errorf("%v, %q", s.State, s.Failure.Word(2))
	}
	k.tr.Clear()
	k.send(ike.Initiator, first)
	k.spi[1] = mine
	k.clear(isakmp.ExchangeSessionResume, ike.Responder, true, 0, nonce(k.nonce[1]))
	if s := k.sas()[0]; s.State != ike.InitDone || s.Exchange != isakmp.ExchangeSessionResume {
		t.Errorf("%v, %v", s.State, s.Exchange)
	}
	k.derive([]byte("of the ticket"))
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")})
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, notify(24))
	if s := k.sas()[0]; s.State != ike.AuthAnswered || s.Failure.Failed() {
		t.Errorf("%v, %q", s.State, s.Failure.Word(2))
	}
}

// What the responder narrows, and a mode that it does not agree to, are kept as they were
// asked for; of a message that is not decrypted it is known how much it can hold.
func TestAskedOfChild(t *testing.T) {
	host := func(p isakmp.PayloadType) pay {
		return pay{p, []byte{1, 0, 0, 0, 7, 0, 0, 16, 0, 0, 0xff, 0xff, 10, 0, 0, 7, 10, 0, 0, 7}}
	}
	for _, open := range []bool{true, false} {
		var records []*keys.IKE
		if open {
			records = append(records, byShared())
		}
		k := newTalk(t, gcm256, records...)
		k.begin()
		k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")}, pay{isakmp.PayloadAuth, k.auth(0, testPSK, nil)},
			notify(16391), espSA(0x1001), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
		k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, pay{isakmp.PayloadIDr, identity("right")}, pay{isakmp.PayloadAuth, k.auth(1, testPSK, nil)},
			espSA(0x1002), host(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
		s := k.sas()[0]
		last := s.Log[len(s.Log)-1]
		if !open {
			if last.Room == 0 {
				t.Error("how much a message holds is not known without keys")
			}
			continue
		}
		if last.Room != 0 || len(s.Children) != 1 {
			t.Fatalf("%d bytes of a decrypted message, %d children", last.Room, len(s.Children))
		}
		c := s.Children[0]
		if c.Asked != isakmp.ModeTransport || c.Mode != isakmp.ModeTunnel {
			t.Errorf("asked for mode %d, got %d", c.Asked, c.Mode)
		}
		if got := c.Selectors[ike.Initiator][0].String(); got != "10.0.0.7/32" || len(c.Wider[ike.Initiator]) != 1 || c.Wider[ike.Initiator][0].String() == got {
			t.Errorf("%v, asked for %v", c.Selectors, c.Wider)
		}
	}
}
