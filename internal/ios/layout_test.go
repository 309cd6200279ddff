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

// In a router's lines, a cell is cut off without a blank, or is one word of any length.
func TestRouterRow(t *testing.T) {
	name := func(s string) string { return s }
	cut := []ios.Column[string]{{Width: 6, Cut: true, Cell: name}, {Cell: name}}
	for _, c := range []struct{ name, row string }{
		{"R1", "R1    R1\n"}, {"router", "routerrouter\n"}, {"router1", "routerrouter1\n"}, {"né", "né    né\n"},
	} {
		if b := ios.AppendRow(nil, cut, c.name); string(b) != c.row {
			t.Errorf("%q: %q", c.name, b)
		}
	}
	columns := ios.Unwrapped([]ios.Column[string]{{Width: 3, Cell: name}, {Width: 4, Wrap: true, Cell: name}, {Cell: func(string) string { return "x" }}}, 1)
	for _, c := range []struct{ name, row string }{{"Gig 0/1", "Gig 0/1 Gig 0/1 x\n"}, {"my own file", "my own file my_own_file x\n"}} {
		if b := ios.AppendRow(nil, columns, c.name); string(b) != c.row {
			t.Errorf("%q: %q", c.name, b)
		}
	}
	if ios.Word("") != "(none)" {
		t.Error("an empty word")
	}
}
