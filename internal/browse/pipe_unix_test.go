//go:build unix

package browse_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/session"
)

// TestPipe has packets of a pipe be there before its end, and be accessed in any order.
func TestPipe(t *testing.T) {
	raw, err := os.ReadFile(fixtures + "01-ikev1-main-seed.pcap")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip(err)
	}
	more := make(chan struct{})
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
	defer c.Close()
	<-changed
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
