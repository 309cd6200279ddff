package ike_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// corpus is a folder of captures that are not the project's.
func corpus(t *testing.T) string {
	dir := os.Getenv("PKTSCOPE_CORPUS")
	if dir == "" {
		t.Skip("no PKTSCOPE_CORPUS")
	}
	return dir
}

// tally counts what became of a capture's encrypted messages, as keys.tsv does.
type tally struct{ decrypted, of, correct, incorrect int }

func (n tally) String() string {
	return fmt.Sprintf("IKE %d of %d decrypted, ICV correct %d incorrect %d", n.decrypted, n.of, n.correct, n.incorrect)
}

func count(t *testing.T, file string, set *keys.Set) (n tally, tr *ike.Tracker) {
	t.Helper()
	tr = ike.New(keys.NewRing(set), ike.Limits{})
	follow(t, file, tr, func(p *dissect.Packet) {
		for i := range p.Layers {
			m, ok := p.Layers[i].Message.(*isakmp.Packet)
			if !ok || m.Encrypted == nil {
				continue
			}
			n.of++
			if m.Facts.Decrypted.Plain != nil {
				n.decrypted++
			}
			switch m.Facts.Decrypted.Verdict {
			case ipsec.Correct:
				n.correct++
			case ipsec.Incorrect:
				n.incorrect++
			}
			if m.Facts.Proof == ipsec.Incorrect {
				t.Errorf("%s: frame %d: proof wrong", file, p.Number)
			}
		}
	})
	return n, tr
}

// The published keys open what they open for tshark, which counted in the last
// column.
func TestPublishedKeys(t *testing.T) {
	dir := corpus(t)
	f, err := os.Open(filepath.Join(dir, "keys.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lines, want := map[string]string{}, map[string]string{}
	for _, row := range rows {
		if strings.HasPrefix(row[1], "ikev") {
			lines[row[0]] += row[2] + "\n"
			want[row[0]] = row[len(row)-1]
		}
	}
	if len(lines) == 0 {
		t.Fatal("no keys of IKE")
	}
	for name, text := range lines {
		set, err := forms.Parse("keys.tsv", strings.NewReader(text))
		if err != nil || len(set.Problems) > 0 {
			t.Errorf("%s: %v %v", name, err, set.Problems)
			continue
		}
		got, tr := count(t, filepath.Join(dir, name), set)
		if !strings.HasPrefix(got.String(), want[name]) {
			for s := range tr.SAs() {
				_, why := s.Secret()
				t.Log(why)
			}
			t.Errorf("%s: %v, want %s", name, got, want[name])
		}
	}
}

// tcpdump's own file of secrets decrypts its own capture. The integrity check
// value does not fit, tshark says so too.
func TestTcpdumpSecrets(t *testing.T) {
	dir := filepath.Join(corpus(t), "the-tcpdump-group+tcpdump", "tests")
	set, err := forms.Read(filepath.Join(dir, "ikev2pI2-secrets.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := count(t, filepath.Join(dir, "ikev2pI2.pcap"), set); got != (tally{1, 1, 0, 1}) {
		t.Error(got)
	}
}
