package isakmp_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// faults decodes a message and returns what was noted, and the error, as one
// text.
func faults(p *isakmp.Packet, data []byte) string {
	var d field.Decoder
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
	err := p.Decode(&d)
	var list []string
	for _, n := range d.Notes() {
		list = append(list, n.Error())
	}
	if err != nil {
		list = append(list, err.Error())
	}
	return strings.Join(list, "; ")
}

// set is b with the byte at off replaced.
func set(b []byte, off int, v byte) []byte {
	b = bytes.Clone(b)
	b[off] = v
	return b
}

// Wrong lengths are reported with their place. The header has 28 bytes, a
// generic header four; the offsets are counted by hand.
func TestLengthsThatLie(t *testing.T) {
	nonces := v1(mainMode, payload(10, "nonce"), payload(10, "nonce"))
	sa := v1(mainMode, payload(1, uint32(1), uint32(1), chain(prop(1, 1, "", payload(3, 1, 1, uint16(0), tv(1, 7), tlv(12, uint32(1)))))), payload(10, "nonce"))
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"a payload longer than the message", set(nonces, 31, 200), "isakmp.payloadlength at byte 32: malformed: need 200 bytes, have 14"},
		{"a payload shorter than its header", set(nonces, 31, 2), // it goes on behind the header, with "nonce"
			"isakmp.payloadlength at byte 30: malformed; isakmp.payloadlength at byte 36: malformed: need 28259 bytes, have 10"},
		{"the last payload longer than the message", set(nonces, 40, 10), "isakmp.payloadlength at byte 41: malformed: need 10 bytes, have 5"},
		{"a proposal longer than its SA", set(sa, 43, 100), "isakmp.payloadlength at byte 44: malformed: need 100 bytes, have 24"},
		{"a transform longer than its proposal", set(sa, 51, 100), "isakmp.payloadlength at byte 52: malformed: need 100 bytes, have 16"},
		{"an SPI longer than its proposal", set(sa, 46, 100), "isakmp.spi at byte 48: malformed: need 100 bytes, have 20"},
		{"an attribute longer than its transform", set(sa, 63, 100), "isakmp.ike.attr.value at byte 64: malformed: need 100 bytes, have 4"},
		{"a notification without its type", v1(informational, payload(11, uint32(1), 1, 0, 0), payload(10, "nonce")),
			"isakmp.notify.msgtype at byte 38: malformed: need 2 bytes, have 1"},
		{"an SPI longer than its notification", v1(informational, payload(11, uint32(1), 1, 16, uint16(14), "short"), payload(10, "nonce")),
			"isakmp.spi at byte 40: malformed: need 16 bytes, have 5"},
		{"more SPIs than a deletion has", v1(informational, payload(12, uint32(1), 3, 4, uint16(9), uint32(1), "\x00\x00"), payload(10, "nonce")),
			"isakmp.delete.spi at byte 44: malformed: need 4 bytes, have 2"},
		{"a configuration attribute longer than its payload", v1(transaction, payload(14, 1, 0, uint16(1), uint16(1), uint16(90), "\x0a"), payload(10, "nonce")),
			"isakmp.cfg.attr.value at byte 40: malformed: need 90 bytes, have 1"},
		{"an address that is cut short", v1(mainMode, payload(5, 1, 0, uint16(0), "\x0a"), payload(10, "nonce")),
			"isakmp.id.data.ipv4_addr at byte 36: malformed: need 4 bytes, have 1"},
		{"a key packet longer than its payload", v1(groupkeyPush, payload(17, uint16(1), uint16(0), 1, 0, uint16(90), 0), payload(10, "nonce")),
			"isakmp.kd.payload.length at byte 40: malformed: need 90 bytes, have 1"},
		{"an identity longer than its KEK", v1(groupkeyPush, groupSA(15, payload(15, 17, 1, uint16(0), 99, "\x0a")), payload(10, "nonce")),
			"isakmp.sak.src_id_data at byte 53: malformed: need 99 bytes, have 1"},
		{"a Cisco fragment without its number", v1(mainMode, payload(132, uint16(1)), payload(10, "nonce")),
			"isakmp.frag.seq at byte 34: malformed: need 1 byte, have 0"},
	}
	for _, tt := range tests {
		var p isakmp.Packet
		if got := faults(&p, tt.data); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What a payload gets wrong costs that payload and no other.
func TestMalformedStaysInside(t *testing.T) {
	b := v1(mainMode,
		payload(1, uint32(1), uint32(1), chain(prop(1, 1, "", payload(3, 1, 1, uint16(0), tv(1, 7), uint16(12), uint16(99))))),
		payload(5, 5, 0, uint16(0), "short"), payload(13, "vendor"), payload(10, "nonce"))
	var p isakmp.Packet
	got := faults(&p, b)
	if strings.Count(got, "malformed") != 2 || string(p.Nonce) != "nonce" || len(p.Vendors) != 1 || len(p.Payloads) != 4 {
		t.Errorf("%s: %+v", got, p.Payloads)
	}
	if len(p.Attributes) != 1 || len(p.Proposals) != 1 || len(p.Identities) != 0 {
		t.Errorf("%+v, %+v, %+v", p.Proposals, p.Attributes, p.Identities)
	}
}

// Messages that are as deep or as many as they can be take no time and no
// room beyond their bytes.
func TestBounded(t *testing.T) {
	const most = 65000
	many := func(exchange byte, first byte, element []byte) []byte {
		body := bytes.Repeat(element, most/len(element))
		return wire(v1(exchange)[:16], first, 0x10, exchange, 0, uint32(0), uint32(28+len(body)), body)
	}
	inSA := func(elements []byte) []byte {
		body := wire(uint32(1), uint32(1), elements)
		return v1(mainMode, part{1, body})
	}
	nested := []byte("\x00\x00\x00\x04")
	for range 2000 { // an SA of GDOI within an SA of GDOI
		body := wire(uint32(2), uint32(0), uint16(1), uint16(0), nested)
		nested = wire(1, 0, uint16(4+len(body)), body)
	}
	tests := []struct {
		name string
		data []byte
	}{
		{"a chain of vendor IDs", many(mainMode, 13, []byte{13, 0, 0, 4})},
		{"a chain of bogus lengths", many(mainMode, 13, []byte{13, 0, 0, 0})},
		{"a chain of NAT-D", many(mainMode, 20, []byte{20, 0, 0, 5, 1})},
		{"proposals", inSA(bytes.Repeat([]byte{2, 0, 0, 8, 1, 1, 0, 0}, most/8))},
		{"bogus proposals", inSA(bytes.Repeat([]byte{2, 0, 0, 0}, most/4))},
		{"transforms", inSA(wire(0, 0, uint16(8+255*8), 1, 1, 0, 255, bytes.Repeat([]byte{3, 0, 0, 8, 1, 1, 0, 0}, 255)))},
		{"proposals in proposals", inSA(bytes.Repeat([]byte{2, 0, 0xfd, 0xe8, 1, 1, 0, 255}, most/8))},
		{"attributes", inSA(wire(0, 0, uint16(most), 1, 1, 0, 1, 0, 0, uint16(most-8), 1, 1, uint16(0), bytes.Repeat(tv(1, 1), (most-16)/4)))},
		{"configuration", v1(transaction, payload(14, 1, 0, uint16(1), bytes.Repeat(tlv(14), most/4)))},
		{"deletions", v1(informational, payload(12, uint32(1), 3, 1, uint16(65535), bytes.Repeat([]byte{1}, most)))},
		{"key packets", v1(groupkeyPush, payload(17, uint16(65535), uint16(0), bytes.Repeat([]byte{1, 0, 0, 5, 0}, most/5)))},
		{"SAs in SAs", v1(groupkeyPush, part{1, nested[4:]})},
	}
	for _, tt := range tests {
		var p isakmp.Packet
		tree := new(field.Tree)
		tree.Reset(tt.data)
		var d field.Decoder
		d.Reset(tt.data, field.Span{End: len(tt.data), Wire: len(tt.data)}, tree, -1)
		start := time.Now()
		_ = p.Decode(&d)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %v", tt.name, took)
		}
		if len(tree.Nodes) > 4*len(tt.data) || len(d.Notes()) > 64 || len(p.Payloads) > 1<<10 {
			t.Errorf("%s: %d bytes make %d nodes, %d notes, %d payloads", tt.name, len(tt.data), len(tree.Nodes), len(d.Notes()), len(p.Payloads))
		}
	}
}
