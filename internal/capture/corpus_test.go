package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// notDamage are the files that tshark refuses and this package reads, by the
// reason why. tshark knows no dissector for these link types; the frames are
// there nonetheless.
var notDamage = map[string]string{
	"brcm-tag.pcap": "link type 281",
	"vtp_asan.pcap": "link type 182",
}

// oddTimes are files with fractions of a second and more: tshark cuts the
// product to 32 bits, this package carries it over into the seconds.
var oddTimes = map[string]bool{
	"timestamp_invalid_micro.pcap":                     true,
	"clusterfuzz-testcase-FuzzTarget-5188876846235648": true,
}

// TestCorpus compares the frames of every capture below PKTSCOPE_CORPUS with
// what tshark says of them.
func TestCorpus(t *testing.T) {
	root := os.Getenv("PKTSCOPE_CORPUS")
	if root == "" {
		t.Skip("PKTSCOPE_CORPUS names no folder of captures")
	}
	if testing.Short() {
		t.Skip("only fast tests are asked for")
	}
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("no tshark")
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isCapture(path) {
			return err
		}
		name, _ := filepath.Rel(root, path)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareWithTshark(t, path)
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isCapture leaves out what lies beside the captures.
func isCapture(path string) bool {
	r, err := Open(path, Options{})
	if err == nil {
		_ = r.Close()
		return true
	}
	return !errors.Is(err, ErrFormat)
}

func compareWithTshark(t *testing.T, path string) {
	cmd := exec.Command("tshark", "-n", "-r", path, "-T", "fields", "-E", "occurrence=f",
		"-e", "frame.number", "-e", "frame.len", "-e", "frame.cap_len", "-e", "frame.time_epoch",
		"-e", "frame.encap_type", "-e", "frame.interface_id", "-e", "frame.section_number")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, tsharkErr := cmd.Output()
	if reason, ok := notDamage[filepath.Base(path)]; ok {
		t.Skip("tshark does not read it:", reason)
	}
	got, err := frames(path)
	if (err != nil) != (tsharkErr != nil) {
		t.Errorf("error %v; tshark %v: %s", err, tsharkErr, stderr.Bytes())
	}
	want := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(out) == 0 {
		want = nil
	}
	if len(got) != len(want) {
		t.Errorf("%d frames, tshark has %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if oddTimes[filepath.Base(path)] {
			got[i], want[i] = withoutTime(got[i]), withoutTime(want[i])
		}
		if got[i] != want[i] {
			t.Fatalf("frame %d:\n got %q\nwant %q", i+1, got[i], want[i])
		}
	}
}

// frames lists the frames of a capture as tshark -T fields does.
func frames(path string) (lines []string, err error) {
	r, err := Open(path, Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var p Packet
	for {
		e := r.Next(&p)
		if e == io.EOF {
			return lines, err
		}
		if e != nil {
			err = errors.Join(err, e)
			continue
		}
		lines = append(lines, frameLine(&p))
	}
}

func frameLine(p *Packet) string {
	extra := p.Link.PseudoHeader()
	line := fmt.Sprintf("%d\t%d\t%d\t", p.Number, p.WireLen-extra, len(p.Data)-extra)
	if p.HasTime {
		line += fmt.Sprintf("%d.%09d", p.Time.Unix(), p.Time.Nanosecond())
	}
	line += "\t"
	if p.Link != LinkNone {
		line += fmt.Sprint(p.Link.Encap().Number)
	}
	line += "\t"
	if p.Iface.Section > 0 && p.Iface.ID >= 0 {
		line += fmt.Sprint(p.Iface.Index)
	}
	line += "\t"
	if p.Iface.Section > 0 {
		line += fmt.Sprint(p.Iface.Section)
	}
	return line
}

func withoutTime(line string) string {
	f := strings.Split(line, "\t")
	f[3] = ""
	return strings.Join(f, "\t")
}
