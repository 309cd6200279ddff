package esp

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// What a key that is right makes, and bytes of one that is not.
func TestForm(t *testing.T) {
	ip4 := []byte{0x45, 0, 0, 24, 0, 0, 0, 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 1, 2, 3, 4}
	sum := checksum(ip4[:ip4Header])
	ip4[10], ip4[11] = byte(sum>>8), byte(sum)
	ip6 := append([]byte{0x60, 0, 0, 0, 0, 4, 59, 64}, make([]byte, 36)...)
	tfc := append(slices.Clone(ip4), make([]byte, 40)...)
	for _, c := range []struct {
		name   string
		inner  []byte
		pad    []byte
		next   byte
		ok     bool
		enough bool // one packet is
	}{
		{"IPv4", ip4, nil, 4, true, true},
		{"IPv4, padded", ip4, []byte{1, 2, 3, 4, 5, 6}, 4, true, true},
		{"IPv4, padding of zeros", ip4, make([]byte, 6), 4, true, true},
		{"IPv4 and TFC padding", tfc, []byte{1, 2}, 4, true, true},
		{"IPv6", ip6, []byte{1, 2}, 41, true, true},
		{"IPv6 that is IPv4", ip4, nil, 41, false, false},
		{"a dummy", make([]byte, 40), []byte{1, 2, 3, 4}, 59, true, true},
		{"OSPF", make([]byte, 44), []byte{1, 2}, 89, true, false},
		{"OSPF, padding of zeros", make([]byte, 44), []byte{0, 0}, 89, false, false},
		{"no protocol", make([]byte, 44), []byte{1, 2}, 200, false, false},
		{"no protocol, much padding", make([]byte, 44), []byte{1, 2, 3, 4}, 200, true, true},
		{"broken TCP, much padding", make([]byte, 10), []byte{1, 2, 3, 4}, 6, true, true},
	} {
		bits, ok := form(slices.Concat(c.inner, c.pad, []byte{byte(len(c.pad)), c.next}))
		if ok != c.ok || (ok && bits >= enoughForm) != c.enough {
			t.Errorf("%s: %d bits, %v", c.name, bits, ok)
		}
	}
	if _, ok := form(append(bytes.Clone(ip4), 200, 4)); ok {
		t.Error("more padding than there are bytes")
	}
}

// Noise hardly ever passes, and never does for sure.
func TestFormOfNoise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	passed := 0
	for range 100_000 {
		b := make([]byte, 64+random.IntN(1000))
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		bits, ok := form(b)
		if ok && bits >= enoughForm {
			t.Errorf("%d bits of form in noise", bits)
		}
		if ok {
			passed++
		}
	}
	if passed > 500 {
		t.Errorf("%d of 100000 pass", passed)
	}
}
