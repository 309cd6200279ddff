package ike_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// An IKE SA is decrypted with nothing but g^ir, by ciphers that tshark does not
// know as well as those that it knows.
func TestSharedSecret(t *testing.T) {
	for name, x := range map[string]suite{"AES-GCM": gcm256, "ChaCha20-Poly1305": chacha} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t, x, byShared())
			var derived []*keys.ESP
			k.tr.Derived = func(e *keys.ESP) { derived = append(derived, e) }
			k.begin()
			k.prove(1, nil)
			k.say(isakmp.ExchangeInfo2, ike.Responder, false, 0)
			k.say(isakmp.ExchangeInfo2, ike.Initiator, true, 0)
			k.send(ike.Initiator, k.last) // once more
			s := k.sas()[0]
			k.sound(s, 2)
			if s.State != ike.Ready || s.Retransmits != 1 || s.Probes != (ike.Probes{Asked: 1, Answered: 1}) {
				t.Errorf("%v, %d retransmissions, probes %v", s.State, s.Retransmits, s.Probes)
			}
			if string(s.IDs[0].Data) != "left" || string(s.IDs[1].Data) != "right" || s.SharedKey[0].Proof != ipsec.Correct {
				t.Errorf("%q, %q, pre-shared key %v", s.IDs[0].Data, s.IDs[1].Data, s.SharedKey)
			}
			// RFC 7296, section 2.17: the side that asked sends with the first key.
			m := prfPlus(k.keys.d[0], slices.Concat(k.nonce[0], k.nonce[1]), 40)
			if len(derived) != 2 || !bytes.Equal(derived[0].Key, m[:20]) || !bytes.Equal(derived[1].Key, m[20:]) ||
				derived[0].SPI != keys.SPIOf(0x1002) || derived[1].SPI != keys.SPIOf(0x1001) {
				t.Errorf("%d ESP SAs were derived, or others", len(derived))
			}
			k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 2, pay{isakmp.PayloadDelete2, []byte{3, 4, 0, 1, 0, 0, 0x10, 1}})
			k.say(isakmp.ExchangeInfo2, ike.Responder, true, 2, pay{isakmp.PayloadDelete2, []byte{3, 4, 0, 1, 0, 0, 0x10, 2}})
			if s.Children[0].Deleted.IsZero() || !s.Deleted.IsZero() {
				t.Error("it is the child SA that was deleted")
			}
			k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 3, pay{isakmp.PayloadDelete2, []byte{1, 0, 0, 0}})
			k.say(isakmp.ExchangeInfo2, ike.Responder, true, 3) // the answer to a deletion is no sign of life
			if s.State != ike.Deleted || s.Probes.Answered != 1 {
				t.Errorf("%v, probes %v", s.State, s.Probes)
			}
		})
	}
}

// The responder replaces the IKE SA: RFC 7296, sections 1.3.2 and 2.18.
func TestRekeyIKE(t *testing.T) {
	spis := [2][]byte{bytes.Repeat([]byte{0x33}, 8), bytes.Repeat([]byte{0x44}, 8)}
	nonces := [2][]byte{bytes.Repeat([]byte{0xc1}, 32), bytes.Repeat([]byte{0xc2}, 32)}
	secret := bytes.Repeat([]byte{0x7e}, 32)
	k := newTalk(t, gcm256, byShared(), &keys.IKE{
		Place: keys.Place{File: "test", Line: 2}, Version: 2, InitiatorSPI: 0x3333333333333333, ResponderSPI: 0x4444444444444444, SharedSecret: secret,
	})
	k.begin()
	k.prove(1, nil)
	k.say(isakmp.ExchangeCreateChild, ike.Responder, false, 0, k.ikeSA(spis[0]), nonce(nonces[0]), ke(31, k.public[0]))
	k.say(isakmp.ExchangeCreateChild, ike.Initiator, true, 0, k.ikeSA(spis[1]), nonce(nonces[1]), ke(31, k.public[1]))
	old := *k
	// The new SA: its initiator is the side that asked for it.
	k.spi, k.nonce = spis, nonces
	k.derive(prf(old.keys.d[0], secret, nonces[0], nonces[1]))
	k.ip = [2]uint32{k.ip[1], k.ip[0]}
	k.say(isakmp.ExchangeInfo2, ike.Initiator, false, 0)
	k.say(isakmp.ExchangeInfo2, ike.Responder, true, 0)
	k.say(isakmp.ExchangeCreateChild, ike.Responder, false, 0, espSA(0x2001), nonce(nonces[0]), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	k.say(isakmp.ExchangeCreateChild, ike.Initiator, true, 0, espSA(0x2002), nonce(nonces[1]), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	old.say(isakmp.ExchangeInfo2, ike.Responder, false, 1, pay{isakmp.PayloadDelete2, []byte{1, 0, 0, 0}})
	list := k.sas()
	if len(list) != 2 {
		t.Fatalf("%d SAs", len(list))
	}
	a, b := list[0], list[1]
	k.sound(a, 2)
	k.sound(b, 0)
	switch {
	case b.Replaces != a || a.ReplacedBy != b:
		t.Error("the second SA replaces the first")
	case a.State != ike.Deleted || b.State != ike.Ready || b.Late:
		t.Errorf("%v, %v", a.State, b.State)
	case b.Peers[ike.Initiator] != a.Peers[ike.Responder]:
		t.Errorf("who asked for the new SA is its initiator, not %v", b.Peers[ike.Initiator])
	case len(b.Children) != 2 || b.Children[0].By != ike.Responder || b.Children[0].SPIs != [2]uint32{0x1001, 0x1002} || b.Children[0].Parent != b ||
		b.Children[1].By != ike.Responder || b.Children[1].SPIs != [2]uint32{0x2001, 0x2002}:
		t.Errorf("children %+v", b.Children)
	case b.Children[0].State() != ike.Installed:
		t.Errorf("an inherited child is %v with the SA that made it", b.Children[0].State())
	case b.Policy == nil || b.Policy.Encr != ipsec.EncrAESGCM16 || len(b.Offers[ike.Initiator]) != 1:
		t.Errorf("policy %v, offers %v", b.Policy, b.Offers)
	}
}

// Two IKE_INTERMEDIATEs, the second with a key exchange more: RFC 9242, RFC
// 9370. Keys change behind it, AUTH proves both.
func TestIntermediate(t *testing.T) {
	record := byShared()
	record.Additional = append(record.Additional, bytes.Repeat([]byte{0x99}, 32))
	for _, fragments := range []bool{false, true} {
		k := newTalk(t, gcm256, record)
		k.begin([]byte{6, 0, 0, 36})
		var intAuth [2][]byte
		round := func(id uint32, list ...pay) {
			for r := range 2 {
				first, b := chain(list)
				// What AUTH proves is the message as if it were neither
				// encrypted nor in fragments: RFC 9242, section 3.3.2.
				head := k.header(byte(isakmp.PayloadSK), isakmp.ExchangeIntermediate, ike.Role(r), r == 1, id, 4+len(b))
				a := append(head, first, 0, 0, 0)
				binary.BigEndian.PutUint16(a[30:], uint16(4+len(b)))
				intAuth[r] = prf(k.keys.p[r], intAuth[r], a, b)
				if fragments {
					n := len(b) / 2
					k.send(ike.Role(r), k.sealed(isakmp.ExchangeIntermediate, ike.Role(r), r == 1, id, first, b[:n], 1, 2))
					k.send(ike.Role(r), k.sealed(isakmp.ExchangeIntermediate, ike.Role(r), r == 1, id, 0, b[n:], 2, 2))
				} else {
					k.send(ike.Role(r), k.sealed(isakmp.ExchangeIntermediate, ike.Role(r), r == 1, id, first, b, 0, 0))
				}
			}
		}
		round(1, notify(16406))
		round(2, ke(36, bytes.Repeat([]byte{0xee}, 768)))
		again := k.last
		k.derive(prf(k.keys.d[0], record.Additional[0], k.nonce[0], k.nonce[1]))
		k.prove(3, slices.Concat(intAuth[0], intAuth[1], []byte{0, 0, 0, 3}))
		k.send(ike.Responder, again) // sent again, under the keys before
		s := k.sas()[0]
		k.sound(s, 2)
		if s.Intermediates != 2 || s.State != ike.Ready || s.Retransmits != 1 || s.Policy.Additional[0] != 36 {
			t.Errorf("%d intermediate exchanges, %v, %d retransmissions, additional key exchanges %v", s.Intermediates, s.State, s.Retransmits, s.Policy.Additional)
		}
	}
}

// Whoever has the keys behind each key exchange, and not the secrets, has two
// records for one SA.
func TestKeysOfStages(t *testing.T) {
	k := newTalk(t, gcm256)
	k.begin()
	stage := func() *keys.IKE {
		return &keys.IKE{Version: 2, InitiatorSPI: 0x1111111111111111, ResponderSPI: 0x2222222222222222, SKei: k.keys.e[0], SKer: k.keys.e[1]}
	}
	records := []*keys.IKE{stage()}
	first := k.keys
	k.derive([]byte("another seed"))
	records = append(records, stage())
	k = newTalk(t, gcm256, records...)
	k.begin()
	k.keys = first
	k.say(isakmp.ExchangeIntermediate, ike.Initiator, false, 1, ke(36, make([]byte, 10)))
	k.say(isakmp.ExchangeIntermediate, ike.Responder, true, 1, ke(36, make([]byte, 10)))
	again := k.last
	k.derive([]byte("another seed"))
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, 2, pay{isakmp.PayloadIDi, identity("left")})
	k.send(ike.Responder, again)
	k.say(isakmp.ExchangeAuth, ike.Responder, true, 2, pay{isakmp.PayloadIDr, identity("right")})
	k.sound(k.sas()[0], 0)
}

// EAP with a method that agrees on no key: AUTH is made with SK_p (RFC 7296,
// section 2.16). The SA is ready with the last answer, not with the first.
func TestEAP(t *testing.T) {
	for _, open := range []bool{true, false} {
		var records []*keys.IKE
		if open {
			records = append(records, byShared())
		}
		k := newTalk(t, chacha, records...)
		k.begin()
		state := func(want ike.State) {
			t.Helper()
			if got := k.sas()[0].State; got != want {
				t.Errorf("keys %v: %v, want %v", open, got, want)
			}
		}
		early, last := ike.AuthSent, ike.Ready
		if !open {
			early, last = ike.AuthAnswered, ike.AuthAnswered
		}
		step := ike.AuthSent // of EAP: too short for AUTH
		k.say(isakmp.ExchangeAuth, ike.Initiator, false, 1, pay{isakmp.PayloadIDi, identity("left")}, espSA(1), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
		state(ike.AuthSent)
		certificate := slices.Concat([]byte{1, 0, 0, 0}, make([]byte, 128)) // a signature
		k.say(isakmp.ExchangeAuth, ike.Responder, true, 1, pay{isakmp.PayloadIDr, identity("right")}, pay{isakmp.PayloadAuth, certificate},
			pay{isakmp.PayloadEAP, []byte{1, 7, 0, 5, 1}})
		state(early)
		k.say(isakmp.ExchangeAuth, ike.Initiator, false, 2, pay{isakmp.PayloadEAP, []byte{2, 7, 0, 9, 1, 'l', 'e', 'f', 't'}})
		state(ike.AuthSent)
		k.say(isakmp.ExchangeAuth, ike.Responder, true, 2, pay{isakmp.PayloadEAP, []byte{3, 7, 0, 4}})
		state(step)
		k.say(isakmp.ExchangeAuth, ike.Initiator, false, 3, pay{isakmp.PayloadAuth, k.auth(0, k.keys.p[0], nil)})
		state(ike.AuthSent)
		k.say(isakmp.ExchangeAuth, ike.Responder, true, 3, pay{isakmp.PayloadAuth, k.auth(1, k.keys.p[1], nil)}, espSA(2), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
		state(last)
		if s := k.sas()[0]; open {
			k.sound(s, 2)
			if !s.EAP || len(s.Children) != 1 || s.Auths != [2]ipsec.AuthMethod{ipsec.AuthPSK, ipsec.AuthPSK} || s.SharedKey[0].Proof != ipsec.Unchecked {
				t.Errorf("EAP %v, %d child SAs, methods %v, pre-shared key %v", s.EAP, len(s.Children), s.Auths, s.SharedKey)
			}
		}
	}
}

// A message in fragments, in any order and sent again: RFC 7383.
func TestFragments(t *testing.T) {
	for _, order := range [][]int{{1, 2, 3}, {3, 1, 2}, {2, 2, 3, 1}, {1, 2, 3, 1, 2, 3}} {
		k := newTalk(t, gcm256, byShared())
		k.begin()
		first, b := chain([]pay{{isakmp.PayloadIDi, identity("left")}, {isakmp.PayloadAuth, k.auth(0, testPSK, nil)}})
		parts := [][]byte{b[:10], b[10:20], b[20:]}
		wholes, missing := 0, map[int]bool{1: true, 2: true, 3: true}
		for _, n := range order {
			next := byte(0)
			if n == 1 {
				next = first
			}
			k.send(ike.Initiator, k.sealed(isakmp.ExchangeAuth, ike.Initiator, false, 1, next, parts[n-1], uint16(n), 3))
			if k.found.Facts.Whole.Bytes != nil {
				wholes++
				if !bytes.Equal(k.found.Facts.Whole.Bytes, b) || len(k.found.Identities) != 1 {
					t.Errorf("%v: the whole is %x with %d identities", order, k.found.Facts.Whole.Bytes, len(k.found.Identities))
				}
			}
			delete(missing, n)
		}
		s := k.sas()[0]
		k.sound(s, 1)
		if want := len(order) / 3; wholes != want || string(s.IDs[0].Data) != "left" {
			t.Errorf("%v: put together %d times, want %d", order, wholes, want)
		}
	}
}

// A message that claims 65535 fragments, each of them as long as it may be,
// costs no more than the bound.
func TestEndlessFragments(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.prove(1, nil)
	body := make([]byte, 1<<10)
	for _, total := range []uint16{65535, 4096, 4095} {
		for n := uint16(1); n <= 2000; n++ {
			k.send(ike.Initiator, k.sealed(isakmp.ExchangeInfo2, ike.Initiator, false, uint32(total), 41, body, n, total))
		}
	}
	if k.tr.Bytes() > 1<<20 {
		t.Errorf("%d bytes are kept", k.tr.Bytes())
	}
}

// The responder wants a cookie, then another group, which it refuses with an
// SPI of its own: one SA all the time (RFC 7296, sections 1.2 and 2.6).
func TestRestart(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	mine, none := k.spi[1], make([]byte, 8)
	k.spi[1] = none
	ask := func(more ...pay) {
		k.clear(isakmp.ExchangeSAInit, ike.Initiator, false, 0, append(more, k.ikeSA(nil), ke(19, k.public[0]), nonce(k.nonce[0]))...)
	}
	ask()
	k.send(ike.Initiator, k.last) // no message has answered yet
	k.clear(isakmp.ExchangeSAInit, ike.Responder, true, 0, notify(16390, 1, 2, 3, 4))
	ask(notify(16390, 1, 2, 3, 4))
	k.spi[1] = bytes.Repeat([]byte{0x77}, 8) // of an SA that comes to nothing
	k.clear(isakmp.ExchangeSAInit, ike.Responder, true, 0, notify(17, 0, 31))
	if list := k.sas(); len(list) != 1 || list[0].State != ike.InitRefused {
		t.Fatalf("%d SAs, the first is %v", len(list), list[0].State)
	}
	k.spi[1] = mine
	k.begin()
	k.prove(1, nil)
	list := k.sas()
	if n, half := k.tr.Len(); n != 1 || half != 0 {
		t.Fatalf("%d SAs, %d unanswered first messages", n, half)
	}
	s := list[0]
	k.sound(s, 2)
	if s.State != ike.Ready || s.Messages != 9 || s.Retransmits != 1 || s.Late || fmt.Sprintf("%x", s.SPIs[1]) != "2222222222222222" {
		t.Errorf("%v, %d messages, %d retransmissions, late %v, responder's SPI %x", s.State, s.Messages, s.Retransmits, s.Late, s.SPIs[1])
	}
	if len(s.Notices) != 3 {
		t.Errorf("notifications %v", s.Notices)
	}
}

// A first message that is sent again after it was answered begins nothing, and
// neither does one that a NAT's other side shows.
func TestFirstAgain(t *testing.T) {
	k := newTalk(t, gcm256, byShared())
	k.begin()
	k.send(ike.Initiator, k.first[0])
	k.ip[0] = 192<<24 | 1 // behind the NAT
	k.send(ike.Initiator, k.first[0])
	k.send(ike.Responder, k.first[1])
	k.ip[0] = 10<<24 | 1
	if n, half := k.tr.Len(); n != 1 || half != 0 {
		t.Fatalf("%d SAs, %d unanswered", n, half)
	}
	if s := k.sas()[0]; s.Messages != 5 || s.Retransmits != 1 || s.Elsewhere != 2 {
		t.Errorf("%d messages, %d again, %d elsewhere", s.Messages, s.Retransmits, s.Elsewhere)
	}

	// The inner side of the NAT first: its first message is answered by what
	// the outer side shows.
	k = newTalk(t, gcm256, byShared())
	spi := k.spi[1]
	k.spi[1] = make([]byte, 8)
	first := append(k.header(byte(isakmp.PayloadNonce2), isakmp.ExchangeSAInit, ike.Initiator, false, 0, 36), 0, 0, 0, 36)
	first = append(first, k.nonce[0]...)
	k.ip[0] = 192<<24 | 1
	k.send(ike.Initiator, first)
	k.ip[0] = 10<<24 | 1
	k.send(ike.Initiator, first)
	k.spi[1] = spi
	answer := k.clear(isakmp.ExchangeSAInit, ike.Responder, true, 0, nonce(k.nonce[1]))
	k.ip[0] = 192<<24 | 1
	k.send(ike.Responder, answer)
	k.ip[0] = 10<<24 | 1
	if n, half := k.tr.Len(); n != 1 || half != 0 {
		t.Fatalf("%d SAs, %d unanswered", n, half)
	}
	if s := k.sas()[0]; s.Messages != 4 || s.Elsewhere != 2 || s.Retransmits != 0 {
		t.Errorf("%d messages, %d again, %d elsewhere", s.Messages, s.Retransmits, s.Elsewhere)
	}
}
