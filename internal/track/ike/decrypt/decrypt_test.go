package decrypt

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
)

type heap struct{}

func (heap) Own(n int) []byte { return make([]byte, n) }

var (
	spiI = isakmp.SPI{1, 1, 1, 1, 1, 1, 1, 1}
	spiR = isakmp.SPI{2, 2, 2, 2, 2, 2, 2, 2}
)

// header is an ISAKMP header for a body of n bytes: RFC 7296, section 3.1.
func header(next, version, exchange, flags byte, id uint32, n int) []byte {
	b := slices.Concat(spiI[:], spiR[:], []byte{next, version, exchange, flags})
	b = binary.BigEndian.AppendUint32(b, id)
	return binary.BigEndian.AppendUint32(b, uint32(isakmp.HeaderSize+n))
}

func parse(t *testing.T, b []byte) *isakmp.Packet {
	t.Helper()
	m, err := isakmp.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// An INFORMATIONAL of IKEv2 that Go's GCM has encrypted: RFC 5282.
func TestIKEv2(t *testing.T) {
	key, salt, iv := bytes.Repeat([]byte{7}, 16), []byte{1, 2, 3, 4}, []byte{9, 9, 9, 9, 9, 9, 9, 9}
	notify := []byte{0, 0, 0, 8, 0, 0, 0x40, 0x00} // N(INITIAL_CONTACT)
	plain := append(slices.Clone(notify), 0)       // no padding
	block, _ := aes.NewCipher(key)
	gcm, _ := cipher.NewGCM(block)
	size := 4 + len(iv) + len(plain) + 16
	aad := append(header(46, 0x20, 37, 0x08, 2, size), 41, 0, 0, byte(size))
	message := gcm.Seal(slices.Concat(aad, iv), slices.Concat(salt, iv), plain, aad)

	record := func(key []byte) *keys.Ring {
		k := &keys.IKE{
			Version: 2, InitiatorSPI: spiI.Uint64(), ResponderSPI: spiR.Uint64(), Encr: ipsec.EncrAESGCM16, KeyBits: 128, PRF: ipsec.PRFSHA2_256,
			SKei: slices.Concat(key, salt), SKer: slices.Concat(key, salt),
		}
		return keys.NewRing(&keys.Set{IKE: []*keys.IKE{k}})
	}
	transcript := func() *Transcript { return &Transcript{Version: 2, SPIs: [2]isakmp.SPI{spiI, spiR}} }

	x := transcript()
	o, ok := New(record(key)).Decrypt(x, parse(t, message), isakmp.Initiator, new(IV), heap{})
	if !ok || !bytes.Equal(o.Plain, plain) || o.IV != 8 || o.ICV != 16 || o.Encr != ipsec.EncrAESGCM16 || o.Verdict != ipsec.Correct {
		t.Errorf("%t, %+v", ok, o)
	}
	if secret, reason := x.Secret(); secret == nil || reason != "" || secret.Depth != "SK_*" {
		t.Errorf("%v, %q", secret, reason)
	}

	x = transcript()
	wrong := record(bytes.Repeat([]byte{8}, 16))
	if o, ok := New(wrong).Decrypt(x, parse(t, message), isakmp.Initiator, new(IV), heap{}); ok {
		t.Errorf("a wrong key makes %x", o.Plain)
	}
	secret, reason := x.Secret()
	if secret != nil || !strings.Contains(reason, "SK_ei: the integrity check value is wrong, by ENCR_AES_GCM_16") || x.Why(wrong.IKEs()[0]) != reason {
		t.Errorf("%v, %q", secret, reason)
	}

	x = transcript()
	if _, ok := New(keys.NewRing(&keys.Set{})).Decrypt(x, parse(t, message), isakmp.Initiator, new(IV), heap{}); ok || !x.NoKey() || x.HasCandidates() {
		t.Error("without a key it is decrypted, or there is one")
	}
}

// HASH_I of aggressive mode, whose initiator sends it in the clear: RFC 2409,
// section 5. HMAC-MD5 is Go's.
func TestPhase1(t *testing.T) {
	prf := func(key []byte, parts ...[]byte) []byte {
		m := hmac.New(md5.New, key)
		m.Write(slices.Concat(parts...))
		return m.Sum(nil)
	}
	ni, nr, gi, gr, sai, idi := []byte("nonce i"), []byte("nonce r"), []byte("public i"), []byte("public r"), []byte("policies"), []byte("identity")
	skeyid := prf([]byte("CiscoLab"), ni, nr)
	hash := prf(skeyid, gi, gr, spiI[:], spiR[:], sai, idi)
	payload := binary.BigEndian.AppendUint16([]byte{0, 0}, uint16(4+len(hash)))
	m := parse(t, slices.Concat(header(8, 0x10, 4, 0, 0, 4+len(hash)), payload, hash))
	for psk, want := range map[string]ipsec.Verdict{"CiscoLab": ipsec.Correct, "ciscolab": ipsec.Unchecked} {
		x := &Transcript{
			Version: 1, SPIs: [2]isakmp.SPI{spiI, spiR}, Policy: &isakmp.Policy{Hash: ipsec.HashMD5, PRF: ipsec.PRFMD5, Auth: ipsec.AuthPSK},
			Hello: [2]Hello{{SA: sai, KeyExchange: gi, Nonce: ni, Identity: idi}, {KeyExchange: gr, Nonce: nr}},
		}
		ring := keys.NewRing(&keys.Set{PSK: []*keys.PSK{{Text: []byte(psk)}}})
		if v := New(ring).Verify(x, m, isakmp.Initiator, nil); v != want {
			t.Errorf("%s: %v, want %v", psk, v, want)
		}
		proof := ipsec.Incorrect
		if want == ipsec.Correct {
			proof = ipsec.Correct
		}
		if x.SharedKey[isakmp.Initiator].Proof != proof || x.SharedKey[isakmp.Initiator].By != "HASH_I" {
			t.Errorf("%s: %v", psk, x.SharedKey)
		}
	}
}

// A message that the capture has cut cannot be decrypted, and takes the IV of the
// next one with it: RFC 2409, appendix B.
func TestCut(t *testing.T) {
	m := parse(t, append(header(8, 0x10, 5, 1, 77, 16), make([]byte, 16)...))
	m.Raw = m.Raw[:len(m.Raw)-1]
	x := &Transcript{Version: 1, SPIs: [2]isakmp.SPI{spiI, spiR}}
	v := new(IV)
	if _, ok := New(nil).Decrypt(x, m, isakmp.Initiator, v, heap{}); ok || !v.tried || len(x.chains) != 1 || len(x.chains[0].end) != 0 {
		t.Errorf("%t, %+v, %+v", ok, v, x.chains)
	}
	if _, reason := x.Secret(); reason != "the capture has only part of the message" {
		t.Error(reason)
	}
}

func TestChains(t *testing.T) {
	two := []byte{11, 0, 0, 6, 'a', 'b', 0, 0, 0, 4}
	for _, c := range []struct {
		b    []byte
		next isakmp.PayloadType
		is   bool
		end  int
	}{
		{two, 8, true, 10}, {append(slices.Clone(two), 0, 0), 8, true, 10}, {two[:9], 8, false, -1}, {nil, 8, false, -1}, {nil, 0, false, 0},
		{[]byte{0, 0, 0, 3}, 8, false, -1}, {[]byte{0, 1, 0, 4}, 8, false, 4}, // a reserved byte that is not zero: a wrong key
	} {
		if is, end := isChain(c.b, c.next), chainEnd(c.b, c.next); is != c.is || end != c.end {
			t.Errorf("%x: %t, %d, want %t, %d", c.b, is, end, c.is, c.end)
		}
	}
	for plain, want := range map[string]bool{"": false, "\x00": true, "\x01": false, "ab\x02": true, "ab\x03": false} {
		if Padded([]byte(plain)) != want {
			t.Errorf("%q is padded: %t", plain, !want)
		}
	}
}
