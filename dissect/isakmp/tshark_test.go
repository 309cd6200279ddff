package isakmp_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/ikefrag"
)

// enough is how many of Wireshark's fields must be wholly equal, in percent.
const enough = 95

// TestFields runs the generated messages through tshark and pktscope and
// compares every field of ISAKMP that Wireshark has: how often it occurs, its
// name, what it shows, its bytes and where they are.
func TestFields(t *testing.T) {
	tshark := labtest.Program(t, "tshark")
	clear := slices.DeleteFunc(generate(), func(g generated) bool { return g.ours != "" })
	encrypted := encryptedMessages()
	messages := slices.Clone(clear)
	for _, m := range encrypted {
		messages = append(messages, m.generated)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "generated.pcap")
	if err := os.WriteFile(file, pcap(messages), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := wiresharkKeys(dir); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tshark, "-n", "-r", file, "-T", "pdml")
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
	want, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := ourPDML(t, file, factsTracker{encrypted, uint64(len(clear) + 1)})
	names := dissecttest.TsharkFields(t, "isakmp.")
	equal, labels := 0, 0
	var unreached []string
	for _, v := range dissecttest.CompareFields(t, want, got, names) {
		why := reason(v.Name)
		switch {
		case !v.Reached:
			unreached = append(unreached, v.Name)
			if why == "" {
				t.Errorf("%s: no message reaches it", v.Name)
			}
		case v.Equal:
			equal++
			if why != "" {
				t.Errorf("%s is equal, and should not be: %s", v.Name, why)
			}
			if v.Labels {
				labels++
			} else {
				t.Logf("%s: the labels differ:%s", v.Name, v.Difference)
			}
		case why != "":
			t.Logf("%s differs: %s", v.Name, why)
		default:
			t.Errorf("%s:%s", v.Name, v.Difference)
		}
	}
	var own []string
	for _, f := range isakmp.Proto.Fields {
		if strings.HasPrefix(f.Name, "isakmp.") && !slices.Contains(names, f.Name) {
			own = append(own, f.Name)
		}
	}
	for _, v := range dissecttest.CompareFields(t, want, got, own) {
		if v.Reached {
			t.Errorf("%s: not one of Wireshark's", v.Name)
		}
	}
	t.Logf("not reached: %s", strings.Join(unreached, " "))
	t.Logf("%d of %d fields are wholly equal (%.1f %%), %d with their labels", equal, len(names), 100*float64(equal)/float64(len(names)), labels)
	if 100*equal < enough*len(names) {
		t.Errorf("%d of %d fields are wholly equal, want %d %%", equal, len(names), enough)
	}
}

// reason is why a field differs from tshark's, or is not reached; "" if it
// should be equal.
func reason(name string) string { return differences1[name] + differences2[name] }

// ourPDML is what pktscope makes of a file when known tells what keys would.
func ourPDML(t *testing.T, file string, known factsTracker) []byte {
	registry, err := dissect.NewRegistry(all.Bindings()...)
	if err == nil {
		err = registry.Declare(frame.Proto)
	}
	if err != nil {
		t.Fatal(err)
	}
	source, err := capture.Open(file, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	format, err := render.New("pdml", render.Options{Registry: registry, As: render.As40})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	r := pipeline.Run(t.Context(), pipeline.Config{
		Source: source, Registry: registry, Trackers: []track.Tracker{ikefrag.New(), known}, Format: format, Out: &out,
	})
	if r.Write != nil || r.Read != nil {
		t.Fatal(r.Read, r.Write)
	}
	return out.Bytes()
}

// pcap is a capture file of the messages, each in a datagram of its own.
func pcap(list []generated) []byte {
	const raw = 101 // LINKTYPE_RAW
	b := wire(uint32(0xa1b2c3d4), uint16(2), uint16(4), uint32(0), uint32(0), uint32(1<<18), uint32(raw))
	for i, g := range list {
		size := uint32(28 + len(g.data))
		b = append(b, wire(uint32(1700000000+i), uint32(0), size, size,
			0x45, 0, uint16(size), uint16(i), uint16(0x4000), 64, 17, uint16(0), "\x50\x01\x00\x02", "\x50\x02\x00\x02",
			g.port, g.port, uint16(size-20), uint16(0), g.data)...)
	}
	return b
}
