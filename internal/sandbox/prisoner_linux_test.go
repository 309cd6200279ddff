package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	prisonerArg = "prisoner" // the first argument of one
	threads     = 4          // made before the sandbox is entered, and as many after
	greeting    = "hello, prisoner"

	allProtocols = 0x0300 // ETH_P_ALL in network order
	loopback     = 1      // the number of the interface, in every network namespace
)

func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == prisonerArg {
		serve(os.Args[2], os.Args[3])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// serve is the life of a prisoner.
func serve(task, arg string) {
	runtime.LockOSThread() // strace counts the calls of each thread
	out := json.NewEncoder(os.Stdout)
	var c cell
	if err := json.Unmarshal([]byte(arg), &c); err != nil {
		_ = out.Encode(err.Error())
		return
	}
	if task == "program" {
		c.Open = true
	}
	if err := mask(c.Mask); err != nil {
		_ = out.Encode(err.Error())
		return
	}
	if task == "available" {
		has := []string{Available().String(), ""}
		if err := Available().Whole(); err != nil {
			has[1] = err.Error()
		}
		_ = out.Encode(has)
		return
	}
	p, err := c.enter()
	if err != nil {
		_ = out.Encode(err.Error())
		return
	}
	switch task {
	case "attempt":
		_ = out.Encode(p.attempt())
	case "program":
		if err := errors.Join(Become(c.Policy.User), Drop(c.Policy)); err != nil {
			_ = out.Encode(err.Error())
			return
		}
		text, _ := exec.Command("/bin/cat", "/proc/self/status").Output()
		_ = out.Encode(status(string(text)))
	case "calls":
		_ = out.Encode(refusedCalls(&c.Policy))
	case "threads":
		_ = out.Encode(append(p.early(), (<-start(&c))()...))
	case "capture":
		_ = out.Encode("ready")
		_ = out.Encode(p.capture())
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test has looked
}

// A convict is a prisoner, seen from inside.
type convict struct {
	*cell
	early   func() []string // what the threads say that were there before
	stream  int             // sockets made before
	dgram   int
	tap     int // one that captures
	twin    int // a duplicate of it
	tcp     unix.Sockaddr
	udp     unix.Sockaddr
	parents int
}

// enter makes what a process might have at hand, and shuts it in.
func (c *cell) enter() (*convict, error) {
	p := &convict{cell: c, parents: os.Getppid(), tcp: sockaddr(c.TCP), udp: sockaddr(c.UDP)}
	var err error
	if p.stream, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0); err != nil {
		return nil, err
	}
	if p.dgram, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0); err != nil {
		return nil, err
	}
	if c.Capture {
		if p.tap, err = unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, allProtocols); err != nil {
			return nil, err
		}
		if p.twin, err = unix.Dup(p.tap); err != nil {
			return nil, err
		}
		c.Policy.Sockets = []int{p.tap}
	}
	p.early = <-start(c)
	if c.Open {
		return p, nil
	}
	if err := errors.Join(Become(c.Policy.User), Drop(c.Policy)); err != nil {
		return nil, err
	}
	return p, Enter(c.Policy)
}

func sockaddr(address string) unix.Sockaddr {
	a, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return &unix.SockaddrInet4{}
	}
	return &unix.SockaddrInet4{Port: a.Port, Addr: [4]byte(a.IP.To4())}
}

// start makes threads that stay. The function that it sends has each of them
// try to open the secret.
func start(c *cell) <-chan func() []string {
	ready := make(chan func() []string, 1)
	ask, answers := make(chan bool), make(chan string)
	var up sync.WaitGroup
	for range threads {
		up.Add(1)
		go func() {
			runtime.LockOSThread()
			up.Done()
			for range ask {
				f, err := os.Open(filepath.Join(c.Outside, "secret"))
				_ = f.Close()
				answers <- verdict(err)
				select {} // so that every thread is asked once
			}
		}()
	}
	up.Wait()
	ready <- func() (all []string) {
		for range threads {
			ask <- true
			all = append(all, <-answers)
		}
		return all
	}
	return ready
}

// verdict returns the outcome of an attempt.
func verdict(err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		return "denied"
	}
	return err.Error()
}

func (p *convict) attempt() map[string]string {
	results := map[string]string{}
	for _, a := range attempts {
		results[a.name] = verdict(a.try(p))
	}
	return results
}

// attempts are made one after the other.
var attempts = []struct {
	name     string
	harmless bool // succeeds without a sandbox for any user
	output   bool // succeeds where there is an output folder
	allowed  bool // succeeds always
	try      func(*convict) error
}{
	{name: "read a file", harmless: true, try: func(p *convict) error {
		return open(p.Outside, "secret", os.O_RDONLY)
	}},
	{name: "read a folder", harmless: true, try: func(p *convict) error {
		_, err := os.ReadDir(p.Outside)
		return err
	}},
	{name: "write to a file", harmless: true, try: func(p *convict) error {
		return open(p.Outside, "secret", os.O_WRONLY)
	}},
	{name: "truncate a file", harmless: true, try: func(p *convict) error {
		return os.Truncate(filepath.Join(p.Outside, "secret"), 0)
	}},
	{name: "create a file", harmless: true, try: func(p *convict) error {
		return open(p.Outside, "new", os.O_WRONLY|os.O_CREATE)
	}},
	{name: "delete a file", harmless: true, try: func(p *convict) error {
		return os.Remove(filepath.Join(p.Outside, "secret"))
	}},
	{name: "create an output", harmless: true, output: true, try: func(p *convict) error {
		return open(p.Inside, "new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	}},
	{name: "create it anew", harmless: true, output: true, try: func(p *convict) error {
		return open(p.Inside, "new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	}},
	{name: "read an output", harmless: true, try: func(p *convict) error {
		return open(p.Inside, "new", os.O_RDONLY)
	}},
	{name: "change the mode of an output", try: func(p *convict) error {
		return os.Chmod(filepath.Join(p.Inside, "new"), 0o777)
	}},
	{name: "link to a file", try: func(p *convict) error {
		return os.Symlink("/etc/passwd", filepath.Join(p.Inside, "link"))
	}},
	{name: "delete an output", harmless: true, output: true, try: func(p *convict) error {
		return os.Remove(filepath.Join(p.Inside, "new"))
	}},

	{name: "connect by TCP", harmless: true, try: func(p *convict) error {
		c, err := net.Dial("tcp", p.TCP)
		if err == nil {
			err = c.Close()
		}
		return err
	}},
	{name: "send by UDP", harmless: true, try: func(p *convict) error {
		c, err := net.Dial("udp", p.UDP)
		if err == nil {
			_, err = c.Write([]byte(greeting))
			_ = c.Close()
		}
		return err
	}},
	{name: "connect a socket that is open", harmless: true, try: func(p *convict) error {
		return unix.Connect(p.stream, p.tcp)
	}},
	{name: "send by a socket that is open", harmless: true, try: func(p *convict) error {
		return unix.Sendto(p.dgram, []byte(greeting), 0, p.udp)
	}},
	{name: "listen", harmless: true, try: func(*convict) error {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err == nil {
			err = l.Close()
		}
		return err
	}},
	{name: "open a local socket", harmless: true, try: func(*convict) error {
		fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
		if err == nil {
			err = unix.Close(fd)
		}
		return err
	}},
	{name: "capture", try: func(*convict) error {
		_, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0)
		return err
	}},

	{name: "run a program", harmless: true, try: func(*convict) error {
		return exec.Command("/bin/true").Run()
	}},
	{name: "become a program", try: func(p *convict) error {
		if p.Open {
			return unix.EPERM
		}
		return unix.Exec("/bin/true", []string{"true"}, nil)
	}},
	{name: "fork", try: func(p *convict) error {
		if p.Open {
			return unix.EPERM
		}
		pid, _, errno := unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)
		if errno != 0 {
			return errno
		}
		if pid == 0 {
			unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
		}
		return nil
	}},
	{name: "trace", try: func(p *convict) error {
		if p.Open {
			return unix.EPERM
		}
		return unix.PtraceAttach(p.parents)
	}},
	{name: "signal somebody else", try: func(p *convict) error { return unix.Kill(p.parents, 0) }},
	{name: "have a pipe signal somebody else", harmless: true, try: func(p *convict) error {
		_, err := unix.FcntlInt(0, unix.F_SETOWN, p.parents)
		return err
	}},
	{name: "signal ourselves", harmless: true, allowed: true, try: func(*convict) error {
		return unix.Kill(os.Getpid(), 0)
	}},
	{name: "type into the terminal", try: func(*convict) error {
		var c byte
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, 0, unix.TIOCSTI, uintptr(unsafe.Pointer(&c)))
		return zeroIsNil(errno)
	}},

	{name: "mount", try: func(p *convict) error { return unix.Mount("none", p.Outside, "tmpfs", 0, "mode=7777777") }},
	{name: "unshare", try: func(p *convict) error {
		if p.Open {
			return unix.EPERM
		}
		return unix.Unshare(unix.CLONE_NEWUSER)
	}},
	{name: "become root", try: func(p *convict) error {
		_, _, errno := unix.RawSyscall(unix.SYS_SETUID, 0, 0, 0)
		return zeroIsNil(errno)
	}},
	{name: "load a kernel program", try: func(*convict) error {
		_, _, errno := unix.Syscall(unix.SYS_BPF, 0, 0, 0)
		return zeroIsNil(errno)
	}},
	{name: "set up io_uring", try: func(*convict) error {
		_, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, 0, 0)
		return zeroIsNil(errno)
	}},
}

func open(dir, name string, flags int) error {
	f, err := os.OpenFile(filepath.Join(dir, name), flags, 0o666)
	if err == nil {
		err = f.Close()
	}
	return err
}

func zeroIsNil(errno syscall.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
}

// capture does with the socket what libpcap does once it is open.
func (p *convict) capture() map[string]string {
	results := map[string]string{}
	buf := make([]byte, 2048)
	for range 1000 { // skips other traffic of the loopback interface
		if err := unix.SetsockoptTimeval(p.tap, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 5}); err != nil {
			results["receive"] = verdict(err)
			break
		}
		n, _, err := unix.Recvfrom(p.tap, buf, 0)
		results["receive"] = verdict(err)
		if err != nil || n >= len(greeting) && string(buf[n-len(greeting):n]) == greeting {
			break
		}
	}
	_, err := unix.GetsockoptTpacketStats(p.tap, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	results["statistics"] = verdict(err)
	all := unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: 0xffff}
	err = unix.SetsockoptSockFprog(p.tap, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: 1, Filter: &all})
	results["filter"] = verdict(err)
	request, err := unix.NewIfreq("lo")
	if err == nil {
		err = unix.IoctlIfreq(p.tap, unix.SIOCGIFFLAGS, request)
	}
	results["flags"] = verdict(err)
	results["counters"] = verdict(open("/sys/class/net/lo/statistics", "rx_missed_errors", os.O_RDONLY))
	results["secret"] = verdict(open(p.Outside, "secret", os.O_RDONLY))
	results["bind"] = verdict(unix.Bind(p.tap, &unix.SockaddrLinklayer{Protocol: allProtocols, Ifindex: loopback}))
	frame := make([]byte, 60) // Ethernet from and to nobody
	_, err = unix.Write(p.tap, frame)
	results["send"] = verdict(err)
	_, err = unix.Writev(p.tap, [][]byte{frame})
	results["send in pieces"] = verdict(err)
	_, err = unix.Write(p.twin, frame)
	results["send by a duplicate"] = verdict(err)
	_, err = unix.Dup(p.tap) // under another number the filter would not know it
	results["send by another number"] = verdict(err)
	_, err = unix.FcntlInt(uintptr(p.tap), unix.F_DUPFD_CLOEXEC, 0)
	results["send by fcntl's number"] = verdict(err)
	results["have packets signal somebody else"] = verdict(unix.IoctlSetPointerInt(p.tap, unix.SIOCSPGRP, p.parents))
	return results
}
