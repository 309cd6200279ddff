package ike_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// What the data of notifications, deletions and configurations say is kept for the
// ladder: RFC 5685, section 6.2; RFC 7296, sections 1.3, 3.11 and 3.15.
func TestSaid(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	said := func(x isakmp.Exchange, answer bool, id uint32, list ...pay) *ike.Said {
		from := ike.Initiator
		if answer {
			from = ike.Responder
		}
		k.say(x, from, answer, id, list...)
		log := k.sas()[0].Log
		if m := log[len(log)-1].Said; m != nil {
			return m
		}
		return &ike.Said{}
	}
	config := []byte{2, 0, 0, 0, 0, 1, 0, 4, 10, 3, 0, 1, 0, 8, 0, 17, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 64}
	if x := said(isakmp.ExchangeAuth, true, 1, pay{isakmp.PayloadConfig, config}); x.Config == nil || len(x.Config.Addresses) != 2 ||
		x.Config.Addresses[0].String() != "10.3.0.1" || x.Config.Addresses[1].String() != "2001:db8::1" {
		t.Errorf("configuration: %+v", x.Config)
	}
	for data, want := range map[string]string{
		"\x01\x04\xc0\x00\x02\x09": "192.0.2.9", "\x03\x0bgw.example.": "gw.example.", "\x01\x04\xc0": "", "": "", "\x01\x03\xc0\x00\x02": "",
	} {
		if x := said(isakmp.ExchangeInfo2, false, 2, notify(16407, []byte(data)...)); x.Gateway != want {
			t.Errorf("REDIRECT %x: %q, want %q", data, x.Gateway, want)
		}
	}
	if x := said(isakmp.ExchangeCreateChild, true, 3, notify(17, 0, 20)); x.Wanted != ipsec.ECP384 {
		t.Errorf("INVALID_KE_PAYLOAD: %v", x.Wanted)
	}
	x := said(isakmp.ExchangeInfo2, false, 4, pay{isakmp.PayloadDelete2, []byte{3, 4, 0, 2, 0, 0, 0x10, 1, 0, 0, 0x10, 2}})
	if len(x.Deletes) != 1 || x.Deletes[0].Protocol != isakmp.ProtocolESP || !slices.Equal(x.Deletes[0].SPIs, []uint32{0x1001, 0x1002}) {
		t.Errorf("deletions: %+v", x.Deletes)
	}
	if s := k.sas()[0]; s.Methods[0] != nil || s.Methods[1] != nil {
		t.Errorf("methods without AUTH: %v", s.Methods)
	}
}
