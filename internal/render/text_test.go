package render_test

import (
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/render"
)

const table = `   No.          Time  Source             Destination        Protocol Length  Info
     1   0.000000000  02:00:5e:01:00:01  ff:ff:ff:ff:ff:ff  ARP          42  Who has 192.168.0.1? Tell 192.168.0.10
     2   0.000049754  02:00:5e:01:00:01  02:00:5e:04:00:01  0x9999       39  Ethernet II
     3  -1.500000001  02:00:5e:01:00:01  02:00:5e:04:00:01  0x9999       39  Ethernet II
`

// TestTable: one header line, and columns in line.
func TestTable(t *testing.T) {
	r := registry(t)
	rows := goldenRows(t, r)
	if got := string(output(t, "text", render.Options{Header: true}, rows)); got != table {
		t.Errorf("\n%s, want\n%s", got, table)
	}
	if got := string(output(t, "text", render.Options{}, rows)); got != table[strings.IndexByte(table, '\n')+1:] {
		t.Errorf("without a header:\n%s", got)
	}
}

// TestColor: a colour frames the row and leaves its text alone.
func TestColor(t *testing.T) {
	rows := goldenRows(t, registry(t))
	plain := string(output(t, "text", render.Options{}, rows[:1]))
	color := string(output(t, "text", render.Options{Color: true}, rows[:1]))
	if want := "\x1b[38;5;243m" + strings.TrimSuffix(plain, "\n") + "\x1b[0m\n"; color != want {
		t.Errorf("%q, want %q", color, want)
	}
}
