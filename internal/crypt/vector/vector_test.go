package vector

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"math/rand/v2"
	"testing"
)

// keySizes are AES's.
var keySizes = []int{16, 24, 32}

// longest is beyond the longest packet's rest by more than one turn of each loop.
const longest = 3*256 + 64

func available(t testing.TB) {
	if !Available() {
		t.Skip("this processor has no VAES")
	}
}

func random(r *rand.ChaCha8, n int) []byte {
	b := make([]byte, n)
	r.Read(b)
	return b
}

// TestGCM decrypts texts of every length, and compares with crypto/cipher.
func TestGCM(t *testing.T) {
	available(t)
	r := rand.NewChaCha8([32]byte{1})
	for _, size := range keySizes {
		key := random(r, size)
		g, err := NewGCM(key)
		if err != nil {
			t.Fatal(err)
		}
		block, _ := aes.NewCipher(key)
		std, _ := cipher.NewGCM(block)
		for n := range longest {
			plain, nonce, aad := random(r, n), random(r, 12), random(r, 1+n%MaxAAD)
			sealed := std.Seal(nil, nonce, plain, aad)
			var s Sum
			room := bytes.Repeat([]byte{0xaa}, n+1)
			g.Decrypt(&s, room[:n], nonce, sealed[:n], aad)
			if !bytes.Equal(room[:n], plain) || room[n] != 0xaa {
				t.Fatalf("AES-%d, %d bytes: wrong plaintext", size*8, n)
			}
			if !bytes.Equal(s.Tag[:], sealed[n:]) {
				t.Fatalf("AES-%d, %d bytes: tag %x, want %x", size*8, n, s.Tag, sealed[n:])
			}
		}
	}
}

// TestCBC decrypts texts of every length, and compares with crypto/cipher.
func TestCBC(t *testing.T) {
	available(t)
	r := rand.NewChaCha8([32]byte{2})
	for _, size := range keySizes {
		key := random(r, size)
		c, err := NewCBC(key)
		if err != nil {
			t.Fatal(err)
		}
		block, _ := aes.NewCipher(key)
		for n := 0; n < longest; n += blockSize {
			text, iv := random(r, n), random(r, blockSize)
			want := make([]byte, n)
			cipher.NewCBCDecrypter(block, iv).CryptBlocks(want, text)
			room := bytes.Repeat([]byte{0xaa}, n+1)
			c.Decrypt(room[:n], iv, text)
			if !bytes.Equal(room[:n], want) || room[n] != 0xaa {
				t.Fatalf("AES-%d, %d bytes: wrong plaintext", size*8, n)
			}
		}
	}
}

// TestKeySizes refuses other keys.
func TestKeySizes(t *testing.T) {
	for _, n := range []int{0, 15, 17, 20, 36} {
		if _, err := NewGCM(make([]byte, n)); err == nil {
			t.Errorf("NewGCM takes a key of %d bytes", n)
		}
		if _, err := NewCBC(make([]byte, n)); err == nil {
			t.Errorf("NewCBC takes a key of %d bytes", n)
		}
	}
}

func BenchmarkGCM(b *testing.B) {
	available(b)
	for _, size := range keySizes {
		b.Run(fmt.Sprint(size*8), func(b *testing.B) {
			g, _ := NewGCM(make([]byte, size))
			text, dst, nonce, aad := make([]byte, 1448), make([]byte, 1448), make([]byte, 12), make([]byte, 8)
			var s Sum
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				g.Decrypt(&s, dst, nonce, text, aad)
			}
		})
	}
}

func BenchmarkCBC(b *testing.B) {
	available(b)
	for _, size := range keySizes {
		b.Run(fmt.Sprint(size*8), func(b *testing.B) {
			c, _ := NewCBC(make([]byte, size))
			text, dst, iv := make([]byte, 1440), make([]byte, 1440), make([]byte, blockSize)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				c.Decrypt(dst, iv, text)
			}
		})
	}
}
