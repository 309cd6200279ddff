package esp_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// The tunnels' plaintext was captured on the tunnel device while the ESP packets
// were captured on the wire; the keys are strongSwan's. The same packets were seen
// beyond a NAT, and packets in UDP were put into IP.
func TestInnerPackets(t *testing.T) {
	all, err := filepath.Glob(filepath.Join(pcaps, "*.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range all {
		name = strings.TrimSuffix(name, ".pcap")
		of := strings.TrimSuffix(name, ".outside")
		inner := strings.Replace(of, "-rewritten-native", "-udp4500", 1) + ".inner.pcap"
		if _, err := os.Stat(inner); err != nil || strings.HasSuffix(name, ".inner") {
			continue
		}
		n++
		t.Run(filepath.Base(name), func(t *testing.T) {
			var want [][]byte
			frames(t, inner, nil, func(_ *dissect.Engine, p *dissect.Packet) { want = append(want, bytes.Clone(p.Bufs[0])) })
			for depth, cut := range depths {
				t.Run(depth, func(t *testing.T) { inside(t, name+".pcap", of+".keys.json", cut, want) })
			}
		})
	}
	if n != 17 {
		t.Errorf("%d captures, want 17", n)
	}
}

// inside holds what is inside the tunnel of a capture against want, decrypted with
// the keys that cut leaves.
func inside(t *testing.T, name, keyFile string, cut func(ike, esp map[string]any) bool, want [][]byte) {
	ring := keys.NewRing(depth(t, keyFile, cut))
	s := esptrack.NewStore(ring)
	tr := ike.New(ring, ike.Limits{})
	tr.Derived = s.Add
	frames(t, name, nil, func(e *dissect.Engine, p *dissect.Packet) { tr.Observe(e, p) })
	var got [][]byte
	undecrypted := 0
	frames(t, name, s, func(_ *dissect.Engine, p *dissect.Packet) {
		for i := range p.Layers {
			m, ok := p.Layers[i].Message.(*esp.Packet)
			if !ok {
				continue
			}
			in, _, ok := m.Facts.Inner()
			if !ok || m.Facts.Verdict != ipsec.Correct {
				undecrypted++
				continue
			}
			got = append(got, bytes.Clone(in))
			if _, ip := p.Layers[i+1].Message.(*inet.IPv4); !ip {
				t.Errorf("frame %d: no IP behind ESP", p.Number)
			}
		}
	})
	if undecrypted > 0 {
		t.Errorf("%d packets were not decrypted", undecrypted)
	}
	compare(t, got, want)
}

// depths are what a key file may hold: everything, or what the rest is derived
// from. They cut the entries of a file, and tell whether anything useful is
// left.
var depths = map[string]func(ike, esp map[string]any) bool{
	"all": func(_, _ map[string]any) bool { return true },
	"SK_d": func(ike, esp map[string]any) bool {
		drop(ike, "dh_shared_secret", "dh_private", "skeyid", "skeyseed", "psk")
		return pfsOnly(esp)
	},
	"SKEYID": func(ike, esp map[string]any) bool {
		drop(ike, append(derived, "dh_private", "psk")...)
		return pfsOnly(esp)
	},
	"g^xy and PSK": func(ike, esp map[string]any) bool {
		drop(ike, append(derived, "dh_private", "skeyid", "skeyseed")...)
		return pfsOnly(esp)
	},
	"DH private and PSK": func(ike, esp map[string]any) bool {
		drop(ike, append(derived, "dh_shared_secret", "skeyid", "skeyseed")...)
		if esp != nil && esp["pfs_dh_private"] != nil {
			drop(esp, "pfs_shared_secret")
		}
		return pfsOnly(esp) && (ike == nil || ike["dh_private"] != nil)
	},
}

var derived = []string{"skeyid_d", "skeyid_a", "skeyid_e", "enc_key", "sk_d", "sk_ai", "sk_ar", "sk_ei", "sk_er", "sk_pi", "sk_pr"}

// pfsOnly leaves of an ESP SA the secret of its own key exchange.
func pfsOnly(esp map[string]any) bool {
	drop(esp, "encr", "encr_key", "auth", "auth_key", "ni", "nr")
	return true
}

func drop(m map[string]any, names ...string) {
	for _, n := range names {
		delete(m, n)
	}
}

// depth reads a key file and cuts it.
func depth(t *testing.T, file string, cut func(ike, esp map[string]any) bool) *keys.Set {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for _, x := range doc["ike"].([]any) {
		if !cut(x.(map[string]any), nil) {
			t.Skip("the file does not have them")
		}
	}
	for _, x := range doc["esp"].([]any) {
		cut(nil, x.(map[string]any))
	}
	doc = map[string]any{"ike": doc["ike"], "esp": doc["esp"], "psk": doc["psk"]}
	if b, err = json.Marshal(doc); err != nil {
		t.Fatal(err)
	}
	set, err := forms.Parse("cut.json", bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// compare holds packets against each other, in whatever order.
func compare(t *testing.T, got, want [][]byte) {
	t.Helper()
	have := map[string]int{}
	for _, b := range want {
		have[string(b)]++
	}
	extra := 0
	for _, b := range got {
		if have[string(b)]--; have[string(b)] < 0 {
			extra++
		}
	}
	if len(got) != len(want) || extra > 0 {
		t.Errorf("%d packets, want %d; %d are others", len(got), len(want), extra)
	}
}
