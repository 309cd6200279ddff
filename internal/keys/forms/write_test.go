package forms

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/labtest"
)

// write is all of s in a form, and what was left out.
func write(t *testing.T, form string, sets ...*keys.Set) (string, []*keys.Problem) {
	t.Helper()
	b, left, err := Append(nil, keys.NewRing(sets...), form)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), left
}

// The captures' key files, written as Wireshark's rows, are the rows beside
// them that tshark opened the captures with, but for the addresses.
func TestWriteWiresharkRows(t *testing.T) {
	addresses := regexp.MustCompile(`"IPv4","[^"]*","[^"]*"`)
	for _, name := range captured(t) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Tshark map[string][]string `json:"tshark"`
		}
		if err := json.Unmarshal(b, &file); err != nil {
			t.Fatal(err)
		}
		s := read(t, name)
		for form, table := range map[string]string{"esp_sa": "esp_sa", "ikev1": "ikev1_decryption_table", "ikev2": "ikev2_decryption_table"} {
			text, left := write(t, form, s)
			if len(left) > 0 {
				t.Errorf("%s: %v", name, left[0])
			}
			got := strings.Fields(strings.ReplaceAll(addresses.ReplaceAllString(text, `"IPv4","*","*"`), " ", "·"))
			want := strings.Fields(strings.ReplaceAll(strings.Join(file.Tshark[table], "\n"), " ", "·"))
			slices.Sort(got)
			slices.Sort(want)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s as %s: (-want +got)\n%s", name, form, d)
			}
		}
	}
}

// The keys that only SKEYID, SKEYSEED or the shared secret leave to be worked
// out are those that strongSwan made of them.
func TestWriteExpands(t *testing.T) {
	for _, name := range captured(t) {
		s := read(t, name)
		for _, form := range []string{"ikev1", "ikev2"} {
			want, _ := write(t, form, s)
			for depth, cut := range map[string]func(*keys.IKE){
				"SKEYID_e": func(k *keys.IKE) {
					k.Ka = nil
				},
				"SKEYID, SKEYSEED": func(k *keys.IKE) {
					k.Ka, k.SKEYIDe, k.SKd, k.SKai, k.SKar, k.SKei, k.SKer, k.SKpi, k.SKpr = nil, nil, nil, nil, nil, nil, nil, nil, nil
				},
				"shared secret": func(k *keys.IKE) {
					*k = keys.IKE{
						Version: k.Version, InitiatorSPI: k.InitiatorSPI, ResponderSPI: k.ResponderSPI, Encr: k.Encr, KeyBits: k.KeyBits, Integ: k.Integ,
						PRF: k.PRF, Hash: k.Hash, NonceI: k.NonceI, NonceR: k.NonceR, SharedSecret: k.SharedSecret, PSK: k.PSK,
					}
				},
			} {
				less := &keys.Set{}
				for _, k := range s.IKE {
					k := *k
					cut(&k)
					less.IKE = append(less.IKE, &k)
				}
				if got, _ := write(t, form, less); got != want {
					t.Errorf("%s from %s: %s differs", name, depth, form)
				}
			}
		}
	}
}

// everything has a record of every kind of field and every transform.
func everything() *keys.Set {
	s := &keys.Set{
		PSK: []*keys.PSK{{Text: crypt.Secret("CiscoLab")}, {Text: crypt.Secret("one"), Side: keys.Initiator}, {Text: crypt.Secret("other"), Side: keys.Responder}},
		IKE: []*keys.IKE{{
			Version: 1, InitiatorSPI: 1, ResponderSPI: 2, RekeyedFrom: 3, Encr: ipsec.EncrAESCBC, KeyBits: 128, Hash: ipsec.HashSHA2_256, AuthMethod: 1, Group: 2,
			NonceI: []byte{4}, NonceR: []byte{5}, Ka: bin(key16), SKEYID: bin(key32), SKEYIDd: pad("01", 32), SKEYIDa: pad("02", 32), SKEYIDe: pad("03", 32),
			SharedSecret: pad("06", 128), DHPrivate: bin("07"), DHPublic: pad("08", 128), PSK: bin("09"), Additional: []crypt.Secret{bin("0a"), bin("0b")},
		}, {
			Version: 2, InitiatorSPI: 1 << 63, ResponderSPI: 2, Encr: ipsec.EncrAESCBC, KeyBits: 256, Integ: ipsec.IntegSHA2_384_192, PRF: ipsec.PRFSHA2_384,
			SKEYSEED: pad("01", 48), SKd: pad("02", 48), SKai: pad("03", 48), SKar: pad("04", 48), SKei: pad("05", 32), SKer: pad("06", 32), SKpi: pad("07", 48), SKpr: pad("08", 48),
		}},
		ESP: []*keys.ESP{{
			Src: addr("80.*.0.2"), Dst: addr("2001:*::1"), SPI: keys.SPI{Value: 0x10, Mask: 0xf0}, Encap: keys.TCP, Mode: keys.BEET, ESN: true, SeqHigh: 9, Guessed: true,
			Encr: ipsec.EncrNull, Integ: ipsec.IntegUnverified160, IKE: 7, MessageID: 0x1a, HasMessageID: true,
			NonceI: []byte{1}, NonceR: []byte{2}, PFSGroup: 19, PFSSharedSecret: pad("03", 32), PFSPrivate: bin("04"), PFSPublic: pad("05", 64),
		}, {SPI: keys.SPIOf(5), PFSSharedSecret: bin("06")}},
	}
	for e := ipsec.Encr(1); e < 40; e++ {
		n := e.KeyLengths().Max + e.SaltLen()
		if !crypt.Decrypts(e) || n > 64 {
			continue
		}
		sa := &keys.ESP{Src: addr("80.1.0.2"), Dst: addr("80.2.0.2"), SPI: keys.SPIOf(uint32(e)), Encap: keys.Native, Mode: keys.Tunnel, Encr: e, Key: bin(key64)[:n]}
		if n == 0 {
			sa.Key = nil
		}
		s.ESP = append(s.ESP, sa)
	}
	for _, i := range []ipsec.Integ{1, 2, 5, 6, 7, 8, 12, 13, 14, ipsec.IntegSHA2_256_96, ipsec.IntegRIPEMD160_96, ipsec.IntegUnverified96} {
		sa := &keys.ESP{Src: addr("80.1.0.2"), Dst: addr("80.2.0.2"), SPI: keys.SPIOf(uint32(i) + 1000), Encap: keys.UDP, Mode: keys.Transport, Encr: ipsec.EncrAESCBC, Key: bin(key16), Integ: i}
		if n := i.KeyLen(); n > 0 {
			sa.IntegKey = bin(key64)[:n]
		}
		s.ESP = append(s.ESP, sa)
	}
	return s
}

// What is written is read as it was; JSON holds everything.
func TestWriteAndRead(t *testing.T) {
	want := everything()
	text, left := write(t, "json", want)
	got := load(t, text)
	if len(left) > 0 {
		t.Error(left[0])
	}
	same(t, got.PSK, want.PSK)
	same(t, got.IKE, want.IKE)
	same(t, got.ESP, want.ESP)

	// The other forms do not tell all of it, and not of every SA.
	only := func(keep func(*keys.ESP) bool) *keys.Set {
		s := everything()
		s.IKE, s.PSK = nil, nil
		s.ESP = slices.DeleteFunc(s.ESP, func(e *keys.ESP) bool { return !keep(e) })
		return s
	}
	for form, c := range map[string]struct {
		encrs  []ipsec.Encr
		integs []ipsec.Integ
		count  int
		ignore cmp.Option
	}{
		"xfrm": {
			[]ipsec.Encr{2, 3, 6, 7, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 23, 24, 28},
			[]ipsec.Integ{0, 1, 2, 5, 6, 7, 8, 12, 13, 14, ipsec.IntegSHA2_256_96, ipsec.IntegRIPEMD160_96}, 17 + 11,
			cmp.Options{},
		},
		"esp_sa": {
			[]ipsec.Encr{2, 3, 6, 7, 11, 12, 13, 18, 19, 20},
			[]ipsec.Integ{0, 1, 2, 12, 13, 14, ipsec.IntegSHA2_256_96, ipsec.IntegRIPEMD160_96, ipsec.IntegUnverified96}, 10 + 8,
			cmpopts.IgnoreFields(keys.ESP{}, "Mode", "Encap"),
		},
	} {
		keep := func(e *keys.ESP) bool {
			return e.SPI.Mask == 1<<32-1 && e.Keyed() && slices.Contains(c.encrs, e.Encr) && slices.Contains(c.integs, e.Integ)
		}
		s := only(keep)
		text, left := write(t, form, s)
		if len(left) > 0 {
			t.Errorf("%s: %v", form, left[0])
		}
		got := load(t, text)
		if d := cmp.Diff(s.ESP, got.ESP, compared, c.ignore); d != "" || len(got.ESP) != c.count {
			t.Errorf("%s: %d SAs, want %d (-want +got)\n%s", form, len(got.ESP), c.count, d)
		}
	}
}

// What a form has no words for is told, with the reason.
func TestWriteLeavesOut(t *testing.T) {
	s := load(t, `{"ike": [
{"version": 1, "psk": "09"},
{"version": 2, "spi_i": "0000000000000001", "spi_r": "0000000000000002", "encr": "chacha20-poly1305", "sk_ei": "`+key36+`", "sk_er": "`+key36+`"},
{"version": 2, "spi_i": "0000000000000001", "spi_r": "0000000000000002", "sk_d": "`+key32+`"}],
"esp": [{"spi": "0x00000001", "encr": "camellia-cbc", "encr_key": "`+key16+`"},
{"spi": "*", "encr": "aes-cbc", "encr_key": "`+key16+`"},
{"ike": "0000000000000001", "message_id": "1", "pfs_shared_secret": "01"}]}`)
	for form, want := range map[string]string{
		"esp_sa": `FILE:5: ESP 0x00000001: left out: Wireshark has no name for ENCR_CAMELLIA_CBC
FILE:7: ESP *: left out: its keys are still to be derived
`,
		"ikev1": `FILE:2: IKE SA: left out: its initiator's cookie is not known
`,
		"ikev2": `FILE:3: IKE 0000000000000001: left out: Wireshark has no name for ENCR_CHACHA20_POLY1305 and NONE
FILE:4: IKE 0000000000000001: left out: its algorithms are not known
`,
		"xfrm": `FILE:6: ESP *: left out: an SA of Linux has one SPI
FILE:7: ESP *: left out: its keys are still to be derived
`,
		"json": "",
	} {
		_, left := write(t, form, s)
		problems(t, &keys.Set{Problems: left}, want)
	}
	if _, _, err := Append(nil, keys.NewRing(s), "gif"); err == nil || !strings.Contains(err.Error(), "esp_sa, ikev1, ikev2, xfrm, json") {
		t.Error(err)
	}
}

// Wireshark's ten columns, as a pcapng file's secrets have them.
func TestAppendESPSA(t *testing.T) {
	e := &keys.ESP{Dst: addr("2001:db8::1"), SPI: keys.SPIOf(0x0b34389d), Encr: ipsec.EncrAESGCM12, Key: bin(key20)}
	for _, c := range []struct {
		whole, esn bool
		want       string
	}{
		{true, false, `"IPv6","*","2001:db8::1","0x0b34389d","AES-GCM with 12 octet ICV [RFC4106]","0x` + key20 + `","NULL","","32-bit","00000000"` + "\n"},
		{false, true, `"IPv6","*","2001:db8::1","0x0b34389d","AES-GCM with 12 octet ICV [RFC4106]","0x` + key20 + `","NULL","","64-bit","00000000"` + "\n"},
		{false, false, `"IPv6","*","2001:db8::1","0x0b34389d","AES-GCM with 12 octet ICV [RFC4106]","0x` + key20 + `","NULL",""` + "\n"},
	} {
		e.ESN = c.esn
		if got, ok := AppendESPSA(nil, e, c.whole); !ok || string(got) != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// tshark opens the captures with the rows that are written.
func TestTsharkTakesRows(t *testing.T) {
	tshark := labtest.Program(t, "tshark")
	for name, want := range map[string]int{ // the ESP packets of each, of which the fragments are put together
		"01-ikev1-main-seed": 68, "08-ikev2-aes128gcm-ecp256-udp4500": 32, "13-esp-null-sha1": 26,
	} {
		dir := t.TempDir()
		text, _ := write(t, "esp_sa", read(t, filepath.Join(fixtures, name+".keys.json")))
		if err := os.MkdirAll(filepath.Join(dir, "wireshark"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "wireshark", "esp_sa"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(tshark, "-n", "-r", filepath.Join(fixtures, name+".pcap"), "-Y", "esp.icv_good == 1", "-T", "fields", "-e", "frame.number",
			"-o", "esp.enable_encryption_decode:TRUE", "-o", "esp.enable_authentication_check:TRUE")
		c.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
		out, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Count(out, []byte("\n")); got != want {
			t.Errorf("%s: tshark finds %d good ICVs, want %d", name, got, want)
		}
	}
}

// Write writes what Append appends, also where it is written bit by bit.
func TestWriteMany(t *testing.T) {
	var set keys.Set
	for i := range 2000 {
		a := keys.AddrOf(netip.AddrFrom4([4]byte{192, 0, 2, 1}))
		e := keys.ESP{Src: a, Dst: a, SPI: keys.SPIOf(uint32(1000 + i/2)), Encr: ipsec.EncrAESCBC, Key: make([]byte, 16)} // each twice
		set.ESP = append(set.ESP, &e)
	}
	for _, form := range Written() {
		want, _, err := Append(nil, keys.NewRing(&set), form)
		var got bytes.Buffer
		if _, errWrite := Write(&got, keys.NewRing(&set), form); err != nil || errWrite != nil || !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s: %d bytes, want %d, %v, %v", form, got.Len(), len(want), err, errWrite)
		}
	}
	if n := strings.Count(string(must(Append(nil, keys.NewRing(&set), "esp_sa"))), "\n"); n != 1000 {
		t.Errorf("%d rows", n)
	}
}

func must(b []byte, _ []*keys.Problem, _ error) []byte { return b }
