package ike_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A capture that begins behind phase 1 has no IV, and is decrypted all the same where
// SKEYID_a is known.
func TestLate(t *testing.T) {
	for _, c := range []struct {
		name                   string
		from                   int // frames that are left out
		decrypted, undecrypted uint64
		state                  ike.State
		keep                   []string
		proven                 uint64
	}{
		{"01-ikev1-main-seed", 8, 13, 0, ike.MMDeleted, []string{"enc_key", "skeyid_a", "skeyid_d"}, 13},
		// It begins within a quick mode: its IV is the first message's end.
		{"01-ikev1-main-seed", 9, 11, 1, ike.MMDeleted, []string{"enc_key", "skeyid_a", "skeyid_d"}, 10},
		// Nobody knows what the first block is: each exchange's first message
		// is not decrypted.
		{"01-ikev1-main-seed", 8, 4, 9, ike.QMIdle, []string{"enc_key"}, 0},
		{"03-ikev1-aggressive-3des-md5", 5, 9, 0, ike.MMDeleted, []string{"enc_key", "skeyid_a", "skeyid_d"}, 9},
	} {
		list, link := frames(t, c.name+".pcap")
		set := cut(t, filepath.Join(pcaps, c.name+".keys.json"), c.keep)
		s, tr := newSender(t), ike.New(keys.NewRing(set), ike.Limits{})
		whole := map[string]bool{}
		follow(t, filepath.Join(pcaps, c.name+".pcap"), ike.New(keys.NewRing(set), ike.Limits{}), func(p *dissect.Packet) {
			for i := range p.Layers {
				if m, ok := p.Layers[i].Message.(*isakmp.Packet); ok {
					whole[string(m.Facts.Decrypted.Plain)] = true
				}
			}
		})
		for _, f := range list[c.from:] {
			p := s.show(tr, f, link)
			for i := range p.Layers {
				if m, ok := p.Layers[i].Message.(*isakmp.Packet); ok && m.Facts.Decrypted.Plain != nil && !whole[string(m.Facts.Decrypted.Plain)] {
					t.Errorf("%s from frame %d: frame %d decrypts to something else", c.name, c.from+1, int(p.Number)+c.from)
				}
			}
		}
		for x := range tr.SAs() {
			if !x.Late || x.Decrypted != c.decrypted || x.NotDecrypted != c.undecrypted || x.State != c.state || x.Proven != c.proven || x.Disproven > 0 {
				_, why := x.Secret()
				t.Errorf("%s from frame %d: late %v, %d decrypted, %d not decrypted (%s), %v, %d proofs right, %d wrong",
					c.name, c.from+1, x.Late, x.Decrypted, x.NotDecrypted, why, x.State, x.Proven, x.Disproven)
			}
		}
	}
}

// Camellia, which tshark does not know in IKE. OpenSSL has encrypted: openssl
// enc -camellia-128-cbc -nopad -K 000102030405060708090a0b0c0d0e0f -iv
// f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff.
func TestCamellia(t *testing.T) {
	key, iv := dissecttest.Hex("000102030405060708090a0b0c0d0e0f"), dissecttest.Hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
	// N(INITIAL_CONTACT), seven bytes of padding.
	plain := dissecttest.Hex("000000080000400000000000000000" + "07")
	text := dissecttest.Hex("62a2e15a2414009bc6616557c0c1f98b")
	integ := bytes.Repeat([]byte{0x42}, 32)
	k := newTalk(t, gcm256, &keys.IKE{
		Version: 2, InitiatorSPI: 0x1111111111111111, ResponderSPI: 0x2222222222222222, Encr: ipsec.EncrCamelliaCBC, Integ: ipsec.IntegSHA2_256_128,
		PRF: 5, SKei: key, SKer: key, SKai: integ, SKar: integ,
	})
	n := 4 + len(iv) + len(text) + 16
	m := append(k.header(byte(isakmp.PayloadSK), isakmp.ExchangeInfo2, ike.Initiator, false, 5, n), byte(isakmp.PayloadNotify2), 0, byte(n>>8), byte(n))
	m = append(append(m, iv...), text...)
	m = append(m, prf(integ, m)[:16]...) // HMAC-SHA-256-128: RFC 4868
	k.send(ike.Initiator, m)
	if o := &k.found.Facts.Decrypted; !bytes.Equal(o.Plain, plain) || o.Verdict != ipsec.Correct || len(k.found.Notifies) != 1 {
		_, why := k.sas()[0].Secret()
		t.Errorf("%x, verdict %d (%s)", o.Plain, o.Verdict, why)
	}
	m[len(m)-1] ^= 1 // damaged on its way
	k.send(ike.Initiator, m)
	if o := &k.found.Facts.Decrypted; !bytes.Equal(o.Plain, plain) || o.Verdict != ipsec.Incorrect {
		t.Errorf("%x, verdict %d", o.Plain, o.Verdict)
	}
}

// The same in main mode, whose IV comes of the public values: RFC 2409, appendix
// B. The IV is SHA-1 of both, cut to the block.
func TestCamelliaMainMode(t *testing.T) {
	key := dissecttest.Hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
	plain := dissecttest.Hex("0800000c011101f4c0a80001000000187777777777777777777777777777777777777777000000000000000000000000")
	text := dissecttest.Hex("980570c08963b1e2a72208c2bcf35aeb474cd4e1a2d917bcd784e1a5a5624dc56aa9cf0b30a5cf5af87757761aaeb7e3")
	s := newSender(t)
	tr := ike.New(keys.NewRing(&keys.Set{IKE: []*keys.IKE{{Version: 1, InitiatorSPI: 0x1111111111111111, Ka: key}}}), ike.Limits{})
	var found isakmp.Packet
	send := func(responder bool, next, flags byte, body []byte) {
		m := bytes.Repeat([]byte{0x11}, 16)
		if copy(m[8:], bytes.Repeat([]byte{0x22}, 8)); tr.Bytes() == 0 {
			clear(m[8:])
		}
		m = append(m, next, 0x10, byte(isakmp.ExchangeMain), flags, 0, 0, 0, 0, 0, 0, 0, byte(28+len(body)))
		src, dst := uint32(10<<24|1), uint32(10<<24|2)
		if responder {
			src, dst = dst, src
		}
		p := s.show(tr, datagram(nil, src, dst, 500, 500, append(m, body...)), rawIP)
		if last, ok := p.Layers[len(p.Layers)-1].Message.(*isakmp.Packet); ok {
			found = *last
		}
	}
	// Camellia (8), 256 bits, SHA (2), pre-shared key (1), group 2.
	sa := dissecttest.Hex("00000034" + "0000000100000001" + "00000028" + "01010001" + "00000020" + "01010000" + "80010008" + "800e0100" + "80020002" + "80030001" + "80040002" + "800b0001")
	send(false, 1, 0, sa)
	send(true, 1, 0, sa)
	send(false, 4, 0, append([]byte{0, 0, 0, 132}, bytes.Repeat([]byte{0xb1}, 128)...))
	send(true, 4, 0, append([]byte{0, 0, 0, 132}, bytes.Repeat([]byte{0xb2}, 128)...))
	send(false, 5, 1, text)
	if o := &found.Facts.Decrypted; !bytes.Equal(o.Plain, plain) || len(found.Identities) != 1 || !bytes.Equal(found.Hash, plain[16:36]) {
		t.Errorf("%x", o.Plain)
	}
}
