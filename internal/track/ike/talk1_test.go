package ike_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A talk1 is a negotiation of IKEv1 that the tests make themselves, after RFC 2409:
// main mode with AES-128 and SHA-1. Its hashes are wrong; the tracker has the cipher's
// key alone and does not check them.
type talk1 struct {
	s     *sender
	tr    *ike.Tracker
	spi   [2]byte // of which each cookie is made
	ports [2]uint16
	flags isakmp.Flags      // of encrypted messages, beside Encryption
	ivs   map[uint32][]byte // by message ID: RFC 2409, appendix B
	last  []byte            // block of phase 1
}

var key1 = []byte("sixteen octets..")

func newTalk1(t *testing.T, cookies ...byte) *talk1 {
	t.Helper()
	k := &talk1{s: newSender(t), spi: [2]byte{0x11, 0x22}, ports: [2]uint16{500, 500}}
	set := &keys.Set{}
	for _, c := range append(cookies, 0x11) {
		set.IKE = append(set.IKE, &keys.IKE{Version: 1, InitiatorSPI: uint64(c) * 0x0101010101010101, Ka: key1})
	}
	k.tr = ike.New(keys.NewRing(set), ike.Limits{})
	return k
}

// clear sends payloads in the clear.
func (k *talk1) clear(x isakmp.Exchange, from ike.Role, id uint32, list ...pay) {
	first, b := chain(list)
	k.send(from, k.header(first, x, 0, id, len(b)), b)
}

// say sends payloads encrypted.
func (k *talk1) say(x isakmp.Exchange, from ike.Role, id uint32, list ...pay) {
	first, b := chain(list)
	b = append(b, make([]byte, (16-len(b)%16)%16)...)
	iv := k.ivs[id]
	if iv == nil {
		h := sha1.Sum(binary.BigEndian.AppendUint32(slices.Clone(k.last), id))
		iv = h[:16]
	}
	c, err := aes.NewCipher(key1)
	if err != nil {
		panic(err)
	}
	cipher.NewCBCEncrypter(c, iv).CryptBlocks(b, b)
	k.ivs[id] = slices.Clone(b[len(b)-16:])
	if id == 0 {
		k.last = k.ivs[0]
	}
	k.send(from, k.header(first, x, isakmp.FlagEncrypted|k.flags, id, len(b)), b)
}

func (k *talk1) header(next byte, x isakmp.Exchange, flags isakmp.Flags, id uint32, n int) []byte {
	m := append(bytes.Repeat(k.spi[:1], 8), bytes.Repeat(k.spi[1:], 8)...)
	if k.last == nil {
		clear(m[8:])
	}
	m = binary.BigEndian.AppendUint32(append(m, next, 0x10, byte(x), byte(flags)), id)
	return binary.BigEndian.AppendUint32(m, uint32(28+n))
}

func (k *talk1) send(from ike.Role, header, body []byte) {
	ip := [2]uint32{10<<24 | 1, 10<<24 | 2}
	udp := append(header, body...)
	if k.ports[from] == 4500 || k.ports[1-from] == 4500 {
		udp = append(make([]byte, 4), udp...)
	}
	k.s.show(k.tr, datagram(nil, ip[from], ip[1-from], k.ports[from], k.ports[1-from], udp), rawIP)
}

// main is main mode up to the public values, and prove its last two messages.
func (k *talk1) main() {
	// AES (7), 128 bits, SHA (2), pre-shared key (1), group 2.
	sa := pay{1, dissecttest.Hex("0000000100000001" + "00000028" + "01010001" + "00000020" + "01010000" + "80010007" + "800e0080" + "80020002" + "80030001" + "80040002" + "800b0001")}
	public := [2][]byte{bytes.Repeat([]byte{0xb1}, 128), bytes.Repeat([]byte{0xb2}, 128)}
	k.last = nil
	k.clear(isakmp.ExchangeMain, 0, 0, sa)
	iv := sha1.Sum(slices.Concat(public[0], public[1]))
	k.last, k.ivs = iv[:16], map[uint32][]byte{0: iv[:16]}
	k.clear(isakmp.ExchangeMain, 1, 0, sa)
	for r := range public {
		k.clear(isakmp.ExchangeMain, ike.Role(r), 0, pay{4, public[r]}, pay{10, bytes.Repeat([]byte{0xa1 + byte(r)}, 16)})
	}
}

func (k *talk1) proof(r ike.Role) []pay {
	return []pay{{5, []byte{1, 17, 1, 244, 10, 0, 0, 1 + byte(r)}}, {8, make([]byte, 20)}}
}

func (k *talk1) prove(more ...pay) {
	k.say(isakmp.ExchangeMain, 0, 0, append(k.proof(0), more...)...)
	k.say(isakmp.ExchangeMain, 1, 0, k.proof(1)...)
}

// quick is the SA payload of a quick mode for ESP, with AES and HMAC-SHA-1.
func quick(spi byte) []pay {
	sa := dissecttest.Hex("0000000100000001" + "00000028" + "01030401" + "000000ff" + "0000001c" + "010c0000" + "80040001" + "80050002" + "80060080" + "80010001" + "80020e10")
	sa[19] = spi
	return []pay{{8, make([]byte, 20)}, {1, sa}, {10, bytes.Repeat([]byte{spi}, 16)}}
}

func notify1(protocol byte, typ uint16, spi ...byte) []pay {
	body := append([]byte{0, 0, 0, 1, protocol, byte(len(spi)), byte(typ >> 8), byte(typ)}, spi...)
	return []pay{{8, make([]byte, 20)}, {11, body}}
}

func delete1(spis ...byte) []pay {
	body := []byte{0, 0, 0, 1, 3, 4, 0, byte(len(spis))}
	for _, spi := range spis {
		body = append(body, 0, 0, 0, spi)
	}
	return []pay{{8, make([]byte, 20)}, {12, body}}
}

func (k *talk1) sas() (list []*ike.SA) {
	for s := range k.tr.SAs() {
		list = append(list, s)
	}
	return list
}

// A quick mode that is refused leaves the ISAKMP SA as it is: RFC 2408, section 5.
func TestRefusedQuickMode(t *testing.T) {
	for name, notice := range map[string][]pay{
		"by its SPI":       notify1(3, 14, 0, 0, 0, 0x77),
		"without an SPI":   notify1(3, 14),
		"with the cookies": notify1(1, 14, append(bytes.Repeat([]byte{0x11}, 8), bytes.Repeat([]byte{0x22}, 8)...)...),
	} {
		k := newTalk1(t)
		k.main()
		k.prove()
		k.say(isakmp.ExchangeQuick, ike.Initiator, 0x1234, quick(0x77)...)
		k.clear(isakmp.ExchangeInformational, ike.Responder, 0x99, notify1(3, 14)[1]) // anybody's
		s := k.sas()[0]
		if s.State != ike.QMIdle || len(s.Children) != 0 || s.Failure.Failed() {
			t.Fatalf("%s: %v, %d children, %q", name, s.State, len(s.Children), s.Failure.Word(1))
		}
		k.say(isakmp.ExchangeInformational, ike.Responder, 0x5678, notice...)
		if len(s.Children) != 1 || s.Children[0].Failure.Word(1) != "NO-PROPOSAL-CHOSEN" || s.Children[0].SPIs[0] != 0x77 || s.State != ike.QMIdle || s.Failure.Failed() {
			t.Errorf("%s: %v, children %+v", name, s.State, s.Children)
		}
	}
}

// A proof that is refused, in the clear or not. What comes after it counts.
func TestRefusedPhase1(t *testing.T) {
	k := newTalk1(t)
	k.main()
	k.say(isakmp.ExchangeMain, 0, 0, k.proof(0)...)
	k.clear(isakmp.ExchangeInformational, ike.Responder, 0x99, notify1(1, 16)[1])
	s := k.sas()[0]
	if s.State != ike.MMFailed || s.State.String() != "MM_NO_STATE" || s.Failure.Word(1) != "PAYLOAD-MALFORMED" || s.Failure.By != ike.Responder {
		t.Errorf("%v, %q", s.State, s.Failure.Word(1))
	}
	k.say(isakmp.ExchangeMain, 1, 0, k.proof(1)...)
	if s.State != ike.MMKeyAuth || s.Failure.Failed() {
		t.Errorf("after the responder's proof: %v, %q", s.State, s.Failure.Word(1))
	}
}

// Deletes for children that another ISAKMP SA of the peers has made; INITIAL-CONTACT
// ends both, and without it children stay when their ISAKMP SA goes.
func TestChildrenOfIKEv1(t *testing.T) {
	for _, contact := range []bool{false, true} {
		k := newTalk1(t, 0x33)
		k.main()
		k.prove()
		for r := range ike.Role(2) {
			k.say(isakmp.ExchangeQuick, r, 0x1234, quick(0x71+byte(r))...)
		}
		k.say(isakmp.ExchangeInformational, 0, 0x10, pay{8, make([]byte, 20)}, pay{12, append([]byte{0, 0, 0, 1, 1, 16, 0, 1}, append(bytes.Repeat([]byte{0x11}, 8), bytes.Repeat([]byte{0x22}, 8)...)...)})
		old := k.sas()[0]
		c := old.Children[0]
		if old.State != ike.MMDeleted || c.State() != ike.Installed {
			t.Errorf("the ISAKMP SA is %v, its child %v", old.State, c.State())
		}
		k.spi = [2]byte{0x33, 0x44}
		k.main()
		if !contact {
			k.prove()
			k.say(isakmp.ExchangeInformational, 1, 0x20, delete1(0x72)...)
			if c.State() != ike.Gone {
				t.Errorf("after its Delete under another SA, the child is %v", c.State())
			}
			continue
		}
		k.prove(notify1(1, 24578)[1])
		if next := k.sas()[1]; next.State != ike.MMKeyAuth || next.Replaces != nil || c.State() != ike.Gone {
			t.Errorf("after INITIAL-CONTACT: %v, the child is %v", next.State, c.State())
		}
	}
}

// The Commit bit, and the CONNECTED that it waits for: RFC 2408, section 3.1.
func TestCommit(t *testing.T) {
	for name, by := range map[string]func(k *talk1){
		"in the quick mode":   func(k *talk1) { k.say(isakmp.ExchangeQuick, 1, 0x1234, notify1(3, 16384, 0, 0, 0, 0x72)...) },
		"in an Informational": func(k *talk1) { k.say(isakmp.ExchangeInformational, 1, 0x99, notify1(3, 16384, 0, 0, 0, 0x72)...) },
	} {
		k := newTalk1(t)
		k.main()
		k.prove()
		k.say(isakmp.ExchangeQuick, 0, 0x1234, quick(0x71)...)
		k.flags = isakmp.FlagCommit
		k.say(isakmp.ExchangeQuick, 1, 0x1234, quick(0x72)...)
		k.flags = 0
		k.say(isakmp.ExchangeQuick, 0, 0x1234, pay{8, make([]byte, 20)})
		c := k.sas()[0].Children[0]
		if !c.Commit || !c.Connected.IsZero() {
			t.Errorf("%s: Commit %v, connected at %v", name, c.Commit, c.Connected)
		}
		if by(k); c.Connected.IsZero() {
			t.Errorf("%s: CONNECTED is not seen", name)
		}
	}
}
