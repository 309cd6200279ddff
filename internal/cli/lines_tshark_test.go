package cli

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// lineCaptures are the captures in testdata/tshark-lines.txt.
var lineCaptures = map[string]string{
	"f.pcap":     "17-nat-overload.inside.pcap",
	"vpn.pcap":   "01-ikev1-main-seed.pcap",
	"ike2.pcap":  "08-ikev2-aes128gcm-ecp256.pcap",
	"cdp.pcap":   "16-cdp-topology-a.pcap",
	"cdp.pcapng": "16-cdp-topology-a.pcapng",
}

// A tsharkLine is one of the command lines that people use.
type tsharkLine struct{ result, line string }

func tsharkLines(t *testing.T) (lines []tsharkLine) {
	t.Helper()
	text, err := os.ReadFile("testdata/tshark-lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); line[0] != '#' && len(columns) >= 4 {
			lines = append(lines, tsharkLine{columns[0], columns[3]})
		}
	}
	return lines
}

// The lines that people type are accepted, as many as the list says; the others are
// answered with what to type in their place.
func TestLinesOfTshark(t *testing.T) {
	t.Parallel()
	labtest.Slow(t)
	lines := tsharkLines(t)
	accepted, same := 0, 0
	for _, l := range lines {
		code, errs := runLine(t, shellWords(l.line))
		switch {
		case l.result == "live" && code != 1, code == 0:
			accepted++
			if l.result == "same" {
				same++
			}
		case l.result == "substitute" && code == 1 && errs != "" && !strings.Contains(errs, "unknown flag"):
		case l.result == "refused" && errs != "":
		default:
			t.Errorf("%s: exit status %d\n%s", l.line, code, errs)
		}
	}
	t.Logf("%d of %d lines are accepted, the content of %d is tshark's", accepted, len(lines), same)
	if len(lines) < 106 || accepted < 95 || same < 60 {
		t.Errorf("want 106 lines, 95 accepted, 60 with the content of tshark")
	}
}

// runLine runs the program on a line, but for its first word, in a folder with the
// captures. Live captures of the list end by themselves.
func runLine(t *testing.T, line []string) (code int, errs string) {
	t.Helper()
	folder := t.TempDir()
	for name, from := range lineCaptures {
		path, err := filepath.Abs(filepath.Join(pcaps, from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := program(line[1:]...)
	cmd.Dir = folder
	var text strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &text
	_ = cmd.Run() // the exit status tells
	return cmd.ProcessState.ExitCode(), text.String()
}

// shellWords splits a line as a shell does, as far as the list needs it: at blanks that are
// in no quotes.
func shellWords(line string) (out []string) {
	var word []byte
	begun, quote := false, byte(0)
	for i := range len(line) {
		switch c := line[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote, begun = c, true
		case quote == 0 && c == ' ':
			if begun {
				out, word, begun = append(out, string(word)), word[:0], false
			}
		default:
			word, begun = append(word, c), true
		}
	}
	if begun {
		out = append(out, string(word))
	}
	return out
}

func TestShellWords(t *testing.T) {
	t.Parallel()
	got := shellWords(`tshark -o 'uat:a:"b c"' "" x"y z"`)
	if want := []string{"tshark", "-o", `uat:a:"b c"`, "", "xy z"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
