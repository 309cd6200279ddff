package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pktscope/pktscope/internal/capture"
)

// endAtOnce keeps a process with the race detector from sleeping for a second
// before it ends: the tests run the program some thousand times.
const endAtOnce = "atexit_sleep_ms=0"

func TestMain(m *testing.M) {
	_ = os.Setenv("GORACE", endAtOnce)
	testscript.Main(heeding{m}, map[string]func(){
		"pktscope": func() { os.Exit(Main(arguments(), os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// A heeding run of tests has programs that end by SIGHUP, also where nohup has started it: a
// program inherits which signals are ignored, and not which are caught.
type heeding struct{ *testing.M }

func (m heeding) Run() int {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	return m.M.Run()
}

// arguments are those of the command line. A program that measures its own
// coverage writes files when it ends, which it could not do in the sandbox.
func arguments() []string {
	args := os.Args[1:]
	if testing.CoverMode() == "" {
		return args
	}
	isCommand := func(c command) bool { return len(args) > 0 && c.name == args[0] }
	switch {
	case len(args) > 0 && shortened(args[0], "show"):
		args = slices.Insert(slices.Clone(args), 1, "--no-sandbox")
	case !slices.ContainsFunc(commands(), isCommand):
		args = append([]string{"--no-sandbox"}, args...)
	}
	return args
}

// The scripts see the project's captures in $PCAPS.
func TestScripts(t *testing.T) {
	t.Parallel()
	pcaps, err := filepath.Abs("../../fixtures/pcaps")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Abs("testdata/files")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "prefix": prefix, "samepackets": samepackets},
		Condition: func(what string) (bool, error) {
			if what == "cgo" {
				_, err := capture.Devices()
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", what)
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("PCAPS", pcaps)
			e.Setenv("FILES", files)
			e.Setenv("GORACE", endAtOnce)
			return nil
		},
	})
}

// status N COMMAND... runs a command that must end with that exit status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command...")
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if args[0] != strconv.Itoa(got) {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// prefix N FROM TO copies the first N bytes of a file.
func prefix(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: prefix n from to")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(ts.ReadFile(args[1]))[:n], 0o666))
}
