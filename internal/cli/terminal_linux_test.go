package cli

import (
	"cmp"
	"os"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"
)

// A ptyRun is how pktscope runs on a terminal.
type ptyRun struct {
	columns uint16
	env     []string
	status  int    // that it must end with
	asked   string // what the answer waits for; "": the question after the background
	answer  string // what is typed then
}

// run returns what the terminal gets of a run that needs no keys, with its line ends as
// \n.
func (x ptyRun) run(t *testing.T, args ...string) string {
	t.Helper()
	master, slave := openTTY(t, x.columns)
	cmd := program(args...)
	cmd.Env = append(os.Environ(), append([]string{"TERM=xterm-256color", "NO_COLOR=", "FORCE_COLOR=", "CLICOLOR_FORCE=", "COLORFGBG=", "PAGER=", "PKTSCOPE_PAGER=", "LESS="}, x.env...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = slave.Close() // the terminal is at its end when the program has ended
	var text strings.Builder
	for b := make([]byte, 4096); ; {
		n, err := master.Read(b)
		text.Write(b[:n])
		if err != nil {
			break
		}
		if x.answer != "" && strings.Contains(text.String(), cmp.Or(x.asked, question)) {
			if _, err := master.WriteString(x.answer); err != nil {
				t.Error(err)
			}
			x.answer = ""
		}
	}
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != x.status {
		t.Errorf("exit status %d, want %d: %q", got, x.status, text.String())
	}
	return strings.NewReplacer("\r\n", "\n", question, "").Replace(text.String())
}

// question is what a terminal is asked for its background.
const question = "\x1b]11;?\x1b\\\x1b[c"

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
			text := ptyRun{columns: columns}.run(t, args...)
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
	if text := (ptyRun{columns: 60}).run(t, "--wide", "--color", "never", pcaps+"01-ikev1-main-seed.pcap"); strings.Contains(text, "…") {
		t.Errorf("rows are cut: %q", text)
	}
}

// TestTerminalColor: who gets colours, and in which palette.
func TestTerminalColor(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name   string
		answer string // of the terminal
		env    []string
		args   []string
		want   string // the colour of the first row, ARP
	}{
		{"any", "", nil, nil, "\x1b[38;5;243m"},
		{"a dark one by COLORFGBG", "", []string{"COLORFGBG=15;0"}, nil, "\x1b[38;5;179m"},
		{"a light one by COLORFGBG", "", []string{"COLORFGBG=0;15"}, nil, "\x1b[38;5;95m"},
		{"a light one", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?64c", []string{"COLORFGBG=15;0"}, nil, "\x1b[38;5;95m"},
		{"a dark one", "\x1b]11;rgb:0000/2b2b/3636\a\x1b[?64c", nil, nil, "\x1b[38;5;179m"},
		{"one that does not know", "\x1b[?6c", nil, nil, "\x1b[38;5;243m"},
		{"dumb", "", []string{"TERM=dumb"}, nil, ""},
		{"NO_COLOR", "", []string{"NO_COLOR=1"}, nil, ""},
		{"never", "", []string{"FORCE_COLOR=1"}, []string{"--color", "never"}, ""},
		{"always", "", []string{"NO_COLOR=1", "TERM=dumb"}, []string{"--color"}, "\x1b[38;5;243m"},
	} {
		args := append([]string{"-c", "1", "--no-header", "../../fixtures/pcaps/05-ikev1-phase1-no-proposal.pcap"}, x.args...)
		text := ptyRun{columns: 80, env: x.env, answer: x.answer}.run(t, args...)
		if !strings.HasPrefix(text, x.want) || x.want == "" && strings.Contains(text, "\x1b") {
			t.Errorf("%s: %q, want %q", x.name, text, x.want)
		}
	}
}

// TestPager: long texts go through the pager, which may end before it has read them;
// packets that come one by one do not, nor does anything where nobody wants a pager.
func TestPager(t *testing.T) {
	t.Parallel()
	const capture = "../../fixtures/pcaps/05-ikev1-phase1-no-proposal.pcap"
	for _, x := range []struct {
		pager, want string
		args        []string
	}{
		{"sed 's/^/PAGED /'", "PAGED Crypto session current status\n", []string{"show", "crypto", "session", capture}},
		{"sed 's/^/PAGED /'", "PAGED error: ", []string{"diagnose", "--color=never", capture}},
		{"sed 's/^/PAGED /'", "PAGED Frame 1: ", []string{"-V", "--color=never", capture}},
		{"sed 's/^/PAGED /'", "PAGED IPv4 Conversations\n", []string{"-q", "-z", "conv,ip", capture}},
		{"sed 's/^/PAGED /'", "PAGED Usage:\n", []string{"help"}},
		{"head -1", "pktscope reads packet captures of Cisco-style networks.\n", []string{"help"}},
		{"head -1", "Frame 1: Packet, 42 bytes on wire (336 bits), 42 bytes captured (336 bits)\n", []string{"-V", "--color=never", capture}},
		{"sed 's/^/PAGED /'", "No. ", []string{"--color=never", capture}},
		{"sed 's/^/PAGED /'", "Frame 1: ", []string{"-V", "--no-pager", "--color=never", capture}},
		{"", "Frame 1: ", []string{"-V", "--color=never", capture}},
	} {
		text := ptyRun{columns: 80, env: []string{"PKTSCOPE_PAGER=" + x.pager}}.run(t, x.args...)
		switch paged := strings.HasPrefix(x.want, "PAGED "); {
		case !strings.Contains(text, x.want):
			t.Errorf("%q, %q: %.100q, want %q", x.pager, x.args, text, x.want)
		case !paged && strings.Contains(text, "PAGED "):
			t.Errorf("%q: through the pager: %.100q", x.args, text)
		case x.pager == "head -1" && text != x.want:
			t.Errorf("%q: %q, want %q", x.args, text, x.want)
		}
	}
}

// TestStandardInput: a capture that is to be typed is asked for. Ctrl-D ends it.
func TestStandardInput(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-"}, {"show", "cdp", "neighbors", "-"}} {
		text := ptyRun{columns: 80, env: []string{"TERM=dumb"}, asked: "Ctrl-C", answer: "\x04", status: 2}.run(t, args...)
		if !strings.HasPrefix(text, "pktscope: waiting for a capture on standard input, which is this\nterminal; Ctrl-C ends it\n") {
			t.Errorf("%q: %q", args, text)
		}
	}
}
