package pktscope_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"pktscope/internal/cli"
)

var update = flag.Bool("update", false, "write the output of README.md's examples anew; read it before it is committed")

// TestReadme holds the examples of README.md to what the program prints: in a
// block marked console, every line that begins with "$ pktscope " is followed
// by its output.
func TestReadme(t *testing.T) {
	const file = "README.md"
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
			b.WriteString(output(t, strings.Fields(line)[2:]))
			continue
		default:
			continue // old output
		}
		b.WriteString(line)
	}
	return b.String(), examples
}

func output(t *testing.T, args []string) string {
	var out, errs bytes.Buffer
	if status := cli.Main(args, strings.NewReader(""), &out, &errs); status != 0 {
		t.Errorf("pktscope %s: status %d, %s", strings.Join(args, " "), status, errs.String())
	}
	var b strings.Builder
	for line := range strings.Lines(out.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n") // editors eat blanks at the end
	}
	return b.String()
}
