//go:build linux && (amd64 || arm64)

package sandbox

import (
	"encoding/json"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// A masked system call fails for the prisoner, as one does that the kernel lacks or that
// the filter of a container denies.
type masked struct {
	Call  uintptr
	Errno unix.Errno
}

// mask masks calls on every thread.
func mask(calls []masked) error {
	if len(calls) == 0 {
		return nil
	}
	code := []bpf.Instruction{bpf.LoadAbsolute{Off: offsetCall, Size: 4}}
	for _, m := range calls {
		code = append(code, bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(m.Call), SkipFalse: 1}, give(unix.SECCOMP_RET_ERRNO|action(m.Errno)))
	}
	raw, err := bpf.Assemble(append(code, give(allowed)))
	if err != nil {
		return err
	}
	return loadFilter(raw)
}

// landlockAlone are attempts that Landlock denies where there is no filter.
var landlockAlone = []string{
	"read a file", "read a folder", "write to a file", "create a file", "delete a file", "connect by TCP",
}

// A kernel that gives less is made use of as far as it goes, it is told, and it is an
// error where all is required.
func TestMasked(t *testing.T) {
	needKernel(t)
	landlock := []uintptr{unix.SYS_LANDLOCK_CREATE_RULESET, unix.SYS_LANDLOCK_ADD_RULE, unix.SYS_LANDLOCK_RESTRICT_SELF}
	filter := []uintptr{unix.SYS_SECCOMP}
	for _, errno := range []unix.Errno{unix.ENOSYS, unix.EPERM, unix.EOPNOTSUPP} {
		why := errno.Error()
		for _, c := range []struct {
			name     string
			calls    []uintptr
			denied   []string // attempts; nil: none
			has      string
			complain string
		}{
			{"Landlock", landlock, attemptNames(), "no Landlock (" + why + "), seccomp", "this system has no Landlock (" + why + ")"},
			{"seccomp", filter, landlockAlone, "Landlock ABI N, no seccomp (" + why + ")", "this system has no seccomp filters (" + why + ")"},
			{"both", append(landlock, filter...), nil, "no Landlock (" + why + "), no seccomp (" + why + ")", "this system has neither Landlock (" + why + ") nor seccomp filters (" + why + ")"},
			{"the end of Landlock", landlock[2:], attemptNames(), "Landlock ABI N, seccomp", ""},
		} {
			t.Run(c.name+" "+why, func(t *testing.T) {
				cell := newCell(t)
				for _, call := range c.calls {
					cell.Mask = append(cell.Mask, masked{call, errno})
				}
				var has []string
				cell.imprison(t, "available", nil).answer(t, &has)
				abi, _ := landlockABI()
				if want := strings.ReplaceAll(c.has, "N", strconv.Itoa(abi)); has[0] != want || has[1] != c.complain {
					t.Errorf("%q, want %q and %q", has, want, c.complain)
				}
				if c.denied != nil { // without anything, one attempt ends the prisoner
					var got map[string]string
					cell.imprison(t, "attempt", nil).answer(t, &got)
					checkDenied(t, got, c.denied)
				}
				cell.Policy.Require = true
				p := cell.imprison(t, "attempt", nil)
				var refusal string
				p.answer(t, &refusal)
				if !strings.HasPrefix(refusal, c.complain) || refusal == "" {
					t.Errorf("required: %s", refusal)
				}
			})
		}
	}
}

func attemptNames() (names []string) {
	for _, a := range attempts {
		if !a.allowed {
			names = append(names, a.name)
		}
	}
	return names
}

func checkDenied(t *testing.T, got map[string]string, want []string) {
	t.Helper()
	for _, name := range want {
		if got[name] != "denied" {
			t.Errorf("%s: %s", name, got[name])
		}
	}
}

// Every ABI of Landlock so far, with the filter behind it, denies the same.
func TestLandlockABI(t *testing.T) {
	needKernel(t)
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	for abi := 1; abi <= 7; abi++ {
		for _, output := range []bool{false, true} {
			c := newCell(t)
			if output {
				c.Policy.OutputDirs = []string{c.Inside}
			}
			// The library asks for the version once, with its first call.
			c.Under = []string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=landlock_create_ruleset", "-e", "inject=landlock_create_ruleset:retval=" + strconv.Itoa(abi) + ":when=1"}
			p := c.imprison(t, "attempt", nil)
			line, err := p.out.ReadBytes('\n')
			if err != nil {
				t.Skipf("strace: %v", err)
			}
			var got map[string]string
			if err := json.Unmarshal(line, &got); err != nil {
				t.Fatalf("ABI %d: %s", abi, line)
			}
			for _, a := range attempts {
				want := "denied"
				if a.allowed || a.output && output {
					want = "done"
				}
				if got[a.name] != want {
					t.Errorf("ABI %d, output %v: %s: %s, want %s", abi, output, a.name, got[a.name], want)
				}
			}
		}
	}
}
