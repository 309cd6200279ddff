// Package labtest gives tests what most of them begin with: the packets of a
// capture, a registry of all protocols, the programs that pktscope is compared
// with.
package labtest

import (
	"io"
	"iter"
	"os/exec"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/internal/capture"
)

// Registry has all protocols.
func Registry(t testing.TB) *dissect.Registry {
	t.Helper()
	r, err := dissect.NewRegistry(all.Bindings()...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Packets are the packets of a capture, which must be sound. A packet and its
// data are valid until the next one.
func Packets(t testing.TB, file string) iter.Seq[*capture.Packet] {
	return func(yield func(*capture.Packet) bool) {
		t.Helper()
		in, err := capture.Open(file, capture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		var p capture.Packet
		for {
			switch err := in.Next(&p); {
			case err == io.EOF:
				return
			case err != nil:
				t.Fatalf("%s: %v", file, err)
			case !yield(&p):
				return
			}
		}
	}
}

// Copies are the packets of a capture as they may be kept.
func Copies(t testing.TB, file string) (all []capture.Packet) {
	t.Helper()
	for p := range Packets(t, file) {
		p.Data = slices.Clone(p.Data)
		all = append(all, *p)
	}
	return all
}

// Program is the path of another program that the test needs. The test is
// skipped where there is none, and where only fast tests are asked for.
func Program(t testing.TB, name string) string {
	t.Helper()
	Slow(t)
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

// Slow skips a test that takes longer than a second or so, or starts other
// programs, where only fast tests are asked for (go test -short).
func Slow(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("only fast tests are asked for")
	}
}
