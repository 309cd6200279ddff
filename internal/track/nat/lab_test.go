package nat_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/nat"
)

const pcaps = "../../../fixtures/pcaps"

// watch shows captures, merged by time, to a tracker.
func watch(t testing.TB, tr *nat.Tracker, names ...string) {
	t.Helper()
	r := labtest.Registry(t)
	arena := dissect.NewArena(r)
	e := dissect.NewEngine(r)
	e.Use(arena)
	src, err := capture.OpenMerged(paths(names))
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	fragments := frag.New(frag.DefaultLimits)
	var f capture.Packet
	for {
		err := src.Next(&f)
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var p dissect.Packet
		p.Number, p.Time, p.Wire, p.Interface = f.Number, f.Time, f.WireLen, f.Iface.Label()
		e.Dissect(&p, uint32(f.Link), f.Data, f.WireLen)
		fragments.Observe(e, &p)
		tr.Watch(&p)
		arena.Reset()
	}
}

// paths are the paths of the project's captures.
func paths(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = filepath.Join(pcaps, name)
	}
	return out
}

// expected is what the kernel's table of connections held.
func expected(t *testing.T) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(pcaps, "17-nat-overload.expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Translations []struct {
			Proto            string
			InsideLocal      string `json:"inside_local"`
			InsideLocalPort  string `json:"inside_local_port"`
			InsideGlobal     string `json:"inside_global"`
			InsideGlobalPort string `json:"inside_global_port"`
			Outside          string
			OutsidePort      *string `json:"outside_port"`
		}
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, x := range doc.Translations {
		port := x.InsideGlobalPort // ICMP: the identifier
		if x.OutsidePort != nil {
			port = *x.OutsidePort
		}
		want[fmt.Sprintf("%s %s:%s %s:%s %s:%s", x.Proto, x.InsideGlobal, x.InsideGlobalPort, x.InsideLocal, x.InsideLocalPort, x.Outside, port)] = true
	}
	return want
}

func TestOverload(t *testing.T) {
	want := expected(t)
	const name = "17-nat-overload"
	for _, files := range [][]string{
		{name + ".pcapng"}, {name + ".inside.pcap", name + ".outside.pcap"}, {name + ".outside.pcap", name + ".inside.pcap"},
	} {
		tr := nat.New(nat.Limits{})
		watch(t, tr, files...)
		got := map[string]bool{}
		for x := range tr.Account(nat.Inside{}).Translations() {
			protocol := map[uint8]string{nat.TCP: "tcp", nat.UDP: "udp", nat.ICMP: "icmp"}[x.Protocol]
			row := strings.Join([]string{protocol, x.InsideGlobal.String(), x.InsideLocal.String(), x.OutsideGlobal.String()}, " ")
			got[row] = true
			if !want[row] {
				t.Errorf("%v: invented: %s", files, row)
			}
		}
		for row := range want {
			if !got[row] {
				t.Errorf("%v: missed: %s", files, row)
			}
		}
		if len(got) != 29 {
			t.Errorf("%v: %d translations, want 29", files, len(got))
		}
	}
}
