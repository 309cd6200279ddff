package ike_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A talk is a negotiation of IKEv2 that the tests make themselves, after RFC
// 7296 and with Go's own ciphers: what no capture here shows. Arrays of two are
// indexed by the role that began.
type talk struct {
	t      *testing.T
	s      *sender
	tr     *ike.Tracker
	suite  suite
	spi    [2][]byte
	nonce  [2][]byte
	public [2][]byte
	first  [2][]byte // IKE_SA_INIT as it was sent
	secret []byte    // g^ir
	keys   talkKeys
	ip     [2]uint32
	port   uint16
	last   []byte // the message that was sent last
	found  isakmp.Packet
}

type talkKeys struct {
	d, p [2][]byte // d in its first element
	e    [2][]byte
}

// A suite is an AEAD that stands for the ciphers: RFC 5282, RFC 7634.
type suite struct {
	transform []byte // of type 1
	keyLen    int    // with the salt
	aead      func(key []byte) (cipher.AEAD, error)
}

var (
	gcm256 = suite{[]byte{1, 0, 0, 20, 0x80, 14, 1, 0}, 36, func(key []byte) (cipher.AEAD, error) {
		b, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		return cipher.NewGCM(b)
	}}
	chacha = suite{[]byte{1, 0, 0, 28}, 36, chacha20poly1305.New}
)

var testPSK = []byte("a pre-shared key")

func newTalk(t *testing.T, x suite, records ...*keys.IKE) *talk {
	t.Helper()
	k := &talk{t: t, s: newSender(t), suite: x, secret: bytes.Repeat([]byte{0x5e}, 32), ip: [2]uint32{10<<24 | 1, 10<<24 | 2}, port: 500}
	for r := range 2 {
		k.spi[r] = bytes.Repeat([]byte{byte(0x11 + 0x11*r)}, 8)
		k.nonce[r] = bytes.Repeat([]byte{byte(0xa1 + r)}, 32)
		k.public[r] = bytes.Repeat([]byte{byte(0xb1 + r)}, 32)
	}
	k.tr = ike.New(keys.NewRing(&keys.Set{IKE: records, PSK: []*keys.PSK{{Text: testPSK}}}), ike.Limits{})
	return k
}

// byShared is a record that has g^ir alone.
func byShared() *keys.IKE {
	return &keys.IKE{
		Place: keys.Place{File: "test", Line: 1}, Version: 2, InitiatorSPI: 0x1111111111111111, ResponderSPI: 0x2222222222222222,
		SharedSecret: bytes.Repeat([]byte{0x5e}, 32),
	}
}

func prf(key []byte, data ...[]byte) []byte {
	m := hmac.New(sha256.New, key)
	for _, d := range data {
		m.Write(d)
	}
	return m.Sum(nil)
}

// prfPlus is RFC 7296, section 2.13.
func prfPlus(key, seed []byte, n int) (out []byte) {
	var t []byte
	for i := byte(1); len(out) < n; i++ {
		t = prf(key, t, seed, []byte{i})
		out = append(out, t...)
	}
	return out[:n]
}

// derive makes the keys of a SKEYSEED: RFC 7296, section 2.14.
func (k *talk) derive(seed []byte) {
	n := k.suite.keyLen
	m := prfPlus(seed, slices.Concat(k.nonce[0], k.nonce[1], k.spi[0], k.spi[1]), 32+2*n+64)
	k.keys.d[0], m = m[:32], m[32:]
	k.keys.e[0], k.keys.e[1], m = m[:n], m[n:2*n], m[2*n:]
	k.keys.p[0], k.keys.p[1] = m[:32], m[32:]
}

// A pay is one payload.
type pay struct {
	typ  isakmp.PayloadType
	body []byte
}

// chain is payloads one behind the other.
func chain(list []pay) (first byte, b []byte) {
	for i, p := range list {
		next := byte(0)
		if i+1 < len(list) {
			next = byte(list[i+1].typ)
		}
		b = append(b, next, 0)
		b = binary.BigEndian.AppendUint16(b, uint16(4+len(p.body)))
		b = append(b, p.body...)
	}
	if len(list) > 0 {
		first = byte(list[0].typ)
	}
	return first, b
}

// header is a message's: n is the length of what follows.
func (k *talk) header(next byte, x isakmp.Exchange, from ike.Role, answer bool, id uint32, n int) []byte {
	b := slices.Concat(k.spi[0], k.spi[1])
	flags := byte(0)
	if from == ike.Initiator {
		flags |= byte(isakmp.FlagInitiator)
	}
	if answer {
		flags |= byte(isakmp.FlagResponse)
	}
	b = append(b, next, 0x20, byte(x), flags)
	b = binary.BigEndian.AppendUint32(b, id)
	return binary.BigEndian.AppendUint32(b, uint32(28+n))
}

// clear sends payloads in the clear.
func (k *talk) clear(x isakmp.Exchange, from ike.Role, answer bool, id uint32, list ...pay) []byte {
	first, b := chain(list)
	m := append(k.header(first, x, from, answer, id, len(b)), b...)
	k.send(from, m)
	return m
}

// sealed makes an SK payload of payloads, or an SKF payload of one part of them:
// RFC 7296, section 3.14, RFC 7383, section 2.5.
func (k *talk) sealed(x isakmp.Exchange, from ike.Role, answer bool, id uint32, first byte, content []byte, part, parts uint16) []byte {
	aead, err := k.suite.aead(k.keys.e[from][:k.suite.keyLen-4])
	if err != nil {
		k.t.Fatal(err)
	}
	typ, head := byte(isakmp.PayloadSK), []byte{first, 0, 0, 0}
	if parts > 0 {
		typ = byte(isakmp.PayloadSKF)
		head = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(head, part), parts)
	}
	iv := binary.BigEndian.AppendUint64(nil, uint64(id)<<16|uint64(part))
	plain := append(slices.Clone(content), 0) // no padding
	n := len(head) + len(iv) + len(plain) + aead.Overhead()
	binary.BigEndian.PutUint16(head[2:], uint16(n))
	m := append(k.header(typ, x, from, answer, id, n), head...)
	nonce := append(slices.Clone(k.keys.e[from][k.suite.keyLen-4:]), iv...)
	return append(append(slices.Clone(m), iv...), aead.Seal(nil, nonce, plain, m)...)
}

// say sends payloads in an SK payload.
func (k *talk) say(x isakmp.Exchange, from ike.Role, answer bool, id uint32, list ...pay) {
	first, b := chain(list)
	k.send(from, k.sealed(x, from, answer, id, first, b, 0, 0))
}

// send shows a message to the tracker.
func (k *talk) send(from ike.Role, m []byte) {
	k.last = m
	udp := m
	if k.port == 4500 {
		udp = append(make([]byte, 4), m...)
	}
	k.s.frame = datagram(k.s.frame[:0], k.ip[from], k.ip[1-from], k.port, k.port, udp)
	p := k.s.show(k.tr, k.s.frame, rawIP)
	k.found = isakmp.Packet{}
	for i := range p.Layers {
		if m, ok := p.Layers[i].Message.(*isakmp.Packet); ok {
			k.found = *m
		}
	}
}

// proposal is an SA payload of one proposal: RFC 7296, section 3.3.
func proposal(protocol byte, spi []byte, transforms ...[]byte) pay {
	var b []byte
	for i, t := range transforms {
		more := byte(3)
		if i+1 == len(transforms) {
			more = 0
		}
		b = append(b, more, 0)
		b = binary.BigEndian.AppendUint16(b, uint16(4+len(t)))
		b = append(b, t...)
	}
	head := []byte{0, 0, 0, 0, 1, protocol, byte(len(spi)), byte(len(transforms))}
	binary.BigEndian.PutUint16(head[2:], uint16(len(head)+len(spi)+len(b)))
	return pay{isakmp.PayloadSA2, slices.Concat(head, spi, b)}
}

// ikeSA is a proposal of an IKE SA.
func (k *talk) ikeSA(spi []byte, more ...[]byte) pay {
	return proposal(1, spi, append([][]byte{k.suite.transform, {2, 0, 0, 5}, {4, 0, 0, 31}}, more...)...)
}

// espSA is a proposal of an ESP SA with AES-GCM.
func espSA(spi uint32) pay {
	return proposal(3, binary.BigEndian.AppendUint32(nil, spi), []byte{1, 0, 0, 20, 0x80, 14, 0, 128}, []byte{5, 0, 0, 0})
}

func ke(group uint16, public []byte) pay {
	return pay{isakmp.PayloadKE2, append(binary.BigEndian.AppendUint16(nil, group), append([]byte{0, 0}, public...)...)}
}

func nonce(b []byte) pay { return pay{isakmp.PayloadNonce2, b} }

func notify(typ uint16, data ...byte) pay {
	return pay{isakmp.PayloadNotify2, append(binary.BigEndian.AppendUint16([]byte{0, 0}, typ), data...)}
}

// identity is the body of an ID payload that names a peer.
func identity(name string) []byte { return append([]byte{2, 0, 0, 0}, name...) }

// selector is a TS payload: all of IPv4.
func selector(typ isakmp.PayloadType) pay {
	return pay{typ, []byte{1, 0, 0, 0, 7, 0, 0, 16, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 255, 255, 255, 255}}
}

// begin is IKE_SA_INIT.
func (k *talk) begin(more ...[]byte) {
	spi := k.spi[1]
	k.spi[1] = make([]byte, 8)
	k.first[0] = k.clear(isakmp.ExchangeSAInit, ike.Initiator, false, 0, k.ikeSA(nil, more...), ke(31, k.public[0]), nonce(k.nonce[0]))
	k.spi[1] = spi
	k.first[1] = k.clear(isakmp.ExchangeSAInit, ike.Responder, true, 0, k.ikeSA(nil, more...), ke(31, k.public[1]), nonce(k.nonce[1]))
	k.derive(prf(slices.Concat(k.nonce[0], k.nonce[1]), k.secret))
}

// auth is the data of an AUTH payload: RFC 7296, section 2.15.
func (k *talk) auth(r ike.Role, key, intAuth []byte) []byte {
	id := identity([]string{"left", "right"}[r])
	signed := slices.Concat(k.first[r], k.nonce[1-r], prf(k.keys.p[r], id), intAuth)
	return append([]byte{2, 0, 0, 0}, prf(prf(key, []byte("Key Pad for IKEv2")), signed)...)
}

// prove is IKE_AUTH, with a child SA.
func (k *talk) prove(id uint32, intAuth []byte) {
	k.say(isakmp.ExchangeAuth, ike.Initiator, false, id, pay{isakmp.PayloadIDi, identity("left")}, pay{isakmp.PayloadAuth, k.auth(0, testPSK, intAuth)},
		espSA(0x1001), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
	k.say(isakmp.ExchangeAuth, ike.Responder, true, id, pay{isakmp.PayloadIDr, identity("right")}, pay{isakmp.PayloadAuth, k.auth(1, testPSK, intAuth)},
		espSA(0x1002), selector(isakmp.PayloadTSi), selector(isakmp.PayloadTSr))
}

// sas are the SAs that the tracker knows.
func (k *talk) sas() (list []*ike.SA) {
	for s := range k.tr.SAs() {
		list = append(list, s)
	}
	return list
}

// sound checks that all that was encrypted was decrypted, and what was proven.
func (k *talk) sound(s *ike.SA, proven uint64) {
	k.t.Helper()
	if _, why := s.Secret(); s.Decrypted != s.Encrypted || s.Disproven > 0 || s.Proven != proven {
		k.t.Errorf("SA %d: %d of %d decrypted (%s), %d proofs right, %d wrong, want %d", s.ID, s.Decrypted, s.Encrypted, why, s.Proven, s.Disproven, proven)
	}
}
