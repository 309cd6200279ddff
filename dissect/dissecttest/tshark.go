package dissecttest

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Tshark returns what tshark prints. The test is skipped where there is none, and
// where only fast tests are asked for.
func Tshark(t testing.TB, args ...string) []byte {
	t.Helper()
	if testing.Short() {
		t.Skip("only fast tests are asked for")
	}
	program, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("no tshark")
	}
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TsharkFields are the names of Wireshark's fields that begin with prefix.
func TsharkFields(t testing.TB, prefix string) (names []string) {
	t.Helper()
	for line := range strings.Lines(string(Tshark(t, "-G", "fields"))) {
		if f := strings.Split(line, "\t"); len(f) > 2 && f[0] == "F" && strings.HasPrefix(f[2], prefix) {
			names = append(names, f[2])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A Program is one run of pktscope, as internal/cli has it: what it says of its arguments,
// and its exit status.
type Program func(args []string, in io.Reader, out, errs io.Writer) int

// TsharkFrames holds the fields that tshark has below prefix ("cdp.") against those of
// pktscope in a capture of frames of that link type (https://www.tcpdump.org/linktypes.html).
func TsharkFrames(t testing.TB, pktscope Program, prefix string, link uint32, frames ...[]byte) []FieldVerdict {
	t.Helper()
	be := binary.BigEndian
	file := append([]byte("\xa1\xb2\xc3\xd4\x00\x02\x00\x04"), make([]byte, 8)...)
	file = be.AppendUint32(be.AppendUint32(file, 1<<18), link)
	for _, f := range frames {
		n := uint32(len(f))
		file = be.AppendUint32(be.AppendUint32(append(file, make([]byte, 8)...), n), n)
		file = append(file, f...)
	}
	name := filepath.Join(t.TempDir(), "frames.pcap")
	if err := os.WriteFile(name, file, 0o666); err != nil {
		t.Fatal(err)
	}
	theirs := Tshark(t, "-n", "-r", name, "-T", "pdml")
	var ours, errs bytes.Buffer
	if code := pktscope([]string{"-n", "-r", name, "-T", "pdml", "--as", "4.0", "--no-sandbox"}, strings.NewReader(""), &ours, &errs); code != 0 {
		t.Fatalf("exit status %d: %s", code, &errs)
	}
	return CompareFields(t, theirs, ours.Bytes(), TsharkFields(t, prefix))
}

// A FieldVerdict says how a field stands in two PDML documents.
type FieldVerdict struct {
	Name       string
	Reached    bool // it occurs in one of them
	Equal      bool // each occurrence has its equal: frame, place, size, show, value
	Labels     bool // and its line
	Difference string
}

// CompareFields holds the fields of that name in two PDML documents, theirs
// and ours, against each other.
func CompareFields(t testing.TB, theirs, ours []byte, names []string) (list []FieldVerdict) {
	t.Helper()
	a, b := occurrences(t, theirs), occurrences(t, ours)
	for _, name := range names {
		x, y := a[name], b[name]
		v := FieldVerdict{Name: name, Reached: len(x.values)+len(y.values) > 0}
		v.Equal = v.Reached && maps.Equal(x.values, y.values)
		v.Labels = v.Equal && maps.Equal(x.labels, y.labels)
		switch {
		case !v.Equal:
			v.Difference = difference(x.values, y.values)
		case !v.Labels:
			v.Difference = difference(x.labels, y.labels)
		}
		list = append(list, v)
	}
	return list
}

// found is where and how one field occurs, and how often.
type found struct{ values, labels map[string]int }

func occurrences(t testing.TB, pdml []byte) map[string]found {
	t.Helper()
	all := map[string]found{}
	d := xml.NewDecoder(bytes.NewReader(pdml))
	for frame := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if e.Name.Local == "packet" {
			frame++
		}
		a := map[string]string{}
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		if a["hide"] == "yes" {
			continue
		}
		f, ok := all[a["name"]]
		if !ok {
			f = found{map[string]int{}, map[string]int{}}
			all[a["name"]] = f
		}
		f.values[fmt.Sprintf("frame %d bytes %s+%s shows %q value %s", frame, a["pos"], a["size"], a["show"], a["value"])]++
		f.labels[fmt.Sprintf("frame %d bytes %s+%s %q", frame, a["pos"], a["size"], ShortLabel(a["showname"]))]++
	}
}

var longBytes = regexp.MustCompile(`([0-9a-f]{72})[0-9a-f]*…?`)

// ShortLabel cuts a line of the detail where all versions of Wireshark have it: 4.0
// ends bytes after 36, 4.6 the line after 239, and both mark it in a way of their own.
func ShortLabel(line string) string {
	line = strings.NewReplacer(" [truncated]", "", "[…] ", "", " […]", "").Replace(line)
	line = longBytes.ReplaceAllString(line, "$1")
	return line[:min(len(line), 200)]
}

// difference lists the first few of what only one side has.
func difference(theirs, ours map[string]int) string {
	var b strings.Builder
	only := func(who string, have, lack map[string]int) {
		n := 0
		for _, k := range slices.Sorted(maps.Keys(have)) {
			if have[k] > lack[k] && n < 4 {
				n++
				fmt.Fprintf(&b, "\n\t%s %s", who, k)
			}
		}
	}
	only("tshark  ", theirs, ours)
	only("pktscope", ours, theirs)
	return b.String()
}
