package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/session"
)

// TestOddCaptures reads captures that are rare or damaged, and holds their packets, times
// and interfaces against those of tshark 4.6.9, which testdata/odd.tsv lists: "= FILE",
// "damaged" behind it if its end is an error, and a row for each packet.
func TestOddCaptures(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("testdata/odd.tsv")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--no-sandbox", "-n", "-T", "fields"}
	for _, f := range []string{
		"frame.number", "frame.time_epoch", "frame.len", "frame.cap_len", "frame.interface_id", "frame.section_number", "frame.encap_type",
		"frame.comment", "frame.packet_flags", "_ws.col.cls_time", "_ws.col.protocol", "eth.fcs",
	} {
		args = append(args, "-e", f)
	}
	for file := range strings.SplitSeq(strings.TrimPrefix(string(table), "= "), "\n= ") {
		head, rows, _ := strings.Cut(file, "\n")
		name, damaged := strings.CutSuffix(head, " damaged")
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			status := run(&session.Env{Out: &out, Err: &errs}, append(args, "-r", filepath.Join("testdata/odd", name)))
			if got, want := strings.TrimSuffix(out.String(), "\n"), strings.TrimSuffix(rows, "\n"); got != want {
				t.Errorf("rows are\n%s\nwant\n%s", got, want)
			}
			if damaged != (status != 0) || damaged != (errs.Len() > 0) {
				t.Errorf("status %d, %s", status, errs.String())
			}
		})
	}
}
