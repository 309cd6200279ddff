package ios_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/ios"
)

var nameColumns = []ios.Column[string]{
	{Title: "Device ID", Width: 17, Wrap: true, Cell: func(name string) string { return name }},
	{Title: "Port", Width: 6, Heading: 5, Cell: func(string) string { return "Fa 0" }},
	{Title: "ID", Cell: func(name string) string { return name[:2] }},
}

func TestHeadings(t *testing.T) {
	if b := ios.AppendHeadings([]byte("x\n"), nameColumns); string(b) != "x\nDevice ID        Port ID\n" {
		t.Errorf("%q", b)
	}
}

// A cell that is longer than its column moves the rest of its line, or wraps it.
func TestRow(t *testing.T) {
	for _, c := range []struct{ name, row string }{
		{"2924-2", "2924-2           Fa 0  29\n"},
		{"sixteen-letters-", "sixteen-letters- Fa 0  si\n"},
		{"seventeen-letters", "seventeen-letters\n                 Fa 0  se\n"},
		{"esc\x1b[2J", `esc\033[2J       Fa 0  es` + "\n"},
		{"trente-é-lettres", "trente-é-lettres Fa 0  tr\n"},
	} {
		if b := ios.AppendRow(nil, nameColumns, c.name); string(b) != c.row {
			t.Errorf("%q: %q", c.name, b)
		}
	}
	moved := []ios.Column[string]{{Width: 3, Cell: func(s string) string { return s }}, {Cell: func(s string) string { return s }}}
	if b := ios.AppendRow(nil, moved, "long"); string(b) != "long long\n" {
		t.Errorf("%q", b)
	}
}
