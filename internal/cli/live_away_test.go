//go:build linux && cgo

package cli

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
)

// pair makes a veth pair, as newWire does, of which vb is sent out of from now on.
func (w *wire) pair(a, b string) {
	w.t.Helper()
	w.ip("link", "add", a, "type", "veth", "peer", "name", b)
	for _, name := range []string{a, b} {
		w.ip("link", "set", name, "addrgenmode", "none", "arp", "off", "up")
	}
	w.use(b)
}

// An interface that goes down is waited for, and one that is renamed goes on, as with
// tcpdump, which captures beside; another interface goes on meanwhile.
func TestLiveInterfaceFlaps(t *testing.T) {
	tcpdump := labtest.Program(t, "tcpdump")
	w := newWire(t)
	w.pair("vc", "vd")
	folder := t.TempDir()
	theirs, ours := filepath.Join(folder, "theirs.pcap"), filepath.Join(folder, "ours.pcapng")
	dump := listening(t, exec.Command(tcpdump, "-i", "va", "-U", "--immediate-mode", "-w", theirs, "-Z", "root"))
	p := w.capturing("-i", "va", "-i", "vc", "-w", ours, "-P", "-T", "fields", "-e", "frame.interface_name", "-l")
	rows := func(n int, name string) {
		t.Helper()
		for range n {
			if row := p.row(); row != name+"\n" {
				t.Errorf("row %q, want %s", row, name)
			}
		}
	}
	w.use("vb")
	w.send(1, 3, 60)
	rows(3, "va")
	w.ip("link", "set", "va", "down")
	p.until("pktscope: va: the interface is down; the capture goes on when it is up")
	w.use("vd")
	w.send(100, 2, 60)
	rows(2, "vc")
	w.ip("link", "set", "va", "up")
	p.until("pktscope: va: the interface is up after ")
	w.use("vb")
	w.send(4, 4, 60)
	rows(4, "va")
	w.ip("link", "set", "va", "down")
	p.until("pktscope: va: the interface is down")
	w.ip("link", "set", "va", "name", "vz", "up")
	p.until("pktscope: va: the interface is up after ")
	w.send(8, 2, 60)
	rows(2, "va")
	p.signal(syscall.SIGINT)
	_, report := p.ends(0)
	if strings.Contains(report, "missed") || count(t, report, "saved") != 11 {
		t.Errorf("report: %s", report)
	}
	_ = dump.Process.Signal(syscall.SIGINT)
	_ = dump.Wait()
	// While an interface is down libpcap asks for it by its old name, and tcpdump ends there.
	if got := saved(t, theirs); !slices.Equal(got, numbers(1, 7)) {
		t.Errorf("tcpdump saved %v", got)
	}
	if got := saved(t, ours); !slices.Equal(slices.Sorted(slices.Values(got)), append(numbers(1, 9), 100, 101)) {
		t.Errorf("saved %v", got)
	}
}

// An interface that is removed, and made again under its name, is captured on again;
// what had passed it before is counted.
func TestLiveInterfaceComesBack(t *testing.T) {
	w := newWire(t)
	ours := filepath.Join(t.TempDir(), "ours.pcapng")
	p := w.capturing("-i", "va", "-f", "ether proto 0x88b5", "-w", ours, "-P")
	w.send(1, 3, 60)
	p.row() // the header
	for range 3 {
		p.row()
	}
	w.ip("link", "del", "va")
	p.until("pktscope: va: the interface disappeared; the capture goes on when it is back")
	w.pair("vx", "vb")
	w.send(90, 5, 60)
	w.ip("link", "set", "vx", "down")
	w.ip("link", "set", "vx", "name", "va", "up")
	p.until("pktscope: va: the interface is back after ")
	if !strings.HasSuffix(strings.TrimSuffix(p.log.String(), "; it is down\n"), "; packets that it counted before, and that are not captured: 5") &&
		!strings.HasSuffix(p.log.String(), ": 5\n") {
		t.Errorf("%s", p.log.String())
	}
	w.send(4, 4, 60)
	for range 4 {
		p.row()
	}
	// The filter is still there, and the interface is promiscuous: the frames are for 02:00:00:00:00:02.
	frame := testFrame(99, 60)
	frame[12], frame[13] = 0x88, 0xb6
	w.put(frame)
	w.send(8, 1, 60)
	p.row()
	p.signal(syscall.SIGINT)
	_, report := p.ends(0)
	if count(t, report, "missed on interfaces that came back") != 5 || count(t, report, "dropped by interface") != 0 {
		t.Errorf("report: %s", report)
	}
	if got := saved(t, ours); !slices.Equal(got, numbers(1, 8)) {
		t.Errorf("saved %v", got)
	}
	oracle(t, ours)
}

// An interface that is still missing at the end is an error; others went on. One with
// frames of another form under its name is none.
func TestLiveInterfaceGone(t *testing.T) {
	w := newWire(t)
	w.pair("vc", "vd")
	p := w.capturing("-i", "va", "-i", "vc")
	w.ip("link", "del", "va")
	p.until("pktscope: va: the interface disappeared")
	if exec.Command("ip", "tuntap", "add", "va", "mode", "tun").Run() == nil { // without Ethernet
		w.ip("link", "set", "va", "up")
		time.Sleep(300 * time.Millisecond) // it is looked for every 100 ms
	}
	w.send(1, 1, 60)
	p.row()
	p.signal(syscall.SIGINT)
	if _, report := p.ends(2); !strings.Contains(report, "pktscope: va: the capture ended: the interface disappeared\n") || strings.Contains(report, "is back after") {
		t.Errorf("report: %s", report)
	}
}
