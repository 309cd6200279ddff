package isakmp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// The AlgorithmIdentifiers are those of RFC 7427, appendix A, and RFC 8420.
func TestSignature(t *testing.T) {
	const sha512PSS = "\x30\x46\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a\x30\x39\xa0\x0f\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00" +
		"\xa1\x1c\x30\x1a\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\xa2\x03\x02\x01\x40\xa3\x03\x02\x01\x01"
	for _, c := range []struct {
		method ipsec.AuthMethod
		oid    string
		word   string
		hash   ipsec.Hash
	}{
		{ipsec.AuthRSA, "", "rsa-sig", 0},
		{ipsec.AuthPSK, "", "psk", 0},
		{ipsec.AuthECDSA384, "", "ecdsa-sig", ipsec.HashSHA2_384},
		{ipsec.AuthNull, "", "null", 0},
		{ipsec.AuthSignature, "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00", "rsa-sig", ipsec.HashSHA2_256},
		{ipsec.AuthSignature, "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x04", "ecdsa-sig", ipsec.HashSHA2_512},
		{ipsec.AuthSignature, "\x30\x05\x06\x03\x2b\x65\x71", "ed448", 0},
		{ipsec.AuthSignature, sha512PSS, "rsa-sig", ipsec.HashSHA2_512},
		{ipsec.AuthSignature, "\x30\x03\x06\x01\x01", "digital-signature", 0},
		{ipsec.AuthSignature, "", "digital-signature", 0},
		{201, "", "method-201", 0},
	} {
		a := isakmp.Auth{Method: c.method}
		if c.oid != "" {
			a.Data = append(append([]byte{byte(len(c.oid))}, c.oid...), 1, 2, 3)
		}
		if word, hash := a.Signature(); word != c.word || hash != c.hash {
			t.Errorf("method %d, %x: %q with hash %d, want %q with %d", c.method, c.oid, word, hash, c.word, c.hash)
		}
	}
}
