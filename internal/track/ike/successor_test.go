package ike_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Both peers rekey the IKE SA at once. Of the two SAs, the one with the lowest of
// the four nonces is redundant, whichever is complete first: RFC 7296, section 2.8.2.
func TestSimultaneousRekey(t *testing.T) {
	for _, lowest := range []int{0, 1} { // whose SA has it
		k := newTalk(t, gcm256, byShared())
		k.begin()
		k.prove(1, nil)
		spi := func(b byte) []byte { return bytes.Repeat([]byte{b}, 8) }
		nonces := func(of int) (request, response []byte) {
			request, response = bytes.Repeat([]byte{0x80}, 32), bytes.Repeat([]byte{0x81}, 32)
			if of == lowest {
				response[31] = 0
				response[0] = 1
			}
			return request, response
		}
		for _, side := range []ike.Role{0, 1} {
			request, _ := nonces(int(side))
			k.say(isakmp.ExchangeCreateChild, side, false, 2-2*uint32(side), k.ikeSA(spi(0x33+byte(side))), nonce(request), ke(31, k.public[0]))
		}
		for _, side := range []ike.Role{0, 1} {
			_, response := nonces(int(side))
			k.say(isakmp.ExchangeCreateChild, 1-side, true, 2-2*uint32(side), k.ikeSA(spi(0x43+byte(side))), nonce(response), ke(31, k.public[1]))
		}
		list := k.sas()
		if len(list) != 3 {
			t.Fatalf("%d SAs", len(list))
		}
		winner := list[2-lowest]
		loser := list[1+lowest]
		if list[0].ReplacedBy != winner || winner.Redundant || !loser.Redundant {
			t.Errorf("lowest nonce in that of the %v: SA %d replaces the old one", ike.Role(lowest), list[0].ReplacedBy.ID)
		}
		if len(winner.Children) != 1 || len(loser.Children) != 0 || winner.Children[0].Parent != winner {
			t.Errorf("%d children with the successor, %d with the redundant SA", len(winner.Children), len(loser.Children))
		}
		if winner.Local != ike.Role(1-lowest) {
			t.Errorf("the side that began the first SA is the %v", winner.Local)
		}
		k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 3, pay{isakmp.PayloadDelete2, []byte{1, 0, 0, 0}})
		if c := winner.Children[0]; c.State() != ike.Installed {
			t.Errorf("with the old SA, the child is %v", c.State())
		}
	}
}

// Both peers rekey a child at once: RFC 7296, section 2.8.1.
func TestSimultaneousChildRekey(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.prove(1, nil)
	rekey := func(spi uint32) pay { // the sender's inbound SPI: RFC 7296, section 1.3.3
		return pay{isakmp.PayloadNotify2, []byte{3, 4, 0x40, 0x09, byte(spi >> 24), byte(spi >> 16), byte(spi >> 8), byte(spi)}}
	}
	low, high := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	ts := []pay{selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr)}
	k.say(isakmp.ExchangeCreateChild, ike.Initiator, false, 2, append([]pay{rekey(0x1001), espSA(0x2001), nonce(high)}, ts...)...)
	k.say(isakmp.ExchangeCreateChild, ike.Responder, false, 0, append([]pay{rekey(0x1002), espSA(0x3002), nonce(low)}, ts...)...)
	k.say(isakmp.ExchangeCreateChild, ike.Responder, true, 2, append([]pay{espSA(0x2002), nonce(high)}, ts...)...)
	k.say(isakmp.ExchangeCreateChild, ike.Initiator, true, 0, append([]pay{espSA(0x3001), nonce(high)}, ts...)...)
	list := k.sas()[0].Children
	if len(list) != 3 || list[0].ReplacedBy != list[1] || list[1].Redundant || !list[2].Redundant {
		t.Errorf("children %+v", list)
	}
}

// A successor with an additional key exchange is ready with the last
// IKE_FOLLOWUP_KE: RFC 9370, section 2.2.4.
func TestFollowUp(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.prove(1, nil)
	more := []byte{6, 0, 0, 36} // ADDKE1: ML-KEM-768
	spis := [2][]byte{bytes.Repeat([]byte{0x33}, 8), bytes.Repeat([]byte{0x44}, 8)}
	k.say(isakmp.ExchangeCreateChild, ike.Initiator, false, 2, k.ikeSA(spis[0], more), nonce(k.nonce[0]), ke(31, k.public[0]))
	k.say(isakmp.ExchangeCreateChild, ike.Responder, true, 2, k.ikeSA(spis[1], more), nonce(k.nonce[1]), ke(31, k.public[1]), notify(16441, 1))
	k.say(isakmp.ExchangeFollowupKE, ike.Initiator, false, 3, ke(36, make([]byte, 20)), notify(16441, 1))
	old, next := k.sas()[0], k.sas()[1]
	if next.State != ike.InitDone || old.ReplacedBy != nil || len(next.Children) != 0 {
		t.Errorf("before the last key exchange: %v, replaced by %v", next.State, old.ReplacedBy)
	}
	k.say(isakmp.ExchangeFollowupKE, ike.Responder, true, 3, ke(36, make([]byte, 20)))
	if next.State != ike.Ready || old.ReplacedBy != next || len(next.Children) != 1 || !next.Ready.Equal(k.s.time) {
		t.Errorf("%v, ready at %v, replaced by %v", next.State, next.Ready, old.ReplacedBy)
	}
	if string(next.IDs[0].Data) != "left" || next.Auths != old.Auths {
		t.Errorf("identities %q, methods %v", next.IDs, next.Auths)
	}
}

// However many SAs of a line are forgotten for want of room, those that stay know none
// of them, and children belong to an SA that is there.
func TestForgottenLine(t *testing.T) {
	var records []*keys.IKE
	for i := range uint64(40) {
		x := *byShared()
		x.InitiatorSPI, x.ResponderSPI = 0x3300000000000000+i, 0x4400000000000000+i
		records = append(records, &x)
	}
	k := newTalk(t, gcm256)
	k.tr = ike.New(keys.NewRing(&keys.Set{IKE: append(records, byShared())}), ike.Limits{Bytes: 40_000})
	k.begin()
	k.prove(1, nil)
	for i := range 40 {
		spis := [2][]byte{{0x33, 7: byte(i)}, {0x44, 7: byte(i)}}
		k.say(isakmp.ExchangeCreateChild, ike.Initiator, false, 2, k.ikeSA(spis[0]), nonce(k.nonce[0]), ke(31, k.public[0]))
		k.say(isakmp.ExchangeCreateChild, ike.Responder, true, 2, k.ikeSA(spis[1]), nonce(k.nonce[1]), ke(31, k.public[1]))
		d := k.keys.d[0]
		k.spi = spis
		k.derive(prf(d, k.secret, k.nonce[0], k.nonce[1]))
	}
	list := k.sas()
	if k.tr.EvictedSAs == 0 || k.tr.Bytes() > 40_000 {
		t.Fatalf("%d SAs forgotten, %d bytes", k.tr.EvictedSAs, k.tr.Bytes())
	}
	last := list[len(list)-1]
	if last.SPIs[0] != [8]byte(k.spi[0]) || len(last.Children) != 1 || last.Children[0].Parent != last {
		t.Errorf("the last SA is %x with %d children", last.SPIs[0], len(last.Children))
	}
	known := func(s *ike.SA) bool { return s == nil || slices.Contains(list, s) }
	for _, s := range list {
		if !known(s.Replaces) || !known(s.ReplacedBy) {
			t.Errorf("SA %d replaces, or is replaced by, an SA that is forgotten", s.ID)
		}
		for _, c := range s.Children {
			if !known(c.Parent) {
				t.Errorf("a child of SA %d belongs to an SA that is forgotten", s.ID)
			}
		}
	}
}
