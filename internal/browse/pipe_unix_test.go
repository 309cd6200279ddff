//go:build unix

package browse_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/session"
)

// piped makes a pipe, into which some bytes of a capture are written, and the rest once more
// is closed.
func piped(t *testing.T, more <-chan struct{}) (name string) {
	t.Helper()
	raw, err := os.ReadFile(fixtures + "01-ikev1-main-seed.pcap")
	if err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip(err)
	}
	go func() {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer f.Close()
		_, _ = f.Write(raw[:3000])
		<-more
		_, _ = f.Write(raw[3000:])
	}()
	return name
}

// started opens a capture, and returns once it has rows.
func started(t *testing.T, name string) *browse.Capture {
	t.Helper()
	changed := make(chan struct{}, 1)
	c, err := browse.Open(env(nil), browse.Options{Session: session.Options{Files: []string{name}}, Changed: func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	c.Start()
	<-changed
	return c
}

// TestPipe has packets of a pipe be there before its end, and be accessed in any order.
func TestPipe(t *testing.T) {
	more := make(chan struct{})
	c := started(t, piped(t, more))
	defer c.Close()
	early, err := c.Rows(nil, 0, 3)
	if err != nil || len(early) != 3 || c.State().Done {
		t.Fatal(early, err, c.State())
	}
	close(more)
	<-c.Ended()
	whole := open(t, browse.Options{Session: files("01-ikev1-main-seed.pcap")})
	want, _ := whole.Rows(nil, 0, 1000)
	got, err := c.Rows(nil, 0, 1000)
	for i := range want { // the names of the captures differ, the columns do not
		if d := cmp.Diff(want[i], got[i]); d != "" || err != nil {
			t.Fatal(err, d)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}

// TestPipeClosed has a capture be closed though its pipe has no end, with what waits for
// packets of it.
func TestPipeClosed(t *testing.T) {
	more := make(chan struct{})
	c := started(t, piped(t, more))
	m, err := c.Filter(context.Background(), "ip")
	if err != nil {
		t.Fatal(err)
	}
	waits := make(chan error)
	go func() {
		_, err := c.Detail(context.Background(), 1<<30, nil)
		waits <- err
	}()
	if status := c.Close(); status != session.ExitOK {
		t.Error(status)
	}
	if err := <-waits; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := m.Wait(context.Background()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(more)
}
