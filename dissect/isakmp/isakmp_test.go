package isakmp_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

func newISAKMP() dissect.Message { return new(isakmp.Packet) }

// seeds are messages of strongSwan gateways and, from child-sa on, some that
// were put together by hand so that payloads which travel encrypted stand in
// the clear.
func seeds(t testing.TB) (list []dissecttest.Seed) {
	for _, name := range []string{
		"main-mode-1", "main-mode-3", "main-mode-5", "aggressive-1", "aggressive-2", "no-proposal", "sa-init", "ike-auth",
		"child-sa", "delete", "extra-data", "fragment", "identities", "ike-auth-clear", "informational", "quick-mode", "selectors",
	} {
		list = append(list, dissecttest.Seed{Name: name, Bytes: dissecttest.Load(t, name)})
	}
	return list
}

// allSeeds are those and the generated messages.
func allSeeds(t testing.TB) []dissecttest.Seed { return append(seeds(t), generatedSeeds()...) }

func TestISAKMP(t *testing.T) { dissecttest.Run(t, newISAKMP, allSeeds(t)) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newISAKMP, seeds(t)...)
}

func FuzzISAKMP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: allSeeds(f)}, newISAKMP)
}

func decode(p *isakmp.Packet, data []byte, wire int) error {
	var d field.Decoder
	d.Reset(data, field.Span{End: len(data), Wire: wire}, nil, -1)
	return p.Decode(&d)
}

// header is a message without payloads.
func header(version, exchange, flags byte, mid string) string {
	return "a1b2c3d4e5f60708 0707070707070707 00" + hex.EncodeToString([]byte{version, exchange, flags}) + mid + "0000001c"
}

// The texts are tshark's for the same bytes, but those of exchanges that are
// younger than it.
func TestInfo(t *testing.T) {
	tests := []struct{ name, hex, info string }{
		{"main mode", header(0x10, 2, 0, "00000000"), "Identity Protection (Main Mode)"},
		{"minor version", header(0x1f, 2, 0, "00000000"), "Identity Protection (Main Mode)"},
		{"aggressive", header(0x10, 4, 0, "00000000"), "Aggressive"},
		{"informational", header(0x10, 5, 1, "01020304"), "Informational"},
		{"config mode", header(0x10, 6, 1, "01020304"), "Transaction (Config Mode)"},
		{"quick mode", header(0x10, 32, 1, "01020304"), "Quick Mode"},
		{"new group", header(0x10, 33, 1, "01020304"), "New Group Mode"},
		{"unknown", header(0x10, 240, 0, "00000000"), "Unknown 240"},
		{"IKEv2's exchange in IKEv1", header(0x10, 34, 0, "00000000"), "Unknown 34"},
		{"init request", header(0x20, 34, 0x08, "00000000"), "IKE_SA_INIT MID=00 Initiator Request"},
		{"init response", header(0x20, 34, 0x20, "00000000"), "IKE_SA_INIT MID=00 Responder Response"},
		{"auth", header(0x20, 35, 0x08, "000000ff"), "IKE_AUTH MID=255 Initiator Request"},
		{"child", header(0x21, 36, 0x08, "00001234"), "CREATE_CHILD_SA MID=4660 Initiator Request"},
		{"unknown in IKEv2", header(0x20, 99, 0, "00000000"), "Unknown 99 MID=00 Responder Request"},
		{"younger", header(0x20, 43, 0x08, "00000001"), "IKE_INTERMEDIATE MID=01 Initiator Request"},
		{"version 0", header(0x00, 2, 0, "00000000"), ""},
		{"version 3", header(0x30, 2, 0, "00000000"), ""},
	}
	for _, tt := range tests {
		var p isakmp.Packet
		b := dissecttest.Hex(tt.hex)
		if err := decode(&p, b, len(b)); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if info := string(p.AppendSummary(nil, nil)); info != tt.info {
			t.Errorf("%s: %q, want %q", tt.name, info, tt.info)
		}
	}
}

// What is on the port and no message goes on as what it may be.
func TestForeign(t *testing.T) {
	short := strings.TrimSuffix(header(0x10, 2, 0, "00000000"), "1c")
	tests := []struct {
		name, hex string
		next      field.Key
	}{
		{"keepalive", "ff", isakmp.KeepaliveKey},
		{"another byte", "00", field.Key{}},
		{"27 bytes", short, field.Key{}},
		{"a length of 27", short + "1b", field.Key{}},
	}
	for _, tt := range tests {
		var p isakmp.Packet
		var d field.Decoder
		b := dissecttest.Hex(tt.hex)
		d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
		err := p.Decode(&d)
		pay, ok := d.TakePayload()
		if err != nil || !ok || pay.Off != 0 || p.Next(0) != tt.next || p.Next(1) != (field.Key{}) {
			t.Errorf("%s: %v, payload %+v, next %v", tt.name, err, pay, p.Next(0))
		}
	}
}

// The expected values are tshark's of the same packet.
func TestMainMode(t *testing.T) {
	b := dissecttest.Load(t, "main-mode-1")
	var p isakmp.Packet
	if err := decode(&p, b, len(b)); err != nil {
		t.Fatal(err)
	}
	if p.InitiatorSPI != [8]byte(dissecttest.Hex("2a81779f69c370e1")) || p.Exchange != isakmp.ExchangeMain || p.Length != 204 || p.MessageID != 0 {
		t.Errorf("header: %+v", p.Header)
	}
	if len(p.Payloads) != 7 || p.Payloads[0].Type != isakmp.PayloadSA || p.Payloads[0].Next != isakmp.PayloadVendor || len(p.Payloads[0].Body) != 56 {
		t.Errorf("payloads: %+v", p.Payloads)
	}
	if len(p.Proposals) != 1 || p.Proposals[0].Number != 1 || p.Proposals[0].Protocol != isakmp.ProtocolISAKMP || p.Proposals[0].Count != 1 {
		t.Errorf("proposals: %+v", p.Proposals)
	}
	var values []uint64
	for _, a := range p.Attributes {
		values = append(values, uint64(a.Type), a.Uint())
	}
	want := []uint64{1, 7, 14, 128, 2, 2, 4, 2, 3, 1, 11, 1, 12, 86400}
	if len(values) != len(want) {
		t.Fatalf("attributes: %v", values)
	}
	for i := range want {
		if values[i] != want[i] {
			t.Fatalf("attributes: %v, want %v", values, want)
		}
	}
	if name := isakmp.VendorName(p.Payloads[1].Body); name != "XAUTH" {
		t.Errorf("vendor: %q", name)
	}
}

// The expected values are tshark's of the same packet.
func TestSAInit(t *testing.T) {
	b := dissecttest.Load(t, "sa-init")
	var p isakmp.Packet
	if err := decode(&p, b, len(b)); err != nil {
		t.Fatal(err)
	}
	if p.Major() != 2 || p.Exchange != isakmp.ExchangeSAInit || p.Flags != isakmp.FlagInitiator {
		t.Errorf("header: %+v", p.Header)
	}
	if len(p.Transforms) != 3 || p.Transforms[0].Type != isakmp.TransformEncr || p.Transforms[0].ID != 20 || p.Transforms[2].ID != 19 {
		t.Errorf("transforms: %+v", p.Transforms)
	}
	if p.Group != 19 || len(p.KeyExchange) != 64 || len(p.Nonce) != 32 {
		t.Errorf("group %d, %d bytes of key, %d of nonce", p.Group, len(p.KeyExchange), len(p.Nonce))
	}
	if len(p.Notifies) != 5 || p.Notifies[0].Type != 16388 || p.Notifies[1].Type != 16389 || len(p.Notifies[0].Data) != 20 {
		t.Errorf("notifies: %+v", p.Notifies)
	}
}

// Cisco IOS sends NAT-D as payload 15, by drafts 04 to 08 of RFC 3947; the
// same number is GDOI's, behind phase 1 on port 848 and in GROUPKEY-PUSH.
func TestNATDetection15(t *testing.T) {
	tests := []struct {
		exchange isakmp.Exchange
		port     uint16
		want     int
	}{
		{isakmp.ExchangeBase, 500, 1},
		{isakmp.ExchangeMain, 500, 1},
		{isakmp.ExchangeAggressive, 500, 1},
		{isakmp.ExchangeMain, 848, 1},
		{isakmp.ExchangeQuick, 4500, 1},
		{isakmp.ExchangeQuick, 848, 0},
		{isakmp.ExchangeGroupkeyPush, 500, 0},
	}
	for _, tt := range tests {
		b := message(0x10, byte(tt.exchange), 0, 0, payload(15, strings.Repeat("b", 20)))
		var p isakmp.Packet
		var d field.Decoder
		d.Env.SrcPort, d.Env.DstPort = tt.port, tt.port
		d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
		err := p.Decode(&d)
		if len(p.NATD) != tt.want || tt.want == 1 && (err != nil || !bytes.Equal(p.NATD[0], b[32:])) {
			t.Errorf("exchange %d on port %d: %x, %v", tt.exchange, tt.port, p.NATD, err)
		}
	}
}

// A payload whose length is too short for its own header is noted, and the
// chain goes on behind the header.
func TestShortPayload(t *testing.T) {
	b := dissecttest.Hex("a1b2c3d4e5f60708 0707070707070707 0a100200 00000000 00000028 0a000003 00000008 61626364")
	var p isakmp.Packet
	var d field.Decoder
	d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
	if err := p.Decode(&d); err != nil {
		t.Fatal(err)
	}
	if len(d.Notes()) != 1 || string(p.Nonce) != "abcd" {
		t.Errorf("notes %v, nonce %q", d.Notes(), p.Nonce)
	}
}

func BenchmarkMainMode(b *testing.B) { benchmark(b, "main-mode-1") }
func BenchmarkSAInit(b *testing.B)   { benchmark(b, "sa-init") }

func benchmark(b *testing.B, name string) {
	data := dissecttest.Load(b, name)
	var p isakmp.Packet
	var d field.Decoder
	var out []byte
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		d.Reset(data, field.Span{End: len(data), Wire: len(data)}, nil, -1)
		_ = p.Decode(&d)
		out = p.AppendSummary(out[:0], nil)
	}
}
