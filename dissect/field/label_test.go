package field_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

var (
	words = field.NewProto("words", "Words", "Words")

	wordsHex    = words.Uint16("words.hex", "Checksum", field.Hex)
	wordsHexDec = words.Uint32("words.hexdec", "ESP SPI", field.HexDec)
	wordsNamed  = words.Uint8("words.named", "DSAP", field.Hex, field.Named(func(v uint64) string {
		if v == 0xaa {
			return "SNAP"
		}
		return ""
	}))
	wordsBoth = words.Uint16("words.both", "Both", field.HexDec, field.Named(func(uint64) string { return "name" }))
	wordsUnit = words.Uint8("words.unit", "TTL", field.Dec, field.Unit(" second", " seconds"))
	wordsOUI  = words.Uint24("words.oui", "Address OUI", field.OUI)
	wordsRaw  = words.Bytes("words.raw", "Data")
	wordsText = words.String("words.text", "Device ID")
	wordsIPv4 = words.IPv4("words.ipv4", "Source Address")
	wordsIPv6 = words.IPv6("words.ipv6", "Source Address")
	wordsMAC  = words.Ether("words.mac", "Destination")

	wordsLabel  = words.Uint32("words.label", "MPLS Label", field.DecHex, field.Mask(0xfffff000), field.Width(32))
	wordsBottom = words.Uint32("words.bottom", "MPLS Bottom Of Label Stack", field.Dec, field.Mask(0x100), field.Width(32))
	wordsFtype  = words.Uint8("words.ftype", "Frame type", field.Hex, field.Mask(0x03), field.Named(func(uint64) string { return "Unnumbered frame" }))
	wordsHdrLen = words.Uint8("words.hdr_len", "Header Length", field.Dec, field.Mask(0x0f), field.Scale(4))
	wordsDF     = words.Bit("words.df", "Don't fragment", 0x40, field.Named(field.SetNotSet))
	wordsFlags  = words.Uint8("words.flags", "Flags", field.Hex, field.Bits(wordsDF))
)

// TestLabel holds lines and values against tshark's showname and show.
func TestLabel(t *testing.T) {
	bytesUpTo := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i)
		}
		return string(b)
	}
	const hex36 = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223"
	text := func(d *field.Decoder) { d.Text(wordsText) }
	raw := func(d *field.Decoder) { d.Rest(wordsRaw) }
	tests := []struct {
		name, in    string
		read        func(d *field.Decoder)
		label, show string
	}{
		{"hex", "\x35\x57", func(d *field.Decoder) { d.Uint16(wordsHex) }, "Checksum: 0x3557", "0x3557"},
		{"hex and decimal", "\xf4\xdc\x0a\xe5", func(d *field.Decoder) { d.Uint32(wordsHexDec) }, "ESP SPI: 0xf4dc0ae5 (4108061413)", "0xf4dc0ae5"},
		{"named", "\xaa", func(d *field.Decoder) { d.Uint8(wordsNamed) }, "DSAP: SNAP (0xaa)", "0xaa"},
		{"not named", "\xab", func(d *field.Decoder) { d.Uint8(wordsNamed) }, "DSAP: Unknown (0xab)", "0xab"},
		{"named, two bases", "\x12\x34", func(d *field.Decoder) { d.Uint16(wordsBoth) }, "Both: name (0x1234)", "0x1234"},
		{"unit", "\xb4", func(d *field.Decoder) { d.Uint8(wordsUnit) }, "TTL: 180 seconds", "180"},
		{"one unit", "\x01", func(d *field.Decoder) { d.Uint8(wordsUnit) }, "TTL: 1 second", "1"},
		{"OUI", "\x01\x00\x0c", func(d *field.Decoder) { d.Uint24(wordsOUI) }, "Address OUI: 01:00:0c", "65548"},
		{"label of 20 bits", "\x18\x96\x01\x01", func(d *field.Decoder) { d.Uint32(wordsLabel) },
			"0001 1000 1001 0110 0000 .... .... .... = MPLS Label: 100704 (0x18960)", "100704"},
		{"one bit", "\x18\x96\x01\x01", func(d *field.Decoder) { d.Uint32(wordsBottom) },
			".... .... .... .... .... ...1 .... .... = MPLS Bottom Of Label Stack: 1", "1"},
		{"masked hex", "\x03", func(d *field.Decoder) { d.Uint8(wordsFtype) }, ".... ..11 = Frame type: Unnumbered frame (0x3)", "0x03"},
		{"scaled", "\x45", func(d *field.Decoder) { d.Uint8(wordsHdrLen) }, ".... 0101 = Header Length: 20", "20"},
		{"IPv4", "\xc0\xa8\x00\x0a", func(d *field.Decoder) { d.IPv4(wordsIPv4) }, "Source Address: 192.168.0.10", "192.168.0.10"},
		{"MAC", "\x01\x00\x0c\xcc\xcc\xcc", func(d *field.Decoder) { d.Ether(wordsMAC) }, "Destination: 01:00:0c:cc:cc:cc", "01:00:0c:cc:cc:cc"},
		{"36 bytes", bytesUpTo(36), raw, "Data: " + hex36, colons(hex36)},
		{"37 bytes", bytesUpTo(37), raw, "Data: " + hex36 + "24", colons(hex36 + "24")},
		{"116 bytes", strings.Repeat("x", 116), raw, "Data: " + strings.Repeat("78", 116), colons(strings.Repeat("78", 116))},
		{"117 bytes", strings.Repeat("x", 117), raw, "Data […]: " + strings.Repeat("78", 113) + "7", colons(strings.Repeat("78", 117))},
		{"no bytes", "", raw, "Data: <MISSING>", ""},
		{"text", `a"b'c<d>&e` + "\x00", text, `Device ID: a"b'c<d>&e`, `a"b'c<d>&e`},
		{"control characters", "\x01\x1b[31m\x7f\n\t\r\\x", text, `Device ID: \x01\x1B[31m\x7F\n\t\r\x`, "\x01\x1b[31m\x7f\n\t\r\\x"},
		{"no UTF-8", "\x80\xff", text, "Device ID: \ufffd\ufffd", "\ufffd\ufffd"},
		{"no text", "", text, "Device ID: ", ""},
		{"longest line", strings.Repeat("z", 228), text, "Device ID: " + strings.Repeat("z", 228), strings.Repeat("z", 228)},
		{"longer line", strings.Repeat("x", 300), text, "Device ID […]: " + strings.Repeat("x", 222), strings.Repeat("x", 300)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := decodeWith(t, tt.in, tt.read)
			if got := string(tree.AppendLabel(nil, 0)); got != tt.label {
				t.Errorf("label %q, want %q", got, tt.label)
			}
			if got := string(tree.AppendShow(nil, 0)); got != tt.show {
				t.Errorf("show %q, want %q", got, tt.show)
			}
		})
	}
}

// TestBits: the parts of an integer stand below it.
func TestBits(t *testing.T) {
	tree := decodeWith(t, "\x40", func(d *field.Decoder) { d.Uint8(wordsFlags) })
	if len(tree.Nodes) != 2 {
		t.Fatalf("%d nodes, want 2", len(tree.Nodes))
	}
	if got := string(tree.AppendLabel(nil, 1)); got != ".1.. .... = Don't fragment: Set" {
		t.Errorf("%q", got)
	}
}

// TestIPv6 holds addresses against inet_ntop's words.
func TestIPv6(t *testing.T) {
	tests := []struct{ in, want string }{
		{strings.Repeat("\x00", 16), "::"},
		{strings.Repeat("\x00", 15) + "\x01", "::1"},
		{"\xfe\x80" + strings.Repeat("\x00", 12) + "\x00\x01", "fe80::1"},
		{"\x20\x01\x0d\xb8\x00\x00\x00\x01\x00\x01\x00\x01\x00\x01\x00\x01", "2001:db8:0:1:1:1:1:1"},
		{strings.Repeat("\x00", 10) + "\xff\xff\x0a\x00\x00\x01", "::ffff:10.0.0.1"},
		{strings.Repeat("\x00", 12) + "\x0a\x00\x00\x01", "::10.0.0.1"},
	}
	for _, tt := range tests {
		tree := decodeWith(t, tt.in, func(d *field.Decoder) { d.IPv6(wordsIPv6) })
		if got := string(tree.AppendShow(nil, 0)); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

func TestSeconds(t *testing.T) {
	for _, tt := range []struct {
		nanos  int64
		digits int
		want   string
	}{
		{0, 9, "0.000000000"}, {49754, 9, "0.000049754"}, {-1499999930, 6, "-1.499999"},
		{1795326985807497673, 9, "1795326985.807497673"}, {-1 << 63, 9, "-9223372036.854775808"},
	} {
		if got := string(field.AppendSeconds(nil, tt.nanos, tt.digits)); got != tt.want {
			t.Errorf("%d: %s, want %s", tt.nanos, got, tt.want)
		}
	}
}

// TestOID holds object identifiers against those of RFC 5280 and X.690.
func TestOID(t *testing.T) {
	for in, want := range map[string]string{
		"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b": "1.2.840.113549.1.1.11", "\x55\x04\x03": "2.5.4.3", "\x88\x37\x03": "2.999.3",
	} {
		if got := string(field.AppendOID(nil, []byte(in))); got != want {
			t.Errorf("%x: %s, want %s", in, got, want)
		}
	}
}

// decodeWith is the tree of what read reads.
func decodeWith(t *testing.T, in string, read func(d *field.Decoder)) *field.Tree {
	t.Helper()
	var d field.Decoder
	tree := new(field.Tree)
	tree.Reset([]byte(in))
	d.Reset([]byte(in), field.Span{End: len(in), Wire: len(in)}, tree, -1)
	read(&d)
	if err := d.Err(); err != nil {
		t.Fatal(err)
	}
	return tree
}

// colons puts a colon between bytes in hexadecimal.
func colons(hex string) string {
	var s strings.Builder
	for i := 0; i < len(hex); i += 2 {
		if i > 0 {
			s.WriteByte(':')
		}
		s.WriteString(hex[i : i+2])
	}
	return s.String()
}
