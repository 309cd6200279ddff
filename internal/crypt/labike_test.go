package crypt

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Here IKE messages of the captures are decrypted with strongSwan's keys, and what
// proves them, HASH and AUTH payloads, is computed anew. They are parsed just
// so far.

// A payload of ISAKMP, without its generic header.
type payload struct {
	typ  byte
	body []byte
}

// payloads walks the chain that begins with typ, and returns how many bytes it
// takes.
func payloads(typ byte, b []byte) (all []payload, size int) {
	for typ != 0 && len(b) >= 4 {
		n := int(binary.BigEndian.Uint16(b[2:]))
		if n < 4 || n > len(b) {
			return all, -1
		}
		all = append(all, payload{typ, b[4:n]})
		typ, b, size = b[0], b[n:], size+n
	}
	return all, size
}

func types(all []payload) string {
	var s []string
	for _, p := range all {
		s = append(s, strconv.Itoa(int(p.typ)))
	}
	return strings.Join(s, ",")
}

// body is the first payload of a type.
func body(all []payload, typ byte) []byte {
	for _, p := range all {
		if p.typ == typ {
			return p.body
		}
	}
	return nil
}

// A v1Exchange is what has been seen of one message ID.
type v1Exchange struct {
	iv       []byte
	messages int
	ni, nr   []byte
}

// v1SA follows one IKEv1 SA.
type v1SA struct {
	t          *testing.T
	name       string
	x          IKEv1
	keys       IKEv1Keys
	cbc        *CBC
	initiator  string // its address
	gxi, gxr   []byte
	sai        []byte
	phase1     []byte // IV, then the last block
	exchanges  map[uint32]*v1Exchange
	seen       map[string]bool // messages, to tell which come again
	hashes     int             // HASH payloads that were right
	lines      []string        // as the lab's decrypted_messages has them
	idi, idr   []byte
	aggressive []byte // HASH_R that came before the initiator's
}

func (s *v1SA) expect(frame int, what string, got []byte, err error, want []byte) {
	s.t.Helper()
	if err != nil || len(want) == 0 || !bytes.Equal(got, want) {
		s.t.Errorf("%s, frame %d: %s is %x, %v, want %x", s.name, frame, what, got, err, want)
		return
	}
	s.hashes++
}

func (s *v1SA) message(d datagram) {
	m := d.ike[:binary.BigEndian.Uint32(d.ike[24:])]
	if s.seen[string(m)] {
		return // its ciphertext must not go into the IV again
	}
	s.seen[string(m)] = true
	id := binary.BigEndian.Uint32(m[20:])
	if s.initiator == "" {
		s.initiator = d.src
	}
	if m[19]&1 == 0 {
		all, _ := payloads(m[16], m[28:])
		s.clear(d, all)
		return
	}

	var e *v1Exchange
	iv := &s.phase1
	if id != 0 {
		if e = s.exchanges[id]; e == nil {
			first, err := Phase2IV(s.x.Hash, s.phase1, id, s.cbc.BlockSize())
			if err != nil {
				s.t.Fatal(err)
			}
			e = &v1Exchange{iv: first}
			s.exchanges[id] = e
		}
		iv = &e.iv
	}
	plain, err := s.cbc.Decrypt(nil, *iv, m[28:])
	if err != nil {
		s.t.Fatal(s.name, d.frame, err)
	}
	*iv = m[len(m)-s.cbc.BlockSize():]
	all, size := payloads(m[16], plain)
	s.lines = append(s.lines, fmt.Sprintf("frame %d exchange %d payloads %s", d.frame, m[18], types(all)))
	if size < 0 {
		s.t.Errorf("%s, frame %d: garbage", s.name, d.frame)
		return
	}
	if id == 0 {
		s.phase1Hash(d, all)
		return
	}
	hash := all[0].body
	rest := plain[4+len(hash) : size]
	e.messages++
	switch {
	case m[18] != 32 || e.messages == 1:
		got, err := Hash1(s.x.Hash, s.keys.A, id, rest)
		s.expect(d.frame, "HASH(1)", got, err, hash)
		e.ni = body(all, 10)
	case e.messages == 2:
		got, err := Hash2(s.x.Hash, s.keys.A, id, e.ni, rest)
		s.expect(d.frame, "HASH(2)", got, err, hash)
		e.nr = body(all, 10)
	default:
		got, err := Hash3(s.x.Hash, s.keys.A, id, e.ni, e.nr)
		s.expect(d.frame, "HASH(3)", got, err, hash)
	}
}

// clear takes what is needed out of messages that are not encrypted.
func (s *v1SA) clear(d datagram, all []payload) {
	from := d.src == s.initiator
	if ke := body(all, 4); ke != nil && from {
		s.gxi = ke
	} else if ke != nil {
		s.gxr = ke
	}
	if sa := body(all, 1); sa != nil && from {
		s.sai = sa
	}
	if id := body(all, 5); id != nil && from {
		s.idi = id
	} else if id != nil {
		s.idr = id
		s.aggressive = body(all, 8)
	}
	if s.gxi != nil && s.gxr != nil && s.phase1 == nil {
		iv, err := Phase1IV(s.x.Hash, s.gxi, s.gxr, s.cbc.BlockSize())
		if err != nil {
			s.t.Fatal(err)
		}
		s.phase1 = iv
	}
	if s.aggressive != nil && s.gxr != nil {
		got, err := s.x.HashR(s.keys.SKEYID, s.gxi, s.gxr, s.sai, s.idr)
		s.expect(d.frame, "HASH_R", got, err, s.aggressive)
		s.aggressive = nil
	}
}

// phase1Hash verifies HASH_I and HASH_R of main mode, HASH_I of aggressive mode.
func (s *v1SA) phase1Hash(d datagram, all []payload) {
	if d.src == s.initiator {
		if id := body(all, 5); id != nil {
			s.idi = id
		}
		got, err := s.x.HashI(s.keys.SKEYID, s.gxi, s.gxr, s.sai, s.idi)
		s.expect(d.frame, "HASH_I", got, err, body(all, 8))
		return
	}
	got, err := s.x.HashR(s.keys.SKEYID, s.gxi, s.gxr, s.sai, body(all, 5))
	s.expect(d.frame, "HASH_R", got, err, body(all, 8))
}

// TestIKEv1OfStrongSwan decrypts every encrypted IKEv1 message of the captures.
func TestIKEv1OfStrongSwan(t *testing.T) {
	for _, l := range labs(t) {
		for _, k := range l.IKE {
			if k.Version != 1 {
				continue
			}
			x, encr := k.v1(t)
			cbc, err := NewCBC(encr, Secret(k.EncrKey))
			if err != nil {
				t.Fatal(err)
			}
			s := &v1SA{t: t, name: l.name, x: x, cbc: cbc, exchanges: make(map[uint32]*v1Exchange), seen: make(map[string]bool),
				keys: IKEv1Keys{Secret(k.SKEYID), Secret(k.SKEYIDd), Secret(k.SKEYIDa), Secret(k.SKEYIDe)}}
			for _, d := range datagrams(t, l.capture) {
				if d.ike != nil && bytes.Equal(d.ike[:8], k.CookieI) {
					s.message(d)
				}
			}
			want := l.Decrypted[hex.EncodeToString(k.CookieI)]
			if got := strings.Join(s.lines, "\n"); got != strings.Join(want, "\n") {
				t.Errorf("%s:\n%s\nwant\n%s", l.name, got, strings.Join(want, "\n"))
			}
			// Each encrypted message proves itself.
			if s.hashes < len(want) || len(want) == 0 {
				t.Errorf("%s: %d hashes in %d messages", l.name, s.hashes, len(want))
			}
		}
	}
}

// TestIKEv2OfStrongSwan decrypts every Encrypted payload of the captures and
// verifies both AUTH payloads.
func TestIKEv2OfStrongSwan(t *testing.T) {
	for _, l := range labs(t) {
		for _, k := range l.IKE {
			if k.Version != 2 {
				continue
			}
			x := k.v2(t)
			keys := IKEv2Keys{k.SKd.secret(), k.SKai.secret(), k.SKar.secret(), k.SKei.secret(), k.SKer.secret(), k.SKpi.secret(), k.SKpr.secret()}
			initiator, responder := x.Params(keys)
			oi, err := NewDecrypter(initiator)
			if err != nil {
				t.Fatal(err)
			}
			or, err := NewDecrypter(responder)
			if err != nil {
				t.Fatal(err)
			}
			var s Scratch
			var lines []string
			var first [2][]byte // IKE_SA_INIT of initiator and responder
			auths := 0
			for _, d := range datagrams(t, l.capture) {
				if d.ike == nil || !bytes.Equal(d.ike[:8], k.SPIi) {
					continue
				}
				m := d.ike[:binary.BigEndian.Uint32(d.ike[24:])]
				o, side, skp, nonce, idType := or, 1, keys.Pr, k.NonceI, byte(36)
				if m[19]&8 != 0 {
					o, side, skp, nonce, idType = oi, 0, keys.Pi, k.NonceR, 35
				}
				if m[16] != 46 {
					first[side] = m
					continue
				}
				sealed, err := o.SplitSK(m, 28+4)
				if err != nil {
					t.Fatal(err)
				}
				plain, verdict := o.Decrypt(&s, nil, sealed)
				if verdict != ipsec.Correct {
					t.Errorf("%s, frame %d: %s", l.name, d.frame, verdict)
					continue
				}
				all, size := payloads(m[28], plain[:len(plain)-1-int(plain[len(plain)-1])])
				if size < 0 {
					t.Errorf("%s, frame %d: garbage", l.name, d.frame)
				}
				lines = append(lines, fmt.Sprintf("frame %d exchange %d payloads %s", d.frame, m[18], types(all)))
				if auth := body(all, 39); auth != nil {
					got, err := AuthPSK(x.PRF, Secret("CiscoLab"), first[side], nonce, skp, body(all, idType), nil)
					if err != nil || auth[0] != 2 || !bytes.Equal(got, auth[4:]) {
						t.Errorf("%s, frame %d: AUTH is %x, %v, want %x", l.name, d.frame, got, err, auth)
					}
					auths++
				}
			}
			want := l.Decrypted[hex.EncodeToString(k.SPIi)]
			if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") || auths != 2 {
				t.Errorf("%s: %d AUTH,\n%s\nwant\n%s", l.name, auths, got, strings.Join(want, "\n"))
			}
		}
	}
}

func (h hexBytes) secret() Secret { return Secret(h) }
