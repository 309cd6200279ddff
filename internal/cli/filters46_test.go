package cli

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestFiltersOf46: the filters of testdata/filters46.tsv find as many frames as tshark
// 4.6.9, which made the table.
func TestFiltersOf46(t *testing.T) {
	t.Parallel()
	exprs, captures, counts := table46(t)
	j := newJudge(t, exprs)
	for i, why := range j.reasons {
		if why != nil {
			t.Errorf("%s: %v", exprs[i], why)
		}
	}
	for k, name := range captures {
		for i, frames := range j.ours(filepath.Join("../../fixtures/pcaps", name)) {
			if got := strconv.Itoa(len(strings.Fields(frames))); got != counts[i][k] {
				t.Errorf("%s: %s finds %s frames, tshark 4.6.9 finds %s", name, exprs[i], got, counts[i][k])
			}
		}
	}
}

// table46 reads testdata/filters46.tsv: filters, captures, and what each filter finds in
// each capture.
func table46(t *testing.T) (exprs, captures []string, counts [][]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/filters46.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case len(cells) == 1: // a comment
		case captures == nil:
			captures = cells[1:]
		default:
			exprs, counts = append(exprs, cells[0]), append(counts, cells[1:])
		}
	}
	return exprs, captures, counts
}
