package pktscope_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/cli"
	"github.com/pktscope/pktscope/internal/labtest"
)

var update = flag.Bool("update", false, "write the output of the examples in README.md and docs anew; read it before it is committed")

// TestExamples holds the examples of all pages to what the program prints: in a
// block marked console, every line that begins with "$ " is a command line of the
// shell, which goes on behind a backslash, and what follows is its output. A line
// "..." stands for lines that are left out.
func TestExamples(t *testing.T) {
	bash := labtest.Program(t, "bash")
	for _, page := range markdown(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "\n```console\n") {
			continue
		}
		t.Run(page, func(t *testing.T) { checkExamples(t, page, string(text), newShell(t, bash)) })
	}
}

func checkExamples(t *testing.T, page, text string, sh shell) {
	var now strings.Builder
	examples := 0
	for _, part := range parts(text) {
		now.WriteString(part.before)
		if part.command == "" {
			continue
		}
		examples++
		now.WriteString(part.command)
		shown := part.output
		if printed, ran := sh.run(t, part.command); ran && !agree(shown, printed) {
			shown = printed
			if !*update {
				t.Errorf("%s:\n%sprints now\n%s", page, part.command, printed)
			}
		}
		now.WriteString(shown)
	}
	if examples == 0 {
		t.Fatal("a block of examples, and no command in it")
	}
	if *update {
		if err := os.WriteFile(page, []byte(now.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A part of a page is a text and the example behind it, of which the last has none.
type part struct {
	before, command, output string
}

// parts takes a page apart; one after the other they are the page.
func parts(text string) []part {
	var all []part
	var now part
	inside, goesOn := false, false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			all, now = append(all, now), part{before: line}
			inside = line == "```console\n"
			continue
		case inside && strings.HasPrefix(line, "$ "):
			all, now = append(all, now), part{command: line}
		case goesOn:
			now.command += line
		case now.command != "":
			now.output += line
		default:
			now.before += line
		}
		goesOn = inside && (goesOn || strings.HasPrefix(line, "$ ")) && strings.HasSuffix(line, "\\\n")
	}
	return append(all, now)
}

// agree reports whether what a page shows is what the program prints, but for
// the lines that are left out.
func agree(shown, printed string) bool {
	var b strings.Builder
	b.WriteString(`\A`)
	for line := range strings.Lines(shown) {
		if line == "...\n" {
			b.WriteString(`(?:.*\n)+?`)
		} else {
			b.WriteString(regexp.QuoteMeta(line))
		}
	}
	return regexp.MustCompile(b.String() + `\z`).MatchString(printed)
}

// A shell runs the examples of a page in a folder of their own, in which there are
// the fixtures and what they save.
type shell struct {
	bash, folder string
	env          []string
}

// asProgram makes this test binary be pktscope, in a process of its own: the
// program shuts itself in, and the tests don't want to be in there with it.
const asProgram = "PKTSCOPE_EXAMPLES"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func newShell(t *testing.T, bash string) shell {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := filepath.Abs("fixtures")
	if err != nil {
		t.Fatal(err)
	}
	bin, folder := t.TempDir(), t.TempDir()
	for from, to := range map[string]string{program: filepath.Join(bin, "pktscope"), fixtures: filepath.Join(folder, "fixtures")} {
		if err := os.Symlink(from, to); err != nil {
			t.Fatal(err)
		}
	}
	return shell{bash: bash, folder: folder, env: append(os.Environ(),
		"PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"),
		"TZ=UTC", "LC_ALL=C.UTF-8",
		asProgram+"=1", "GORACE=atexit_sleep_ms=0")} // the race detector would sleep a second before the end
}

// run runs a command line and returns what a terminal would show, unless it needs
// a program that is not there. An input that is refused may be an example, wrong
// usage is a fault of the page.
func (sh shell) run(t *testing.T, line string) (printed string, ran bool) {
	if _, err := capture.Devices(); err != nil && regexp.MustCompile(` -[fi] `).MatchString(line) {
		t.Logf("not run without libpcap: %s", line)
		return "", false
	}
	for _, program := range []string{"gzip", "jq", "zstd"} {
		if _, err := exec.LookPath(program); err != nil && strings.Contains(line, program+" ") {
			t.Logf("not run without %s: %s", program, line)
			return "", false
		}
	}
	cmd := exec.Command(sh.bash, "-o", "pipefail", "-c", strings.TrimPrefix(line, "$ "))
	cmd.Dir, cmd.Env = sh.folder, sh.env
	var all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &all, &all
	err := cmd.Run()
	const refusedInput = 2
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == refusedInput) {
		t.Errorf("%s%v: %s", line, err, all.String())
	}
	var b strings.Builder
	for line := range strings.Lines(all.String()) {
		b.WriteString(strings.TrimRight(line, " \r\n") + "\n") // editors eat them
	}
	return b.String(), true
}

// TestParts: what the examples of a page are, and what of an output may be left out.
func TestParts(t *testing.T) {
	const page = "# A page\n\n```console\n$ one \\\n    more\n1\n$ two\n```\n\nText.\n\n```text\n$ no example\n```\n"
	whole := ""
	var commands []string
	for _, p := range parts(page) {
		whole += p.before + p.command + p.output
		if p.command != "" {
			commands = append(commands, p.command+"= "+p.output)
		}
	}
	if whole != page {
		t.Errorf("the parts are\n%s", whole)
	}
	if want := []string{"$ one \\\n    more\n= 1\n", "$ two\n= "}; !slices.Equal(commands, want) {
		t.Errorf("%q, want %q", commands, want)
	}
	for _, c := range []struct {
		shown, printed string
		want           bool
	}{
		{"a\nb\n", "a\nb\n", true},
		{"a\n", "a\nb\n", false},
		{"a\n...\n", "a\nb\nc\n", true},
		{"a\n...\nc\n", "a\nb\nb\nc\n", true},
		{"a\n...\nc\n", "a\nc\n", false}, // nothing is left out
		{"...\nc\n", "a\nc.\n", false},
		{"a.\n", "ab\n", false},
	} {
		if agree(c.shown, c.printed) != c.want {
			t.Errorf("%q and %q: agree is %v", c.shown, c.printed, !c.want)
		}
	}
}
