package pktscope_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// nested are the modules within this one.
var nested = []string{"dissect/gopacketlayer", "dissect/gopacketlayer/community"}

// goTool runs the go command in dir. Modules come from the cache or from where
// GOPROXY says.
func goTool(dir string, args ...string) ([]byte, error) {
	c := exec.Command("go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOWORK=off")
	return c.CombinedOutput()
}

// TestOutside builds programs in a module of their own, as others would write
// them, and holds what they print against what tshark says of the same captures.
func TestOutside(t *testing.T) {
	labtest.Slow(t)
	dir, root := t.TempDir(), abs(t, ".")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "outside"))); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.mod"), fmt.Sprintf(`module example.com/outside

go 1.25.0

require (
	%[1]s v0.0.0
	%[1]s/dissect/gopacketlayer v0.0.0
	github.com/google/gopacket %[3]s
)

replace (
	%[1]s => %[2]s
	%[1]s/dissect/gopacketlayer => %[2]s/dissect/gopacketlayer
)
`, module, root, required(t, "github.com/google/gopacket")))
	sums := read(t, "go.sum") + read(t, "dissect/gopacketlayer/go.sum")
	write(t, filepath.Join(dir, "go.sum"), sums)
	bin := filepath.Join(dir, "bin") + string(filepath.Separator)
	if out, err := goTool(dir, "build", "-mod=mod", "-o", bin, "./..."); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	run := func(name string, args ...string) string {
		t.Helper()
		out, err := exec.Command(bin+name, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}

	t.Run("decode", func(t *testing.T) {
		const announcement = "02b45f01" + "0001000a323932342d32" + "000300144661737445746865726e6574302f3135"
		const message = "0102030405060708" + "0000000000000000" + "2820220800000000" + "0000002c" + "00000010000102030405060708090a0b"
		want := "2924-2 FastEthernet0/15 180\nIKEv2 0102030405060708 1 payloads\n"
		if got := run("decode", announcement, message); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		example := "    $ go run ./testdata/outside/decode " + announcement + " \\\n        " + message + "\n"
		for line := range strings.Lines(want) {
			example += "    " + line
		}
		if !strings.Contains(read(t, "README.md"), example) {
			t.Errorf("README.md does not have\n%s", example)
		}
		const mtu = "02b4000000110006" + "05dc" // an MTU has four bytes
		want = "  180\nfaults: 1, the first in MTU: cdp.mtu at byte 8: malformed: need 4 bytes, have 2\nIKEv2 0102030405060708 1 payloads\n"
		if got := run("decode", mtu, message); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
	t.Run("tojson", func(t *testing.T) { checkJSON(t, run("tojson", "fixtures/pcaps/20-cdp-neighbors.pcapng")) })
	t.Run("aslayers", func(t *testing.T) {
		got := run("aslayers", "fixtures/pcaps/16-cdp-topology-a.pcap")
		if n := strings.Count(got, "CDP "); n != 171 {
			t.Errorf("%d announcements, want 171", n)
		}
		if n := strings.Count(got, "CDP SW1.lab.local GigabitEthernet0/24 30\n"); n != 21 {
			t.Errorf("%d of SW1's port 24, want 21", n)
		}
		got = run("aslayers", "fixtures/pcaps/01-ikev1-main-seed-udp4500.pcap")
		if i, e := strings.Count(got, "ISAKMP "), strings.Count(got, "ESP "); i != 17 || e != 52 {
			t.Errorf("%d messages and %d packets, want 17 and 52", i, e)
		}
		if !strings.Contains(got, "ESP 0xa1a76f2b 7\n") {
			t.Error("ESP packet 7 of 0xa1a76f2b is missing")
		}
	})
}

// checkJSON looks for what tshark says of the capture: 17 announcements of three
// devices.
func checkJSON(t *testing.T, lines string) {
	t.Helper()
	devices := map[string]int{}
	for line := range strings.Lines(lines) {
		var row struct {
			Protocol string
			Fields   []node
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if row.Protocol == "CDP" {
			devices[find(row.Fields, "cdp.deviceid")+" "+find(row.Fields, "cdp.portid")]++
		}
	}
	want := map[string]int{"2924-2 FastEthernet0/15": 6, "PR1 Serial1/0": 5, "BBR2 Serial1/0": 6}
	if fmt.Sprint(devices) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", devices, want)
	}
}

// A node is a field as field.Tree.AppendJSON writes it.
type node struct {
	Name, Value string
	Fields      []node
}

// find returns the value of the first field of that name.
func find(nodes []node, name string) string {
	for _, n := range nodes {
		if n.Name == name {
			return n.Value
		}
		if v := find(n.Fields, name); v != "" {
			return v
		}
	}
	return ""
}

// TestReadmeProgram keeps README.md's program the one that TestOutside runs.
func TestReadmeProgram(t *testing.T) {
	_, program, _ := strings.Cut(read(t, "testdata/outside/decode/main.go"), "package main\n")
	if !strings.Contains(read(t, "README.md"), "```go\npackage main\n"+program+"```\n") {
		t.Error("README.md has another program than testdata/outside/decode/main.go")
	}
}

// TestNestedModules tests the modules within this one, which ./... leaves out.
func TestNestedModules(t *testing.T) {
	labtest.Slow(t)
	for _, dir := range nested {
		t.Run(dir, func(t *testing.T) {
			if out, err := goTool(dir, "mod", "download"); err != nil {
				t.Skipf("its modules are neither in the cache nor to be had: %s", out)
			}
			if out, err := goTool(dir, "test", "./..."); err != nil {
				t.Errorf("go test: %v\n%s", err, out)
			}
		})
	}
}

// TestGopacketLayers keeps the layers for both gopackets the same.
func TestGopacketLayers(t *testing.T) {
	files, err := filepath.Glob("dissect/gopacketlayer/*.go")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	same := strings.NewReplacer("github.com/google/gopacket", "github.com/gopacket/gopacket", `dissect/gopacketlayer"`, `dissect/gopacketlayer/community"`)
	for _, name := range files {
		if filepath.Base(name) == "doc.go" {
			continue
		}
		fork := filepath.Join("dissect/gopacketlayer/community", filepath.Base(name))
		if same.Replace(read(t, name)) != read(t, fork) {
			t.Errorf("%s is not %s with the other gopacket", fork, name)
		}
	}
}

// required returns the version of a module that go.mod asks for.
func required(t *testing.T, path string) string {
	t.Helper()
	for line := range strings.Lines(read(t, "go.mod")) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == path {
			return f[1]
		}
	}
	t.Fatalf("go.mod does not ask for %s", path)
	return ""
}

func abs(t *testing.T, name string) string {
	t.Helper()
	name, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
