package bounded_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/track/bounded"
)

// TestNumbers: a number is a key's until it was left as often as it was used, and takes
// memory as long.
func TestNumbers(t *testing.T) {
	n := bounded.NewNumbers[[16]byte]()
	a, b := [16]byte{1}, [16]byte{2}
	if n.Find(a) != 0 || n.Bytes() != 0 {
		t.Fatal("a number before the first use")
	}
	one := n.Use(a)
	if n.Use(a) != one || n.Find(a) != one || n.Key(one) != a {
		t.Errorf("the number of a key is not the same each time")
	}
	alone := n.Bytes()
	if two := n.Use(b); two == one || n.Key(two) != b || n.Bytes() != 2*alone || alone < len(a) {
		t.Errorf("two keys: numbers %d and %d, %d bytes, one takes %d", one, two, n.Bytes(), alone)
	}
	n.Leave(one)
	if n.Find(a) != one {
		t.Error("the number is gone before the key was left as often as it was used")
	}
	n.Leave(one)
	if n.Find(a) != 0 || n.Bytes() != alone {
		t.Errorf("the number %d is still there, %d bytes", n.Find(a), n.Bytes())
	}
}
