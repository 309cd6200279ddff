package ike

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// certify makes a certificate that is signed by itself.
func certify(t testing.TB, key crypto.Signer, names ...string) []byte {
	t.Helper()
	x := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "gw.example.org", Organization: []string{"Lab"}},
		NotBefore: time.Unix(1e9, 0), NotAfter: time.Unix(2e9, 0), DNSNames: names, EmailAddresses: []string{"carol@example.org"},
		IPAddresses: []net.IP{net.IPv4(192, 0, 2, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, x, x, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestReadCertificate(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der := certify(t, key, "gw.example.org", strings.Repeat("x", maxText+1))
	c, ok := readCertificate(der)
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case !ok:
		t.Fatal("it cannot be read")
	case c.Bits != 384 || c.Key != x509.ECDSA || c.Signature != x509.ECDSAWithSHA384 || !c.Authority || c.KeyHash != sha1.Sum(spki):
		t.Errorf("%+v", c)
	case !c.NotBefore.Equal(time.Unix(1e9, 0)) || !c.NotAfter.Equal(time.Unix(2e9, 0)):
		t.Errorf("valid from %s to %s", c.NotBefore, c.NotAfter)
	case !slices.Equal(c.DNS, []string{"gw.example.org"}) || !slices.Equal(c.Emails, []string{"carol@example.org"}):
		t.Errorf("names %q, %q: one that is too long is left out", c.DNS, c.Emails)
	case !slices.Equal(c.IPs, []netip.Addr{netip.MustParseAddr("192.0.2.1")}) || !bytes.Equal(c.Subject, c.Issuer) || len(c.Subject) == 0:
		t.Errorf("%v, %x, %x", c.IPs, c.Subject, c.Issuer)
	case c.size() < len(c.Subject)+len(c.Issuer)+len(c.DNS[0])+len(c.Emails[0]):
		t.Errorf("%d bytes", c.size())
	}
	for n := range len(der) {
		if _, ok := readCertificate(der[:n]); ok {
			t.Fatalf("its first %d bytes are a certificate", n)
		}
	}
}

func TestChapError(t *testing.T) {
	for text, want := range map[string]uint16{
		"\x04\x01\x00\x20E=691 R=1 C=00 V=3 M=no": 691, "\x04\x01\x00\x07E=7": 7, "\x04\x01": 0, "": 0, "\x04\x01\x00\x08R=1": 0, "\x04\x01\x00\x0cE=123456": 1234,
	} {
		if n := chapError([]byte(text)); n != want {
			t.Errorf("%q: %d, want %d", text, n, want)
		}
	}
}

// Bytes that are no certificate are none, whatever they are.
func FuzzCertificate(f *testing.F) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	pair, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(certify(f, ec, "gw.example.org"))
	f.Add(certify(f, pair))
	f.Fuzz(func(t *testing.T, der []byte) {
		c, ok := readCertificate(der)
		if !ok && (c.Subject != nil || c.Bits != 0) {
			t.Errorf("%+v", c)
		}
		if len(c.Subject) > maxName || len(c.DNS) > maxAlternatives || c.size() < 0 {
			t.Errorf("%d bytes of a name, %d names", len(c.Subject), len(c.DNS))
		}
	})
}
