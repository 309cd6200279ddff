package cli

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
)

// samepackets A B compares the packets of two captures: bytes, lengths, times.
func samepackets(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: samepackets a b")
	}
	a, err := digest(ts.MkAbs(args[0]))
	ts.Check(err)
	b, err := digest(ts.MkAbs(args[1]))
	ts.Check(err)
	if len(a) == 0 || !slices.Equal(a, b) {
		ts.Fatalf("%d packets in %s, %d in %s, and they differ", len(a), args[0], len(b), args[1])
	}
}

func digest(name string) (all []string, err error) {
	r, err := capture.Open(name, capture.Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var p capture.Packet
	for {
		if err := r.Next(&p); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, fmt.Sprintf("%d.%09d %d %d %v %x %x", p.Time.Unix(), p.Time.Nanosecond(), p.WireLen, p.Link, p.Comments, p.Flags, p.Data))
	}
}

// What is saved of every capture of the project reads like the original, in
// our eyes and in tshark's.
func TestSaveFixtures(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	names, _ := filepath.Glob("../../fixtures/pcaps/*.pcap*")
	if len(names) == 0 {
		t.Fatal("no captures")
	}
	tshark, _ := exec.LookPath("tshark")
	folder := t.TempDir()
	for _, name := range names {
		if strings.HasSuffix(name, "45-custom-blocks.pcapng") {
			continue // it holds a block that is not to be copied
		}
		copied := filepath.Join(folder, "copy"+filepath.Ext(name))
		format := filepath.Ext(name)[1:]
		if out, err := exec.Command("pktscope", "-r", name, "-w", copied, "-F", format).CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
			continue
		}
		a, err := digest(name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := digest(copied)
		if err != nil || !slices.Equal(a, b) {
			t.Errorf("%s: the copy differs: %v", name, err)
		}
		if tshark == "" || format == "pcap" {
			continue
		}
		fields := []string{"-n", "-T", "fields", "-e", "frame.number", "-e", "frame.time_epoch", "-e", "frame.len", "-e", "frame.interface_name",
			"-e", "frame.interface_description", "-e", "frame.interface_id", "-e", "frame.comment", "-e", "_ws.col.Info", "-r"}
		x, err1 := exec.Command(tshark, append(fields, name)...).Output()
		y, err2 := exec.Command(tshark, append(fields, copied)...).Output()
		if err1 != nil || err2 != nil || string(x) != string(y) {
			t.Errorf("%s: tshark reads the copy differently (%v, %v)", name, err1, err2)
		}
	}
}
