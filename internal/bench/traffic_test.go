package main

import (
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
)

func TestMill(t *testing.T) {
	const n = 5000
	dir := filepath.Join(t.TempDir(), "made")
	g := recipe{"general", generalFixtures, isPing, n, false}
	path, err := g.make(fixtures, dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := capture.Open(path, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var (
		p       capture.Packet
		count   int
		last    time.Time
		clients = map[netip.Addr]bool{}
	)
	for err = r.Next(&p); err == nil; err = r.Next(&p) {
		count++
		if p.Time.Before(last) {
			t.Fatalf("frame %d goes back in time", count)
		}
		last = p.Time
		if len(p.Data) > 34 && p.Data[12] == 8 && p.Data[13] == 0 && isInside(p.Data[26:]) {
			clients[netip.AddrFrom4([4]byte(p.Data[26:]))] = true
		}
	}
	if err != io.EOF || count != n {
		t.Errorf("%d packets and %v, want %d and EOF", count, err, n)
	}
	if len(clients) < 20 {
		t.Errorf("%d clients", len(clients))
	}
	again, err := g.make(fixtures, dir)
	if err != nil || again != path {
		t.Errorf("made twice: %s and %s, %v", path, again, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%d files, want one", len(left))
	}
}

func TestMillMakesAnotherFileOfOtherFixtures(t *testing.T) {
	from, dir := t.TempDir(), t.TempDir()
	g := recipe{"x", []string{"a.pcap"}, nil, 10, false}
	var paths []string
	for _, name := range []string{"16-cdp-topology-a.pcap", "07-ikev1-nat-t.pcap"} {
		b, err := os.ReadFile(filepath.Join(fixtures, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(from, "a.pcap"), b, 0o644); err != nil {
			t.Fatal(err)
		}
		path, err := g.make(from, dir)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	if paths[0] == paths[1] {
		t.Error("the same name for other fixtures")
	}
	if _, err := os.Stat(paths[0]); !os.IsNotExist(err) {
		t.Errorf("the old file is still there: %v", err)
	}
}

// tshark counts as many: icmp.type in {0, 8} or icmpv6.type in {128, 129}, and
// ip.proto == 1 with ip.frag_offset > 0.
func TestIsPing(t *testing.T) {
	for name, want := range map[string]int{
		"17-nat-overload.inside.pcap":  36,
		"18-loopback.lo-ethernet.pcap": 8,
		"16-cdp-topology-a.pcap":       0,
	} {
		n := 0
		for _, p := range load(t, name) {
			if isPing(p.data) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: %d, want %d", name, n, want)
		}
	}
}
