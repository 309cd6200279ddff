package crypt

import (
	"bytes"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// FuzzDecrypt decrypts bytes under every transform, with keys of any length: an error
// or a verdict, never a panic, and no byte beyond the packet or before the end
// of dst is touched.
func FuzzDecrypt(f *testing.F) {
	for i, v := range espVectors(f) {
		if i%7 != 0 || len(v.Packet) > 300 {
			continue
		}
		e, _, _ := ipsec.ParseEncr(v.Encr)
		integ, _ := ipsec.ParseInteg(v.Integ)
		high := uint32(0)
		if v.ESN != nil {
			high = *v.ESN
		}
		f.Add(uint32(e), uint32(integ), []byte(v.EncrKey), []byte(v.IntegKey), []byte(v.Packet), 8, high)
	}
	var s Scratch
	encrs, integs := slices.Collect(ipsec.Encrs()), slices.Collect(ipsec.Integs())
	f.Fuzz(func(t *testing.T, e, i uint32, encrKey, integKey, packet []byte, body int, high uint32) {
		if int(e) < len(encrs) { // numbers are sparse
			e = uint32(encrs[e])
		}
		if int(i) < len(integs) {
			i = uint32(integs[i])
		}
		p := Params{ipsec.Encr(e), encrKey, ipsec.Integ(i), integKey}
		if c, err := NewCBC(p.Encr, p.EncrKey); err == nil && body >= 0 && body <= len(packet) {
			if plain, err := c.Decrypt(nil, packet[:body], packet[body:]); err == nil && len(plain) != len(packet)-body {
				t.Errorf("%d bytes out of %d", len(plain), len(packet)-body)
			}
		}
		o, err := NewDecrypter(p)
		if err != nil {
			if p.Encr.CheckKey(len(encrKey)) == nil && p.Integ.CheckKey(len(integKey)) == nil && Decrypts(p.Encr) &&
				(p.Integ == ipsec.IntegNone || verifies(p.Integ) && !p.Encr.AEAD()) {
				t.Error(err)
			}
			return
		}
		original := bytes.Clone(packet)
		dst := append(make([]byte, 0, 64), "head"...)
		for _, split := range []func() (Encrypted, error){
			func() (Encrypted, error) { return o.SplitESP(packet) },
			func() (Encrypted, error) { return o.SplitSK(packet, body) },
		} {
			x, err := split()
			if err != nil {
				continue
			}
			for _, x := range []Encrypted{x, x.WithESN(high)} {
				plain, verdict := o.Decrypt(&s, dst, x)
				want := len(dst) + len(x.Text())
				if verdict == ipsec.Incorrect {
					want = len(dst)
				}
				if len(plain) != want || !bytes.HasPrefix(plain, dst) {
					t.Errorf("%s: %q", verdict, plain)
				}
				if plain := o.DecryptUnverified(&s, dst, x); len(plain) != len(dst)+len(x.Text()) || !bytes.HasPrefix(plain, dst) {
					t.Errorf("%q", plain)
				}
			}
		}
		if !bytes.Equal(packet, original) {
			t.Error("the packet was written to")
		}
	})
}

// FuzzShared gives every group what it likes: an error or a secret of the right
// length.
func FuzzShared(f *testing.F) {
	for _, v := range dhVectors(f) {
		if v.Group.SecretLen() <= 66 {
			f.Add(uint16(v.Group), []byte(v.Private), []byte(v.Other))
		}
	}
	f.Add(uint16(14), []byte{3}, bytes.Repeat([]byte{7}, 256))
	f.Fuzz(func(t *testing.T, n uint16, private, public []byte) {
		g := ipsec.Group(n)
		if g.SecretLen() > 66 && len(private) > 4 {
			return // slow, and no other code
		}
		if shared, err := Shared(g, private, public); err == nil && len(shared) != g.SecretLen() {
			t.Errorf("%s: %d bytes", g, len(shared))
		}
		if public, err := Public(g, private); err == nil && len(public) != g.PublicLen() {
			t.Errorf("%s: %d bytes", g, len(public))
		}
	})
}
