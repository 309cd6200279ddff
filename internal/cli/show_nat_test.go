package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rows are what "show ip nat" tells as JSON.
func natRows(t *testing.T, args ...string) (rows []struct {
	Protocol, Src, Dst, Reason, Interface string
	InsideGlobal                          string `json:"inside_global"`
	InsideLocal                           string `json:"inside_local"`
	OutsideLocal                          string `json:"outside_local"`
	OutsideGlobal                         string `json:"outside_global"`
	Confidence                            float64
	First                                 float64 `json:"first_seen"`
	Last                                  float64 `json:"last_seen"`
	Packets                               uint64
}) {
	t.Helper()
	out, errs := output(t, append([]string{"show", "ip", "nat", "--format", "json"}, args...)...)
	if err := json.Unmarshal(out, &rows); err != nil {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	return rows
}

// translated are the rows as Linux's own table of connections has them.
func translated(t *testing.T, args ...string) (out []string) {
	for _, r := range natRows(t, append([]string{"translations"}, args...)...) {
		if r.Confidence < 0.75 || r.Packets == 0 || r.First == 0 || r.Last < r.First {
			t.Errorf("%+v", r)
		}
		out = append(out, strings.Join([]string{r.Protocol, r.InsideGlobal, r.InsideLocal, r.OutsideGlobal}, " "))
	}
	slices.Sort(out)
	return out
}

func fixture(name string) string { return filepath.Join("../../fixtures/pcaps", name) }

// All that Linux translated, and nothing else, in whatever order the captures are
// given.
func TestOverload(t *testing.T) {
	table, err := os.ReadFile(fixture("17-nat-overload.conntrack.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := connections(string(table))
	if len(want) != 29 {
		t.Fatalf("%d connections", len(want))
	}
	in, out := fixture("17-nat-overload.inside.pcap"), fixture("17-nat-overload.outside.pcap")
	for _, args := range [][]string{{in, out}, {out, in}, {fixture("17-nat-overload.pcapng")}, {out, in, "--inside", in}, {in, out, "--inside", "192.168.0.0/24"}} {
		if got := translated(t, args...); !slices.Equal(got, want) {
			t.Errorf("%v: %s", args, cmp.Diff(want, got))
		}
	}
}

// Beside a tunnel: what goes to the Internet is translated, what goes to the
// other LAN is not, with keys and without.
func TestOverloadBesideTunnel(t *testing.T) {
	table, err := os.ReadFile(fixture("01-ikev1-main-seed.site1.conntrack.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := connections(string(table))
	lan, wan, keys := fixture("01-ikev1-main-seed.lan.pcap"), fixture("01-ikev1-main-seed.pcap"), fixture("01-ikev1-main-seed.keys.json")
	for _, args := range [][]string{{lan, wan}, {wan, lan}, {lan, wan, "--keys", keys}, {fixture("01-ikev1-main-seed.pcapng")}} {
		if got := translated(t, args...); !slices.Equal(got, want) || len(got) != 3 {
			t.Errorf("%v: %s", args, cmp.Diff(want, got))
		}
		exempt := 0
		for _, r := range natRows(t, append([]string{"untranslated"}, args...)...) {
			if !strings.HasPrefix(r.Src, "192.168.0.") {
				continue
			}
			exempt++
			if !strings.HasPrefix(r.Dst, "172.16.0.") || r.Reason != "exempt (into the tunnel untranslated)" {
				t.Errorf("%v: %+v", args, r)
			}
		}
		if exempt < 2 {
			t.Errorf("%v: %d conversations between the LANs", args, exempt)
		}
	}
}

var connection = regexp.MustCompile(`(?m)^(?:ipv4 +2 )?(\w+) .*?src=(\S+) dst=(\S+) (?:sport=(\d+) dport=(\d+)|type=\d+ code=\d+ id=(\d+)) .*?src=(\S+) dst=(\S+) (?:sport=(\d+) dport=(\d+)|type=\d+ code=\d+ id=(\d+)) `)

// connections are the translations in a table of Linux's: what was asked, and
// where the answer came from and went to.
func connections(table string) []string {
	var out []string
	for _, m := range connection.FindAllStringSubmatch(table, -1) {
		protocol, src, dst, replySrc, replyDst := m[1], m[2]+":"+m[4]+m[6], m[3]+":"+m[5]+m[6], m[7]+":"+m[9]+m[11], m[8]+":"+m[10]+m[11]
		switch {
		case strings.HasPrefix(src, "192.168.") && replyDst != src: // inside asked
			out = append(out, strings.Join([]string{protocol, replyDst, src, replySrc}, " "))
		case strings.HasPrefix(replySrc, "192.168.") && replySrc != dst: // outside did
			out = append(out, strings.Join([]string{protocol, dst, replySrc, src}, " "))
		}
	}
	slices.Sort(out)
	return out
}
