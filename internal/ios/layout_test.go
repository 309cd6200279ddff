package ios_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/ios"
)

// What does not fit its column takes a line of its own.
func TestWideColumn(t *testing.T) {
	for _, c := range []struct{ name, row string }{
		{"2924-2", "2924-2           "},
		{"sixteen-letters-", "sixteen-letters- "},
		{"seventeen-letters", "seventeen-letters\n                   "},
		{"esc\x1b[2J", `esc\033[2J       `},
		{"trente-é-lettres", "trente-é-lettres "},
	} {
		if b := ios.AppendWrapped([]byte("x "), c.name, 2, 17); string(b) != "x "+c.row {
			t.Errorf("%q: %q", c.name, b)
		}
	}
}
