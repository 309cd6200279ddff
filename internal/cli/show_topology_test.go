package cli

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A topologyJSON is what "show cdp topology --format json" prints.
type topologyJSON struct {
	Nodes []struct {
		ID           string
		Platform     *string
		Capabilities []string
	}
	Links []struct {
		A, B      struct{ Device, Port string }
		Interface string
	}
	Stubs []struct{ Device, Port, Interface string }
	Left  []struct {
		Reason    string
		Neighbors int
	} `json:"left_out"`
}

func topologyOf(t *testing.T, args ...string) (g topologyJSON) {
	t.Helper()
	out, errs := output(t, append([]string{"show", "cdp", "topology", "--format", "json"}, args...)...)
	if err := json.Unmarshal(out, &g); err != nil {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	return g
}

// links are "R1 FastEthernet0/0 - SW1 GigabitEthernet0/1", sorted; half a link
// has one end.
func (g *topologyJSON) links() (list []string) {
	for _, l := range g.Links {
		list = append(list, edge(l.A.Device+" "+l.A.Port, l.B.Device+" "+l.B.Port))
	}
	for _, s := range g.Stubs {
		list = append(list, s.Device+" "+s.Port)
	}
	slices.Sort(list)
	return list
}

func edge(ends ...string) string {
	slices.Sort(ends)
	return strings.Join(ends, " - ")
}

const topologyCapture = "../../fixtures/pcaps/16-cdp-topology-a"

// At every moment of the capture the links are those between whose ends were
// both present, as it was recorded when the capture was made.
func TestTopologyAt(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	var expected struct {
		End        float64    `json:"capture_end"`
		Links      [][]string // device, interface, port, twice
		Devices    map[string]struct{ Name string }
		Neighbours []struct {
			Interface int    `json:"interface_id"`
			Device    string `json:"device"`
			Port      string `json:"port"`
			Present   []struct{ First, Expires float64 }
		}
	}
	text, err := os.ReadFile(topologyCapture + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &expected); err != nil {
		t.Fatal(err)
	}
	for at := expected.Neighbours[0].Present[0].First + 0.001; at <= expected.End+40; at += 5 {
		ends := map[int][]string{}
		for _, n := range expected.Neighbours {
			for _, p := range n.Present {
				if p.First <= at && at < p.Expires {
					ends[n.Interface] = append(ends[n.Interface], n.Device+" "+n.Port)
				}
			}
		}
		var want []string
		for _, e := range ends {
			want = append(want, edge(e...))
		}
		slices.Sort(want)
		g := topologyOf(t, topologyCapture+".pcapng", "--at", strconv.FormatFloat(at, 'f', 6, 64))
		if got := g.links(); !slices.Equal(got, want) {
			t.Errorf("at %f:\ngot  %q\nwant %q", at, got, want)
		}
	}

	// When all of them speak, the links are those that the network was made of.
	var all, hub []string
	for _, l := range expected.Links {
		name := func(i int) string { return expected.Devices[l[i]].Name + " " + l[i+2] }
		all = append(all, edge(name(0), name(3)))
		if l[0] == "sw1" || l[3] == "sw1" {
			hub = append(hub, edge(name(0), name(3)))
		}
	}
	slices.Sort(all)
	slices.Sort(hub)
	for _, c := range []struct {
		files []string
		want  []string
	}{
		{[]string{".pcapng"}, all}, {[]string{".hub.pcapng"}, hub}, {[]string{".pcapng", ".hub.pcapng"}, all},
		{[]string{".pcapng", ".pcap"}, all}, {[]string{".pcap", ".hub.pcapng", ".pcapng"}, all},
	} {
		args := []string{"--at", "1795327670"}
		for _, f := range c.files {
			args = append(args, topologyCapture+f)
		}
		g := topologyOf(t, args...)
		if got := g.links(); !slices.Equal(got, c.want) {
			t.Errorf("%q:\ngot  %q\nwant %q", c.files, got, c.want)
		}
	}
}

// In a flood earlier devices are kept, pictures stay small, and a note counts the
// devices that are left out.
func TestTopologyFlood(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	const floods = 100_000
	file := filepath.Join(t.TempDir(), "flood.pcap")
	b := []byte("\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x01\x00\x00\x00")
	add := func(ms int, data []byte) {
		for _, v := range []int{1_700_000_000 + ms/1000, ms % 1000 * 1000, len(data), len(data)} {
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		}
		b = append(b, data...)
	}
	real := func(ms int) {
		add(ms, cdpFrom(station(1), cdpText(1, "SW1"), cdpText(3, "GigabitEthernet0/1"), cdpText(6, "real")))
		add(ms, cdpFrom(station(2), cdpText(1, "R1"), cdpText(3, "FastEthernet0/0"), cdpText(6, "real")))
	}
	real(0)
	for i := range floods {
		if i == floods/2 {
			real(50_500)
		}
		add(1000+i, cdpFrom(station(3), cdpText(1, fmt.Sprint("flood", i)), cdpText(3, "eth0")))
	}
	real(101_500)
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	g := topologyOf(t, file)
	had := map[string]bool{}
	for _, n := range g.Nodes {
		had[n.ID] = n.Platform != nil && *n.Platform == "real"
	}
	if !had["SW1"] || !had["R1"] {
		t.Error("who was there before is missing")
	}
	if len(g.Left) != 1 || g.Left[0].Reason != "no room" || g.Left[0].Neighbors != floods+2-len(g.Nodes) || len(g.Nodes) > 30_000 {
		t.Errorf("%d devices, left out: %v", len(g.Nodes), g.Left)
	}
	missing := fmt.Sprintf("Left out: %d neighbors because the table was full", floods+2-len(g.Nodes))
	for format, most := range map[string]int{"table": 100_000, "dot": 100_000, "mermaid": 50_000, "svg": 300_000} {
		out, _ := output(t, "show", "cdp", "topology", file, "--format", format)
		if text := string(out); len(text) > most || !strings.Contains(text, missing) || !strings.Contains(text, "SW1") || !strings.Contains(text, "R1") {
			t.Errorf("%s: %d bytes, %q is missing", format, len(text), missing)
		}
	}
}

// The picture in README.md is what is drawn now.
func TestTopologyPicture(t *testing.T) {
	const file = "../../docs/topology.svg"
	want, _ := output(t, "show", "cdp", "topology", "--at", "+60", "--format", "svg", topologyCapture+".pcapng")
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what is drawn: %v", file, err)
	}
}
