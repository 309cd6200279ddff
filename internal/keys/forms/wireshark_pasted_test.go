package forms

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// One row of esp_sa as it comes out of mails, spreadsheets, shells and other programs.
// Each variant is the same SA; what had to be repaired is told.
func TestPastedRows(t *testing.T) {
	const row = `"IPv4","80.1.0.2","80.2.0.2","0x0b34389d","AES-CBC [RFC3602]","0x` + key16 + `","HMAC-SHA-1-96 [RFC2404]","0x` + key20 + `"`
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(row) }
	spaced := func(digits, between string) string {
		var groups []string
		for ; digits != ""; digits = digits[2:] {
			groups = append(groups, digits[:2])
		}
		return strings.Join(groups, between)
	}
	const (
		none     = ""
		quoted   = "FILE:1: other quotes than \" are taken as such\n"
		parted   = "FILE:1: other separators than commas are taken as such\n"
		noPrefix = "FILE:1: ESP 0x0b34389d: authentication key: 40 hexadecimal digits: 0x is missing; they are read as such\n"
	)
	for _, c := range []struct{ name, text, want string }{
		{"as Wireshark writes it", row, none},
		{"curly quotes", strings.NewReplacer(`",`, "\u201d,", `"`, "\u201c").Replace(row), quoted},
		{"single quotes", replace(`"`, "'"), quoted},
		{"semicolons", replace(",", ";"), parted},
		{"tabs", replace(",", "\t"), parted},
		{"tabs without quotes", replace(",", "\t", `"`, ""), parted},
		{"a comma at the end", row + ",", none},
		{"nine columns", row + `,"32-bit"`, none},
		{"ten columns and a comma", row + `,"32-bit","0",`, none},
		{"spaces inside of quotes", replace(`"0x`+key16, `" 0x`+key16, key20+`"`, key20+` "`), "FILE:1: ESP 0x0b34389d: encryption key: the spaces inside of its quotes are left out\n" +
			"FILE:1: ESP 0x0b34389d: authentication key: the spaces inside of its quotes are left out\n"},
		{"spaces around addresses and SPI", replace(`"80.1.0.2"`, `" 80.1.0.2 "`, `"0x0b34389d"`, `" 0x0b34389d"`), none},
		{"a space without width", replace(`"0x`+key16, "\"\u200b0x"+key16, `80.1.0.2"`, "80.1.0.2\u200b\""), none},
		{"a mark before the row", "\ufeff" + row, none},
		{"colons in a key", replace(key16, spaced(key16, ":")), none},
		{"groups in a key", replace(key20, spaced(key20, " ")), none},
		{"0x missing", replace("0x"+key20, key20), noPrefix},
		{"0x missing, colons", replace("0x"+key20, spaced(key20, ":")), noPrefix},
		{"an option", "-o 'uat:esp_sa:" + row + "' -r x.pcap", none},
		{"an option of Windows", `tshark -r x.pcap -o "uat:esp_sa:` + replace(`"`, `\"`) + `" -V`, none},
		{"an option without backslashes", `-o "uat:esp_sa:` + row + `"`, none},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := parse(t, c.text+"\n")
			problems(t, s, c.want)
			same(t, s.ESP, []*keys.ESP{{
				Src: addr("80.1.0.2"), Dst: addr("80.2.0.2"), SPI: keys.SPIOf(0x0b34389d), Encr: ipsec.EncrAESCBC, Key: bin(key16), Integ: ipsec.IntegSHA1_96, IntegKey: bin(key20),
			}})
			for _, p := range s.Problems {
				if !p.Kept {
					t.Errorf("%v: its row is used", p)
				}
			}
		})
	}
}

// Digits without 0x that the cipher takes as a key, as well as their characters: packets
// decide. Shorter ones are a word where the cipher takes them as such.
func TestDigitsOrCharacters(t *testing.T) {
	s := parse(t, `"IPv4","*","*","1","AES-CBC","`+key16+`","NULL",""
"IPv4","*","*","2","AES-CBC","0123456789abcdef","NULL",""
"IPv4","*","*","3","DES-CBC","0123456789abcdef","NULL",""
"IPv4","*","*","4","TripleDES-CBC","`+key24+`","NULL",""
"IPv4","*","*","5","AES-GCM with 16 octet ICV","`+key20+`","NULL",""
"IPv4","*","*","6","AES-CBC","`+key16+`0","NULL",""
"IPv4","*","*","7","AES-CBC","`+key20+`","NULL",""
`)
	guessed := keys.ESP{SPI: keys.SPIOf(1), Encr: ipsec.EncrAESCBC, Guessed: true}
	digits, characters := guessed, guessed
	digits.Key, characters.Key = bin(key16), crypt.Secret(key16)
	same(t, s.ESP, []*keys.ESP{
		&digits, &characters,
		{SPI: keys.SPIOf(2), Encr: ipsec.EncrAESCBC, Key: crypt.Secret("0123456789abcdef")},
		{SPI: keys.SPIOf(3), Encr: ipsec.EncrDES, Key: bin("0123456789abcdef")},
		{SPI: keys.SPIOf(4), Encr: ipsec.Encr3DES, Key: bin(key24)},
		{SPI: keys.SPIOf(5), Encr: ipsec.EncrAESGCM16, Key: bin(key20)},
	})
	problems(t, s, `FILE:1: ESP 0x00000001: encryption key: 32 hexadecimal digits: 0x is missing, or these are the characters of a key; both are tried
FILE:3: ESP 0x00000003: encryption key: 16 hexadecimal digits: 0x is missing; they are read as such
FILE:4: ESP 0x00000004: encryption key: 48 hexadecimal digits: 0x is missing; they are read as such
FILE:5: ESP 0x00000005: encryption key: 40 hexadecimal digits: 0x is missing; they are read as such
FILE:6: ESP 0x00000006: encryption key: ENCR_AES_CBC: key of 33 bytes, want 16, 24 or 32
FILE:7: ESP 0x00000007: encryption key: 40 hexadecimal digits: 0x is missing; they are read as such
FILE:7: ESP 0x00000007: encryption key: ENCR_AES_CBC: key of 20 bytes, want 16, 24 or 32
`)
}

// Rows of IKE's tables with 0x before their digits, as libreswan's log has them, and
// with other separators.
func TestPastedIKERows(t *testing.T) {
	const spis, sk = "0001020304050607,c02e7a3031a03188", key16 + "," + key16
	v2 := keys.IKE{
		Version: 2, InitiatorSPI: 0x0001020304050607, ResponderSPI: 0xc02e7a3031a03188, Encr: ipsec.EncrAESCBC, KeyBits: 128, Integ: ipsec.IntegSHA1_96,
		SKei: bin(key16), SKer: bin(key16), SKai: bin(key20), SKar: bin(key20),
	}
	v1 := keys.IKE{Version: 1, InitiatorSPI: 0xfafaeb49382a763c, Ka: bin(key16)}
	row := spis + "," + sk + `,"AES-CBC-128 [RFC3602]",` + key20 + "," + key20 + `,"HMAC_SHA1_96 [RFC2404]"`
	prefixed := strings.NewReplacer("0001020304050607,c", "0x0001020304050607,0xc", key16, "0x"+key16, ","+key20, ",0x"+key20).Replace(row)
	for _, c := range []struct {
		text string
		want *keys.IKE
	}{
		{row, &v2}, {prefixed, &v2}, {row + ",", &v2},
		{strings.ReplaceAll(row, ",", ";"), &v2}, {strings.ReplaceAll(row, ",", "\t"), &v2}, {strings.ReplaceAll(row, `"`, "\u201c"), &v2},
		{"fafaeb49382a763c," + key16, &v1}, {"0xfafaeb49382a763c,0x" + key16, &v1}, {"fafaeb49382a763c;" + key16, &v1},
		{`"fafaeb49382a763c","` + key16 + `"`, &v1},
	} {
		s := parse(t, c.text)
		same(t, s.IKE, []*keys.IKE{c.want})
		for _, p := range s.Problems {
			if !p.Kept {
				t.Errorf("%s: %v", c.text, p)
			}
		}
	}
}

// The names of Wireshark 4.6, which older versions do not have, are read and written.
func TestWireshark46Names(t *testing.T) {
	const text = `"IPv4","*","*","0x00000101","ChaCha20 with Poly1305 [RFC7634]","0x` + key36 + `","NULL",""
"IPv4","*","*","0x00000103","ChaCha20 with Poly1305 and IIV [RFC7634 & RFC8750]","0x` + key36 + `","NULL",""
"IPv4","*","*","0x00000104","AES-GCM with IIV and 16 octet ICV [RFC4106 & RFC8750]","0x` + key20 + `","NULL",""
`
	s := load(t, text)
	var encrs []ipsec.Encr
	for _, e := range s.ESP {
		encrs = append(encrs, e.Encr)
	}
	same(t, encrs, []ipsec.Encr{ipsec.EncrChaCha20Poly1305, ipsec.EncrChaCha20Poly1305IIV, ipsec.EncrAESGCM16IIV})
	out, left := write(t, "esp_sa", s)
	if len(left) > 0 || strings.ReplaceAll(out, `"IPv6"`, `"IPv4"`) != doubled(text) {
		t.Errorf("%s\n%v", out, left)
	}
}

// doubled is each row twice: an SA between any addresses has a row for both versions of
// IP.
func doubled(text string) string {
	var b strings.Builder
	for row := range strings.Lines(text) {
		b.WriteString(row + row)
	}
	return b.String()
}
