package isakmp_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// lines are the lines of the fields whose names begin with prefix.
func lines(t *testing.T, data []byte, prefix string) (list []string) {
	t.Helper()
	var p isakmp.Packet
	var d field.Decoder
	var tree field.Tree
	tree.Reset(data)
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, &tree, -1)
	if err := p.Decode(&d); err != nil {
		t.Fatal(err)
	}
	for i := range tree.Nodes {
		if strings.HasPrefix(tree.Nodes[i].Def.Name, prefix) {
			list = append(list, string(tree.AppendLabel(nil, i)))
		}
	}
	return list
}

// The expected values are those of "openssl x509 -text" for the same bytes.
func TestCertificate(t *testing.T) {
	want := []string{
		"Certificate Data (id-at-commonName=gw.example.org,id-at-organizationName=Lab,id-at-countryName=DE)",
		"Subject: CN=gw.example.org,O=Lab,C=DE",
		"Issuer: CN=gw.example.org,O=Lab,C=DE",
		"Serial number: 01234567",
		"Not before: Jan  2, 2024 03:04:05.000000000 UTC",
		"Not after: Jan  2, 2034 03:04:05.000000000 UTC",
		"Public key: ECDSA, P-256",
		"Signature algorithm: ECDSA-SHA256",
		"Alternative name: gw.example.org",
	}
	for version, typ := range map[byte]byte{0x10: 6, 0x20: 37} {
		data := message(version, 2, 0, 0, payload(typ, 4, certificate()))
		got := append(lines(t, data, "isakmp.cert.data"), lines(t, data, "pktscope.isakmp.cert.")...)
		if !slices.Equal(got, want) {
			t.Errorf("version %#x:\n%s", version, strings.Join(got, "\n"))
		}
	}
}

// What is no certificate, or not all of one, is bytes.
func TestNoCertificate(t *testing.T) {
	whole := certificate()
	for n := range len(whole) {
		data := message(0x20, 35, 0, 0, payload(37, 4, 0, whole[:n]))
		if got := lines(t, data, "pktscope.isakmp.cert."); len(got) > 0 {
			t.Fatalf("the first %d bytes: %q", n, got)
		}
		data = message(0x20, 35, 0, 0, payload(37, 4, whole[:n]))
		if got := lines(t, data, "pktscope.isakmp.cert."); len(got) > 0 {
			t.Fatalf("the first %d bytes: %q", n, got)
		}
	}
}

// Names are written as RFC 4514 has them, the part nearest to their owner
// first.
func TestDistinguishedName(t *testing.T) {
	const two = "\x31\x16\x30\x09\x06\x03\x55\x04\x0b\x0c\x02IT\x30\x09\x06\x03\x55\x04\x07\x0c\x02HH" // OU and L together
	tests := []struct{ der, want string }{
		{dn, "CN=pktscope,O=Lab,C=DE"},
		{"\x30\x18" + two, "OU=IT+L=HH"},
		{"\x30\x0f\x31\x0d\x30\x0b\x06\x03\x55\x04\x03\x1e\x04\x00\xe4\x00b", "CN=äb"},
		{"\x30\x0e\x31\x0c\x30\x0a\x06\x03\x2a\x03\x04\x0c\x03abc", "1.2.3.4=abc"},
	}
	for _, tt := range tests {
		data := message(0x20, 35, 0, 0, payload(35, 9, "\x00\x00\x00", tt.der))
		if got := lines(t, data, "pktscope.isakmp.id.dn"); len(got) != 1 || got[0] != "Distinguished name: "+tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	for n := range len(dn) { // a cut name is told as far as it goes
		lines(t, message(0x20, 35, 0, 0, payload(35, 9, "\x00\x00\x00", dn[:n])), "")
	}
}

func TestSignatureAlgorithm(t *testing.T) {
	got := lines(t, message(0x20, 35, 0, 0, auth2()...), "pktscope.isakmp.auth.")
	want := []string{"Signature algorithm: sha256WithRSAEncryption (1.2.840.113549.1.1.11)"} // tshark's
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
