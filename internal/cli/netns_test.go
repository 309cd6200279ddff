//go:build linux && cgo

package cli

import (
	"encoding/binary"
	"net"
	"os/exec"
	"runtime"
	"syscall"
	"testing"

	"github.com/pktscope/pktscope/internal/labtest"
)

// A wire is a veth pair, va and vb, in a network namespace of the test's own.
type wire struct {
	t      *testing.T
	socket int
	index  int // of the interface that is sent out of: vb
}

// newWire ties the test to a thread that has its own network and mounts. They
// end with the thread, and what the test starts is in them. It is skipped where
// that is not allowed, and where only fast tests are asked for.
func newWire(t *testing.T) *wire {
	t.Helper()
	labtest.Slow(t)
	runtime.LockOSThread() // for good: the thread ends with the test
	if err := syscall.Unshare(syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_FS); err != nil {
		t.Skipf("namespaces are not allowed here: %v", err)
	}
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		t.Skipf("mounts are not allowed here: %v", err)
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("ip (iproute2) is not installed")
	}
	w := &wire{t: t}
	w.ip("link", "add", "va", "type", "veth", "peer", "name", "vb")
	for _, name := range []string{"va", "vb"} {
		// Without an address the test alone sends.
		w.ip("link", "set", name, "addrgenmode", "none", "arp", "off", "up")
	}
	w.use("vb")
	var err error
	w.socket, err = syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Skipf("sending is not allowed here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Close(w.socket) })
	return w
}

// use has send and put send out of that interface.
func (w *wire) use(name string) {
	w.t.Helper()
	i, err := net.InterfaceByName(name)
	if err != nil {
		w.t.Fatal(err)
	}
	w.index = i.Index
}

// ip runs the ip command.
func (w *wire) ip(args ...string) {
	w.t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		w.t.Fatalf("ip %v: %v: %s", args, err, out)
	}
}

// send sends n frames of that size out of vb, so that they arrive at va. Each
// has its number, from first on, behind the Ethernet header.
func (w *wire) send(first, n, size int) {
	w.t.Helper()
	to := &syscall.SockaddrLinklayer{Ifindex: w.index}
	for i := range n {
		if err := syscall.Sendto(w.socket, testFrame(first+i, size), 0, to); err != nil {
			w.t.Fatal(err)
		}
	}
}

// testFrame is a frame of an experimental EtherType (IEEE 802).
func testFrame(number, size int) []byte {
	b := append(make([]byte, 0, size), "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x88\xb5"...)
	b = binary.BigEndian.AppendUint32(b, uint32(number))
	return b[:size]
}
