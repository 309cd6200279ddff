package render_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/render"
)

// listed is what a terminal of that width shows of rows, each written alone.
func listed(t *testing.T, o render.Options, width int, rows []*render.Row) string {
	t.Helper()
	o.Cells = true
	f, err := render.New("text", o)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	l := render.NewListing(f, &out, func() int { return width })
	for _, r := range rows {
		if _, err := l.Write(f.AppendRow(nil, r)); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// TestListing: columns are as wide as what is in them, and Info is cut.
func TestListing(t *testing.T) {
	rows := goldenRows(t, registry(t))
	const want = `No.        Time Source            Destination       Proto Len Info
  1 0.000000000 02:00:5e:01:00:01 ff:ff:ff:ff:ff:ff ARP    42 Who has 192.168.…
  2 0.000049754 02:00:5e:01:00:01 02:00:5e:04:00:01 0x9999  39 Ethernet II
  3 -1.500000001 02:00:5e:01:00:01 02:00:5e:04:00:01 0x9999  39 Ethernet II
`
	if got := listed(t, render.Options{Header: true}, 79, rows); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := listed(t, render.Options{Header: true}, 79, nil); got != "" {
		t.Errorf("titles without a row: %q", got)
	}
}

// TestListingWidths: no row is wider than the terminal, whatever its width, and without one none is cut.
func TestListingWidths(t *testing.T) {
	rows := goldenRows(t, registry(t))
	for _, width := range []int{1, 20, 60, 80, 100, 120, 200} {
		for line := range strings.Lines(listed(t, render.Options{Header: true}, width, rows)) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%d columns of %d: %q", n, width, line)
			}
		}
	}
	if got := listed(t, render.Options{}, 0, rows); !strings.Contains(got, "Who has 192.168.0.1? Tell 192.168.0.10\n") {
		t.Errorf("a row is cut: %q", got)
	}
}

// TestListingColor: a colour frames the row and leaves its text alone.
func TestListingColor(t *testing.T) {
	rows := goldenRows(t, registry(t))
	for width := range 130 {
		plain := listed(t, render.Options{}, width, rows[:1])
		color := listed(t, render.Options{Color: true}, width, rows[:1])
		if want := "\x1b[38;5;243m" + strings.TrimSuffix(plain, "\n") + "\x1b[0m\n"; color != want {
			t.Fatalf("%q, want %q", color, want)
		}
	}
}
