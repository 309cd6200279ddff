package http_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// An oracleRow is what tshark says of a packet.
type oracleRow struct{ protocol, info string }

// tshark returns its rows of the first packets of a file.
func tshark(t *testing.T, file string) []oracleRow {
	t.Helper()
	path := labtest.Program(t, "tshark")
	cmd := exec.Command(path, "-n", "-r", file, "-c", "2000", "-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info")
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		t.Fatalf("%s: %v", file, err)
	}
	var rows []oracleRow
	for line := range strings.Lines(string(out)) {
		protocol, info, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		rows = append(rows, oracleRow{protocol, info})
	}
	return rows
}
