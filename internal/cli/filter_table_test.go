package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/session"
)

// TestFilterTable counts the frames that display filters find, as testdata/filters.tsv
// has them of tshark 4.6.9: filter, capture, frames, and what differs there. "E" is an
// error.
func TestFilterTable(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("testdata/filters.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		file := filepath.Join("testdata/files", row[1])
		if _, err := os.Stat(file); err != nil {
			file = filepath.Join("../../fixtures/pcaps", row[1])
		}
		var out, errs bytes.Buffer
		status := run(&session.Env{Out: &out, Err: &errs}, []string{"--no-sandbox", "-r", file, "-Y", row[0], "-T", "fields", "-e", "frame.number"})
		got := strconv.Itoa(bytes.Count(out.Bytes(), []byte("\n")))
		if status != 0 {
			got = "E"
		}
		if got != row[2] {
			t.Errorf("%s in %s: %s, want %s\n%s", row[0], row[1], got, row[2], errs.String())
		}
	}
}
