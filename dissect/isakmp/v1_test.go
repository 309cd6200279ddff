package isakmp_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// generatedMessage decodes the generated message of that name.
func generatedMessage(t *testing.T, name string) *isakmp.Packet {
	t.Helper()
	for _, g := range generateV1() {
		if g.name == name {
			var p isakmp.Packet
			var d field.Decoder
			d.Env.SrcPort, d.Env.DstPort = g.port, g.port
			d.Reset(g.data, field.Span{End: len(g.data), Wire: len(g.data)}, nil, -1)
			if err := p.Decode(&d); err != nil || len(d.Notes()) > 0 {
				t.Fatalf("%s: %v, %v", name, err, d.Notes())
			}
			return &p
		}
	}
	t.Fatalf("no message %s", name)
	return nil
}

// What trackers take from messages of IKEv1: the values are those that the
// messages were made of.
func TestValuesOfIKEv1(t *testing.T) {
	equal := func(what string, got, want any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	p := generatedMessage(t, "v1-sa-ipsec")
	equal("SA", p.SA, p.Payloads[1].Body)
	equal("hash", string(p.Hash), strings.Repeat("h", 20))
	equal("nonce", string(p.Nonce), strings.Repeat("n", 16))
	equal("key exchange", string(p.KeyExchange), strings.Repeat("k", 32))
	equal("proposals", p.Proposals, []isakmp.Proposal{
		{Payload: 1, Number: 1, Protocol: isakmp.ProtocolESP, SPI: []byte("\xc0\x01\x02\x03"), First: 0, Count: 3},
		{Payload: 1, Number: 1, Protocol: isakmp.ProtocolAH, SPI: []byte("\xc0\x01\x02\x04"), First: 3, Count: 1},
		{Payload: 1, Number: 1, Protocol: isakmp.ProtocolIPComp, SPI: []byte("\x12\x34"), First: 4, Count: 2},
		{Payload: 1, Number: 2, Protocol: 9, First: 6, Count: 1},
	})
	equal("a transform", p.Transforms[3], isakmp.Transform{Number: 1, ID: 3, First: 25, Count: 3})
	equal("its attributes", p.Attributes[25:28], []isakmp.Attribute{
		{Type: 5, Value: []byte{0, 2}}, {Type: 1, Value: []byte{0, 2}}, {Type: 2, Value: []byte("\x00\x46\x50\x00")}})
	equal("a lifetime", p.Attributes[27].Uint(), uint64(4608000))
	equal("an identity", p.Identities[1], isakmp.Identity{Payload: isakmp.PayloadID, Type: 4, Protocol: 17, Port: 53,
		Data: []byte("\xac\x10\x00\x00\xff\xff\xff\x00"), Body: []byte("\x04\x11\x00\x35\xac\x10\x00\x00\xff\xff\xff\x00")})

	p = generatedMessage(t, "v1-notify")
	equal("a notification", p.Notifies[0], isakmp.Notify{DOI: 1, Protocol: 1, Type: 36136, SPI: []byte("0123456789abcdef"), Data: []byte{0, 0, 0, 7}})
	equal("notifications", len(p.Notifies), len(notifies()))

	p = generatedMessage(t, "v1-delete")
	equal("deletions", p.Deletes, []isakmp.Delete{
		{DOI: 1, Protocol: 3, Size: 4, SPIs: []byte("\xc0\x01\x02\x03\xc0\x01\x02\x04")},
		{DOI: 1, Protocol: 1, Size: 16, SPIs: []byte("0123456789abcdef")},
		{DOI: 1, Protocol: 1, SPIs: []byte{}},
	})

	p = generatedMessage(t, "v1-nat")
	equal("NAT-D", p.NATD, [][]byte{[]byte(strings.Repeat("h", 20)), []byte(strings.Repeat("d", 16)), {}})
	var addrs []string
	for _, a := range p.NATOA {
		addrs = append(addrs, a.String())
	}
	equal("NAT-OA", addrs, []string{"10.9.0.2", "fd00::1", "10.9.0.3", "fd00::2"})

	p = generatedMessage(t, "v1-config-ip6")
	equal("configuration", p.Config, isakmp.Config{Type: isakmp.ConfigReply, ID: 1,
		Attributes: []isakmp.Attribute{{Type: 8, Value: []byte(strings.Repeat("\x20", 16))}}})

	p = generatedMessage(t, "v1-vendors")
	equal("vendor IDs", len(p.Vendors), len(vendors()))
	equal("one of them", isakmp.VendorName(p.Vendors[6]), "XAUTH")

	p = generatedMessage(t, "v1-fragment-2")
	whole := p.Cisco
	whole.Data = nil
	equal("fragment", whole, isakmp.CiscoFragment{ID: 1, Number: 2})
	if !p.IsPart() || len(p.Cisco.Data) != 40 {
		t.Errorf("%+v", p.Cisco)
	}
	if p := generatedMessage(t, "v1-nat"); p.IsPart() {
		t.Error("a message that is none is a part")
	}

	p = generatedMessage(t, "v1-certificates")
	equal("signature", string(p.Signature), strings.Repeat("s", 64))
	if len(p.Certs) != 1 || p.Certs[0].Encoding != isakmp.CertX509Signature {
		t.Errorf("certificates: %+v", p.Certs)
	}
}

// What a KEK's attributes say is RFC 6407's, section 5.3; tshark takes them for
// IPsec's.
func TestKEKAttributes(t *testing.T) {
	for _, name := range []string{"gdoi-order", "gdoi-chain"} {
		for _, g := range generateGDOI() {
			if g.name != name {
				continue
			}
			tree := new(field.Tree)
			tree.Reset(g.data)
			var d field.Decoder
			d.Env.SrcPort, d.Env.DstPort = g.port, g.port
			d.Reset(g.data, field.Span{End: len(g.data), Wire: len(g.data)}, tree, -1)
			var p isakmp.Packet
			if err := p.Decode(&d); err != nil {
				t.Fatal(err)
			}
			var lines []string
			for i := range tree.Nodes {
				if tree.Nodes[i].Def.Name == "pktscope.isakmp.sak.attr" {
					lines = append(lines, string(tree.AppendLabel(nil, i)))
				}
			}
			want := []string{
				"KEK Attribute (t=1,l=2): KEK_MANAGEMENT_ALGORITHM: LKH",
				"KEK Attribute (t=2,l=2): KEK_ALGORITHM: KEK_ALG_AES",
				"KEK Attribute (t=3,l=2): KEK_KEY_LENGTH: 128",
				"KEK Attribute (t=4,l=4): KEK_KEY_LIFETIME: 86400",
				"KEK Attribute (t=5,l=2): SIG_HASH_ALGORITHM: SIG_HASH_SHA256",
				"KEK Attribute (t=6,l=2): SIG_ALGORITHM: SIG_ALG_RSA",
				"KEK Attribute (t=7,l=2): SIG_KEY_LENGTH: 2048",
				"KEK Attribute (t=8,l=2): KE_OAKLEY_GROUP",
				"KEK Attribute (t=9,l=2): Unassigned",
			}
			if diff := cmp.Diff(want, lines); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
}
