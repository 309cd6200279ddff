package crypt

import (
	"bytes"
	"crypto/aes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt/vector"
)

// TestVectorGCM holds AES-GCM by package vector against that by crypto/cipher: ICVs of all
// lengths, right and wrong ones, extended sequence numbers, and headers of ESP and of IKE.
func TestVectorGCM(t *testing.T) {
	if !vector.Available() {
		t.Skip("this processor has no VAES")
	}
	r := rand.NewChaCha8([32]byte{3})
	for _, size := range []int{16, 24, 32} {
		for _, icv := range []int{8, 12, 16} {
			for _, header := range []int{8, 12, 60} { // 12: with an extended sequence number
				key, salt, packet := make([]byte, size), make([]byte, 4), make([]byte, 700)
				r.Read(key)
				r.Read(salt)
				r.Read(packet)
				x := Encrypted{packet: packet, iv: header, text: header + 8, icv: len(packet) - icv}
				if header == 12 {
					x.iv, x.text, x.esn, x.high = 8, 16, true, 7
				}
				t.Run(fmt.Sprint(size, icv, header), func(t *testing.T) { sameGCM(t, key, salt, icv, x) })
			}
		}
	}
}

func sameGCM(t *testing.T, key, salt []byte, icv int, x Encrypted) {
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	standard, err := newStandardGCM(block, salt, icv)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := newGCM(key, salt, icv)
	if err != nil {
		t.Fatal(err)
	}
	full, err := newStandardGCM(block, salt, tagLen)
	if err != nil {
		t.Fatal(err)
	}
	var s Scratch
	plain := standard.decrypt(&s, nil, x)
	sealed := full.(*streamAEAD).aead.Seal(nil, x.nonce(&s, salt), plain, x.aad(&s))
	copy(x.ICV(), sealed[len(plain):])
	for name, c := range map[string]aead{"crypto/cipher": standard, "vector": wide} {
		got, ok := c.verify(&s, []byte("before"), x)
		if !ok || !bytes.Equal(got, append([]byte("before"), plain...)) {
			t.Errorf("%s: a right ICV: %t, %x", name, ok, got)
		}
	}
	for _, at := range []int{0, 5, x.iv + 3, x.text, x.icv - 1, x.icv, len(x.packet) - 1} {
		x.packet[at] ^= 0x10
		for name, c := range map[string]aead{"crypto/cipher": standard, "vector": wide} {
			if _, ok := c.verify(&s, nil, x); ok {
				t.Errorf("%s: byte %d is wrong, and the ICV right", name, at)
			}
		}
		x.packet[at] ^= 0x10
	}
}

// TestVectorCBC holds AES-CBC by package vector against that by blocks.
func TestVectorCBC(t *testing.T) {
	if !vector.Available() {
		t.Skip("this processor has no VAES")
	}
	text := make([]byte, 4096)
	rand.NewChaCha8([32]byte{4}).Read(text)
	for _, size := range []int{16, 24, 32} {
		key, iv := text[:size], text[64:80]
		block, err := newBlock(ipsec.EncrAESCBC, key)
		if err != nil {
			t.Fatal(err)
		}
		wide, err := newChain(ipsec.EncrAESCBC, key)
		if err != nil {
			t.Fatal(err)
		}
		for n := 16; n <= 1600; n += 16 {
			got, want := make([]byte, n), make([]byte, n)
			wide.Decrypt(got, iv, text[:n])
			blockChain{block}.Decrypt(want, iv, text[:n])
			if !bytes.Equal(got, want) {
				t.Errorf("AES-%d, %d bytes: wrong plaintext", size*8, n)
			}
		}
	}
}
