package journal_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/journal"
)

func newEntry() dissect.Message { return new(journal.Entry) }

func seeds(t testing.TB) (list []dissecttest.Seed) {
	for _, name := range []string{"entry", "binary"} {
		list = append(list, dissecttest.Seed{Name: name, Bytes: dissecttest.Load(t, name)})
	}
	return list
}

func TestJournal(t *testing.T) { dissecttest.Run(t, newEntry, seeds(t)) }

func TestGolden(t *testing.T) {
	zone := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = zone })
	dissecttest.Golden(t, newEntry, seeds(t)...)
}

func FuzzJournal(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds(f)}, newEntry)
}

// The Info column, as tshark 4.6.9 has it.
func TestInfo(t *testing.T) {
	for entry, info := range map[string]string{
		"MESSAGE=hello world\n": "hello world",
		"PRIORITY=6\n":          "Journal Entry",
		"MESSAGE\n\x09\x00\x00\x00\x00\x00\x00\x00two\nlines\n": `two\nlines`,
		"MESSAGE\n\xff\x00\x00\x00\x00\x00\x00\x00two\n":        "Journal Entry",
		"MESSAGE=a\nMESSAGE=b":                                  "b",
	} {
		var m journal.Entry
		if err := field.Decode(&m, []byte(entry), nil); err != nil {
			t.Errorf("%q: %v", entry, err)
		}
		if got := string(m.AppendSummary(nil, nil)); got != info {
			t.Errorf("%q: %q, want %q", entry, got, info)
		}
	}
}
