package ports_test

import (
	"os"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/ports"
)

// TestMended asserts that README.md lists the current rows of the services table:
// every row of its tables of changes (row, was, now, why).
func TestMended(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	table, rows := ports.New(), 0
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) != 4 {
			continue
		}
		q, err := ports.ParseQuery(strings.TrimPrefix(cells[0], "| "))
		if err != nil || q.Name != "" {
			continue // the head of a table
		}
		rows++
		e, _ := table.Lookup(q.Proto, q.Ports.First)
		if now := cells[2]; e.Name != now && !strings.Contains(e.Description, now) {
			t.Errorf("%v: the table says %q, %q, not %q", q, e.Name, e.Description, now)
		}
		if was := strings.ToLower(cells[1]); e.Name == was && cells[1] != cells[2] {
			t.Errorf("%v: %q is still there", q, was)
		}
	}
	if rows != 25 {
		t.Errorf("%d changes listed, want 25", rows)
	}
}
