package ike_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A certificate of the machine, then EAP of the user: RFC 4739. The AUTH payloads
// after EAP are made with its key and have the method of a shared key (RFC 7296,
// section 2.16).
func TestRounds(t *testing.T) {
	k := newTalk(t, chacha, byShared())
	k.begin()
	ed25519 := slices.Concat([]byte{14, 0, 0, 0, 7, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70}, make([]byte, 64))
	ecdsa := slices.Concat([]byte{9, 0, 0, 0}, make([]byte, 64))
	msk := slices.Concat([]byte{2, 0, 0, 0}, make([]byte, 32))
	request, response := isakmp.ExchangeAuth, true
	eap := func(b ...byte) pay { return pay{isakmp.PayloadEAP, b} }
	k.say(request, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("machine")}, pay{isakmp.PayloadAuth, ed25519}, espSA(1),
		selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr), notify(16405))
	k.say(request, ike.Responder, response, 1, pay{isakmp.PayloadIDr, identity("gateway")}, pay{isakmp.PayloadAuth, ecdsa})
	k.say(request, ike.Initiator, false, 2, pay{isakmp.PayloadIDi, identity("carol")})
	k.say(request, ike.Responder, response, 2, eap(1, 1, 0, 5, 1))                        // Identity?
	k.say(request, ike.Initiator, false, 3, eap(2, 1, 0, 10, 1, 'c', 'a', 'r', 'o', 'l')) // Identity
	k.say(request, ike.Responder, response, 3, eap(1, 2, 0, 6, 13, 0x20))                 // TLS?
	k.say(request, ike.Initiator, false, 4, eap(2, 2, 0, 6, 3, 26))                       // Nak: MS-CHAP-V2
	k.say(request, ike.Responder, response, 4, eap(1, 3, 0, 10, 26, 1, 3, 0, 5, 0))       // challenge
	k.say(request, ike.Initiator, false, 5, eap(2, 3, 0, 10, 26, 2, 3, 0, 5, 0))          // response
	k.say(request, ike.Responder, response, 5, eap(3, 4, 0, 4))                           // success
	k.say(request, ike.Initiator, false, 6, pay{isakmp.PayloadAuth, msk})
	k.say(request, ike.Responder, response, 6, pay{isakmp.PayloadAuth, msk}, espSA(2), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	type round struct {
		word string
		hash ipsec.Hash
		id   string
	}
	want := [2][]round{{{"ed25519", 0, "machine"}, {"eap-mschapv2", 0, "carol"}}, {{"ecdsa-sig", ipsec.HashSHA2_256, "gateway"}}}
	var got [2][]round
	s := k.sas()[0]
	for r, list := range s.Methods {
		for _, m := range list {
			got[r] = append(got[r], round{m.Word, m.Hash, string(m.ID.Data)})
		}
	}
	if !slices.Equal(got[0], want[0]) || !slices.Equal(got[1], want[1]) {
		t.Errorf("%v, want %v", got, want)
	}
	if len(s.Children) != 1 || len(s.Children[0].Offers) != 1 {
		t.Errorf("%d child SAs", len(s.Children))
	}
}

// EAP alone for both: RFC 5998.
func TestEAPOnly(t *testing.T) {
	k := newTalk(t, chacha, byShared())
	k.begin()
	msk := slices.Concat([]byte{2, 0, 0, 0}, make([]byte, 32))
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")}, espSA(1), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr), notify(16417))
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, pay{isakmp.PayloadIDr, identity("right")}, pay{isakmp.PayloadEAP, []byte{1, 1, 0, 6, 13, 0x20}})
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 2, pay{isakmp.PayloadEAP, []byte{2, 1, 0, 12, 13, 0, 22, 3, 1, 0, 1, 1}})
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 2, pay{isakmp.PayloadEAP, []byte{3, 2, 0, 4}})
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 3, pay{isakmp.PayloadAuth, msk})
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 3, pay{isakmp.PayloadAuth, msk}, espSA(2), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	s := k.sas()[0]
	for r, list := range s.Methods {
		if len(list) != 1 || list[0].Word != "eap-tls" {
			t.Errorf("%s: %v", ike.Role(r), list)
		}
	}
	for i := range s.Log {
		if m := &s.Log[i]; m.Exchange == isakmp.ExchangeAuth && m.ID == 2 && !m.Response {
			if e := m.Said.EAP; e.Record != 22 || e.Handshake != 1 || e.Flags != 0 {
				t.Errorf("client hello: %+v", e)
			}
		}
	}
}
