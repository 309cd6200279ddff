package isakmp_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
	"github.com/pktscope/pktscope/dissect/frame"
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
	theirs, ours := occurrences(t, want), occurrences(t, got)
	names := fieldNames(t, tshark)
	equal, labels := 0, 0
	var unreached []string
	for _, name := range names {
		a, b := theirs[name], ours[name]
		switch {
		case a.values == nil && b.values == nil:
			unreached = append(unreached, name)
			if reason(name) == "" {
				t.Errorf("%s: no message reaches it", name)
			}
		case maps.Equal(a.values, b.values):
			equal++
			if reason(name) != "" {
				t.Errorf("%s is equal, and should not be: %s", name, reason(name))
			}
			if maps.Equal(a.labels, b.labels) {
				labels++
			} else {
				t.Logf("%s: the labels differ:%s", name, difference(a.labels, b.labels))
			}
		case reason(name) != "":
			t.Logf("%s differs: %s", name, reason(name))
		default:
			t.Errorf("%s:%s", name, difference(a.values, b.values))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if !slices.Contains(names, name) {
			t.Errorf("%s: not one of Wireshark's", name)
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

// fieldNames are the names that Wireshark's fields of ISAKMP have.
func fieldNames(t *testing.T, tshark string) (names []string) {
	out, err := exec.Command(tshark, "-G", "fields").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if f := strings.Split(line, "\t"); len(f) > 2 && f[0] == "F" && strings.HasPrefix(f[2], "isakmp.") {
			names = append(names, f[2])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A bag is where and how one field occurs, and how often.
type bag struct{ values, labels map[string]int }

// occurrences gathers the fields of ISAKMP in a PDML document.
func occurrences(t *testing.T, pdml []byte) map[string]bag {
	found := map[string]bag{}
	frame := 0
	d := xml.NewDecoder(bytes.NewReader(pdml))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if e.Name.Local == "packet" {
			frame++
		}
		a := map[string]string{}
		for _, attr := range e.Attr {
			a[attr.Name.Local] = attr.Value
		}
		if a["hide"] == "yes" || !strings.HasPrefix(a["name"], "isakmp.") {
			continue
		}
		b, ok := found[a["name"]]
		if !ok {
			b = bag{map[string]int{}, map[string]int{}}
			found[a["name"]] = b
		}
		b.values[fmt.Sprintf("frame %d bytes %s+%s shows %q value %s", frame, a["pos"], a["size"], a["show"], a["value"])]++
		b.labels[fmt.Sprintf("frame %d bytes %s+%s %q", frame, a["pos"], a["size"], a["showname"])]++
	}
}

// difference lists the first few of what is in one map only.
func difference(theirs, ours map[string]int) string {
	var b strings.Builder
	only := func(who string, a, b2 map[string]int) {
		n := 0
		for _, k := range slices.Sorted(maps.Keys(a)) {
			if a[k] > b2[k] && n < 4 {
				n++
				fmt.Fprintf(&b, "\n\t%s %s", who, k)
			}
		}
	}
	only("tshark  ", theirs, ours)
	only("pktscope", ours, theirs)
	return b.String()
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
