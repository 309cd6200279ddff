package esp_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/keys"
	"github.com/pktscope/pktscope/internal/keys/forms"
	esptrack "github.com/pktscope/pktscope/internal/track/esp"
)

// corpus is the folder of captures that others have published, with their keys.
func corpus(t *testing.T) string {
	root := os.Getenv("PKTSCOPE_CORPUS")
	if root == "" {
		t.Skip("PKTSCOPE_CORPUS names no folder of captures")
	}
	return root
}

// store makes a Store of the text of a key file.
func store(t *testing.T, name, text string) *esptrack.Store {
	t.Helper()
	set, err := forms.Parse(name, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.Problems {
		t.Error(p)
	}
	return esptrack.NewStore(keys.NewRing(set))
}

// published are the captures of keys.tsv that are encrypted with ESP: the rows of
// the table of SAs, and in the last column how many packets tshark decoded, and
// found with a good ICV.
func published(t *testing.T, root string) (tables map[string][]string, told map[string]string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, "keys.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	tables, told = map[string][]string{}, map[string]string{}
	for line := range strings.Lines(string(b)) {
		if c := strings.Split(strings.TrimSpace(line), "\t"); len(c) == 5 && c[1] == "esp_sa" {
			tables[c[0]], told[c[0]] = append(tables[c[0]], c[2]), c[4]
		}
	}
	return tables, told
}

// Every published capture is decrypted wholly, and its ICVs are right wherever the key
// for them is published: as many as tshark says.
func TestPublishedKeys(t *testing.T) {
	root := corpus(t)
	tables, told := published(t, root)
	if len(tables) == 0 {
		t.Fatal("keys.tsv has no rows of esp_sa")
	}
	for file, rows := range tables {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			s := store(t, "esp_sa", strings.Join(rows, "\n"))
			all, whole, good := 0, 0, 0
			frames(t, filepath.Join(root, file), s, func(_ *dissect.Engine, p *dissect.Packet) {
				n, open, right := 0, 0, 0
				for i := range p.Layers {
					m, ok := p.Layers[i].Message.(*esp.Packet)
					if !ok || p.Layers[i].Quoted {
						continue
					}
					n++
					if _, _, ok := m.Facts.Inner(); ok {
						open++
					} else {
						t.Errorf("frame %d: %v", p.Number, m.Facts.Why)
					}
					if m.Facts.Verdict == ipsec.Correct {
						right++
					}
				}
				if n > 0 {
					all++
				}
				if n > 0 && open == n {
					whole++
				}
				if n > 0 && right == n {
					good++
				}
			})
			if got := fmt.Sprintf("ESP %d of %d decoded, ICV good %d", whole, all, good); got != told[file] {
				t.Errorf("%s; tshark: %s", got, told[file])
			}
		})
	}
}

// What tcpdump prints of decrypted packets stands beside its own captures.
func TestTcpdump(t *testing.T) {
	tests := filepath.Join(corpus(t), "the-tcpdump-group+tcpdump", "tests")
	secrets, err := os.ReadFile(filepath.Join(tests, "esp-secrets.txt"))
	if err != nil {
		t.Fatal(err)
	}
	const esp1 = "0x12345678@192.1.2.45 3des-cbc-hmac96:0x4043434545464649494a4a4c4c4f4f515152525454575758"
	for _, c := range []struct{ pcap, out, keys string }{
		{"02-sunrise-sunset-esp.pcap", "esp0.out", ""},
		{"02-sunrise-sunset-esp.pcap", "esp1.out", esp1},
		{"08-sunrise-sunset-esp2.pcap", "esp2.out", string(secrets)},
	} {
		want, err := os.ReadFile(filepath.Join(tests, c.out))
		if err != nil {
			t.Fatal(err)
		}
		var s *esptrack.Store
		if c.keys != "" {
			s = store(t, "secrets", c.keys)
		}
		var got bytes.Buffer
		frames(t, filepath.Join(tests, c.pcap), s, func(_ *dissect.Engine, p *dissect.Packet) {
			fmt.Fprintf(&got, "%5d  1970-01-01 00:00:00.000000 %s\n", p.Number, asTcpdump(p))
		})
		if got.String() != string(want) {
			t.Errorf("%s:\n%swant\n%s", c.out, &got, want)
		}
	}
}

// asTcpdump is p in tcpdump's words, as far as pings inside of ESP go.
func asTcpdump(p *dissect.Packet) string {
	var parts []string
	for i := range p.Layers {
		switch m := p.Layers[i].Message.(type) {
		case *inet.IPv4:
			parts = append(parts, fmt.Sprintf("IP %s > %s", m.Src, m.Dst))
		case *esp.Packet:
			parts = append(parts, fmt.Sprintf("ESP(spi=0x%08x,seq=0x%x), length %d", m.SPI, m.Seq, m.Wire+8))
		case *inet.ICMP:
			parts = append(parts, fmt.Sprintf("ICMP echo request, id %d, seq %d, length %d", m.ID, m.Seq, p.Layers[i].Span.Wire-p.Layers[i].Span.Off))
		}
	}
	return strings.Join(parts, ": ")
}

// tcpdump's secrets have a key for this capture that is none of its: tcpdump
// prints what it decrypts to all the same. No packet may come out here.
func TestKeyThatDoesNotFit(t *testing.T) {
	tests := filepath.Join(corpus(t), "the-tcpdump-group+tcpdump", "tests")
	secrets, err := os.ReadFile(filepath.Join(tests, "esp-secrets.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var reasons []esp.Reason
	frames(t, filepath.Join(tests, "espudp1.pcap"), store(t, "secrets", string(secrets)), func(_ *dissect.Engine, p *dissect.Packet) {
		m := p.Layers[len(p.Layers)-1].Message.(*esp.Packet)
		reasons = append(reasons, m.Facts.Why)
	})
	if want := slices.Repeat([]esp.Reason{esp.BadPad}, 8); !slices.Equal(reasons, want) {
		t.Errorf("%v", reasons)
	}
}
