package cli

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
)

const pcaps = "../../fixtures/pcaps"

// program is this test binary as the command line.
func program(args ...string) *exec.Cmd {
	return &exec.Cmd{Path: os.Args[0], Args: append([]string{"pktscope"}, args...)}
}

// outcome is the exit status of the program, and what it writes. It is a process of
// its own: within the test's, it would drop the privileges of other tests, and two that
// do so at once wait for each other for ever.
func outcome(args ...string) (code int, out, errs []byte) {
	cmd := program(args...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	_ = cmd.Run() // the exit status tells
	return cmd.ProcessState.ExitCode(), o.Bytes(), e.Bytes()
}

// output is what the program writes; it must end well.
func output(t *testing.T, args ...string) ([]byte, string) {
	t.Helper()
	cmd := program(args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, errs.String())
	}
	return out, errs.String()
}
