package esp_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
)

// decrypted is the detail of an ESP packet whose plaintext is given, and the message.
func decrypted(t *testing.T, plain string) (detail string, p esp.Packet, pay field.Span) {
	t.Helper()
	cipher := dissecttest.Hex(espHex)
	var tree field.Tree
	tree.Reset(cipher, dissecttest.Hex(plain))
	p.Facts = esp.Facts{Plain: tree.Bufs[1], Buf: 1}
	var d field.Decoder
	d.Reset(cipher, field.Span{End: len(cipher), Wire: len(cipher)}, &tree, -1)
	if err := p.Decode(&d); err != nil || len(d.Notes()) > 0 {
		t.Fatal(err, d.Notes())
	}
	pay, _ = d.TakePayload()
	var b []byte
	for i := range tree.Nodes {
		b = append(tree.AppendLabel(b, i), '\n')
	}
	return string(b), p, pay
}

// The padding of RFC 4303, section 2.4, and one that is not; the text of the generated
// line is Wireshark's.
func TestPad(t *testing.T) {
	const bogus = "Padding MUST increment starting with 1 [RFC 4303 2.4]"
	for plain, want := range map[string]string{
		"61626364 0102 02 3d":   "Pad: 0102\n",
		"61626364 0000 02 3d":   "Pad: 0000 [incorrect, should be 0102]\n",
		"61626364 010204 03 3d": "Pad: 010204 [incorrect, should be 010203]\n",
		"61626364 00 3d":        "",
	} {
		detail, p, _ := decrypted(t, plain)
		wrong := strings.Contains(want, "incorrect")
		if !strings.Contains(detail, want) || p.PadBogus != wrong || strings.Contains(detail, bogus) != wrong || want == "" && strings.Contains(detail, "Pad:") {
			t.Errorf("%s: %v\n%s", plain, p.PadBogus, detail)
		}
	}
}

// The padding for traffic flow confidentiality is what stands behind the length that the
// inner packet has: RFC 4303, section 2.7. TCP has none.
func TestTFC(t *testing.T) {
	const (
		ip4  = "4500001500000000403b00000a0000010a000002 61"
		ip6  = "6000000000013b40 20010db8000000000000000000000001 20010db8000000000000000000000002 61"
		ip6b = "6000000000003b40 20010db8000000000000000000000001 20010db8000000000000000000000002"
		udp  = "0001000200090000 61"
	)
	for _, c := range []struct {
		name, plain string
		size        int // of the payload
		tfc         string
	}{
		{"IPv4", ip4 + "000000 00 04", 21, "TFC Padding: 000000 (3 bytes)\n"},
		{"IPv4 without", ip4 + "00 04", 21, ""},
		{"IPv6", ip6 + "aabb 00 29", 41, "TFC Padding: aabb (2 bytes)\n"},
		{"IPv6 whose length is 0", ip6b + "aabb 00 29", 42, ""},
		{"UDP", udp + "cc 00 11", 9, "TFC Padding: cc (1 byte)\n"},
		{"TCP", udp + "cc 00 06", 10, ""},
		{"IPv4 of no length", strings.Replace(ip4, "45000015", "45000000", 1) + "cc 00 04", 22, ""},
		{"IPv4 longer than it is", strings.Replace(ip4, "45000015", "45000115", 1) + "cc 00 04", 22, ""},
	} {
		detail, _, pay := decrypted(t, c.plain)
		if pay.Wire-pay.Off != c.size || !strings.Contains(detail, c.tfc) || c.tfc == "" && strings.Contains(detail, "TFC") {
			t.Errorf("%s: a payload of %d bytes\n%s", c.name, pay.Wire-pay.Off, detail)
		}
	}
}

// Resume leaves what Decode does where the facts were there before, but for a tree.
func TestResume(t *testing.T) {
	in := dissecttest.Hex(espHex)
	for name, f := range map[string]esp.Facts{
		"plaintext":  {Plain: dissecttest.Hex("61626364 0102 02 3d"), Buf: 1},
		"bogus pad":  {Plain: dissecttest.Hex("61626364 0000 02 3d"), Buf: 1},
		"impossible": {Plain: dissecttest.Hex("61626364 0000 aa 3d"), Buf: 1},
		"too short":  {Plain: dissecttest.Hex("61626364 0102 02 3d"), Buf: 1, IV: len(in)},
		"wrong ICV":  {IV: 8, ICV: 16, Why: esp.WrongICV},
	} {
		read := func(resume bool) (p esp.Packet, pay field.Span, notes, off int) {
			var d field.Decoder
			if !resume {
				p.Facts = f
			}
			d.Reset(in, field.Span{End: len(in), Wire: len(in)}, nil, -1)
			if err := p.Decode(&d); err != nil {
				t.Fatal(err)
			}
			if p.Facts = f; resume {
				if err := p.Resume(&d); err != nil {
					t.Fatal(err)
				}
			}
			pay, _ = d.TakePayload()
			return p, pay, len(d.Notes()), d.Off()
		}
		want, wantPay, wantNotes, wantOff := read(false)
		got, pay, notes, off := read(true)
		if !reflect.DeepEqual(got, want) || pay != wantPay || notes != wantNotes || off != wantOff {
			t.Errorf("%s: %+v, %v, %d notes, at %d; want %+v, %v, %d, %d", name, got, pay, notes, off, want, wantPay, wantNotes, wantOff)
		}
	}
}
