package pktscope_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/cli"
	"github.com/pktscope/pktscope/internal/labtest"
)

var update = flag.Bool("update", false, "write the output of the examples in README.md and docs/diagnosis.md anew; read it before it is committed")

// TestReadme holds the examples of README.md, and of the page on the diagnosis, to
// what the program prints: in a block marked console, every line that begins with
// "$ pktscope " is followed by its output.
func TestReadme(t *testing.T) {
	labtest.Slow(t)
	for _, file := range []string{"README.md", "docs/diagnosis.md"} {
		t.Run(file, func(t *testing.T) { checkExamples(t, file) })
	}
}

func checkExamples(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	now, examples := rerun(t, string(text))
	if examples == 0 {
		t.Fatal("no examples")
	}
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	old := strings.Split(string(text), "\n")
	for i, line := range strings.Split(now, "\n") {
		if i >= len(old) || old[i] != line {
			t.Fatalf("%s:%d: the program now prints\n%s", file, i+1, line)
		}
	}
}

// rerun replaces the output in every example.
func rerun(t *testing.T, text string) (now string, examples int) {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```console\n"
		case !inside:
		case strings.HasPrefix(line, "$ pktscope "):
			examples++
			b.WriteString(line)
			b.WriteString(output(t, words(line)[2:]))
			continue
		default:
			continue // old output
		}
		b.WriteString(line)
	}
	return b.String(), examples
}

// asProgram makes this test binary be pktscope, in a process of its own: the
// program shuts itself in, and the tests don't want to be in there with it.
const asProgram = "PKTSCOPE_README"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// words splits a command line as a shell does that knows single quotes only.
func words(line string) []string {
	var all []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}

// output is what the program prints: what it complains about too, where it does
// not refuse the command line.
func output(t *testing.T, args []string) string {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "GORACE=atexit_sleep_ms=0") // the race detector would sleep a second before the end
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	const refusedInput = 2
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == refusedInput:
		out = append(out, errs.Bytes()...)
	case err != nil:
		t.Errorf("pktscope %s: %v, %s", strings.Join(args, " "), err, errs.String())
	}
	var b strings.Builder
	for line := range strings.Lines(string(out)) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n") // editors eat blanks at the end
	}
	return b.String()
}
