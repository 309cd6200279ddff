package flow_test

import (
	"encoding/hex"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/flow"
)

// TestCutHeaders cuts frames at every length and holds the columns against those
// of tshark 4.6.9, which testdata/cut.tsv lists: "= LINKTYPE LENGTH HEX # NAME" for a
// frame, then a line from each length on at which a column changes. A column never
// tells what was not captured.
func TestCutHeaders(t *testing.T) {
	table, err := os.ReadFile("testdata/cut.tsv")
	if err != nil {
		t.Fatal(err)
	}
	e := dissect.NewEngine(labtest.Registry(t))
	for frame := range strings.SplitSeq(strings.TrimPrefix(string(table), "= "), "\n= ") {
		head, rows, _ := strings.Cut(frame, "\n")
		head, name, _ := strings.Cut(head, " # ")
		t.Run(name, func(t *testing.T) { cutFrame(t, e, strings.Fields(head), strings.Split(rows, "\n")) })
	}
}

func cutFrame(t *testing.T, e *dissect.Engine, head, rows []string) {
	t.Helper()
	link, err := strconv.ParseUint(head[0], 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	wire, err := strconv.Atoi(head[1])
	if err != nil {
		t.Fatal(err)
	}
	data, err := hex.DecodeString(head[2])
	if err != nil {
		t.Fatal(err)
	}
	track, want := flow.New(), ""
	for n := range len(data) + 1 {
		if at, columns, _ := strings.Cut(rows[0], "\t"); at == strconv.Itoa(n) {
			want, rows = columns, append(rows[1:], "")
		}
		if got := columns(e, track, uint32(link), data[:n], wire); got != want {
			t.Errorf("cut at %d: %q, want %q", n, got, want)
		}
	}
}

// columns returns Source, Destination, Protocol and Info.
func columns(e *dissect.Engine, track *flow.Tracker, link uint32, data []byte, wire int) string {
	p := dissect.Packet{Number: 1}
	e.Dissect(&p, link, data, wire)
	track.Observe(e, &p)
	p.Lead = nil // the frame is sent again with each cut
	b := append(p.AppendSource(nil), '\t')
	b = append(p.AppendDestination(b), '\t')
	b = append(p.AppendProtocol(b), '\t')
	return string(p.AppendInfo(b, nil))
}
