package cli

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// A report has each key once, and a cell in each column.
func TestColumns(t *testing.T) {
	const capture = "../../fixtures/pcaps/01-ikev1-main-seed.pcap"
	commands := [][]string{{"fields", "cdp"}, {"ports", "22"}, {"keys", "--psk", "x", "-r", capture}}
	for _, r := range reports() {
		command := append([]string{"show"}, strings.Fields(r.Words)...)
		if strings.HasPrefix(r.Operand, "NAME") {
			command = append(command, "*")
		}
		if !r.Idle {
			command = append(command, "-r", capture)
		}
		commands = append(commands, command)
	}
	for _, command := range commands {
		out, errs := output(t, append(command, "--format", "csv")...)
		for table := range bytes.SplitSeq(out, []byte("\n\n")) {
			rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll() // an error for a row of another length
			if err != nil || len(rows) == 0 {
				t.Errorf("%s: %v: %s%s", command, err, out, errs)
				continue
			}
			keys := slices.Sorted(slices.Values(rows[0]))
			if unique := slices.Compact(slices.Clone(keys)); len(unique) != len(keys) || keys[0] == "" {
				t.Errorf("%s: keys %q", command, rows[0])
			}
		}
	}
}
