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
