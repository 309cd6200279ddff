package diagnose_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/diagnose"
)

// A flood that is captured in two parts is told once, and explains what other rules find in each of
// them; what a part has too little of is told by these.
func TestParts(t *testing.T) {
	const file, perNegotiation, negotiations = 24, 2, 80
	flood, err := os.ReadFile(broken + "v1-ike-half-open.pcap")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ negotiations, findings int }{{negotiations, 1}, {20, 20}} {
		ends := []int{file}
		for at := file; len(ends) <= perNegotiation*c.negotiations; ends = append(ends, at) {
			at = unanswered(flood, at)
		}
		middle, end := ends[len(ends)/2], ends[len(ends)-1]
		whole := filepath.Join(t.TempDir(), "whole.pcap")
		put := func(name string, parts ...[]byte) string {
			if err := os.WriteFile(name, bytes.Join(parts, nil), 0o600); err != nil {
				t.Fatal(err)
			}
			return name
		}
		all, at := watched(t, put(whole, flood[:end]), "")
		at = at.Add(10 * time.Second) // an answer may come within some
		want := texts(all.Findings(at, diagnose.Options{Faults: true}))
		if len(want) != c.findings {
			t.Fatalf("%d findings, want %d: %q", len(want), c.findings, want)
		}
		of := new(diagnose.Sources)
		for i, part := range [][]byte{flood[file:middle], flood[middle:end]} {
			s, _ := watched(t, put(filepath.Join(t.TempDir(), "part.pcap"), flood[:file], part), "")
			if told := s.Findings(at, diagnose.Options{Part: true, Faults: true}); len(told) > 0 {
				t.Errorf("part %d tells %q", i, texts(told))
			}
			for frame := range s.Part().Frames() {
				*frame += uint64(i * perNegotiation * c.negotiations / 2)
			}
			of.Parts = append(of.Parts, s.Part())
		}
		if diff := cmp.Diff(want, texts(of.Findings(at, diagnose.Options{Faults: true}))); diff != "" {
			t.Errorf("%d negotiations: %s", c.negotiations, diff)
		}
	}
}

// unanswered returns the end of the record at a byte of a pcap of Ethernet, of which it makes one of
// no protocol if it is an answer of the gateway.
func unanswered(b []byte, at int) (end int) {
	const record, etherType, src = 16, 12, 26
	frame := b[at+record:]
	if bytes.Equal(frame[src:src+4], []byte{198, 51, 100, 1}) {
		binary.BigEndian.PutUint16(frame[etherType:], 0x88b5) // IEEE Std 802, Local Experimental
	}
	return at + record + int(binary.LittleEndian.Uint32(b[at+8:]))
}

// texts are findings with their evidence.
func texts(list []diagnose.Finding) (all []string) {
	for i := range list {
		x := &list[i]
		text := fmt.Sprintln(x.Rule, x.Severity, x.Certainty, x.Count, x.First, x.Last, x.Summary)
		for _, e := range x.Evidence {
			text += fmt.Sprintln(e.Frame, e.Field, e.Value, e.Text)
		}
		all = append(all, text)
	}
	return all
}
