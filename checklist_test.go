package pktscope_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A tree is this module with some files changed or added, in the form of the go
// command's -overlay. What the changes do not touch comes from the build cache.
type tree struct {
	t      *testing.T
	folder string            // of the files that differ
	files  map[string]string // the file in place of each path
}

func newTree(t *testing.T) *tree {
	return &tree{t, t.TempDir(), map[string]string{}}
}

// put has text stand at path.
func (x *tree) put(path, text string) {
	x.t.Helper()
	to := filepath.Join(x.folder, strings.ReplaceAll(path, "/", "_"))
	if err := os.WriteFile(to, []byte(text), 0o666); err != nil {
		x.t.Fatal(err)
	}
	at, err := filepath.Abs(path)
	if err != nil {
		x.t.Fatal(err)
	}
	x.files[at] = to
}

// build runs go, with the changes, and returns the file that it makes.
func (x *tree) build(command ...string) string {
	x.t.Helper()
	overlay := filepath.Join(x.folder, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": x.files})
	if err != nil {
		x.t.Fatal(err)
	}
	if err := os.WriteFile(overlay, text, 0o666); err != nil {
		x.t.Fatal(err)
	}
	made := filepath.Join(x.folder, "made."+command[0])
	at := len(command) - 1 // the package
	args := append(command[:at:at], "-pgo=off", "-overlay", overlay, "-o", made, command[at])
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		x.t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return made
}

// read is a file of the project.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// replaced changes the first match of a pattern, which must be there.
func replaced(t *testing.T, text, pattern, with string) string {
	t.Helper()
	at := regexp.MustCompile(pattern).FindStringIndex(text)
	if at == nil {
		t.Fatalf("there is no %s", pattern)
	}
	return text[:at[0]] + with + text[at[1]:]
}

// TestProtocolChecklist adds a protocol by CONTRIBUTING.md's list, one of which
// internal/longtail has a row: its package, the row removed, one line in
// dissect/all. Its tests pass, it keeps to the boundaries, and the program knows
// its fields.
func TestProtocolChecklist(t *testing.T) {
	labtest.Slow(t)
	x := newTree(t)
	for _, file := range []string{"bfd.go", "bfd_test.go"} {
		x.put("dissect/bfd/"+file, read(t, "testdata/checklist/bfd/"+file))
	}
	const row = `(?m)^\t\{name: "bfd",.*\n`
	x.put("internal/longtail/routing.go", replaced(t, read(t, "internal/longtail/routing.go"), row, ""))
	line := regexp.MustCompile("One line in `dissect/all`: `(dissect\\.Bind\\[NAME\\.Packet\\]\\(.*?\\))`").FindStringSubmatch(read(t, "CONTRIBUTING.md"))
	if line == nil {
		t.Fatal("CONTRIBUTING.md does not say which line dissect/all needs")
	}
	bind := strings.NewReplacer("NAME", "bfd", "...", "3784").Replace(line[1])
	bindings := replaced(t, read(t, "dissect/all/inet.go"), `import \(\n`, "import (\n\t\""+module+"/dissect/bfd\"\n")
	x.put("dissect/all/inet.go", replaced(t, bindings, `return \[\]dissect\.Binding\{\n`, "return []dissect.Binding{\n\t\t"+bind+",\n"))

	f, err := parser.ParseFile(token.NewFileSet(), "testdata/checklist/bfd/bfd.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems("dissect/bfd", f) {
		t.Error(p.text)
	}

	tests := x.build("test", "-c", "-vet=off", "./dissect/bfd")
	if err := os.Mkdir(filepath.Join(x.folder, "testdata"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-test.run=Golden", "-update"}, {"-test.v"}} {
		cmd := exec.Command(tests, args...)
		cmd.Dir = x.folder
		if out, err := cmd.CombinedOutput(); err != nil || args[0] == "-test.v" && !strings.Contains(string(out), "--- PASS: TestBFD/up") {
			t.Fatalf("the tests of the new protocol: %v\n%s", err, out)
		}
	}

	program := x.build("build", "./cmd/pktscope")
	capture := filepath.Join(x.folder, "bfd.pcap")
	if err := os.WriteFile(capture, bfdCapture(), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-n", "-r", capture, "-T", "fields", "-e", "bfd.version", "-e", "bfd.my_discriminator", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info"},
			"1\t0x00000001\tBFD Control\tSession 0x1\n"},
		{[]string{"-n", "-r", capture, "-V"}, "\n    Desired Min TX Interval: 1000000\n"},
		{[]string{"-n", "-r", capture, "-Y", "bfd.detect_time_multiplier == 3", "-T", "fields", "-e", "frame.number"}, "1\n"},
		{[]string{"fields", "bfd"}, "bfd.your_discriminator"},
	} {
		out, err := exec.Command(program, c.args...).Output()
		if err != nil || !bytes.Contains(out, []byte(c.want)) {
			t.Errorf("pktscope %q: %v, %q is not in\n%s", c.args, err, c.want, out)
		}
	}
}

// bfdCapture is a control packet of BFD in UDP and IPv4, without a link layer.
func bfdCapture() []byte {
	packet, _ := hex.DecodeString("4500003400000000ff1100000a0000010a000002" + "c0000ec800200000" + "20c003180000000100000002000f4240000f424000000000")
	const rawIP = 101
	b := []byte("\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00")
	for _, v := range []int{rawIP, 1_700_000_000, 0, len(packet), len(packet)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return append(b, packet...)
}
