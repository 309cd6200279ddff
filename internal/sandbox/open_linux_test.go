//go:build linux && (amd64 || arm64)

package sandbox

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

var update = flag.Bool("update", false, "write the table of docs/sandbox.md anew; read it before it is committed")

// highest is where the tests stop: far above lastKnown, and above the numbers that x32
// has for itself (512 to 547).
const highest = 1023

const x32Bit = 1 << 30 // __X32_SYSCALL_BIT

// callNumbers returns the system calls of an architecture by their names, as the
// source of x/sys lists them.
func callNumbers(t *testing.T, arch string) map[string]uint32 {
	t.Helper()
	folder, err := exec.Command("go", "list", "-f", "{{.Dir}}", "golang.org/x/sys/unix").Output()
	if err != nil {
		t.Skip("go list:", err)
	}
	name := filepath.Join(strings.TrimSpace(string(folder)), "zsysnum_linux_"+arch+".go")
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]uint32{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "SYS_") {
			return true
		}
		if value, ok := spec.Values[0].(*ast.BasicLit); ok {
			number, err := strconv.ParseUint(value.Value, 10, 32)
			if err != nil {
				t.Fatal(err)
			}
			numbers[strings.ToLower(strings.TrimPrefix(spec.Names[0].Name, "SYS_"))] = uint32(number)
		}
		return true
	})
	if len(numbers) < 300 {
		t.Fatalf("%s: %d system calls", name, len(numbers))
	}
	return numbers
}

// names turns callNumbers round.
func names(numbers map[string]uint32) map[uint32]string {
	byNumber := map[uint32]string{}
	for name, number := range numbers {
		byNumber[number] = name
	}
	return byNumber
}

// policies are those that the table tells apart.
var policies = []struct {
	title  string // as the table has it
	policy Policy
	needs  []access
}{
	{"files", Policy{}, []access{always}},
	{"`-b -w`, `--export-objects`", Policy{OutputDirs: []string{"/tmp"}}, []access{always, outputs}},
	{"`export`", Policy{OutputTrees: []string{"/tmp"}}, []access{always, outputs, trees}},
	{"`--metrics`", Policy{Listeners: []int{4711}}, []access{always, listeners}},
	{"interfaces", Policy{Interfaces: []string{"lo"}, Sockets: []int{4711}, senders: []int{4711}}, []access{always, outputs, interfaces}},
}

// The filter's action for every number there is, and for many that there are not yet,
// is what docs/sandbox.md says, whatever the arguments.
func TestEveryCall(t *testing.T) {
	architectures := map[string]uint32{"arm64": unix.AUDIT_ARCH_AARCH64}
	if runtime.GOARCH == "amd64" { // only there are the rules of its old calls
		architectures["amd64"] = unix.AUDIT_ARCH_X86_64
	}
	native := names(callNumbers(t, runtime.GOARCH))
	for arch, audit := range architectures {
		numbers := callNumbers(t, arch)
		for _, p := range policies {
			var translated []rule
			for _, r := range rules(p.policy, 4711) {
				if number, ok := numbers[native[uint32(r.call)]]; ok {
					r.call = uintptr(number)
					translated = append(translated, r)
				}
			}
			open := map[uint32]bool{} // true: whatever the arguments
			for _, row := range documented(t) {
				if !slices.Contains(p.needs, row.to) {
					continue
				}
				if number, ok := numbers[row.call]; ok {
					open[number] = row.only == ""
				}
			}
			m := newMachine(t, audit, translated)
			for call := uint32(0); call <= highest; call++ {
				checkCall(t, m, arch+", "+p.title, audit, call, open)
				if got := m.decide(t, audit, x32Bit|call, [6]uint64{}); got != absent {
					t.Errorf("%s, %s: x32 call %d: %#x", arch, p.title, call, got)
				}
			}
			for _, call := range []uint32{1 << 16, 1<<30 - 1, 1 << 31, 1<<32 - 1} {
				if got := m.decide(t, audit, call, [6]uint64{}); got != absent {
					t.Errorf("%s, %s: call %d: %#x", arch, p.title, call, got)
				}
			}
		}
	}
}

// checkCall has m decide on a call with arguments that are all zeros, all ones, and
// those that some rules ask for.
func checkCall(t *testing.T, m machine, where string, audit, call uint32, open map[uint32]bool) {
	t.Helper()
	var allowances, decisions int
	arguments := []uint64{0, 1<<64 - 1, 4711, unix.PR_SET_VMA, unix.TCGETS, unix.TIOCSTI, unix.CLONE_THREAD, unix.PROT_EXEC, unix.IPPROTO_TCP}
	for _, value := range arguments {
		args := [6]uint64{value, value, value, value, value, value}
		got := m.decide(t, audit, call, args)
		decisions++
		switch {
		case got == allowed:
			allowances++
		case call > lastKnown && got != absent, got != denied && got != absent:
			t.Errorf("%s: call %d with %#x: %#x", where, call, value, got)
		}
	}
	always, listed := open[call]
	switch {
	case !listed && allowances > 0:
		t.Errorf("%s: call %d is open, but not in the table", where, call)
	case listed && allowances == 0:
		t.Errorf("%s: call %d is in the table, but closed", where, call)
	case listed && always != (allowances == decisions):
		t.Errorf("%s: call %d: open for %d of %d arguments", where, call, allowances, decisions)
	}
}

const tableFile = "../../docs/sandbox.md"

const tableHead = "| system calls | open to | with | why |\n| --- | --- | --- | --- |\n"

// A documentedCall is a system call in the table of docs/sandbox.md.
type documentedCall struct {
	call string
	to   access
	only string
}

// documented reads the table.
func documented(t *testing.T) (all []documentedCall) {
	t.Helper()
	text, err := os.ReadFile(tableFile)
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(text), tableHead)
	if !ok {
		t.Fatalf("%s has no table", tableFile)
	}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) != 4 {
			break
		}
		to := slices.Index(accessTitles, cells[1])
		for _, call := range strings.Split(strings.TrimPrefix(cells[0], "| "), ", ") {
			all = append(all, documentedCall{strings.Trim(call, "`"), access(to), strings.TrimSpace(cells[2])})
		}
	}
	return all
}

// accessTitles are an access in the table.
var accessTitles = []string{always: "all", outputs: "outputs, interfaces", trees: "folders", listeners: "metrics", interfaces: "interfaces"}

// docs/sandbox.md has the open calls of this architecture with their reasons.
func TestTable(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the table has the calls of amd64, which are those of all others, and older ones")
	}
	byNumber := names(callNumbers(t, runtime.GOARCH))
	table := tableHead
	for _, g := range groups() {
		var calls []string
		for _, call := range g.calls {
			calls = append(calls, "`"+byNumber[uint32(call)]+"`")
		}
		table += fmt.Sprintf("| %s | %s | %s | %s |\n", strings.Join(calls, ", "), accessTitles[g.to], g.only, g.why)
	}
	text, err := os.ReadFile(tableFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), tableHead)
	_, after, ended := strings.Cut(rest, "|\n\n")
	if !ok || !ended {
		t.Fatalf("%s has no table, or nothing behind it", tableFile)
	}
	want := before + table + "\n" + after
	if *update {
		if err := os.WriteFile(tableFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s does not have the calls that are open; go test ./internal/sandbox -run TestTable -update", tableFile)
	}
}

// Every call that the filter does not let through is refused by the kernel, too.
func TestEveryCallRefused(t *testing.T) {
	needKernel(t)
	for _, output := range []bool{false, true} {
		c := newCell(t)
		if output {
			c.Policy.OutputDirs = []string{c.Inside}
		}
		m := newMachine(t, native, rules(c.Policy, 1))
		var got map[uint32]int
		c.imprison(t, "calls", nil).answer(t, &got)
		if len(got) < 800 {
			t.Fatalf("%d calls", len(got))
		}
		for call, errno := range got {
			want := m.decide(t, native, call, ones)
			if want != unix.SECCOMP_RET_ERRNO|action(errno) {
				t.Errorf("call %d: %v, want %v", call, unix.Errno(errno), unix.Errno(want&unix.SECCOMP_RET_DATA))
			}
		}
	}
}

// ones are arguments that are harmless if a call should get through: neither a
// descriptor nor an address.
var ones = [6]uint64{1<<64 - 1, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1, 1<<64 - 1}
