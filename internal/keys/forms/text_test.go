package forms

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/pktscope/pktscope/internal/keys"
)

// The row that PowerShell's ">" writes is UTF-16; characters beyond 16 bits are two
// units, and a cut one at the end is left out.
func TestUTF16(t *testing.T) {
	const row = "# \U0001f511 caf\u00e9\r\n" + `"IPv4","*","*","5","AES-CBC","0x` + key16 + `","NULL",""` + "\r\n"
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		b := order.AppendUint16(nil, 0xfeff)
		for _, u := range utf16.Encode([]rune(row)) {
			b = order.AppendUint16(b, u)
		}
		for _, text := range []string{string(b), string(b) + "\x00"} {
			s := load(t, text)
			if len(s.ESP) != 1 || s.ESP[0].SPI != keys.SPIOf(5) {
				t.Fatalf("%v: %v", order, s.ESP)
			}
			at(t, s.ESP[0].Place, "FILE:2")
			same(t, s.ESP[0].Key, bin(key16))
		}
	}
}

// A file without keys is told by what it is.
func TestFilesWithoutKeys(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"esp_sa", "", "empty: strongSwan's save-keys has no name for this cipher; use the log"},
		{"site.ikev2_decryption_table", " \n", "empty: strongSwan's save-keys has no name for this cipher; use the log"},
		{"x", "\n\n", "empty"},
		{"x", "\xd4\xc3\xb2\xa1\x02\x00\x04\x00", "a capture, not a key file"},
		{"x", "\x1f\x8b\x08\x00", "compressed, not a text: unpack it"},
		{"x", "\x7fELF\x02\x00", "not a text: no key file"},
		{"x", "11[IKE] received proposals unacceptable\n", "a log of strongSwan without keys; it prints them with ike and chd at level 4"},
		{"x", `{"time":"x","thread":11,"group":"IKE","level":1,"msg":"received proposals unacceptable"}`, "a log of strongSwan without keys; it prints them with ike and chd at level 4"},
		{"x", "Nov 28 22:00:01 gw charon-systemd[812]: received proposals unacceptable\n", "a log of strongSwan without keys; it prints them with ike and chd at level 4"},
		{"x", `"lab" #1: initiating IKEv2 connection` + "\n", "a log of libreswan without keys; it prints them with plutodebug=private,crypt"},
		{"x", "Nov 28 gw racoon: INFO: ISAKMP-SA established\n", "a log of racoon without keys; it prints them at level debug"},
		{"x", "src 10.0.0.0/24 dst 10.1.0.0/24\n\tdir out priority 383615 ptype main\n\ttmpl src 80.1.0.2 dst 80.2.0.2\n", "what ip xfrm policy prints, without keys; ip xfrm state prints them"},
		{"x", "src 80.1.0.2 dst 80.2.0.2\n\tproto ah spi 0x1 reqid 0 mode tunnel\n", "what ip xfrm state prints, without an ESP SA that has keys"},
		{"x", "net: #1, ESTABLISHED, IKEv2, 47389586010477d4_i* 5e430e855656f69d_r\n", "what swanctl --list-sas prints, without keys"},
		{"x", "     inbound esp sas:\n      spi: 0xD1(209)\n", "what show crypto ipsec sa prints, without keys"},
		{"x", "{}", `JSON without "ike", "esp" or "psk"`},
		{"x", "hello\n", "no key in any known form"},
	} {
		s, err := Parse(c.name, strings.NewReader(c.text))
		if err != nil {
			t.Fatal(err)
		}
		problems(t, s, c.name+": "+c.want+"\n")
	}
}
