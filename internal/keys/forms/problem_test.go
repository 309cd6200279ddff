package forms

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Each problem is told by its line, the field and what was expected; good lines
// beside it are kept.
func TestProblems(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"esp_sa", `"IPv4","80.1.0.2","80.2.0.2","0x1","AES-CBC [RFC3602]","0x0001","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x1","AES-CBC [RFC3602]","0x000","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x1","AES-CBC [RFC3602]","0x00zz","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x1","AES-CBC [RFC9999","0x00","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x1","AES-GCM with 16 octet ICV [RFC4106]","0x` + key16 + `","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x1","AES-GCM with 13 octet ICV [RFC4106]","0x` + key20 + `","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x1","AES-GCM with 16 octet ICV [RFC4106]","0x` + key20 + `","HMAC-SHA-1-96 [RFC2404]","0x` + key20 + `"
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","HMAC-SHA-1-96 [RFC2404]","0x00"
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","HMAC-SHA-1-97","0x00"
"IPv4","80.1.0","80.2.0.2","0x1","NULL","","NULL",""
"IPv4","80.1.0.2","2001:db8::1","0x1","NULL","","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x123456789","NULL","","NULL",""
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","NULL"
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","NULL","","64-bit"
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","NULL","","65-bit","0"
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","NULL","","64-bit","123456789"
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","NULL","
"IPv4","80.1.0.2","80.2.0.2","0x1","NULL","","NULL",""
what is this?
and this?
`, `FILE:1: ESP 0x00000001: encryption key: ENCR_AES_CBC: key of 2 bytes, want 16, 24 or 32
FILE:2: ESP 0x00000001: encryption key: an odd number of hexadecimal digits: 3
FILE:3: ESP 0x00000001: encryption key: not hexadecimal digits: see character 3
FILE:4: ESP 0x00000001: encryption key: ENCR_AES_CBC: key of 1 bytes, want 16, 24 or 32
FILE:5: ESP 0x00000001: encryption key: ENCR_AES_GCM_16: key of 16 bytes, want 20, 28 or 36, the last 4 of them salt: the salt is missing
FILE:6: ESP 0x00000001: encryption algorithm: unknown, want one as "AES-CBC [RFC3602]"
FILE:7: ESP 0x00000001: authentication algorithm: ENCR_AES_GCM_16 authenticates by itself, want none beside it
FILE:8: ESP 0x00000001: authentication key: 1 bytes, where IKE makes 20; taken, for HMAC takes any number
FILE:9: ESP 0x00000001: authentication algorithm: unknown, want one as "HMAC-SHA-1-96 [RFC2404]"
FILE:10: source: want an address, or * for any, or * for an octet or a group of it
FILE:11: destination: an address of another family than the row's
FILE:12: SPI: want 0x and up to 8 hexadecimal digits, or a decimal number, or * for any
FILE:13: esp_sa: 7 columns, want 8, or 10 with ESN
FILE:15: ESP 0x00000001: sequence number: want "32-bit" or "64-bit"
FILE:16: ESP 0x00000001: high half of the sequence number: want up to 8 hexadecimal digits
FILE:17: esp_sa: an unterminated quote
FILE:19: no known form of a key, and 1 more lines
`},
		{"IKE tables", `fafaeb49382a763,00
fafaeb49382a763c,
fafaeb49382a763c,000
0001020304050607,c02e7a3031a03188,00,00,"AES-CBC-128 [RFC3602]",00,00,"HMAC_SHA1_96 [RFC2404]"
0001020304050607,c02e7a3031a03188,` + key16 + `,` + key16 + `,"AES-CBC-128 [RFC3602]",00,00,"HMAC_SHA1_96 [RFC2404]"
0001020304050607,c02e7a3031a03188,` + key16 + `,` + key16 + `,"AES-CBC-256 [RFC3602]",,,"NONE [RFC4306]"
0001020304050607,c02e7a3031a03188,` + key16 + `,,"AES-CBC-128 [RFC3602]",,,"NONE [RFC4306]"
0001020304050607,c02e7a3031a03188,` + key16 + `,` + key16 + `,"AES-CBC-128 [RFC3602]",` + key20 + `,,"HMAC_SHA1_96 [RFC2404]"
0001020304050607,c02e7a3031a0318,` + key16 + `,` + key16 + `,"AES-CBC-128 [RFC3602]",,,"NONE [RFC4306]"
0001020304050607,c02e7a3031a03188,` + key16 + `,` + key16 + `,"AES-ABC-128 [RFC3602]",,,"NONE [RFC4306]"
0001020304050607,c02e7a3031a03188,` + key16 + `,` + key16 + `,"AES-CBC-128 [RFC3602]",,,"NOPE"
0001020304050607,c02e7a3031a03188,` + key16 + `,` + key16 + `
`, `FILE:1: initiator's cookie: want 16 hexadecimal digits
FILE:2: IKE fafaeb49382a763c: encryption key: missing
FILE:3: IKE fafaeb49382a763c: encryption key: an odd number of hexadecimal digits: 3
FILE:4: IKE 0001020304050607: SK_ei: ENCR_AES_CBC: key of 1 bytes, want 16, 24 or 32
FILE:5: IKE 0001020304050607: SK_ai: AUTH_HMAC_SHA1_96: key of 1 bytes, want 20
FILE:6: IKE 0001020304050607: SK_ei: ENCR_AES_CBC: key of 16 bytes, want 32
FILE:7: IKE 0001020304050607: SK_er: missing
FILE:8: IKE 0001020304050607: SK_ar: missing
FILE:9: IKE 0001020304050607: responder's SPI: want 16 hexadecimal digits
FILE:10: IKE 0001020304050607: encryption algorithm: unknown, want one as "AES-CBC-256 [RFC3602]"
FILE:11: IKE 0001020304050607: integrity algorithm: unknown, want one as "HMAC_SHA2_256_128 [RFC4868]"
FILE:12: ikev2_decryption_table: 4 columns, want 8
`},
		{"tcpdump", `x@1.2.3.4 des-cbc:12345678
1@1.2.3 des-cbc:12345678
1@1.2.3.4 rot13:12345678
1@1.2.3.4 des-cbc
1@1.2.3.4 des-cbc:1234567
1@1.2.3.4 des-cbc:12345678, nonsense here
ikev2 I 0x00010203040506 0xc02e7a3031a03188 sha1:0x00 aes128:0x00
ikev2 I 0x0001020304050607 0xc02e7a3031a03188 sha1:0x00 rot13:0x00
ikev2 I 0x0001020304050607 0xc02e7a3031a03188 sha0:0x00 aes128:0x00
ikev2 I 0x0001020304050607 0xc02e7a3031a03188 sha1:0x00 aes128:0x0
file /nowhere/at/all
`, `FILE:1: SPI: want a number of 32 bits
FILE:2: ESP 0x00000001: destination: want an address
FILE:3: ESP 0x00000001: algorithm: want one as "aes128-cbc-hmac96", and its secret behind a colon
FILE:4: ESP 0x00000001: algorithm: want one as "aes128-cbc-hmac96", and its secret behind a colon
FILE:5: ESP 0x00000001: encryption key: ENCR_DES: key of 7 bytes, want 8
FILE:6: behind a comma, want spi@address algorithm:secret
FILE:7: SPIs: want 16 hexadecimal digits behind 0x
FILE:8: IKE 0001020304050607: encryption algorithm: unknown, want one as "aes128"
FILE:9: IKE 0001020304050607: integrity algorithm: unknown, want one as "sha256"
FILE:10: IKE 0001020304050607: SK_e: an odd number of hexadecimal digits: 1
FILE:11: file: no such file or directory
`},
		{"JSON", `{"ike": [
{"version": 3},
{"version": 1, "initiator_cookie": "12"},
{"version": 1, "initiator_cookie": "2a81779f69c370e1"},
{"version": 1, "initiator_cookie": "2a81779f69c370e1", "enc_key": "zz"},
{"version": 1, "encr": "rot13", "enc_key": "00"},
{"version": 1, "hash": "sha1", "skeyid": "00"},
{"version": "one"},
{"version": 1, "enc_key": 12345},
{"version": 2, "dh_group": 19, "dh_shared_secret": "00"}, {"version": 1, "dh_group": 2, "psk": "00", "dh_public": "00"}
], "esp": [
{"spi": "0x1", "pfs_group": 14, "pfs_shared_secret": "00"},
{"spi": "x"},
{"spi": "0x1"},
{"spi": "0x1", "encr_key": "00"},
{"spi": "0x1", "encr": "aes-cbc", "encr_key": "00"},
{"spi": "0x1", "ike": "12"},
{"spi": "0x1", "message_id": "zz"},
{"src": "a"},
{"spi": "0x1", "auth": "x"}
]}`, `FILE:2: version: want 1 or 2
FILE:3: IKE SA: initiator_cookie: want 16 hexadecimal digits
FILE:4: IKE 2a81779f69c370e1: no secret in it
FILE:5: IKE 2a81779f69c370e1: enc_key: not hexadecimal digits: see character 1
FILE:6: IKE SA: encr: unknown algorithm
FILE:7: IKE SA: SKEYID: 1 bytes, want the 20 of the pseudorandom function
FILE:8: version: want uint8
FILE:9: enc_key: want string
FILE:10: IKE SA: shared secret: 1 bytes, want the 32 of ECP_256
FILE:10: IKE SA: public value: 1 bytes, want the 128 of MODP_1024
FILE:12: ESP 0x00000001: shared secret: 1 bytes, want the 256 of MODP_2048
FILE:13: spi: want "0x" and up to 8 hexadecimal digits
FILE:14: ESP 0x00000001: neither keys nor what to derive them from
FILE:15: ESP 0x00000001: encr: missing, beside a key
FILE:16: ESP 0x00000001: encryption key: ENCR_AES_CBC: key of 1 bytes, want 16, 24 or 32
FILE:17: ESP 0x00000001: ike: want 16 hexadecimal digits
FILE:18: ESP 0x00000001: message_id: want up to 8 hexadecimal digits
FILE:19: ESP *: src: want an address
FILE:20: ESP 0x00000001: auth: unknown algorithm
`},
		{"cut JSON", "{\"esp\": [\n{\"spi\": \"0x1\",\n", "FILE:2: not valid JSON of the expected form from here on\n"},
		{"other JSON", "{\"esp\": 12}", "FILE:1: not valid JSON of the expected form from here on\n"},
		{"byte order mark", "\ufeff1@1.2.3.4 des-cbc:12345678\n", ""},
		{"nothing", "hello\nworld\n", "FILE: no key in any known form\n"},
		{"empty", "", "FILE: empty\n"},
		{"binary", "\x00\x01", "FILE: not a text: no key file\n"},
		{"devices", `src 80.1.0.x dst 80.2.0.2
	proto esp spi 0x1 reqid 0 mode tunnel
	enc cbc(aes) 0x` + key16 + `
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x123456789 reqid 0 mode tunnel
	enc cbc(aes) 0x` + key16 + `
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x1 reqid 0 mode tunnel
	enc rot(13) 0x` + key16 + `
src 80.1.0.2 dst 80.2.0.2
	proto esp spi 0x1 reqid 0 mode tunnel
	auth-trunc hmac(sha3) 0x` + key16 + ` 96
1.1.1.1 2.2.2.2
	esp mode=tunnel spi=1(0x00000001)
	E: rot13 00
1.1.1.1 2.2.2.2
	esp mode=tunnel spi=1(0x00000001)
	A: hmac-sha3 00
name=x ver=1 1.1.1.1:0->2.2.2.2:0
dec: spi=1 esp=rot13 key=1 00
     ah=null key=0
dec: spi=1 esp=aes key=16 ` + key16 + `
     ah=sha3 key=1 00
iip 1.1.1.1 ispi 1 rip 2.2.2.2 rspi 2
name=y
spi=0x1 src-address=1.1.1.1 dst-address=2.2.2.2 enc-algorithm=rot13 enc-key="00"
`, `FILE:1: source: want an address
FILE:5: spi: want a number of 32 bits
FILE:7: ESP 0x00000001: encryption algorithm: unknown, want one as cbc(aes)
FILE:10: ESP 0x00000001: authentication algorithm: unknown, want one as hmac(sha1)
FILE:13: ESP 0x00000001: encryption algorithm: unknown, want one as aes-cbc
FILE:16: ESP 0x00000001: authentication algorithm: unknown, want one as hmac-sha1
FILE:20: ESP 0x00000001: encryption algorithm: unknown, want one as aes or aes-gcm
FILE:22: ESP 0x00000001: authentication algorithm: unknown, want one as sha1
FILE:24: IKE 0000000000000001: keys: not here; VPP prints them for "show ikev2 sa details"
FILE:26: ESP 0x00000001: enc-algorithm: unknown
`},
	} {
		t.Run(c.name, func(t *testing.T) { problems(t, parse(t, c.text), c.want) })
	}
}

// A file that is nothing but problems, and one with more SAs than there is room
// for, end in a few lines.
func TestProblemsAreBounded(t *testing.T) {
	s := parse(t, strings.Repeat(`"IPv4","*","*","1","AES-CBC","0x00","NULL",""`+"\n", 5000))
	if n := len(s.Problems); n != maxProblems+1 || s.Problems[maxProblems].Error() != "FILE: 4900 more problems" {
		t.Errorf("%d problems, the last is %v", n, s.Problems[n-1])
	}
	s = parse(t, strings.Repeat("x", maxLine+10)+"\n1@1.2.3.4 des-cbc:12345678\n")
	problems(t, s, "FILE:1: longer than 1048576 bytes\n")
	if len(s.ESP) != 1 {
		t.Errorf("%d SAs, want 1", len(s.ESP))
	}
}

// samples are texts of every form.
func samples(t testing.TB) (texts []string) {
	for _, pattern := range []string{"testdata/*.*", filepath.Join(fixtures, "0[138]*.keys.json"), "*_test.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if text := string(b); strings.HasSuffix(name, "_test.go") {
				// The samples inside of the tests are between backquotes.
				text = strings.NewReplacer("`+key16+`", key16, "`+key20+`", key20, "`+key24+`", key24, "`+key32+`", key32, "`+key36+`", key36, "`+key64+`", key64).Replace(text)
				for i, part := range strings.Split(text, "`") {
					if i%2 == 1 && strings.Count(part, "\n") > 2 {
						texts = append(texts, part)
					}
				}
				continue
			}
			texts = append(texts, string(b))
		}
	}
	if len(texts) < 20 {
		t.Fatalf("%d samples, want more", len(texts))
	}
	return texts
}

var secretLike = regexp.MustCompile(`[0-9a-fA-F]{24,}|aescbcencryption|hmac(sha1|md5)authentic(ati)?|3descbcencryptiontesting|twofishcbctestin|blowfishblowfish|CiscoLab|secretkey|0123456789abcdef`)

// Whatever becomes of a file, nothing that is printed of it holds a key: not the
// texts of problems, not the records however they are printed.
func TestNoSecretIsPrinted(t *testing.T) {
	for _, text := range samples(t) {
		tokens := secretLike.FindAllString(text, -1)
		for _, damaged := range damage(text) {
			s := parse(t, damaged)
			var out strings.Builder
			for _, p := range s.Problems {
				fmt.Fprintf(&out, "%v %+v %#v\n", p, *p, *p)
			}
			for _, k := range s.IKE {
				public(&k.NonceI, &k.NonceR, &k.DHPublic)
				print(t, &out, *k)
			}
			for _, e := range s.ESP {
				public(&e.NonceI, &e.NonceR, &e.PFSPublic)
				print(t, &out, *e)
			}
			for _, p := range s.PSK {
				print(t, &out, *p)
			}
			for _, token := range tokens {
				if len(token) >= 24 {
					token = token[12:] // its beginning may be that of an SPI
				}
				if strings.Contains(out.String(), token[:min(12, len(token))]) {
					t.Fatalf("%.12s... of\n%.400s\nis in\n%.2000s", token, damaged, out.String())
				}
			}
			if strings.Contains(out.String(), "[102 97 102") || strings.Contains(out.String(), "Q2lzY29MYWI") {
				t.Fatal("bytes are printed")
			}
		}
	}
}

// public forgets what everybody may know.
func public(fields ...*[]byte) {
	for _, f := range fields {
		*f = nil
	}
}

func print(t *testing.T, out *strings.Builder, v any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(out, "%v %+v %#v %x %s\n", v, v, v, v, text)
}

// damage is text as it is, and cut, and with columns moved to where keys are not
// expected.
func damage(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	swapped, neighbours := make([]string, len(lines)), make([]string, len(lines))
	for i, l := range lines {
		columns := strings.Split(strings.TrimSuffix(l, "\n"), ",")
		if len(columns) >= 8 {
			beside := slices.Clone(columns)
			for k := 2; k+1 < len(beside); k += 2 {
				beside[k], beside[k+1] = beside[k+1], beside[k]
			}
			neighbours[i] = strings.Join(beside, ",") + "\n"
		} else {
			words := strings.Fields(l)
			for k := 0; k+1 < len(words); k += 2 {
				words[k], words[k+1] = words[k+1], words[k]
			}
			neighbours[i] = " " + strings.Join(words, " ") + "\n"
		}
		for k := range len(columns) / 2 {
			columns[k], columns[len(columns)-1-k] = columns[len(columns)-1-k], columns[k]
		}
		swapped[i] = strings.Join(columns, ",") + "\n"
	}
	return []string{
		text,
		text[:len(text)/2],
		strings.Join(swapped, ""),
		strings.Join(neighbours, ""),
		strings.ReplaceAll(text, ",", ""),
		strings.ReplaceAll(text, `"`, ""),
		strings.ReplaceAll(text, `":`, `": 1 `),
		strings.ReplaceAll(text, "0x", ""),
		strings.ReplaceAll(text, " ", ""),
		strings.ReplaceAll(text, "IPv4\",", "IPv4\",\"x\","),
		strings.ReplaceAll(text, "spi", "sp"),
		strings.ReplaceAll(strings.ReplaceAll(text, "0x0", "0xg"), "[RFC", "RFC"),
	}
}
