package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
)

// draws reads what the program draws until a text is in it. Only what has changed is
// drawn: a text is found where it stands on one line that had another before.
func (s *tty) draws(text string) {
	s.t.Helper()
	for late := time.After(20 * time.Second); !bytes.Contains(s.seen, []byte(text)); {
		select {
		case b, open := <-s.written:
			if !open {
				s.t.Fatalf("no %q in %q", text, s.seen)
			}
			s.seen = append(s.seen, b...)
		case <-late:
			s.t.Fatalf("no %q in %q", text, s.seen)
		}
	}
	s.seen = s.seen[bytes.Index(s.seen, []byte(text)):]
}

// viewing is "view" of a capture on standard input: keys come from the terminal.
func viewing(t *testing.T, args ...string) *tty {
	t.Helper()
	labtest.Slow(t)
	in, err := os.Open(filepath.Join(pcaps, "20-http.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	s := onTTY(t, in, append([]string{"view", "--sandbox=auto", "-r", "-"}, args...)...)
	s.draws("95 packets")
	return s
}

// leaves waits for the end of the program, which leaves the terminal as it was.
func (s *tty) leaves(status int) {
	s.t.Helper()
	for b := range s.written {
		s.seen = append(s.seen, b...)
		if bytes.Contains(s.seen, []byte("\x1b[?1049l")) {
			break
		}
	}
	go func() {
		for range s.written { // so that nothing holds the program up
		}
	}()
	_ = s.cmd.Wait()
	if mode := s.mode(); mode != s.before {
		s.t.Errorf("the terminal is left in another mode: %+v, want %+v", mode, s.before)
	}
	if got := s.cmd.ProcessState.ExitCode(); got != status {
		s.t.Errorf("exit status %d, want %d: %q", got, status, s.seen)
	}
}

// From inside the sandbox the view reads keys, filters, dissects and saves.
func TestView(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new.pcapng")
	s := viewing(t, "-w", file)
	s.types("/http.request\r")
	s.draws("displayed")
	s.types("w")
	s.draws("packets saved to ")
	s.types("2")
	s.draws("find nothing wrong with tunnels")
	s.types("6")
	s.draws("hierarchy")
	s.types("q")
	s.leaves(0)
	saved, _ := output(t, "-r", file, "-T", "fields", "-e", "frame.time_epoch")
	want, _ := output(t, "-r", filepath.Join(pcaps, "20-http.pcap"), "-Y", "http.request", "-T", "fields", "-e", "frame.time_epoch")
	if len(want) == 0 || !bytes.Equal(saved, want) {
		t.Errorf("saved are packets at %s, want %s", saved, want)
	}
}

// However it ends, the terminal is as it was.
func TestViewEnds(t *testing.T) {
	for name, end := range map[string]struct {
		how    func(*tty)
		status int
	}{
		"q":       {func(s *tty) { s.types("q") }, 0},
		"Ctrl-C":  {func(s *tty) { s.types("\x03") }, 0},
		"SIGTERM": {func(s *tty) { _ = s.cmd.Process.Signal(syscall.SIGTERM) }, 143},
		"SIGHUP":  {func(s *tty) { _ = s.cmd.Process.Signal(syscall.SIGHUP) }, 129},
		"SIGINT":  {func(s *tty) { _ = s.cmd.Process.Signal(syscall.SIGINT) }, 130},
		"SIGQUIT": {func(s *tty) { _ = s.cmd.Process.Signal(syscall.SIGQUIT) }, 131},
	} {
		t.Run(name, func(t *testing.T) {
			s := viewing(t)
			end.how(s)
			s.leaves(end.status)
		})
	}
}

// Ctrl-Z gives the terminal back and stops the program; continued, it draws anew.
func TestViewSuspends(t *testing.T) {
	s := viewing(t)
	for range 2 {
		s.types("\x1a")
		s.draws("\x1b[?1049l")
		s.halts()
		if mode := s.mode(); mode != s.before {
			t.Errorf("stopped, the terminal is in another mode: %+v, want %+v", mode, s.before)
		}
		_ = s.cmd.Process.Signal(syscall.SIGCONT)
		s.draws("95 packets")
	}
	s.types("q")
	s.leaves(0)
}
