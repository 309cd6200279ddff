package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/pktscope/pktscope/internal/labtest"
)

// What the report package writes to a terminal.
const (
	enterScreen = "\x1b[?1049h\x1b[?25l"
	leaveScreen = "\x1b[?25h\x1b[?1049l"
	home        = "\x1b[H"
	restBelow   = "\x1b[J"
)

// A tty is a pseudo-terminal with a program on it.
type tty struct {
	t       *testing.T
	master  *os.File
	slave   *os.File
	cmd     *exec.Cmd
	before  unix.Termios
	written chan []byte
	seen    []byte
}

// openTTY makes a pseudo-terminal of so many columns and 12 rows.
func openTTY(t *testing.T, columns uint16) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { _ = master.Close() })
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 12, Col: columns})
	}
	if err != nil {
		t.Fatal(err)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slave.Close() })
	return master, slave
}

// onTTY starts pktscope on a terminal of its own, reading packets from in.
func onTTY(t *testing.T, in io.Reader, args ...string) *tty {
	t.Helper()
	master, slave := openTTY(t, 90)
	s := &tty{t: t, master: master, slave: slave, cmd: program(args...), written: make(chan []byte, 64)}
	s.before = s.mode()
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = in, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 1}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	hung := time.AfterFunc(time.Minute, func() { _ = s.cmd.Process.Kill() })
	t.Cleanup(func() { hung.Stop(); _ = s.cmd.Process.Kill() })
	go func() {
		for {
			b := make([]byte, 4096)
			n, err := master.Read(b)
			if err != nil {
				close(s.written)
				return
			}
			s.written <- b[:n]
		}
	}()
	return s
}

func (s *tty) mode() unix.Termios {
	s.t.Helper()
	m, err := unix.IoctlGetTermios(int(s.slave.Fd()), unix.TCGETS)
	if err != nil {
		s.t.Fatal(err)
	}
	return *m
}

// until reads what the program draws until a whole screen fulfils a condition.
func (s *tty) until(what string, ok func(screen string) bool) {
	s.t.Helper()
	late := time.After(20 * time.Second)
	for {
		screens := strings.Split(string(s.seen), home)
		if n := len(screens); n > 1 && strings.HasSuffix(screens[n-1], restBelow) && ok(screens[n-1]) {
			return
		}
		select {
		case b, open := <-s.written:
			if !open {
				s.t.Fatalf("no %s in %q", what, s.seen)
			}
			s.seen = append(s.seen, b...)
		case <-late:
			s.t.Fatalf("no %s in %q", what, s.seen)
		}
	}
}

func (s *tty) shows(text string) {
	s.t.Helper()
	s.until(text, func(screen string) bool { return strings.Contains(screen, text) })
}

func (s *tty) hides(text string) {
	s.t.Helper()
	s.until("screen without "+text, func(screen string) bool { return !strings.Contains(screen, text) })
}

func (s *tty) types(keys string) {
	s.t.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// ended waits for the program's end and returns what stands on the normal
// screen then.
func (s *tty) ended(status int) string {
	s.t.Helper()
	_ = s.cmd.Wait()
	if mode := s.mode(); mode != s.before {
		s.t.Errorf("the terminal is left in another mode: %+v, want %+v", mode, s.before)
	}
	for quiet, late := false, time.After(20*time.Second); !quiet; {
		wait := time.Second
		if bytes.Contains(s.seen, []byte(leaveScreen)) {
			wait = 100 * time.Millisecond
		}
		select {
		case b := <-s.written:
			s.seen = append(s.seen, b...)
		case <-time.After(wait):
			quiet = true
		case <-late:
			quiet = true
		}
	}
	if got := s.cmd.ProcessState.ExitCode(); got != status {
		s.t.Errorf("exit status %d, want %d: %q", got, status, s.seen)
	}
	_, behind, left := strings.Cut(string(s.seen), leaveScreen)
	if !left || bytes.Count(s.seen, []byte(enterScreen)) != 1 || bytes.Count(s.seen, []byte(leaveScreen)) != 1 {
		s.t.Errorf("the screen is left in %q", s.seen)
	}
	return behind
}

// watching is "show cdp neighbors --watch" on a pipe that goes on.
func watching(t *testing.T) (s *tty, pipe io.WriteCloser, rest []byte) {
	t.Helper()
	capture, err := os.ReadFile(seedFile)
	if err != nil {
		t.Fatal(err)
	}
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = out.Close(); _ = in.Close() })
	const first = 580 // the head of the file and its first packet
	if _, err := out.Write(capture[:first]); err != nil {
		t.Fatal(err)
	}
	return onTTY(t, in, "show", "cdp", "neighbors", "--watch", "-r", "-"), out, capture[first:]
}

func TestWatch(t *testing.T) {
	labtest.Slow(t)
	s, pipe, rest := watching(t)
	s.shows("2924-2           Fas 0/1            180 ")
	s.shows("2924-2           Fas 0/1            179 ") // the clock goes on without packets
	s.types("c")
	s.hides("2924-2")
	if _, err := pipe.Write(rest); err != nil {
		t.Fatal(err)
	}
	s.shows("BBR2             Ser 0/0            159 ")
	s.shows(" c clear ")
	if raw := s.mode(); raw == s.before {
		t.Error("the terminal is not raw")
	}
	s.types("q")
	if left := s.ended(0); !strings.Contains(left, "BBR2             Ser 0/0            159 ") {
		t.Errorf("%q", left)
	}
}

// However it ends, the terminal is as it was.
func TestWatchEnds(t *testing.T) {
	labtest.Slow(t)
	for name, end := range map[string]struct {
		how    func(*tty, io.WriteCloser)
		status int
	}{
		"the packets end": {func(_ *tty, in io.WriteCloser) { _ = in.Close() }, 2}, // in mid-block: damaged
		"Ctrl-C":          {func(s *tty, _ io.WriteCloser) { s.types("\x03") }, 130},
		"SIGINT":          {func(s *tty, _ io.WriteCloser) { _ = s.cmd.Process.Signal(os.Interrupt) }, 130},
		"SIGTERM":         {func(s *tty, _ io.WriteCloser) { _ = s.cmd.Process.Signal(syscall.SIGTERM) }, 130},
		"SIGHUP":          {func(s *tty, _ io.WriteCloser) { _ = s.cmd.Process.Signal(syscall.SIGHUP) }, 130},
		"SIGQUIT":         {func(s *tty, _ io.WriteCloser) { _ = s.cmd.Process.Signal(syscall.SIGQUIT) }, 130},
	} {
		t.Run(name, func(t *testing.T) {
			s, pipe, rest := watching(t)
			if _, err := pipe.Write(rest[:100]); err != nil {
				t.Fatal(err)
			}
			s.shows("2924-2")
			end.how(s, pipe)
			s.ended(end.status)
		})
	}
}

// Ctrl-Z and SIGTSTP give the terminal back and stop the program; continued, it draws anew.
func TestWatchSuspends(t *testing.T) {
	labtest.Slow(t)
	for name, suspend := range map[string]func(*tty){
		"Ctrl-Z":  func(s *tty) { s.types("\x1a") },
		"SIGTSTP": func(s *tty) { _ = s.cmd.Process.Signal(syscall.SIGTSTP) },
	} {
		t.Run(name, func(t *testing.T) {
			s, pipe, rest := watching(t)
			s.shows("2924-2")
			for range 2 {
				suspend(s)
				s.stops()
				s.seen = nil
				_ = s.cmd.Process.Signal(syscall.SIGCONT)
				s.shows("2924-2")
				if !bytes.HasPrefix(s.seen, []byte(enterScreen)) {
					t.Errorf("%q", s.seen)
				}
			}
			s.seen = []byte(enterScreen + home + restBelow) // the first, for ended
			if _, err := pipe.Write(rest); err != nil {
				t.Fatal(err)
			}
			s.shows("BBR2")
			s.types("\x03")
			s.ended(130)
		})
	}
}

// halts waits until the process has stopped.
func (s *tty) halts() {
	s.t.Helper()
	for late := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
		if err != nil || time.Now().After(late) {
			s.t.Fatalf("it does not stop: %s, %v", stat, err)
		}
		_, behind, _ := bytes.Cut(stat, []byte(") "))
		if bytes.HasPrefix(behind, []byte("T ")) {
			return
		}
	}
}

// stops waits until the process has stopped, and looks at the terminal then.
func (s *tty) stops() {
	s.t.Helper()
	s.halts()
	for !bytes.HasSuffix(s.seen, []byte(leaveScreen)) {
		select {
		case b := <-s.written:
			s.seen = append(s.seen, b...)
		case <-time.After(time.Second):
			s.t.Fatalf("the screen is not left in %q", s.seen)
		}
	}
	if mode := s.mode(); mode != s.before {
		s.t.Errorf("stopped, the terminal is in another mode: %+v, want %+v", mode, s.before)
	}
}

// A screen that is too small shows a part, and keys move it.
func TestWatchScrolls(t *testing.T) {
	in, err := os.Open(seedFile)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if _, err := io.Copy(w, in); err != nil {
		t.Fatal(err)
	}
	s := onTTY(t, r, "show", "cdp", "neighbors", "detail", "--watch", "-r", "-")
	s.shows("Device ID: 2924-2")
	s.types("jjj")
	s.hides("Device ID: 2924-2")
	s.shows("Platform: cisco WS-C2924-XL")
	s.types("kkkkk")
	s.shows("Device ID: 2924-2")
	s.types("q")
	s.ended(0)
}

// TestKeysOnTerminal holds the tables on keys to the width of the terminal.
func TestKeysOnTerminal(t *testing.T) {
	t.Parallel()
	capture := filepath.Join(pcaps, "03-ikev1-aggressive-3des-md5-udp4500.pcap")
	for end, args := range map[string][]string{
		"HASH_R":         {"keys", "--psk", "CiscoLab", "-r", capture},
		"pre-shared key": {"keys", "--keys", filepath.Join(pcaps, "01-ikev1-main-seed.keys.json")},
	} {
		s := onTTY(t, nil, args...)
		for late := time.After(20 * time.Second); !bytes.HasSuffix(s.seen, []byte(end+"\r\n")); {
			select {
			case b := <-s.written:
				s.seen = append(s.seen, b...)
			case <-late:
				t.Fatalf("%v: no %s in %q", args, end, s.seen)
			}
		}
		for line := range strings.Lines(string(s.seen)) {
			if n := len(strings.TrimRight(line, "\r\n")); n > 90 {
				t.Errorf("%v: %d columns: %s", args, n, line)
			}
		}
	}
}
