package isakmp_test

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A decryptedSeed is a message with Facts.
type decryptedSeed struct {
	dissecttest.Seed
	facts isakmp.Facts
}

func (s *decryptedSeed) make() dissect.Message { return &isakmp.Packet{Facts: s.facts} }

// decryptedSeeds are messages of strongSwan gateways and what tshark, with their
// keys, decrypted of them; then some that were put together by hand.
func decryptedSeeds(t testing.TB) []decryptedSeed {
	decrypted := func(name string, from string, facts isakmp.Facts) decryptedSeed {
		plain := dissecttest.Load(t, from+".plain")
		facts.Decrypted.Plain, facts.Decrypted.Buf = plain, 1
		return decryptedSeed{dissecttest.Seed{Name: name, Bytes: dissecttest.Load(t, from), Bufs: [][]byte{plain}}, facts}
	}
	gcm := isakmp.Decrypted{IV: 8, ICV: 16, Encr: 20, KeyBits: 128, Verdict: ipsec.Correct}
	wrong := gcm
	wrong.Verdict, wrong.Want = ipsec.Incorrect, []byte("0123456789abcdef")
	return []decryptedSeed{
		decrypted("decrypted-ike-auth", "decrypted-ike-auth", isakmp.Facts{Decrypted: gcm, Proof: ipsec.Correct}),
		decrypted("decrypted-ike-auth-wrong", "decrypted-ike-auth", isakmp.Facts{Decrypted: wrong}),
		decrypted("decrypted-main-mode", "decrypted-main-mode", isakmp.Facts{Proof: ipsec.Correct}),
		decrypted("decrypted-quick-mode", "decrypted-quick-mode", isakmp.Facts{Proof: ipsec.Incorrect}),
		fragment("decrypted-fragment-first", 1, isakmp.Whole{In: 7}),
		fragment("decrypted-fragment-last", 2, isakmp.Whole{
			Bytes: wholeNonce, Buf: 2, First: isakmp.PayloadNonce2,
			Fragments: []isakmp.Fragment{{Frame: 6, Len: 10}, {Frame: 7, Off: 10, Len: 10}}, In: 7,
		}),
		sk("decrypted-padding", "\x00\x00\x00\x08abcd\x01\x02\x03\x03", isakmp.PayloadNonce2),
		sk("decrypted-only-padding", "\x00", 0),
		sk("decrypted-pad-too-long", "\x00\x00\x00\x08abcd\x09", isakmp.PayloadNonce2),
		sk("decrypted-nothing", "", 0),
		sk("decrypted-lies", "\x28\x00\x00\xffabcd\x00", isakmp.PayloadNonce2),
		sk("decrypted-short", "\x28\x00\x00\x03\x00\x00\x00\x08abcd\x00", isakmp.PayloadNonce2),
		sk("decrypted-extra", "\x00\x00\x00\x08abcdefgh\x00", isakmp.PayloadNonce2),
		sk("decrypted-encrypted-again", "\x28\x00\x00\x0bIVIVxyz\x00", isakmp.PayloadSK),
	}
}

// wholeNonce is a Nonce payload that came in two fragments.
var wholeNonce = []byte("\x00\x00\x00\x14abcdefghijklmnop")

// sk is a message that holds plain in an SK payload: 4 bytes of initialization
// vector, plain and 12 bytes of check value. The cipher is NULL.
func sk(name, plain string, first isakmp.PayloadType) decryptedSeed {
	body := "IVIV" + plain + "0123456789ab"
	data := []byte("\xa1\xb2\xc3\xd4\xe5\xf6\x07\x08\x07\x07\x07\x07\x07\x07\x07\x07\x2e\x20\x25\x20\x00\x00\x00\x02\x00\x00\x00" +
		string(rune(32+len(body))) + string(rune(first)) + "\x00\x00" + string(rune(4+len(body))) + body)
	return decryptedSeed{
		dissecttest.Seed{Name: name, Bytes: data, Bufs: [][]byte{[]byte(plain)}},
		isakmp.Facts{Decrypted: isakmp.Decrypted{Plain: []byte(plain), Buf: 1, IV: 4, ICV: 12, Encr: 11, Integ: 2}},
	}
}

// fragment is the n-th of two halves of wholeNonce in an SKF payload.
func fragment(name string, n byte, w isakmp.Whole) decryptedSeed {
	plain := append(bytes.Clone(wholeNonce[10*(n-1):10*n]), 0)
	data := []byte("\xa1\xb2\xc3\xd4\xe5\xf6\x07\x08\x07\x07\x07\x07\x07\x07\x07\x07\x35\x20\x23\x20\x00\x00\x00\x01\x00\x00\x00\x43" +
		"\x00\x00\x00\x27\x00" + string(rune(n)) + "\x00\x02" + "IVIVIVIV" + string(plain) + "0123456789ab")
	if n == 1 {
		data[28] = byte(isakmp.PayloadNonce2)
	}
	return decryptedSeed{
		dissecttest.Seed{Name: name, Bytes: data, Bufs: [][]byte{plain, wholeNonce}},
		isakmp.Facts{Decrypted: isakmp.Decrypted{Plain: plain, Buf: 1, IV: 8, ICV: 12, Encr: 13, KeyBits: 256, Integ: 2, Verdict: ipsec.Correct}, Whole: w},
	}
}

func TestOpened(t *testing.T) {
	for _, s := range decryptedSeeds(t) {
		dissecttest.Run(t, s.make, []dissecttest.Seed{s.Seed})
		dissecttest.Golden(t, s.make, s.Seed)
	}
}

// FuzzDecrypted reads arbitrary bytes as what was decrypted: the first two say
// what they begin with and whether they came in fragments.
func FuzzDecrypted(f *testing.F) {
	for _, s := range decryptedSeeds(f) {
		f.Add(append([]byte{byte(isakmp.PayloadNonce2), 0}, s.facts.Decrypted.Plain...))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) < 2 {
			return
		}
		plain := in[2:]
		s := sk("", "", isakmp.PayloadType(in[0]&0x7f))
		s.facts.Decrypted.Plain, s.Bufs = plain, [][]byte{plain}
		if in[1]&1 != 0 {
			s = fragment("", 2, isakmp.Whole{Bytes: plain, Buf: 2, First: isakmp.PayloadType(in[0])})
			s.Bufs[1] = plain
		}
		dissecttest.CompareSeed(t, s.make, s.Seed)
	})
}

// A message keeps what was decrypted as it keeps what is in the clear. The
// expected values are tshark's with the keys of the same packet.
func TestOpenedFields(t *testing.T) {
	s := decryptedSeeds(t)[0]
	p := s.make().(*isakmp.Packet)
	if err := decode(p, s.Bytes, len(s.Bytes)); err != nil {
		t.Fatal(err)
	}
	if p.EncryptedAt != 32 || len(p.Encrypted) != 221 || p.EncryptedFirst != isakmp.PayloadIDi || !bytes.Equal(p.Raw, s.Bytes) {
		t.Errorf("%d bytes encrypted from %d on, beginning with %d", len(p.Encrypted), p.EncryptedAt, p.EncryptedFirst)
	}
	if len(p.Payloads) != 13 || p.Payloads[0].Encrypted || !p.Payloads[1].Encrypted || p.Payloads[12].Type != isakmp.PayloadNotify2 {
		t.Errorf("payloads: %+v", p.Payloads)
	}
	if len(p.Identities) != 2 || p.Identities[1].Payload != isakmp.PayloadIDr || !bytes.Equal(p.Identities[1].Data, []byte{80, 2, 0, 2}) {
		t.Errorf("identities: %+v", p.Identities)
	}
	if p.Auth.Method != 2 || len(p.Auth.Data) != 32 {
		t.Errorf("authentication: %+v", p.Auth)
	}
	if len(p.Proposals) != 1 || !bytes.Equal(p.Proposals[0].SPI, []byte{0xa3, 0xa2, 0x71, 0x2a}) {
		t.Fatalf("proposals: %+v", p.Proposals)
	}
	prop := &p.Proposals[0]
	if tf := p.TransformsOf(prop); len(tf) != 2 || tf[0].ID != 20 || p.KeyBits(prop.Protocol, &tf[0]) != 128 || p.KeyBits(prop.Protocol, &tf[1]) != 0 {
		t.Errorf("transforms: %+v", tf)
	}
	want := []isakmp.Selector{
		{Payload: isakmp.PayloadTSi, Type: 7, PortLast: 65535, First: netip.MustParseAddr("192.168.0.0"), Last: netip.MustParseAddr("192.168.0.255")},
		{Payload: isakmp.PayloadTSr, Type: 7, PortLast: 65535, First: netip.MustParseAddr("172.16.0.0"), Last: netip.MustParseAddr("172.16.0.255")},
	}
	if len(p.Selectors) != 2 || p.Selectors[0] != want[0] || p.Selectors[1] != want[1] {
		t.Errorf("selectors: %+v", p.Selectors)
	}
	if len(p.Notifies) != 6 || p.Notifies[1].Type != 16396 {
		t.Errorf("notifies: %+v", p.Notifies)
	}
}

// What is malformed in what was decrypted stays there: keys may be wrong.
func TestOpenedMalformed(t *testing.T) {
	for _, s := range decryptedSeeds(t) {
		var d field.Decoder
		d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, nil, -1)
		err := s.make().Decode(&d)
		notes := len(d.Notes())
		bad := s.Name == "decrypted-lies" || s.Name == "decrypted-short"
		if err != nil || (notes > 0) != bad {
			t.Errorf("%s: %v, notes %v", s.Name, err, d.Notes())
		}
	}
}

// Facts are of one packet only.
func TestClearFacts(t *testing.T) {
	s := decryptedSeeds(t)[0]
	p := s.make().(*isakmp.Packet)
	p.ClearFacts()
	if err := decode(p, s.Bytes, len(s.Bytes)); err != nil || len(p.Payloads) != 1 || len(p.Encrypted) != 221 {
		t.Errorf("%v, payloads: %+v", err, p.Payloads)
	}
}
