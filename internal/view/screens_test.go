package view

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// sizes are the screens that goldens are made of.
var sizes = []tea.WindowSizeMsg{{Width: 60, Height: 12}, {Width: 80, Height: 24}, {Width: 120, Height: 30}, {Width: 200, Height: 40}}

// Screens are as in the golden files, in every size; no line is longer than the screen.
func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
	}{
		{"packets", nil},
		{"detail", []string{"enter", "+"}},
		{"bytes", []string{"enter", "G", "tab"}},
		{"tunnels", []string{"2"}},
		{"ladder", []string{"2", "enter"}},
		{"compare", []string{"2", "enter", "m", "down", "m"}},
		{"frame", []string{"2", "enter", "enter"}},
		{"neighbors", []string{"3"}},
		{"translations", []string{"4"}},
		{"statistics", []string{"6"}},
		{"help", []string{"?"}},
		{"completion", []string{"/", "i", "s", "a"}},
	} {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s-%d", c.name, size.Width), func(t *testing.T) {
				d := newDriver(t, newFake())
				d.send(size)
				d.press(c.keys...)
				fits(t, d)
				golden.RequireEqual(t, []byte(d.screen()))
			})
		}
	}
}

// fits asserts that the screen is as large as the terminal.
func fits(t *testing.T, d *driver) {
	t.Helper()
	s, _ := d.m.screen()
	lines := strings.Split(s, "\n")
	is(t, "lines", len(lines), d.m.height)
	for i, l := range lines {
		if w := ansi.StringWidth(l); w > d.m.width || w < d.m.width-1 {
			t.Errorf("line %d has %d columns of %d: %q", i, w, d.m.width, ansi.Strip(l))
		}
	}
}

// A terminal that is too small gets a line that says so, and the screen when it grows.
func TestSmall(t *testing.T) {
	d := newDriver(t, newFake())
	for _, size := range []tea.WindowSizeMsg{{Width: 59, Height: 24}, {Width: 80, Height: 11}, {Width: 10, Height: 3}, {Width: 1, Height: 1}} {
		d.send(size)
		lines := strings.Split(strings.TrimSuffix(d.screen(), "\n"), "\n")
		if len(lines) > size.Height {
			t.Errorf("%v: %d lines", size, len(lines))
		}
		for _, l := range lines {
			if ansi.StringWidth(l) > size.Width {
				t.Errorf("%v: %q", size, l)
			}
		}
	}
	d.send(tea.WindowSizeMsg{Width: 59, Height: 24})
	d.shows("needs 60 columns and 12 lines, please;")
	d.press("j", "tab", "?") // nothing to see, and nothing that breaks
	d.send(tea.WindowSizeMsg{Width: 60, Height: 12})
	d.shows("Keys")
	fits(t, d)
}

// Every screen fits into every terminal from the least one on.
func TestResize(t *testing.T) {
	for _, keys := range [][]string{nil, {"tab"}, {"tab", "tab"}, {"z"}, {"2"}, {"2", "enter"}, {"2", "enter", "enter"}, {"2", "enter", "m", "down", "m"}, {"6"}, {"?"}, {"/", "i"}} {
		d := newDriver(t, newFake())
		d.press(keys...)
		for _, w := range []int{60, 61, 79, 80, 100, 119, 120, 139, 140, 200, 300} {
			for _, h := range []int{12, 13, 17, 24, 50, 100} {
				d.send(tea.WindowSizeMsg{Width: w, Height: h})
				fits(t, d)
			}
		}
	}
}

// An address that has no room keeps its beginning and its end.
func TestMiddleCut(t *testing.T) {
	is(t, "room", middleCut("02:00:5e:01:00:02", 17), "02:00:5e:01:00:02")
	is(t, "a MAC address", middleCut("02:00:5e:01:00:02", 12), "02:00…:00:02")
	is(t, "an IPv6 address", middleCut("2001:db8:85a3::8a2e:370:7334", 15), "2001:db…70:7334")
	is(t, "no room", middleCut("02:00:5e:01:00:02", 2), "02:00:5e:01:00:02")
}
