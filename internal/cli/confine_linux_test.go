package cli

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// Whatever is printed is printed in the sandbox as well.
func TestSandboxChangesNothing(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	files, err := filepath.Glob("../../fixtures/pcaps/*.pcap*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, args := range [][]string{nil, {"-V", "-x", "-t", "ad"}, {"-T", "json"}} {
		args = append(args, files...)
		inside, errs := output(t, args...)
		outside, errsOutside := output(t, append([]string{"--no-sandbox"}, args...)...)
		if !bytes.Equal(inside, outside) || errs != errsOutside || len(inside) == 0 {
			t.Errorf("%q: %d bytes in the sandbox, %d without\n%s%s", args[:1], len(inside), len(outside), errs, errsOutside)
		}
	}
}

// By the time of the first row, every thread of the program has given up what
// it does not need.
func TestConfined(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("a program that measures its coverage runs without a sandbox")
	}
	capture, err := os.ReadFile("../../fixtures/pcaps/01-ikev1-main-seed.pcap")
	if err != nil {
		t.Fatal(err)
	}
	const dropped = `(?m)^CapInh:\t0+\nCapPrm:\t0+\nCapEff:\t0+\nCapBnd:.*\nCapAmb:\t0+\nNoNewPrivs:\t1\n`
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"as we are", nil, dropped + `Seccomp:\t2\n`},
		{"without a sandbox", []string{"--no-sandbox"}, dropped + `Seccomp:\t0\n`},
	}
	if os.Getuid() == 0 {
		tests = append(tests, tests[0])
		last := &tests[len(tests)-1]
		last.name, last.args = "as nobody", []string{"--user", "nobody"}
		last.want = `(?s)\nUid:\t(\d{3,})\t(\d{3,})\t.*` + last.want
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			cmd := program(append(c.args, "-l", "-")...)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() {
				_ = in.Close()
				if err := cmd.Wait(); err != nil {
					t.Error(err)
				}
			}()
			if _, err := in.Write(capture); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			threads, err := filepath.Glob("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/task/*/status")
			if err != nil || len(threads) < 2 {
				t.Fatalf("%q, %v", threads, err)
			}
			for _, name := range threads {
				status, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if !regexp.MustCompile(c.want).Match(status) {
					t.Errorf("%s: %s", name, status)
				}
			}
		})
	}
}

// A kernel without a mechanism, as strace shows one to the program: by default the run
// goes on, --version tells, and --sandbox=require refuses before anything is written.
func TestSandboxRequired(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("a program that measures its coverage runs without a sandbox")
	}
	strace := labtest.Program(t, "strace")
	const capture = "../../fixtures/pcaps/01-ikev1-main-seed.pcap"
	for _, c := range []struct{ call, errno, lacks, refuses string }{
		{"landlock_create_ruleset", "ENOSYS", "no Landlock (function not implemented), ", "no Landlock (function not implemented)"},
		{"landlock_create_ruleset", "EOPNOTSUPP", "no Landlock (operation not supported), ", "no Landlock (operation not supported)"},
		{"seccomp", "EPERM", ", no seccomp (operation not permitted)", "no seccomp filters (operation not permitted)"},
		{"landlock_create_ruleset,seccomp", "ENOSYS", "no Landlock (function not implemented), no seccomp (function not implemented)", "neither Landlock (function not implemented) nor seccomp filters (function not implemented)"},
	} {
		saved := filepath.Join(t.TempDir(), "a.pcapng")
		without := func(args ...string) (string, string, int) {
			inject := []string{"-f", "-qq", "-o", "/dev/null", "-e", "trace=" + c.call, "-e", "inject=" + c.call + ":error=" + c.errno, "pktscope"}
			cmd := exec.Command(strace, append(inject, args...)...)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			_ = cmd.Run()
			return out.String(), errs.String(), cmd.ProcessState.ExitCode()
		}
		if out, _, _ := without("--version"); !regexp.MustCompile(`(?m)^Sandbox: .*` + regexp.QuoteMeta(c.lacks) + `.*\.$`).MatchString(out) {
			t.Errorf("%s: --version: %s", c.call, out)
		}
		if out, errs, status := without("-r", capture); status != 0 || errs != "" || len(out) < 1000 {
			t.Errorf("%s: status %d, %s", c.call, status, errs)
		}
		want := "pktscope: --sandbox=require: this system has " + c.refuses + "\n"
		if out, errs, status := without("-r", capture, "--sandbox=require", "-w", saved); status != 2 || errs != want || out != "" {
			t.Errorf("%s: status %d, %s%s", c.call, status, out, errs)
		}
		if _, err := os.Stat(saved); err == nil {
			t.Errorf("%s: %s was made", c.call, saved)
		}
	}
}

// With --user every output is that user's, the first file of a ring and the folder of
// exported objects as well; the inputs need not be readable for it.
func TestUserOwnsOutputs(t *testing.T) {
	if os.Getuid() != 0 || testing.CoverMode() != "" {
		t.Skip("needs root, and a program that is confined")
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Skip(err)
	}
	folder, err := os.MkdirTemp("", "user") // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(folder, "secret.pcap")
	bytes, err := os.ReadFile("../../fixtures/pcaps/01-ikev1-main-seed.pcap")
	if err == nil {
		err = os.WriteFile(secret, bytes, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"-w", filepath.Join(folder, "one.pcapng")},
		{"-b", "packets:40", "-w", filepath.Join(folder, "ring.pcapng")},
		{"-q", "--export-objects", "http," + filepath.Join(folder, "objects")},
	} {
		if status, _, errs := outcome(append([]string{"--user", "nobody", "-r", secret}, args...)...); status != 0 {
			t.Errorf("%q: status %d, %s", args, status, errs)
		}
	}
	made, err := filepath.Glob(filepath.Join(folder, "[o-r]*"))
	if err != nil || len(made) != 5 {
		t.Fatalf("%q, %v", made, err)
	}
	for _, name := range made {
		st, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if uid := strconv.Itoa(int(st.Sys().(*syscall.Stat_t).Uid)); uid != nobody.Uid {
			t.Errorf("%s belongs to %s", name, uid)
		}
	}
	if status, _, errs := outcome("--user", "nobody", "-r", secret, "-w", secret+".1"); status != 0 {
		t.Errorf("status %d, %s", status, errs)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := outcome("--user", "nobody", "-r", secret, "-w", secret+".2"); status != 2 || !regexp.MustCompile("permission denied").Match(errs) {
		t.Errorf("a folder of root's: status %d, %s", status, errs)
	}
}
