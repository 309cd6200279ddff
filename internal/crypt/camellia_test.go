package crypt

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
)

// TestCamellia has the vectors of RFC 3713, appendix A.
func TestCamellia(t *testing.T) {
	plain := dissecttest.Hex("0123456789abcdeffedcba9876543210")
	for _, c := range []struct{ key, cipher string }{
		{"0123456789abcdeffedcba9876543210", "67673138549669730857065648eabe43"},
		{"0123456789abcdeffedcba98765432100011223344556677", "b4993401b3e996f84ee5cee7d79b09b9"},
		{"0123456789abcdeffedcba987654321000112233445566778899aabbccddeeff", "9acc237dff16d76c20ef7c919e3a7509"},
	} {
		k := newCamellia(dissecttest.Hex(c.key))
		got := make([]byte, 16)
		if k.Encrypt(got, plain); hex.EncodeToString(got) != c.cipher {
			t.Errorf("%d bytes of key: %x, want %s", len(c.key)/2, got, c.cipher)
		}
		if k.Decrypt(got, dissecttest.Hex(c.cipher)); !bytes.Equal(got, plain) {
			t.Errorf("%d bytes of key: back to %x", len(c.key)/2, got)
		}
	}
}
