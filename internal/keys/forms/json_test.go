package forms

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

// captured are the key files beside the captures. They hold the same keys twice
// and more: as records, and as the rows with which tshark opened the captures.
func captured(t *testing.T) (names []string) {
	names, err := filepath.Glob(filepath.Join(fixtures, "*.keys.json"))
	if err != nil || len(names) == 0 {
		t.Fatal("no key files: ", err)
	}
	return names
}

// rows are what a key file says in the form of Wireshark's tables.
func rows(t *testing.T, name, section string) string {
	var file map[string]json.RawMessage
	var tables map[string][]string
	b, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(b, &file)
	}
	if err == nil {
		err = json.Unmarshal(file[section], &tables)
	}
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, table := range tables {
		for _, row := range table {
			text.WriteString(row + "\n")
		}
	}
	return text.String()
}

// Every record of the captures' key files holds what the rows beside it hold
// that tshark opened the capture with.
func TestJSONEqualsRows(t *testing.T) {
	sas := 0
	for _, name := range captured(t) {
		s := read(t, name)
		for _, section := range []string{"tshark", "save_keys_plugin"} {
			text := rows(t, name, section)
			if text == "" {
				continue
			}
			table := load(t, text)
			for _, row := range table.ESP {
				sas++
				e := findESP(s, row.SPI)
				if e == nil {
					t.Errorf("%s: no %v", name, row.SPI)
					continue
				}
				keys := cmpopts.IgnoreFields(keys.ESP{}, "Src", "Dst", "Encap", "IKE", "MessageID", "HasMessageID", "NonceI", "NonceR", "PFSGroup", "PFSSharedSecret")
				if d := cmp.Diff(row, e, compared, keys); d != "" {
					t.Errorf("%s: (-row +record)\n%s", name, d)
				}
			}
			for _, row := range table.IKE {
				sas++
				sameIKE(t, name, s, row)
			}
		}
	}
	if sas != 79 { // 57 of tshark, 22 of save-keys
		t.Errorf("%d rows compared, want 79", sas)
	}
}

func findESP(s *keys.Set, spi keys.SPI) *keys.ESP {
	for _, e := range s.ESP {
		if e.SPI == spi {
			return e
		}
	}
	return nil
}

func sameIKE(t *testing.T, name string, s *keys.Set, row *keys.IKE) {
	t.Helper()
	for _, k := range s.IKE {
		if k.InitiatorSPI == row.InitiatorSPI {
			same(t, []crypt.Secret{k.Ka, k.SKei, k.SKer, k.SKai, k.SKar}, []crypt.Secret{row.Ka, row.SKei, row.SKer, row.SKai, row.SKar})
			if row.Version != k.Version || row.Version == 2 && (row.Encr != k.Encr || row.KeyBits != k.KeyBits || row.Integ != k.Integ) {
				t.Errorf("%s: %+v differs from its row %+v", name, k, row)
			}
			return
		}
	}
	t.Errorf("%s: no %016x", name, row.InitiatorSPI)
}

// Every field of the form, with values that can be told apart.
func TestJSONFields(t *testing.T) {
	s := load(t, `{
 "name": "x", "psk": {"initiator": "CiscoLab", "responder": "other"}, "up": true, "esp": [],
 "ike": [
  {"version": 1, "initiator_cookie": "2a81779f69c370e1", "responder_cookie": "0a0e2404c4560153",
   "hash": "sha1", "encr": "aes", "encr_key_bits": 128, "auth_method": 1, "dh_group": 2,
   "nonce_i": "01", "nonce_r": "02", "psk": "436973636f4c6162", "dh_shared_secret": "03`+zeros(127)+`", "dh_private": "04", "dh_public": "05`+zeros(127)+`",
   "skeyid": "0600000000000000000000000000000000000000", "skeyid_d": "0700000000000000000000000000000000000000",
   "skeyid_a": "0800000000000000000000000000000000000000", "skeyid_e": "0900000000000000000000000000000000000000",
   "enc_key": "0a000000000000000000000000000000"},
  {"version": 2, "spi_i": "79e273920dff4f05", "spi_r": "4d1bf395abda3f43", "rekeyed_from": "1122334455667788",
   "prf": "md5", "encr": "aes-ccm-8", "encr_key_bits": 192, "integ": null, "dh_group": 19, "nonce_i": "0b", "nonce_r": "0c",
   "dh_shared_secret": "0d`+zeros(31)+`", "skeyseed": "0e000000000000000000000000000000", "sk_d": "0f000000000000000000000000000000",
   "sk_ai": "", "sk_ar": "", "sk_ei": "100000000000000000000000000000000000000000000000000000",
   "sk_er": "110000000000000000000000000000000000000000000000000000",
   "sk_pi": "12000000000000000000000000000000", "sk_pr": "13000000000000000000000000000000"}
 ],
 "esp": [
  {"ike": "2a81779f69c370e1", "message_id": "d6381a7b", "exchange": "x", "src": "80.1.0.2", "dst": "2001:db8::1", "spi": "0x0b34389d",
   "encr": "chacha20-poly1305", "encr_key": "140000000000000000000000000000000000000000000000000000000000000000000000", "auth": null, "auth_key": "",
   "ni": "15", "nr": "16", "pfs_group": 2, "pfs_shared_secret": "17`+zeros(127)+`", "pfs_dh_private": "18", "pfs_dh_public": "19`+zeros(127)+`",
   "encapsulation": "udp-4500", "mode": "transport", "esn": true, "seq_high": 3, "in_strongswan_log": true},
  {"ike": "2a81779f69c370e1", "message_id": "3d011145", "pfs_shared_secret": "1a"},
  {"spi": "0x5ffe2b4a", "encr": "aes-cbc", "auth": "hmac-sha256-128", "pfs_dh_private": "1b", "pfs_group": null, "encapsulation": "native (rewritten)"}
 ]
}`)
	same(t, s.PSK, []*keys.PSK{{Text: crypt.Secret("CiscoLab"), Side: keys.Initiator}, {Text: crypt.Secret("other"), Side: keys.Responder}})
	same(t, s.IKE, []*keys.IKE{
		{
			Version: 1, InitiatorSPI: 0x2a81779f69c370e1, ResponderSPI: 0x0a0e2404c4560153, Hash: ipsec.HashSHA1, Encr: ipsec.EncrAESCBC, KeyBits: 128,
			AuthMethod: 1, Group: 2, NonceI: []byte(bin("01")), NonceR: []byte(bin("02")), PSK: crypt.Secret("CiscoLab"), SharedSecret: pad("03", 128), DHPrivate: bin("04"), DHPublic: pad("05", 128),
			SKEYID: pad("06", 20), SKEYIDd: pad("07", 20), SKEYIDa: pad("08", 20), SKEYIDe: pad("09", 20), Ka: pad("0a", 16),
		},
		{
			Version: 2, InitiatorSPI: 0x79e273920dff4f05, ResponderSPI: 0x4d1bf395abda3f43, RekeyedFrom: 0x1122334455667788,
			PRF: ipsec.PRFMD5, Encr: ipsec.EncrAESCCM8, KeyBits: 192, Group: 19, NonceI: []byte(bin("0b")), NonceR: []byte(bin("0c")), SharedSecret: pad("0d", 32),
			SKEYSEED: pad("0e", 16), SKd: pad("0f", 16), SKei: pad("10", 27), SKer: pad("11", 27), SKpi: pad("12", 16), SKpr: pad("13", 16),
		},
	})
	same(t, s.ESP, []*keys.ESP{
		{
			IKE: 0x2a81779f69c370e1, MessageID: 0xd6381a7b, HasMessageID: true, Src: addr("80.1.0.2"), Dst: addr("2001:db8::1"), SPI: keys.SPIOf(0x0b34389d),
			Encr: ipsec.EncrChaCha20Poly1305, Key: pad("14", 36), NonceI: []byte(bin("15")), NonceR: []byte(bin("16")), PFSGroup: 2,
			PFSSharedSecret: pad("17", 128), PFSPrivate: bin("18"), PFSPublic: pad("19", 128), Encap: keys.UDP, Mode: keys.Transport, ESN: true, SeqHigh: 3,
		},
		{IKE: 0x2a81779f69c370e1, MessageID: 0x3d011145, HasMessageID: true, PFSSharedSecret: bin("1a")},
		{SPI: keys.SPIOf(0x5ffe2b4a), Encr: ipsec.EncrAESCBC, Integ: ipsec.IntegSHA2_256_128, PFSPrivate: bin("1b"), Encap: keys.Native},
	})
	for i, keyed := range []bool{true, false, false} {
		if s.ESP[i].Keyed() != keyed {
			t.Errorf("SA %d: keyed is %v", i, !keyed)
		}
	}
	at(t, s.IKE[1].Place, "FILE:10")
	at(t, s.ESP[0].Place, "FILE:18")
	at(t, s.ESP[2].Place, "FILE:23")
	at(t, s.PSK[0].Place, "FILE:2")
}

// zeros are the digits of n zero bytes.
func zeros(n int) string { return strings.Repeat("00", n) }

// pad is digits followed by zeros, n bytes in all.
func pad(digits string, n int) crypt.Secret {
	return append(bin(digits), make([]byte, n-len(digits)/2)...)
}

// docs/keys.md names every key of the form.
func TestJSONIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../../docs/keys.md")
	if err != nil {
		t.Fatal(err)
	}
	tag := regexp.MustCompile("json:\"(\\w+)")
	found := 0
	for _, name := range []string{"json_ike.go", "json_esp.go"} {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range tag.FindAllStringSubmatch(string(src), -1) {
			found++
			if !strings.Contains(string(doc), "`"+m[1]+"`") {
				t.Errorf("%s is not documented", m[1])
			}
		}
	}
	if found < 50 {
		t.Errorf("%d keys found", found)
	}
}
