package cli

import (
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"
)

// A terminal is how pktscope runs on one.
type terminal struct {
	columns uint16
	env     []string
	status  int    // that it must end with
	piped   bool   // its standard output is a pipe
	typed   string // what stands in the terminal's input
}

// run returns what the terminal gets of a run that needs no keys, with its line ends as
// \n.
func (x terminal) run(t *testing.T, args ...string) string {
	t.Helper()
	master, slave := openTTY(t, x.columns)
	cmd := program(args...)
	cmd.Env = append(os.Environ(), append([]string{"TERM=xterm-256color", "NO_COLOR=", "FORCE_COLOR=", "CLICOLOR_FORCE=", "COLORFGBG=", "PAGER=", "PKTSCOPE_PAGER=", "LESS="}, x.env...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	if x.piped {
		cmd.Stdout = io.Discard
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	if x.typed != "" {
		if _, err := master.WriteString(x.typed); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = slave.Close() // the terminal is at its end when the program has ended
	var text strings.Builder
	_, _ = io.Copy(&text, master)
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != x.status {
		t.Errorf("exit status %d, want %d: %q", got, x.status, text.String())
	}
	return strings.ReplaceAll(text.String(), "\r\n", "\n")
}

// TestTerminalWidth: no row of packets and no line of a report is wider than the
// terminal, and none is broken within a word.
func TestTerminalWidth(t *testing.T) {
	t.Parallel()
	pcaps := "../../fixtures/pcaps/"
	for _, columns := range []uint16{60, 80, 100, 120, 200} {
		for _, args := range [][]string{
			{pcaps + "01-ikev1-main-seed.pcap", "--color", "never"},
			{"show", "ip", "nat", "translations", pcaps + "17-nat-overload.pcapng"},
			{"-q", "-z", "conv,ip", pcaps + "17-nat-overload.pcapng"},
		} {
			text := terminal{columns: columns}.run(t, args...)
			if strings.Count(text, "\n") < 15 {
				t.Errorf("%d columns, %q: %q", columns, args, text)
			}
			for line := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > int(columns) {
					t.Errorf("%d columns of %d: %q", n, columns, line)
				}
			}
		}
	}
	if text := (terminal{columns: 60}).run(t, "--wide", "--color", "never", pcaps+"01-ikev1-main-seed.pcap"); strings.Contains(text, "…") {
		t.Errorf("rows are cut: %q", text)
	}
}
