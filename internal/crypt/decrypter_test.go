package crypt

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// An espVector is one row of testdata/esp.json, which testdata/esp.py made with
// other programs.
type espVector struct {
	By       string
	Encr     string
	EncrKey  hexBytes `json:"encr_key"`
	Integ    string
	IntegKey hexBytes `json:"integ_key"`
	ESN      *uint32
	Packet   hexBytes
	Plain    hexBytes
}

// hexBytes are hexadecimal in JSON.
type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.AppendDecode(nil, text)
	return err
}

func readJSON(t testing.TB, file string, v any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func espVectors(t testing.TB) (vectors []espVector) {
	readJSON(t, "testdata/esp.json", &vectors)
	return vectors
}

func (v *espVector) name() string {
	return fmt.Sprintf("%s %d %s, %d bytes, ESN %t, by %s", v.Encr, len(v.EncrKey), v.Integ, len(v.Plain), v.ESN != nil, v.By)
}

func (v *espVector) decrypter(t testing.TB) *Decrypter {
	t.Helper()
	e, _, ok := ipsec.ParseEncr(v.Encr)
	if !ok {
		t.Fatal(v.Encr)
	}
	i, ok := ipsec.ParseInteg(v.Integ)
	if !ok {
		t.Fatal(v.Integ)
	}
	o, err := NewDecrypter(Params{e, Secret(v.EncrKey), i, Secret(v.IntegKey)})
	if err != nil {
		t.Fatal(v.name(), err)
	}
	return o
}

func (v *espVector) split(t testing.TB, o *Decrypter, packet []byte) Encrypted {
	t.Helper()
	x, err := o.SplitESP(packet)
	if err != nil {
		t.Fatal(v.name(), err)
	}
	if v.ESN != nil {
		x = x.WithESN(*v.ESN)
	}
	return x
}

// TestESP decrypts what other programs encrypted.
func TestESP(t *testing.T) {
	var s Scratch
	prefix := []byte("before")
	seen := make(map[ipsec.Encr]bool)
	for _, v := range espVectors(t) {
		o := v.decrypter(t)
		seen[o.encr] = true
		want := ipsec.Correct
		if v.Integ == "NONE" && !o.encr.AEAD() {
			want = ipsec.Unchecked
		}
		x := v.split(t, o, v.Packet)
		plain, verdict := o.Decrypt(&s, slices.Clone(prefix), x)
		if verdict != want || !bytes.Equal(plain, append(slices.Clone(prefix), v.Plain...)) {
			t.Errorf("%s: %s, %x, want %x", v.name(), verdict, plain, v.Plain)
		}
		if got := o.DecryptUnverified(&s, nil, x); !bytes.Equal(got, v.Plain) {
			t.Errorf("%s: decrypted anyway: %x, want %x", v.name(), got, v.Plain)
		}
		if len(x.Header()) != 8 || len(x.IV()) != o.IVLen() || len(x.ICV()) != o.ICVLen() ||
			!bytes.Equal(slices.Concat(x.Header(), x.IV(), x.Text(), x.ICV()), v.Packet) {
			t.Errorf("%s: split into %x, %x, %x, %x", v.name(), x.Header(), x.IV(), x.Text(), x.ICV())
		}
	}
	for e := range ipsec.Encrs() {
		if Decrypts(e) && !seen[e] && e != ipsec.EncrDESIV64 { // which is ENCR_DES
			t.Errorf("no vector for %s", e)
		}
	}
}

// TestAltered changes one bit in each part: the ICV must tell, and nothing must
// be handed out.
func TestAltered(t *testing.T) {
	var s Scratch
	for _, v := range espVectors(t) {
		o := v.decrypter(t)
		if !o.Verifies() {
			continue
		}
		for _, at := range []int{0, 4, 7, 8, len(v.Packet) - o.ICVLen() - 1, len(v.Packet) - o.ICVLen(), len(v.Packet) - 1} {
			packet := slices.Clone([]byte(v.Packet))
			packet[at] ^= 0x10
			if plain, verdict := o.Decrypt(&s, nil, v.split(t, o, packet)); verdict != ipsec.Incorrect || len(plain) != 0 {
				t.Errorf("%s: byte %d changed: %s, %d bytes", v.name(), at, verdict, len(plain))
			}
		}
		x := v.split(t, o, v.Packet)
		if v.ESN != nil {
			x = x.WithESN(*v.ESN + 1)
		} else {
			x = x.WithESN(0)
		}
		// An implicit IV is the same without an extended number and with one that
		// begins with zero, but the AAD is not.
		if _, verdict := o.Decrypt(&s, nil, x); verdict != ipsec.Incorrect {
			t.Errorf("%s: with another high half: %s", v.name(), verdict)
		}
	}
}

// Packets of every length that there can be are too short, in halves of blocks,
// or decrypted; and no more is touched than the packet has.
func TestEveryPrefix(t *testing.T) {
	var s Scratch
	for _, v := range espVectors(t) {
		if len(v.Packet) > 200 {
			continue
		}
		o := v.decrypter(t)
		for n := range v.Packet {
			x, err := o.SplitESP(v.Packet[:n:n])
			switch least := 8 + o.IVLen() + o.ICVLen(); {
			case n < least:
				if err != ErrShort {
					t.Errorf("%s: cut to %d: %v", v.name(), n, err)
				}
			case o.mode == cbc && (n-least)%o.block != 0:
				if err != ErrPartialBlock {
					t.Errorf("%s: cut to %d: %v", v.name(), n, err)
				}
			case err != nil:
				t.Errorf("%s: cut to %d: %v", v.name(), n, err)
			default:
				if _, verdict := o.Decrypt(&s, nil, x); verdict == ipsec.Correct {
					t.Errorf("%s: cut to %d: good", v.name(), n)
				}
			}
		}
	}
}

// A Decrypter is shared by goroutines; a Scratch is one's own.
func TestShared(t *testing.T) {
	vectors := espVectors(t)
	decrypters := make([]*Decrypter, len(vectors))
	for i := range vectors {
		decrypters[i] = vectors[i].decrypter(t)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var s Scratch
			for i := range vectors {
				plain, verdict := decrypters[i].Decrypt(&s, nil, vectors[i].split(t, decrypters[i], vectors[i].Packet))
				if verdict == ipsec.Incorrect || !bytes.Equal(plain, vectors[i].Plain) {
					t.Errorf("%s: %s", vectors[i].name(), verdict)
				}
			}
		})
	}
	wg.Wait()
}

func TestOpenAllocatesNothing(t *testing.T) {
	var s Scratch
	for _, v := range espVectors(t) {
		o := v.decrypter(t)
		x := v.split(t, o, v.Packet)
		dst := make([]byte, 0, len(v.Packet)-len(x.Header()))
		if n := testing.AllocsPerRun(5, func() {
			if _, verdict := o.Decrypt(&s, dst, x); verdict == ipsec.Incorrect {
				t.Error(v.name())
			}
		}); n != 0 {
			t.Errorf("%s: %.0f allocations", v.name(), n)
		}
	}
}

// Without a key for it, an ICV is cut off.
func TestUnverifiedICV(t *testing.T) {
	var s Scratch
	for _, v := range espVectors(t) {
		if v.Encr != "ENCR_AES_CBC" || v.Integ != "AUTH_HMAC_SHA1_96" {
			continue
		}
		for _, integ := range []ipsec.Integ{ipsec.IntegSHA1_96, ipsec.IntegUnverified96, ipsec.IntegDESMAC} {
			o, err := NewDecrypter(Params{ipsec.EncrAESCBC, Secret(v.EncrKey), integ, nil})
			if err != nil {
				t.Fatal(err)
			}
			packet := v.Packet
			if integ == ipsec.IntegDESMAC { // whose ICV has 8 bytes, not 12
				packet = packet[:len(packet)-4]
			}
			plain, verdict := o.Decrypt(&s, nil, v.split(t, o, packet))
			if verdict != ipsec.Unchecked || !bytes.Equal(plain, v.Plain) || o.Verifies() {
				t.Errorf("%s: %s, %x", integ, verdict, plain)
			}
		}
		return
	}
	t.Error("no vector")
}

func TestNewDecrypterRefuses(t *testing.T) {
	key := func(n int) Secret { return Secret(strings.Repeat("K", n)) }
	for _, c := range []struct {
		p    Params
		want string
	}{
		{Params{ipsec.EncrAESCBC, key(17), ipsec.IntegSHA1_96, key(20)}, "ENCR_AES_CBC: key of 17 bytes, want 16, 24 or 32"},
		{Params{ipsec.EncrAESCBC, key(16), ipsec.IntegAESXCBC_96, key(20)}, "AUTH_AES_XCBC_96: key of 20 bytes, want 16"},
		{Params{ipsec.EncrAESGCM16, key(16), ipsec.IntegNone, nil}, "ENCR_AES_GCM_16: key of 16 bytes, want 20, 28 or 36, the last 4 of them salt: the salt is missing"},
		{Params{ipsec.EncrAESGCM16, key(20), ipsec.IntegSHA1_96, key(20)}, "AUTH_HMAC_SHA1_96 beside ENCR_AES_GCM_16 is not supported"},
		{Params{ipsec.EncrRC5, key(16), ipsec.IntegNone, nil}, "ENCR_RC5 is not supported"},
		{Params{ipsec.EncrSerpentCBC, key(16), ipsec.IntegNone, nil}, "ENCR_SERPENT_CBC is not supported"},
		{Params{ipsec.Encr(200), key(16), ipsec.IntegNone, nil}, "ENCR (200) is not supported"},
		{Params{ipsec.EncrNull, nil, ipsec.IntegDESMAC, key(8)}, "AUTH_DES_MAC is not supported"},
		{Params{ipsec.EncrNull, nil, ipsec.Integ(200), nil}, "AUTH (200) is not supported"},
	} {
		if o, err := NewDecrypter(c.p); o != nil || err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// TestSK decrypts an IKEv2 message: the AAD is everything before the IV.
func TestSK(t *testing.T) {
	var s Scratch
	for _, v := range espVectors(t) {
		o := v.decrypter(t)
		if o.encr.SaltLen() > 0 && o.iv == 0 {
			if _, err := o.SplitSK(v.Packet, 8); err == nil || err.Error() != v.Encr+" in IKEv2 is not supported" {
				t.Errorf("%s: %v", v.name(), err)
			}
			continue
		}
		for _, body := range []int{-1, 0, 7, len(v.Packet) + 1, 1<<63 - 1} {
			if _, err := o.SplitSK(v.Packet, body); err != ErrShort {
				t.Errorf("%s: with a body at %d: %v", v.name(), body, err)
			}
		}
		if v.ESN != nil {
			continue
		}
		x, err := o.SplitSK(v.Packet, 8)
		if err != nil {
			t.Fatal(v.name(), err)
		}
		if plain, verdict := o.Decrypt(&s, nil, x); verdict == ipsec.Incorrect || !bytes.Equal(plain, v.Plain) {
			t.Errorf("%s: %s, %x, want %x", v.name(), verdict, plain, v.Plain)
		}
	}
}

// However a Decrypter is printed, no key is in it.
func TestDecrypterHides(t *testing.T) {
	for _, p := range []Params{
		{ipsec.EncrAESCTR, Secret("0123456789abcdefSALT"), ipsec.IntegSHA1_96, Secret("abcdefghijklmnopqrst")},
		{ipsec.EncrAESGCM16, Secret("0123456789abcdefSALT"), ipsec.IntegNone, nil},
	} {
		o, err := NewDecrypter(p)
		if err != nil {
			t.Fatal(err)
		}
		out := fmt.Sprintf("%v %+v %#v %s %v %+v %v %x", o, o, p, o, p, p, &p, p)
		for _, leak := range []string{"SALT", "53414c54", "0x53", "83 65", "0123", "3031", "48 49", "abcd", "6162", "97 98"} {
			if strings.Contains(out, leak) {
				t.Errorf("%q in %s", leak, out)
			}
		}
		want := p.Encr.String()
		if !p.Encr.AEAD() {
			want += "/" + p.Integ.String()
		}
		if o.String() != want {
			t.Errorf("%s, want %s", o, want)
		}
	}
}

// CCM writes the length of the AAD in another way from 65280 bytes on. OpenSSL's
// AESCCM (python3-cryptography) sealed this behind 65300 bytes that count.
func TestCCMLongHeader(t *testing.T) {
	o, err := NewDecrypter(Params{ipsec.EncrAESCCM16, append(count(16), 1, 2, 3), ipsec.IntegNone, nil})
	if err != nil {
		t.Fatal(err)
	}
	header := count(65300)
	message := slices.Concat(header, []byte{8, 9, 10, 11, 12, 13, 14, 15},
		dissecttest.Hex("11612e5232f5cc38f166e08d6c9a402efbbb85ad5d6218fbd1dff6ecfc0d3b65a03ba1"))
	x, err := o.SplitSK(message, len(header))
	if err != nil {
		t.Fatal(err)
	}
	var s Scratch
	if plain, verdict := o.Decrypt(&s, nil, x); verdict != ipsec.Correct || string(plain) != "after a long header" {
		t.Errorf("%s, %q", verdict, plain)
	}
}
