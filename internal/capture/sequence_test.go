package capture

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSequence reads files in turn, two bad ones among them.
func TestSequence(t *testing.T) {
	pcap := smallPcap()
	names := []string{
		write(t, "a.pcap", pcap),
		write(t, "cut.pcap", pcap[:len(pcap)-1]),
		write(t, "note.txt", []byte("not a capture")),
		write(t, "b.pcapng.gz", gzipped(smallPcapng())),
	}
	s, err := OpenSequence(names, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	packets, err := drain(t, s)
	if !errors.Is(err, ErrCutShort) || !errors.Is(err, ErrFormat) {
		t.Errorf("errors: %v", err)
	}
	var e *Error
	if errors.As(err, &e); e.File != names[1] || e.Frame != 6 {
		t.Errorf("first error in frame %d of %s", e.Frame, e.File)
	}
	type row struct {
		number uint64
		iface  int
		label  string
	}
	var got []row
	for _, p := range packets {
		got = append(got, row{p.Number, p.Iface.ID, p.Iface.Label()})
	}
	want := []row{
		{1, 0, "a.pcap"}, {2, 0, "a.pcap"}, {3, 0, "a.pcap"},
		{4, 1, "cut.pcap"}, {5, 1, "cut.pcap"},
		{6, 2, "eth0"}, {7, 2, "eth0"}, {8, -1, "b.pcapng.gz"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if len(s.Metas()) != 3 {
		t.Errorf("%d metas, want 3", len(s.Metas()))
	}
	if read, size := s.Progress(); read != size || size == 0 {
		t.Errorf("read %d of %d bytes", read, size)
	}
}

// TestSequenceMissing: a missing file is an error before any file is read.
func TestSequenceMissing(t *testing.T) {
	names := []string{write(t, "a.pcap", smallPcap()), filepath.Join(t.TempDir(), "missing")}
	if _, err := OpenSequence(names, Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
