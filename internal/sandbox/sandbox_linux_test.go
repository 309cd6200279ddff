package sandbox

import (
	"bufio"
	"encoding/json"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// A process cannot be let out again, so what is tested runs in a process of its
// own: this test binary as a prisoner (prisoner_linux_test.go).

// nobody is the user that root changes to in these tests.
const nobody = "nobody"

// A cell is where the prisoner is put.
type cell struct {
	Policy  Policy
	Open    bool     // neither Drop nor Enter: shows what would succeed
	Mask    []masked // system calls that the kernel seems to lack
	Under   []string `json:"-"` // the program that runs it, with its arguments
	Capture bool     // has a socket that captures on the loopback interface
	Outside string   // a folder with the file "secret", writable by all
	Inside  string   // one of Policy.OutputDirs
	TCP     string   // address of a listener
	UDP     string
}

// newCell returns a cell with everything that can be attempted in it.
func newCell(t *testing.T) *cell {
	t.Helper()
	dir, err := os.MkdirTemp("", "cell") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	c := &cell{Outside: filepath.Join(dir, "outside"), Inside: filepath.Join(dir, "inside")}
	for _, d := range []string{dir, c.Outside, c.Inside} {
		if err := os.MkdirAll(d, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(c.Outside, "secret"), []byte("secret"), 0o666); err != nil {
		t.Fatal(err)
	}
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tcp.Close() })
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = udp.Close() })
	c.TCP, c.UDP = tcp.Addr().String(), udp.LocalAddr().String()
	return c
}

// A prisoner is a process in a cell, which does one thing and stays.
type prisoner struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// imprison starts a prisoner with a task. Where it runs as another user, that user
// must be able to read its program.
func (c *cell) imprison(t *testing.T, task string, credential *syscall.Credential) *prisoner {
	t.Helper()
	program := os.Args[0]
	if credential != nil {
		program = filepath.Join(c.Outside, "program")
		bytes, err := os.ReadFile(os.Args[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(program, bytes, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	arg, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	words := append(slices.Clone(c.Under), program, prisonerArg, task, string(arg))
	p := &prisoner{Cmd: exec.Command(words[0], words[1:]...)}
	p.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0") // the race detector would wait a second in each
	p.Stderr = os.Stderr
	p.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if p.in, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.in.Close()
		_ = p.Wait()
	})
	return p
}

// answer reads the next line of the prisoner.
func (p *prisoner) answer(t *testing.T, to any) {
	t.Helper()
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	if err := json.Unmarshal(line, to); err != nil {
		t.Fatalf("%q, %v", line, err)
	}
}

// A person is a user that the tests can be run as.
type person struct {
	name       string
	user       string              // Policy.User
	credential *syscall.Credential // to start as
}

func people(t *testing.T) []person {
	t.Helper()
	if os.Getuid() != 0 {
		return []person{{name: "ourselves"}}
	}
	return []person{
		{name: "root"},
		{name: "root becoming nobody", user: nobody},
		{name: "nobody", credential: &syscall.Credential{Uid: uint32(idOf(t, nobody)), Gid: uint32(idOf(t, nobody))}},
	}
}

func idOf(t *testing.T, name string) int {
	t.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		t.Skip(err)
	}
	id, err := strconv.Atoi(u.Uid)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func hasLandlock() bool {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	return errno == 0 && abi >= 4 // which has TCP
}

func needKernel(t *testing.T) {
	t.Helper()
	if !hasLandlock() {
		t.Skip("this kernel's Landlock is too old")
	}
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("no filter on this architecture")
	}
}

// In the open, everything that does not need privileges succeeds: what fails in
// the sandbox fails because of it.
func TestAttemptsInTheOpen(t *testing.T) {
	c := newCell(t)
	c.Open = true
	var got map[string]string
	c.imprison(t, "attempt", nil).answer(t, &got)
	for _, a := range attempts {
		if a.harmless && got[a.name] != "done" {
			t.Errorf("%s: %s", a.name, got[a.name])
		}
	}
}

func TestAttempts(t *testing.T) {
	needKernel(t)
	for _, who := range people(t) {
		for _, output := range []bool{false, true} {
			name := who.name
			if output {
				name += " with output"
			}
			t.Run(name, func(t *testing.T) {
				c := newCell(t)
				c.Policy.User = who.user
				if output {
					c.Policy.OutputDirs = []string{c.Inside}
				}
				var got map[string]string
				c.imprison(t, "attempt", who.credential).answer(t, &got)
				want := map[string]string{}
				for _, a := range attempts {
					want[a.name] = "denied"
					if a.allowed || a.output && output {
						want[a.name] = "done"
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// Threads from before and from after the confinement have the same privileges, and
// none of them can open a file.
func TestThreads(t *testing.T) {
	needKernel(t)
	for _, who := range people(t) {
		t.Run(who.name, func(t *testing.T) {
			c := newCell(t)
			c.Policy.User = who.user
			c.Policy.OutputDirs = []string{c.Inside} // Landlock alone guards files
			p := c.imprison(t, "threads", who.credential)
			var opened []string
			p.answer(t, &opened)
			want := make([]string, 2*threads)
			for i := range want {
				want[i] = "denied"
			}
			if diff := cmp.Diff(want, opened); diff != "" {
				t.Error("secret:", diff)
			}
			fields := map[string]string{
				"CapInh": none, "CapPrm": none, "CapEff": none, "CapAmb": none, "NoNewPrivs": "1", "Seccomp": "2",
			}
			if who.user != "" {
				id := strconv.Itoa(idOf(t, who.user))
				fields["Uid"] = strings.Join([]string{id, id, id, id}, "\t")
				fields["Gid"] = fields["Uid"]
			}
			p.check(t, fields)
		})
	}
}

const none = "0000000000000000" // a set of capabilities

// check compares lines of every thread's status.
func (p *prisoner) check(t *testing.T, want map[string]string) {
	t.Helper()
	files, err := filepath.Glob("/proc/" + strconv.Itoa(p.Process.Pid) + "/task/*/status")
	if err != nil || len(files) <= 2*threads {
		t.Fatalf("%d threads, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := status(string(text))
		maps.DeleteFunc(got, func(name, _ string) bool { return want[name] == "" })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
}

// status takes a status file of the kernel's apart.
func status(text string) map[string]string {
	fields := map[string]string{}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(line, ":")
		fields[name] = strings.TrimSpace(value)
	}
	return fields
}

// A program that is run nevertheless has no more privileges than the process.
func TestNothingToGain(t *testing.T) {
	for _, who := range people(t) {
		c := newCell(t)
		c.Policy.User = who.user
		var got map[string]string
		c.imprison(t, "program", who.credential).answer(t, &got)
		want := map[string]string{"CapInh": none, "CapPrm": none, "CapEff": none, "CapAmb": none, "NoNewPrivs": "1"}
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s: %s: %s", who.name, name, got[name])
			}
		}
	}
}

// Root without capabilities cannot write into another user's folder: the one
// capability for that is kept, and has no effect outside of the folder.
func TestOutputOfSomebodyElse(t *testing.T) {
	needKernel(t)
	if os.Getuid() != 0 {
		t.Skip("needs root")
	}
	c := newCell(t)
	c.Policy.OutputDirs = []string{c.Inside}
	for _, dir := range []string{c.Inside, c.Outside} {
		if err := os.Chown(dir, idOf(t, nobody), idOf(t, nobody)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var got map[string]string
	c.imprison(t, "attempt", nil).answer(t, &got)
	for _, a := range attempts {
		if want := a.allowed || a.output; want != (got[a.name] == "done") {
			t.Errorf("%s: %s", a.name, got[a.name])
		}
	}
	p := c.imprison(t, "threads", nil)
	p.answer(t, new([]string))
	const override = "0000000000000002" // CAP_DAC_OVERRIDE is number 1
	p.check(t, map[string]string{"CapPrm": override, "CapEff": override, "CapInh": none})
}

// A socket that captures goes on doing so.
func TestCapture(t *testing.T) {
	needKernel(t)
	if os.Getuid() != 0 {
		t.Skip("capturing needs root")
	}
	c := newCell(t)
	c.Capture = true
	c.Policy.Interfaces = []string{"lo"}
	p := c.imprison(t, "capture", nil)
	var got string
	p.answer(t, &got)
	if got != "ready" {
		t.Fatal(got)
	}
	conn, err := net.Dial("udp", c.UDP)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(greeting)); err != nil {
		t.Fatal(err)
	}
	var results map[string]string
	p.answer(t, &results)
	want := map[string]string{
		"receive": "done", "statistics": "done", "filter": "done", "flags": "done", "counters": "done", "bind": "done", "secret": "denied",
		"send": "denied", "send in pieces": "denied", "send by a duplicate": "denied", "send by another number": "denied", "send by fcntl's number": "denied",
		"have packets signal somebody else": "denied",
	}
	if diff := cmp.Diff(want, results); diff != "" {
		t.Error(diff)
	}
}

func TestDropErrors(t *testing.T) {
	// None of these changes the process.
	if err := Become("no such user"); err == nil || err.Error() != `there is no user "no such user"` {
		t.Errorf("%v", err)
	}
	if os.Getuid() != 0 {
		if err := Become("root"); err == nil || err.Error() != "changing to user root: operation not permitted" {
			t.Errorf("%v", err)
		}
		return
	}
	c := newCell(t)
	if err := os.Chmod(c.Inside, 0o700); err != nil {
		t.Fatal(err)
	}
	c.Policy = Policy{User: nobody, OutputDirs: []string{c.Inside}}
	var got string
	c.imprison(t, "attempt", nil).answer(t, &got)
	if want := "as user nobody writing into " + c.Inside + ": permission denied"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
