//go:build linux && cgo

package cli

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/session"
)

// put sends a frame out of vb, so that it arrives at va.
func (w *wire) put(frame []byte) {
	w.t.Helper()
	if err := syscall.Sendto(w.socket, frame, 0, &syscall.SockaddrLinklayer{Ifindex: w.index}); err != nil {
		w.t.Fatal(err)
	}
}

// A report on an interface is told when the capture ends, from inside the
// sandbox.
func TestLiveReport(t *testing.T) {
	w := newWire(t)
	p := w.capturing("show", "cdp", "neighbors", "-i", "va")
	threads, err := filepath.Glob("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/task/*/status")
	if err != nil || len(threads) < 2 {
		t.Fatalf("%q, %v", threads, err)
	}
	for _, name := range threads {
		status, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if testing.CoverMode() == "" && !strings.Contains(string(status), "\nSeccomp:\t2\n") || !strings.Contains(string(status), "\nCapEff:\t0000000000000000\n") {
			t.Errorf("%s: %s", name, status)
		}
	}
	w.put(ethernet(seedSwitch()))
	p.signal(syscall.SIGINT)
	out, report := p.ends(session.ExitOK)
	if !strings.Contains(out, "\n2924-2           va                 180 ") && !strings.Contains(out, "\n2924-2           va                 179 ") {
		t.Errorf("%s", out)
	}
	if got := count(t, report, "captured"); got != 1 {
		t.Errorf("%d packets captured", got)
	}
}

// -a and -c end it as well; the moment is now, or that of the last packet.
func TestLiveReportEnds(t *testing.T) {
	w := newWire(t)
	p := w.capturing("show", "cdp", "neighbors", "-i", "va", "-a", "duration:2", "--format", "csv")
	w.put(ethernet(seedSwitch()))
	out, _ := p.ends(0)
	_, row, _ := strings.Cut(out, "\n2924-2,va,")
	left, _, _ := strings.Cut(row, ",")
	if s, err := strconv.ParseFloat(left, 64); err != nil || s < 170 || s > 178.5 {
		t.Errorf("holdtime %q in %s", left, out)
	}
	p = w.capturing("show", "cdp", "neighbors", "-i", "va", "-a", "packets:2", "--at", "end", "--format", "csv")
	w.put(ethernet(seedSwitch()))
	time.Sleep(100 * time.Millisecond)
	w.put(ethernet(seedSwitch()))
	if out, _ := p.ends(0); !strings.Contains(out, "\n2924-2,va,180,") {
		t.Errorf("%s", out)
	}
}

// What the interface itself sends is no neighbour of it, by whichever protocol; the
// counters of CDP have it as output.
func TestLiveDirection(t *testing.T) {
	w := newWire(t)
	va, err := net.InterfaceByName("va")
	if err != nil {
		t.Fatal(err)
	}
	const fdp = "\x01\xe0\x52\xcc\xcc\xcc\x02\x00\x5e\x30\x00\x01\x00\x12\xaa\xaa\x03\x00\xe0\x52\x20\x00\x01\xb4\x00\x00\x00\x01\x00\x06"
	from := func(frame []byte, mac net.HardwareAddr) []byte {
		frame = slices.Clone(frame)
		copy(frame[6:12], mac)
		return frame
	}
	other := net.HardwareAddr{2, 0, 0x5e, 0x30, 0, 1}
	for _, tt := range []struct {
		report, format, received, sent string
		want, not                      string
	}{
		{"cdp neighbors", "csv", string(ethernet(seedSwitch())), string(ethernet(seedRouter("R1", "cisco 2611"))), "\n2924-2,va,", "R1"},
		{"cdp traffic", "ios", string(ethernet(seedSwitch())), string(ethernet(seedRouter("R1", "cisco 2611"))), " Total packets output: 1, Input: 1\n", ""},
		{"fdp neighbors", "csv", fdp + "s1", fdp + "me", "\ns1,va,", "me,va"},
	} {
		args := append(append([]string{"show"}, strings.Fields(tt.report)...), "-i", "va", "--format", tt.format, "-a", "packets:2")
		p := w.capturing(args...)
		w.put(from([]byte(tt.received), other))
		to := &syscall.SockaddrLinklayer{Ifindex: va.Index}
		if err := syscall.Sendto(w.socket, from([]byte(tt.sent), va.HardwareAddr), 0, to); err != nil {
			t.Fatal(err)
		}
		out, _ := p.ends(0)
		if !strings.Contains(out, tt.want) || tt.not != "" && strings.Contains(out, tt.not) {
			t.Errorf("show %s: %s", tt.report, out)
		}
	}
}
