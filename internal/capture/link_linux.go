package capture

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"unsafe"
)

// A packetSocket is what libpcap captures with on Linux (packet(7)). It is bound to an
// interface by number. When that is removed, the socket stays, bound to none, with its
// buffer and filter: bound anew, which needs no privilege, it goes on with the interface
// that has the name then.
type packetSocket struct {
	fd       int
	name     string
	address  syscall.SockaddrLinklayer // as libpcap has bound it
	promisc  bool
	counters *os.File // /proc/net/dev, for the time when no file can be opened; or nil
}

// newPacketSocket returns nil if fd is none, or one of all interfaces.
func newPacketSocket(fd int, name string, promisc bool) *packetSocket {
	sa, err := syscall.Getsockname(fd)
	address, ok := sa.(*syscall.SockaddrLinklayer)
	if err != nil || !ok || address.Ifindex <= 0 {
		return nil
	}
	counters, _ := os.Open("/proc/net/dev")
	return &packetSocket{fd: fd, name: name, address: *address, promisc: promisc, counters: counters}
}

func (s *packetSocket) close() {
	if s.counters != nil {
		_ = s.counters.Close()
	}
}

// look returns what the interface is doing. One that is back is captured on again; then
// passed is how many packets it has counted before.
func (s *packetSocket) look() (p presence, passed uint64) {
	sa, err := syscall.Getsockname(s.fd)
	address, ok := sa.(*syscall.SockaddrLinklayer)
	if err != nil || !ok {
		return unknown, 0
	}
	var r request
	r.setNumber(int32(address.Ifindex))
	if address.Ifindex > 0 && r.ioctl(s.fd, syscall.SIOCGIFNAME) == nil { // which it may have got meanwhile
		return s.flags(&r), 0
	}
	r = request{}
	copy(r.name[:len(r.name)-1], s.name)
	if r.ioctl(s.fd, syscall.SIOCGIFHWADDR) != nil || r.short() != s.address.Hatype {
		return gone, 0 // not there, or with frames of another form
	}
	if r.ioctl(s.fd, syscall.SIOCGIFINDEX) != nil {
		return gone, 0
	}
	passed = s.counted()
	if !s.bind(r.number()) {
		return gone, 0
	}
	return s.flags(&r), passed
}

// flags returns whether the interface of a request is up.
func (s *packetSocket) flags(r *request) presence {
	switch {
	case r.ioctl(s.fd, syscall.SIOCGIFFLAGS) != nil:
		return gone
	case r.short()&syscall.IFF_UP == 0:
		return down
	}
	return up
}

// bind captures on another interface.
func (s *packetSocket) bind(index int32) bool {
	to := &syscall.SockaddrLinklayer{Protocol: s.address.Protocol, Ifindex: int(index)}
	if syscall.Bind(s.fd, to) != nil {
		return false
	}
	if s.promisc {
		// struct packet_mreq; the membership of the old interface went with it.
		m := struct {
			index        int32
			kind, length uint16
			address      [8]byte
		}{index: index, kind: syscall.PACKET_MR_PROMISC}
		_, _, _ = syscall.Syscall6(syscall.SYS_SETSOCKOPT, uintptr(s.fd), syscall.SOL_PACKET, syscall.PACKET_ADD_MEMBERSHIP,
			uintptr(unsafe.Pointer(&m)), unsafe.Sizeof(m), 0)
	}
	return true
}

// counted returns how many packets the kernel has counted on the interface of that
// name, in both directions; 0 if that is not known.
func (s *packetSocket) counted() uint64 {
	if s.counters == nil {
		return 0
	}
	buf := make([]byte, 64<<10)
	n, _ := s.counters.ReadAt(buf, 0)
	return countedIn(buf[:n], s.name)
}

// countedIn finds the packets received and sent in the text of /proc/net/dev.
func countedIn(text []byte, name string) (packets uint64) {
	const received, sent = 1, 9 // fields behind the name
	for line := range bytes.Lines(text) {
		of, counts, _ := bytes.Cut(line, []byte(":"))
		if string(bytes.TrimSpace(of)) != name {
			continue
		}
		for i, field := range bytes.Fields(counts) {
			if i == received || i == sent {
				n, _ := strconv.ParseUint(string(field), 10, 64)
				packets += n
			}
		}
	}
	return packets
}

// A request is struct ifreq (netdevice(7)).
type request struct {
	name  [syscall.IFNAMSIZ]byte
	value [24]byte
}

func (r *request) ioctl(fd int, call uintptr) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), call, uintptr(unsafe.Pointer(r))); errno != 0 {
		return errno
	}
	return nil
}

func (r *request) number() int32     { return *(*int32)(unsafe.Pointer(&r.value)) }
func (r *request) setNumber(n int32) { *(*int32)(unsafe.Pointer(&r.value)) = n }
func (r *request) short() uint16     { return *(*uint16)(unsafe.Pointer(&r.value)) }
