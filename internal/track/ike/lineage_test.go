package ike_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// again is another IKE SA of the same peers: its SPIs, and those of its child SA, are
// others.
func (k *talk) again(first byte) {
	for r := range k.spi {
		k.spi[r] = []byte{first, first, first, first, first, first, first, first + byte(r)}
	}
	k.begin()
}

// bySecret are records of g^ir for SAs of those SPIs.
func bySecret(first ...byte) []*keys.IKE {
	list := []*keys.IKE{byShared()}
	for _, b := range first {
		x := *byShared()
		x.InitiatorSPI = uint64(b) * 0x0101010101010101
		x.ResponderSPI = x.InitiatorSPI + 1
		list = append(list, &x)
	}
	return list
}

// A peer that sends INITIAL_CONTACT has lost the SAs before: RFC 7296, section 2.4. Its
// word counts once the responder has accepted its AUTH.
func TestInitialContact(t *testing.T) {
	k := newTalk(t, gcm256, bySecret(0x55)...)
	k.begin()
	k.prove(1, nil)
	k.again(0x55)
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")}, notify(16384), pay{isakmp.PayloadAuth, k.auth(0, testPSK, nil)},
		espSA(0x3001), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	old := k.sas()[0]
	if old.State != ike.Ready {
		t.Errorf("before the answer, the old SA is %v", old.State)
	}
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, pay{isakmp.PayloadIDr, identity("right")}, pay{isakmp.PayloadAuth, k.auth(1, testPSK, nil)},
		espSA(0x3002), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	next := k.sas()[1]
	if old.State != ike.Deleted || old.SupersededBy != next.ID || old.Children[0].State() != ike.Gone || next.State != ike.Ready || next.Replaces != nil {
		t.Errorf("the old SA is %v, ended by SA %d, its child is %v; the new one is %v", old.State, old.SupersededBy, old.Children[0].State(), next.State)
	}
}

// Without it both stay: reauthentication makes a new SA before it breaks the old one
// (RFC 7296, section 2.8.3), and is no rekey. Another identity is another peer.
func TestReauthentication(t *testing.T) {
	k := newTalk(t, gcm256, bySecret(0x55)...)
	k.begin()
	k.prove(1, nil)
	k.again(0x55)
	k.prove(1, nil)
	a, b := k.sas()[0], k.sas()[1]
	if a.State != ike.Ready || b.State != ike.Ready || a.ReplacedBy != nil || b.Replaces != nil {
		t.Errorf("%v, %v, replaced by %v", a.State, b.State, a.ReplacedBy)
	}
	k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 2, pay{isakmp.PayloadDelete2, []byte{1, 0, 0, 0}})
	if b.State != ike.Deleted || b.Children[0].State() != ike.Gone || a.State != ike.Ready || a.Children[0].State() != ike.Installed {
		t.Errorf("%v with a child %v; %v with a child %v", a.State, a.Children[0].State(), b.State, b.Children[0].State())
	}
}
