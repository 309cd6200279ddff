package ike_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// decrypted is what strongSwan's keys open of a capture, as another program
// found: for each SA, "frame 5 exchange 4 payloads 8,20,20".
type decrypted struct {
	Messages map[string][]string `json:"decrypted_messages"`
}

func TestOpen(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pcaps, "*.keys.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".keys.json")
		t.Run(name, func(t *testing.T) {
			want := listed(t, file)
			set, err := forms.Read(file)
			if err != nil {
				t.Fatal(err)
			}
			tr := ike.New(keys.NewRing(set), ike.Limits{})
			got := map[uint64][]int{}
			follow(t, filepath.Join(pcaps, name+".pcap"), tr, func(p *dissect.Packet) {
				for i := range p.Layers {
					m, ok := p.Layers[i].Message.(*isakmp.Packet)
					if !ok || m.Facts.Decrypted.Plain == nil {
						continue
					}
					var types []int
					for _, x := range m.Payloads {
						if x.Encrypted {
							types = append(types, int(x.Type))
						}
					}
					got[p.Number] = types
					if m.Facts.Proof == ipsec.Incorrect || m.Major() == 2 && m.Facts.Decrypted.Verdict != ipsec.Correct {
						t.Errorf("frame %d: proof %d, verdict %d", p.Number, m.Facts.Proof, m.Facts.Decrypted.Verdict)
					}
					if m.Major() == 1 && len(m.Hash) > 0 && m.Facts.Proof != ipsec.Correct {
						t.Errorf("frame %d: HASH not verified", p.Number)
					}
				}
			})
			for frame, types := range want {
				if have, ok := got[frame]; !ok || !slices.Equal(have, types) {
					t.Errorf("frame %d: payloads %v, want %v", frame, got[frame], types)
				}
			}
			for s := range tr.SAs() {
				if s.NotDecrypted > 0 || s.Disproven > 0 {
					_, why := s.Secret()
					t.Errorf("%d messages were not decrypted, %d proofs are wrong: %s", s.NotDecrypted, s.Disproven, why)
				}
			}
		})
	}
}

// listed are the payloads of each frame that file lists.
func listed(t *testing.T, file string) map[uint64][]int {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var d decrypted
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	out := map[uint64][]int{}
	for _, lines := range d.Messages {
		for _, line := range lines {
			words := strings.Split(line, " ")
			if len(words) != 6 {
				t.Fatalf("%s: %q", file, line)
			}
			frame, err := strconv.ParseUint(words[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			out[frame] = []int{}
			for s := range strings.SplitSeq(words[5], ",") {
				if s == "" {
					continue
				}
				n, err := strconv.Atoi(s)
				if err != nil {
					t.Fatal(err)
				}
				out[frame] = append(out[frame], n)
			}
		}
	}
	return out
}
