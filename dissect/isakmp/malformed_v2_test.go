package isakmp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// Lengths that lie: each costs the element that it stands in, is noted at its
// place, and what follows is read. Places are counted by hand: the header has
// 28 bytes, a payload's generic header 4.
func TestMalformed2(t *testing.T) {
	nonce := payload(40, "nonce")
	tests := []struct {
		name  string
		bad   part
		field string // that cannot be read
		off   int    // where it stands
	}{
		{"data of a notification that are too short", notify(0, 16409, "", "abc"), "isakmp.notify.data.ticket_opaque.lifetime", 28 + 8},
		{"half of a number in a list", notify(0, 16431, "", uint16(1), 2), "isakmp.notify.data.signature_hash_algorithms", 28 + 8 + 2},
		{"a gateway that is longer than the data", notify(0, 16407, "", 3, 200, "gw"), "isakmp.notify.data.redirect.new_resp_gw_ident.fqdn", 28 + 8 + 2},
		{"an SPI that is longer than the payload", payload(41, 3, 200, uint16(11), "abcd"), "isakmp.spi", 28 + 8},
		{"an attribute that is longer than the payload", payload(47, 1, "\x00\x00\x00", tlv(1), uint16(3), uint16(99), "ab"), "isakmp.cfg.attr.value", 28 + 8 + 8},
		{"a selector that ends before its ports", payload(44, 1, "\x00\x00\x00", 7, 0, uint16(2), seq(12)), "isakmp.ts.selector_length", 28 + 8 + 4},
		{"a selector that ends behind the payload", payload(44, 1, "\x00\x00\x00", 8, 0, uint16(99), seq(12)), "isakmp.ts.selector_length", 28 + 8 + 4},
		{"a selector that ends within an address", payload(44, 1, "\x00\x00\x00", 7, 0, uint16(10), seq(6)), "isakmp.ts.start_ipv4", 28 + 8 + 8},
		{"an emergency number that is longer than the list", notify(0, 41134, "", 9, 77, 1, "12"), "isakmp.notify.priv.3gpp.emergency_call_numbers_element_len", 28 + 8 + 2},
		{"an SPI in a deletion that is cut", payload(42, 3, 4, uint16(2), uint32(1), "ab"), "isakmp.delete.spi", 28 + 8 + 4},
		{"a certificate's hash that is cut", payload(37, 12, "abc"), "isakmp.cert.x509.hash", 28 + 5},
		{"a key without its group", payload(34, 1), "isakmp.key_exchange.dh_group", 28 + 4},
		{"a fragment without its numbers", payload(53, 0), "isakmp.frag.number", 28 + 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := message(0x20, 37, 8, 1, tt.bad, nonce)
			var p isakmp.Packet
			var d field.Decoder
			d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
			if err := p.Decode(&d); err != nil {
				t.Fatal(err)
			}
			notes := d.Notes()
			if len(notes) != 1 || notes[0].Def.Name != tt.field || notes[0].Off != tt.off {
				t.Errorf("notes %v, want %s at byte %d", notes, tt.field, tt.off)
			}
			want := "nonce"
			if tt.bad.typ == 53 {
				want = "" // an SKF payload is the last: what it calls next is inside
			}
			if string(p.Nonce) != want {
				t.Errorf("the payload behind it is %q", p.Nonce)
			}
		})
	}
}

// The numbers of a fragment promise nothing: no memory goes by them.
func TestManyFragments(t *testing.T) {
	b := message(0x20, 35, 8, 1, payload(53, uint16(65535), uint16(65535), seq(40)))
	p, d := new(isakmp.Packet), new(field.Decoder)
	var info []byte
	if n := testing.AllocsPerRun(10, func() {
		d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
		if err := p.Decode(d); err != nil {
			t.Fatal(err)
		}
		info = p.AppendSummary(info[:0], nil)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if got, want := string(info), "IKE_AUTH MID=01 Initiator Request (fragment 65535/65535)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if p.Fragment != 65535 || p.Fragments != 65535 || len(p.Encrypted) != 40 || p.EncryptedAt != 36 {
		t.Errorf("fragment %d of %d, %d bytes at %d", p.Fragment, p.Fragments, len(p.Encrypted), p.EncryptedAt)
	}
}

// A chain of as many payloads as a datagram holds is read, and kept in part.
func TestManyPayloads(t *testing.T) {
	var parts []part
	for range 16000 {
		parts = append(parts, payload(43))
	}
	b := message(0x20, 34, 8, 0, append(parts, payload(40, "nonce"))...)
	var p isakmp.Packet
	if err := decode(&p, b, len(b)); err != nil {
		t.Fatal(err)
	}
	if string(p.Nonce) != "nonce" || len(p.Payloads) > 1024 {
		t.Errorf("nonce %q, %d payloads are kept", p.Nonce, len(p.Payloads))
	}
}
