package ike_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// An open message is what came of one.
type decryptedMessage struct {
	Plain   string
	Verdict ipsec.Verdict
	Proof   ipsec.Verdict
}

// depths are what a key file may hold of an SA. They cut an entry of version 1
// or 2, and tell whether it has what they leave. The deeper the keys lie, the
// more comes of them: the cipher's alone verify no HASH payload.
var depths = []struct {
	name  string
	keep  []string
	proof bool
}{
	{"final keys", []string{"enc_key", "sk_ei", "sk_er", "sk_ai", "sk_ar"}, false},
	{"SKEYID_d/a/e, SK_*", []string{"skeyid", "skeyid_d", "skeyid_a", "skeyid_e", "sk_d", "sk_ei", "sk_er", "sk_ai", "sk_ar", "sk_pi", "sk_pr", "psk"}, true},
	{"SKEYID, SKEYSEED", []string{"skeyid", "dh_shared_secret", "skeyseed", "psk"}, true},
	{"DH secret and PSK", []string{"dh_shared_secret", "psk"}, true},
	{"DH private and PSK", []string{"dh_private", "dh_public", "psk"}, true},
	{"DH private, whosoever's, and PSK", []string{"dh_private", "psk"}, true},
}

// What a file says of an SA beside secrets.
var public = []string{"version", "initiator_cookie", "responder_cookie", "spi_i", "spi_r", "hash", "encr", "encr_key_bits", "integ", "prf", "auth_method", "dh_group"}

// Whatever the depth, the same messages come out, with the same verdicts.
func TestDepths(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pcaps, "*.keys.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	ran := map[string]int{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".keys.json")
		t.Run(name, func(t *testing.T) {
			whole, err := forms.Read(file)
			if err != nil {
				t.Fatal(err)
			}
			want := decryptedMessages(t, name, whole)
			for _, d := range depths {
				t.Run(d.name, func(t *testing.T) {
					got := decryptedMessages(t, name, cut(t, file, d.keep))
					ran[d.name]++
					want := maps.Clone(want)
					if !d.proof {
						for frame, m := range want {
							m.Proof = 0
							want[frame] = m
						}
						for frame, m := range got {
							m.Proof = 0
							got[frame] = m
						}
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Error(diff)
					}
				})
			}
		})
	}
	for _, d := range depths {
		if ran[d.name] == 0 {
			t.Errorf("no file has %s", d.name)
		}
	}
}

// decryptedMessages are the encrypted messages of a capture, by frame.
func decryptedMessages(t *testing.T, name string, set *keys.Set) map[uint64]decryptedMessage {
	t.Helper()
	out := map[uint64]decryptedMessage{}
	follow(t, filepath.Join(pcaps, name+".pcap"), ike.New(keys.NewRing(set), ike.Limits{}), func(p *dissect.Packet) {
		for i := range p.Layers {
			if m, ok := p.Layers[i].Message.(*isakmp.Packet); ok && m.Encrypted != nil {
				out[p.Number] = decryptedMessage{string(m.Facts.Decrypted.Plain), m.Facts.Decrypted.Verdict, m.Facts.Proof}
			}
		}
	})
	return out
}

// cut reads a key file of which it leaves only the secrets of IKE SAs.
func cut(t *testing.T, file string, keep []string) *keys.Set {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		PSK any              `json:"psk,omitempty"`
		IKE []map[string]any `json:"ike"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for i, sa := range doc.IKE {
		left := map[string]any{}
		secrets := 0
		for _, k := range public {
			if sa[k] != nil {
				left[k] = sa[k]
			}
		}
		for _, k := range keep {
			if sa[k] != nil && k != "psk" {
				secrets++
			}
			if sa[k] != nil {
				left[k] = sa[k]
			}
		}
		if secrets == 0 {
			t.Skip("the file does not have them")
		}
		doc.IKE[i] = left
	}
	if !slices.Contains(keep, "psk") {
		doc.PSK = nil
	}
	if b, err = json.Marshal(doc); err != nil {
		t.Fatal(err)
	}
	set, err := forms.Parse("cut.json", bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return set
}
