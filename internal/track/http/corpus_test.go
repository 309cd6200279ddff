package http_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/http"
)

// rich are captures with many messages that are longer than a segment.
var rich = map[string]bool{
	"many-protocols.pcap": true, "No-filter.pcap": true, "TCP_SACK.cap": true,
	"raw_ip.pcap": true, "LDAP-capture2.pcap": true, "cap1.pcap": true,
}

// TestCorpus compares the rows of TCP with tshark's, in captures below
// PKTSCOPE_CORPUS.
func TestCorpus(t *testing.T) {
	root := os.Getenv("PKTSCOPE_CORPUS")
	if root == "" {
		t.Skip("PKTSCOPE_CORPUS names no folder of captures")
	}
	rows, same := 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !rich[d.Name()] {
			return err
		}
		got := infos(t, path)
		for i, row := range tshark(t, path) {
			parted := i < len(got) && strings.HasSuffix(got[i], "of a reassembled PDU]")
			switch {
			case row.protocol != "TCP" && parted:
				t.Errorf("%s: packet %d is a part, tshark says %q", d.Name(), i+1, row)
			case row.protocol != "TCP" || strings.HasPrefix(row.info, "["):
				continue // analysis of the stream is another matter
			}
			if rows++; i < len(got) && got[i] == row.info {
				same++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d rows are tshark's", same, rows)
	if same*100 < rows*98 {
		t.Errorf("%d of %d rows are tshark's, want 98 %%", same, rows)
	}
}

// infos are the Info columns of a capture.
func infos(t *testing.T, file string) (list []string) {
	t.Helper()
	registry := labtest.Registry(t)
	source, err := capture.Open(file, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	engine, arena := dissect.NewEngine(registry), dissect.NewArena(registry)
	engine.Use(arena)
	trackers := []track.Tracker{frag.New(frag.DefaultLimits), flow.New(), http.New()}
	var f capture.Packet
	for source.Next(&f) == nil {
		arena.Reset()
		p := dissect.Packet{Number: f.Number, Time: f.Time}
		engine.Dissect(&p, uint32(f.Link), f.Data, f.WireLen)
		for _, tracker := range trackers {
			tracker.Observe(engine, &p)
		}
		list = append(list, info40(&p))
	}
	return list
}
