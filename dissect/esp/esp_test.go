package esp_test

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
)

func newESP() dissect.Message { return new(esp.Packet) }
func newAH() dissect.Message  { return new(esp.AH) }

const (
	espHex = "8e25d88000000001a7cedee7c2743f55729881fac5fea77b5d0f0db2bb79647c"
	ahHex  = "320400008179b7050000000127cfc0a5e43d69b3728ec5b0" // before ESP, with an ICV of 96 bits
)

func espSeeds(t testing.TB) []dissecttest.Seed {
	return []dissecttest.Seed{
		{Name: "esp", Bytes: dissecttest.Hex(espHex), Need: 8},
		{Name: "esp without data", Bytes: dissecttest.Hex(espHex[:16])},
	}
}

func ahSeeds(t testing.TB) []dissecttest.Seed {
	return []dissecttest.Seed{
		{Name: "ah", Bytes: dissecttest.Hex(ahHex + espHex)},
		{Name: "ah alone", Bytes: dissecttest.Hex(ahHex)},
		{Name: "ah without icv", Bytes: dissecttest.Hex("3b01000031313131313131313131")},
	}
}

func TestESP(t *testing.T) { dissecttest.Run(t, newESP, espSeeds(t)) }
func TestAH(t *testing.T)  { dissecttest.Run(t, newAH, ahSeeds(t)) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newESP, espSeeds(t)[0])
	dissecttest.Golden(t, newAH, ahSeeds(t)[0])
}

func FuzzESP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: espSeeds(f), 1: ahSeeds(f)}, newESP, newAH)
}

// decode reads data, which was wire bytes long before the capture cut it.
func decode(m dissect.Message, data []byte, wire int) (field.Span, error) {
	var d field.Decoder
	d.Reset(data, field.Span{End: len(data), Wire: wire}, nil, -1)
	err := m.Decode(&d)
	pay, _ := d.TakePayload()
	return pay, err
}

func TestESPFields(t *testing.T) {
	b := dissecttest.Hex(espHex)
	var p esp.Packet
	if _, err := decode(&p, b, 100); err != nil {
		t.Fatal(err)
	}
	if p.SPI != 0x8e25d880 || p.Seq != 1 || !bytes.Equal(p.Data, b[8:]) || p.Wire != 92 {
		t.Errorf("%+v", p)
	}
}

func TestAHFields(t *testing.T) {
	b := dissecttest.Hex(ahHex + espHex)
	var a esp.AH
	pay, err := decode(&a, b, len(b))
	if err != nil {
		t.Fatal(err)
	}
	if a.NextHeader != 50 || a.SPI != 0x8179b705 || a.Seq != 1 || !bytes.Equal(a.ICV, b[12:24]) {
		t.Errorf("%+v", a)
	}
	if pay.Off != 24 || a.Next(0) != field.IPProto.Key(50) {
		t.Errorf("the payload is %v at %d", a.Next(0), pay.Off)
	}
}

// The texts are tshark's for the same bytes; what it marks as malformed or as
// cut is an error here.
func TestInfo(t *testing.T) {
	tests := []struct {
		name string
		m    dissect.Message
		hex  string
		wire int
		info string
		ok   bool
	}{
		{"esp", newESP(), "3132333435363738", 8, "ESP (SPI=0x31323334)", true},
		{"esp, sequence cut", newESP(), "313233343536", 10, "", false},
		{"esp, data cut", newESP(), "313233343536373839", 10, "ESP (SPI=0x31323334)", true},
		{"esp of five bytes", newESP(), "3132333435", 5, "", false},
		{"ah", newAH(), "3b0100003131313131313131", 12, "AH (SPI=0x31313131)", true},
		{"ah of eleven bytes", newAH(), "3201313131313131313131", 11, "AH (SPI=0x31313131)", false},
		{"ah longer than its packet", newAH(), "3b04000031313131313131313131", 14, "AH (SPI=0x31313131)", false},
	}
	for _, tt := range tests {
		_, err := decode(tt.m, dissecttest.Hex(tt.hex), tt.wire)
		if info := string(tt.m.AppendSummary(nil, nil)); info != tt.info || (err == nil) != tt.ok {
			t.Errorf("%s: %q, %v", tt.name, info, err)
		}
	}
}

// Behind IPv6 an AH is one of its extension headers, with the next protocol.
func TestAHInIPv6(t *testing.T) {
	for bytes, want := range map[string]string{
		"3b0100000000010000000013":         "IPv6 no next header",
		"fd010000000001000000001331323334": "Unknown IP Protocol: Unknown (253)",
	} {
		var a esp.AH
		var d field.Decoder
		b := dissecttest.Hex(bytes)
		d.Env.Src = netip.MustParseAddr("fe80::1")
		d.Reset(b, field.Span{End: len(b), Wire: len(b)}, nil, -1)
		if err := a.Decode(&d); err != nil {
			t.Fatal(err)
		}
		if got := string(a.AppendSummary(nil, nil)); got != want || !a.Nested() {
			t.Errorf("%q, nested %v, want %q", got, a.Nested(), want)
		}
	}
}

// RFC 4302, section 2.2: no header is shorter than its fixed fields.
func TestAHTooShort(t *testing.T) {
	if _, err := decode(newAH(), dissecttest.Hex("3b00000031313131313131313131"), 14); err == nil {
		t.Error("a length of 0 words is no error")
	}
}

func BenchmarkESP(b *testing.B) {
	data := dissecttest.Hex(espHex)
	var p esp.Packet
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
