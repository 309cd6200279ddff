package capture

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestForeign opens files that are no captures that this package reads.
func TestForeign(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		content string
		kind    error
		says    string
	}{
		{"", ErrEmpty, "empty file"},
		{"snoop\x00\x00\x00\x00\x00\x00\x02", ErrFormat, "neither pcap nor pcapng: a snoop capture; editcap makes a pcapng file of it"},
		{"GMBU\x00\x02", ErrFormat, "a Network Monitor 2.x capture"},
		{"PK\x03\x04....", ErrFormat, "a zip archive"},
		{strings.Repeat("x", 257) + "ustar", ErrFormat, "a tar archive"},
		{"No. Time Source\n1 0.0 192.0.2.1 → 192.0.2.2\n", ErrFormat, "a text"},
		{strings.Repeat("é", 300), ErrFormat, "a text"}, // the head ends inside no character
		{"x" + strings.Repeat("é", 300), ErrFormat, "a text"},
		{"\x00\x01\x02\x03", ErrFormat, "neither pcap nor pcapng"},
	} {
		path := filepath.Join(dir, "file")
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{})
		if !errors.Is(err, c.kind) || !strings.HasPrefix(err.Error(), path+": ") || !strings.HasSuffix(strings.SplitAfter(err.Error(), c.says)[0], c.says) {
			t.Errorf("%.12q: %v, want %q", c.content, err, c.says)
		}
	}
}

// TestOpen checks the errors of files that cannot be opened.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrRead) || !strings.Contains(err.Error(), "it is a directory") {
		t.Errorf("a directory: %v", err)
	}
	missing := filepath.Join(dir, "missing")
	_, err := Open(missing, Options{})
	if !errors.Is(err, ErrRead) || !errors.Is(err, os.ErrNotExist) || strings.Count(err.Error(), missing) != 1 {
		t.Errorf("a missing file: %v", err)
	}
}
