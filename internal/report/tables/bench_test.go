package tables

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/session"
)

// BenchmarkExport exports the capture that PKTSCOPE_BENCH names.
func BenchmarkExport(b *testing.B) {
	name := os.Getenv("PKTSCOPE_BENCH")
	if name == "" {
		b.Skip("PKTSCOPE_BENCH names no capture")
	}
	dir := b.TempDir()
	for n := 0; b.Loop(); n++ {
		x := &Export{Dir: filepath.Join(dir, strconv.Itoa(n))}
		q := report.Request{Report: x.Report(), Format: report.ForTables, AtEnd: true, Options: session.Options{Files: []string{name}, Export: x.Dir, Tree: true}}
		q.Options.Outputs = func() error { return x.Open(q.Options.Files) }
		if status := q.Run(&session.Env{Out: io.Discard, Err: os.Stderr}); status != session.ExitOK {
			b.Fatalf("status %d", status)
		}
		if err := os.RemoveAll(x.Dir); err != nil {
			b.Fatal(err)
		}
	}
}
