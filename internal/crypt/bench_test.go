package crypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/pktscope/pktscope/dissect/ipsec"
)

// espSize is a packet of an ordinary tunnel: 1500 bytes less outer header.
const espSize = 1480

// randomESP is a Decrypter with keys at random and a packet for it.
func randomESP(t testing.TB, e ipsec.Encr, i ipsec.Integ) (*Decrypter, Encrypted) {
	rnd := rand.NewChaCha8([32]byte{})
	n, err := e.Material(0)
	if err != nil {
		t.Fatal(err)
	}
	encrKey, integKey := make(Secret, n), make(Secret, i.KeyLen())
	rnd.Read(encrKey)
	rnd.Read(integKey)
	o, err := NewDecrypter(Params{e, encrKey, i, integKey})
	if err != nil {
		t.Fatal(err)
	}
	packet := make([]byte, espSize)
	rnd.Read(packet)
	if modeOf(e) == cbc { // a whole number of blocks
		packet = packet[:len(packet)-(len(packet)-8-o.IVLen()-o.ICVLen())%e.BlockSize()]
	}
	x, err := o.SplitESP(packet)
	if err != nil {
		t.Fatal(err)
	}
	resign(o, x)
	return o, x
}

// resign makes the ICV right where a Decrypter would not do all its work for a
// wrong one; other AEADs look at it last.
func resign(o *Decrypter, x Encrypted) {
	var s Scratch
	if o.mac != nil {
		copy(x.ICV(), o.mac.sum(&s, x.packet[:x.icv], nil))
	}
	if c, ok := o.aead.(*streamAEAD); ok {
		plain := c.decrypt(&s, nil, x)
		c.aead.Seal(x.Text()[:0], x.nonce(&s, c.salt), plain, x.aad(&s))
	}
}

// BenchmarkDecrypt decrypts packets; BenchmarkAgainstGo says how near that is to Go's
// crypto.
func BenchmarkDecrypt(b *testing.B) {
	for e := range ipsec.Encrs() {
		if !Decrypts(e) {
			continue
		}
		integ := ipsec.IntegSHA1_96
		if e.AEAD() {
			integ = ipsec.IntegNone
		}
		b.Run(e.String(), func(b *testing.B) {
			o, x := randomESP(b, e, integ)
			dst := make([]byte, 0, espSize)
			var s Scratch
			b.SetBytes(espSize)
			b.ReportAllocs()
			for b.Loop() {
				o.Decrypt(&s, dst, x)
			}
		})
	}
	for i := range ipsec.Integs() {
		if !verifies(i) {
			continue
		}
		b.Run(i.String(), func(b *testing.B) {
			o, x := randomESP(b, ipsec.EncrNull, i)
			dst := make([]byte, 0, espSize)
			var s Scratch
			b.SetBytes(espSize)
			b.ReportAllocs()
			for b.Loop() {
				o.Decrypt(&s, dst, x)
			}
		})
	}
}

// BenchmarkAgainstGo runs a Decrypter and Go's crypto, called as fast as it can
// be, on the same bytes by turns; "x-of-Go" is the ratio of their speeds.
func BenchmarkAgainstGo(b *testing.B) {
	for _, c := range []struct {
		name  string
		encr  ipsec.Encr
		integ ipsec.Integ
		plain func(x Encrypted) func()
	}{
		{"AES-CBC-SHA1", ipsec.EncrAESCBC, ipsec.IntegSHA1_96, plainCBC},
		{"AES-GCM-128", ipsec.EncrAESGCM16, ipsec.IntegNone, func(x Encrypted) func() {
			block, _ := aes.NewCipher(make([]byte, 16))
			gcm, _ := cipher.NewGCM(block)
			return plainAEAD(gcm, len(x.Text()))
		}},
		{"ChaCha20-Poly1305", ipsec.EncrChaCha20Poly1305, ipsec.IntegNone, func(x Encrypted) func() {
			chacha, _ := chacha20poly1305.New(make([]byte, 32))
			return plainAEAD(chacha, len(x.Text()))
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			o, x := randomESP(b, c.encr, c.integ)
			dst := make([]byte, 0, espSize)
			var s Scratch
			plain := c.plain(x)
			var ours, theirs time.Duration
			const turn = 64
			b.SetBytes(turn * espSize)
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				for range turn {
					if _, verdict := o.Decrypt(&s, dst, x); verdict != ipsec.Correct {
						b.Fatal(verdict)
					}
				}
				middle := time.Now()
				for range turn {
					plain()
				}
				ours += middle.Sub(start)
				theirs += time.Since(middle)
			}
			b.ReportMetric(float64(theirs)/float64(ours), "x-of-Go")
		})
	}
}

func plainCBC(x Encrypted) func() {
	block, _ := aes.NewCipher(make([]byte, 16))
	mode := cipher.NewCBCDecrypter(block, make([]byte, 16))
	mac := hmac.New(sha1.New, make([]byte, 20))
	dst, sum := make([]byte, espSize), make([]byte, 0, sha1.Size)
	return func() {
		mac.Reset()
		mac.Write(x.packet[:x.icv])
		mac.Sum(sum)
		mode.CryptBlocks(dst, x.Text())
	}
}

func plainAEAD(a cipher.AEAD, n int) func() {
	nonce, aad := make([]byte, 12), make([]byte, 8)
	sealed := a.Seal(nil, nonce, make([]byte, n), aad)
	dst := make([]byte, 0, n)
	return func() { a.Open(dst, nonce, sealed, aad) }
}
