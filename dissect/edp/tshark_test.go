package edp_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/cli"
)

// faultFields are of packets that the seeds are none of.
var faultFields = map[string]bool{"edp.bad_checksum": true, "edp.short_tlv": true}

// TestFields runs the seeds through tshark and through pktscope: all of Wireshark's
// fields are equal, with their lines, and no seed lacks one.
func TestFields(t *testing.T) {
	const (
		addresses = "\x00\xe0\x2b\x00\x00\x00\x02\x00\x5e\x10\x00\x01"
		snap      = "\xaa\xaa\x03\x00\xe0\x2b\x00\xbb"
	)
	file := []byte("\xa1\xb2\xc3\xd4\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x00\x00\x00\x01")
	for _, s := range seeds(t) {
		n := len(snap) + len(s.Bytes)
		all := n + len(addresses) + 2
		size := []byte{0, 0, byte(all >> 8), byte(all)}
		file = append(append(append(append(file, make([]byte, 8)...), size...), size...), addresses...)
		file = append(append(append(file, byte(n>>8), byte(n)), snap...), s.Bytes...)
	}
	name := filepath.Join(t.TempDir(), "seeds.pcap")
	if err := os.WriteFile(name, file, 0o666); err != nil {
		t.Fatal(err)
	}
	theirs := dissecttest.Tshark(t, "-n", "-r", name, "-T", "pdml")
	var ours, errs bytes.Buffer
	if code := cli.Main([]string{"-n", "-r", name, "-T", "pdml", "--as", "4.0", "--no-sandbox"}, strings.NewReader(""), &ours, &errs); code != 0 {
		t.Fatalf("exit status %d: %s", code, &errs)
	}
	for _, v := range dissecttest.CompareFields(t, theirs, ours.Bytes(), dissecttest.TsharkFields(t, "edp.")) {
		if faultFields[v.Name] {
			continue
		}
		if !v.Reached || !v.Equal || !v.Labels {
			t.Errorf("%s: in a seed: %v, equal: %v, with its lines: %v%s", v.Name, v.Reached, v.Equal, v.Labels, v.Difference)
		}
	}
}
