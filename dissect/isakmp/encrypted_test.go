package isakmp_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// An encryptedMessage is an encrypted message with the Facts that its keys give.
type encryptedMessage struct {
	generated
	facts isakmp.Facts
}

// An IKE SA of IKEv2 and its keys, which are the same in both directions.
type sa struct {
	spis string // initiator's and responder's
	key  []byte
	salt []byte // AES-GCM's; nil: AES-CBC with HMAC-SHA1-96
}

var (
	gcmSA = sa{"gcm-init" + "gcm-resp", []byte("0123456789abcdef"), []byte("salt")}
	cbcSA = sa{"cbc-init" + "cbc-resp", []byte("fedcba9876543210"), nil}
)

// authKey is cbcSA's.
const authKey = "integrity key, 20 by"

// iv is every message's initialization vector: it need not be secret here.
const iv = "iv that is known"

// wiresharkKeys writes the keys where tshark looks for them if XDG_CONFIG_HOME
// is dir.
func wiresharkKeys(dir string) error {
	rows := ""
	for _, s := range []sa{gcmSA, cbcSA} {
		encr, integ, akey := "AES-CBC-128 [RFC3602]", "HMAC_SHA1_96 [RFC2404]", []byte(authKey)
		if s.salt != nil {
			encr, integ, akey = "AES-GCM-128 with 16 octet ICV [RFC5282]", "NONE [RFC4306]", nil
		}
		key := append(bytes.Clone(s.key), s.salt...)
		rows += fmt.Sprintf("%x,%x,%x,%x,\"%s\",%x,%x,\"%s\"\n", s.spis[:8], s.spis[8:], key, key, encr, akey, akey, integ)
	}
	dir = filepath.Join(dir, "wireshark")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "ikev2_decryption_table"), []byte(rows), 0o666)
}

// encryptedMessages are messages of both SAs, whole and in fragments, right and
// wrong.
func encryptedMessages() (list []encryptedMessage) {
	chainOf := func(parts ...part) (byte, []byte) { return parts[0].typ, chain(parts...) }
	add := func(name string, s *sa, first byte, plain []byte, head []byte) *encryptedMessage {
		list = append(list, s.encrypt("encrypted-"+name, uint32(len(list)), first, plain, head))
		return &list[len(list)-1]
	}
	first, auth := chainOf(identities2()[0], payload(39, 2, "\x00\x00\x00", seq(32)), selectors2()[0])
	add("gcm", &gcmSA, first, pad(auth, 0), nil)
	add("gcm-padding", &gcmSA, first, pad(auth, 7), nil)
	add("gcm-empty", &gcmSA, 0, pad(nil, 0), nil)
	wrong := add("gcm-wrong", &gcmSA, first, pad(auth, 0), nil)
	wrong.facts.Decrypted.Want = bytes.Clone(wrong.data[len(wrong.data)-16:])
	wrong.facts.Decrypted.Verdict = ipsec.Incorrect
	wrong.data[len(wrong.data)-1] ^= 1
	cbcPad := func(b []byte) []byte { return pad(b, 15-len(b)%16) }
	first, notes := chainOf(notify2("\xc0\xff\xee\x01"), notify(0, 16388, "", seq(20)))
	add("cbc", &cbcSA, first, cbcPad(notes), nil)
	wrong = add("cbc-wrong", &cbcSA, first, cbcPad(notes), nil)
	wrong.facts.Decrypted.Want = bytes.Clone(wrong.data[len(wrong.data)-12:])
	wrong.facts.Decrypted.Verdict = ipsec.Incorrect
	wrong.data[len(wrong.data)-1] ^= 1
	add("pad-too-long", &cbcSA, first, append(make([]byte, 15), 200), nil)
	odd := add("not-blocks", &cbcSA, first, cbcPad(notes), nil)
	odd.cut(17, &cbcSA)
	short := add("too-short", &cbcSA, first, cbcPad(notes), nil)
	short.cut(16+len(cbcPad(notes)), &cbcSA)

	// One chain in three fragments; the last one has the whole.
	first, whole := chainOf(payload(37, 4, certificate()), notify(0, 16430, ""))
	third := len(whole) / 3
	at := []int{0, third, 2 * third, len(whole)}
	for i := range 3 {
		head := wire(uint16(i+1), uint16(3))
		typ := byte(0)
		if i == 0 {
			typ = first
		}
		m := add(fmt.Sprintf("fragment-%d", i+1), &cbcSA, typ, cbcPad(whole[at[i]:at[i+1]]), head)
		m.setID(77)
		if i == 2 {
			m.facts.Whole = isakmp.Whole{Bytes: whole, First: isakmp.PayloadType(first)}
			for k := range 3 {
				m.facts.Whole.Fragments = append(m.facts.Whole.Fragments, isakmp.Fragment{Frame: uint64(k + 1), Off: at[k], Len: at[k+1] - at[k]})
			}
		}
	}
	return list
}

// notify2 is a REKEY_SA notification.
func notify2(spi string) part { return notify(3, 16393, spi) }

// pad is b with n bytes of padding and their number.
func pad(b []byte, n int) []byte {
	b = bytes.Clone(b)
	for i := range n {
		b = append(b, byte(i))
	}
	return append(b, byte(n))
}

// encrypt returns a message whose SK payload, or SKF payload where head has a
// fragment's numbers, holds plain: RFC 7296, section 3.14, RFC 5282, section 3,
// and RFC 7383, section 2.5.
func (s *sa) encrypt(name string, id uint32, first byte, plain, head []byte) encryptedMessage {
	typ := byte(46)
	if head != nil {
		typ = 53
	}
	o := isakmp.Decrypted{Plain: plain, Buf: 1, IV: 16, ICV: 12, Encr: 12, KeyBits: 128, Integ: 2, Verdict: ipsec.Correct}
	if s.salt != nil {
		o.IV, o.ICV, o.Encr, o.Integ = 8, 16, 20, 0
	}
	size := 4 + len(head) + o.IV + len(plain) + o.ICV
	b := wire(s.spis, typ, 0x20, 35, 0x08, id, uint32(28+size), first, 0, uint16(size), head)
	block, err := aes.NewCipher(s.key)
	if err != nil {
		panic(err)
	}
	if s.salt != nil {
		gcm, err := cipher.NewGCM(block)
		if err != nil {
			panic(err)
		}
		aad := bytes.Clone(b)
		b = gcm.Seal(append(b, iv[:8]...), append(bytes.Clone(s.salt), iv[:8]...), plain, aad)
	} else {
		enc := bytes.Clone(plain)
		cipher.NewCBCEncrypter(block, []byte(iv)).CryptBlocks(enc, enc)
		b = append(append(b, iv...), enc...)
		b = append(b, mac(b)...)
	}
	return encryptedMessage{generated{name: name, port: 500, data: b}, isakmp.Facts{Decrypted: o}}
}

func mac(b []byte) []byte {
	h := hmac.New(sha1.New, []byte(authKey))
	h.Write(b)
	return h.Sum(nil)[:12]
}

// cut takes n bytes of what is encrypted away: it can no longer be decrypted.
func (m *encryptedMessage) cut(n int, s *sa) {
	b := m.data[:len(m.data)-12-n]
	binary.BigEndian.PutUint32(b[24:], uint32(len(b)+12))
	binary.BigEndian.PutUint16(b[30:], uint16(len(b)+12-28))
	m.data = append(b, mac(b)...)
	m.facts.Decrypted.Plain = nil
}

// setID gives a message of cbcSA another message ID.
func (m *encryptedMessage) setID(id uint32) {
	b := m.data[:len(m.data)-12]
	binary.BigEndian.PutUint32(b[20:], id)
	m.data = append(b, mac(b)...)
}

// A factsTracker sets the Facts of the messages in a list; first is the frame of
// the first.
type factsTracker struct {
	list  []encryptedMessage
	first uint64
}

// Observe implements track.Tracker.
func (o factsTracker) Observe(e *dissect.Engine, p *dissect.Packet) {
	if p.Number < o.first || p.Number-o.first >= uint64(len(o.list)) {
		return
	}
	i := len(p.Layers) - 1
	m, ok := p.Layers[i].Message.(*isakmp.Packet)
	if !ok {
		return
	}
	index := p.Number - o.first
	m.Facts = o.list[index].facts
	if m.Facts.Decrypted.Plain != nil {
		m.Facts.Decrypted.Buf = uint8(len(p.Bufs))
		p.Bufs = append(p.Bufs, m.Facts.Decrypted.Plain)
	}
	if w := &m.Facts.Whole; w.Bytes != nil {
		w.Buf = uint8(len(p.Bufs))
		p.Bufs = append(p.Bufs, w.Bytes)
		w.Fragments = append([]isakmp.Fragment{}, w.Fragments...)
		for k := range w.Fragments {
			w.Fragments[k].Frame += p.Number - uint64(len(w.Fragments))
		}
	}
	e.Again(p, i)
}
