//go:build linux && (amd64 || arm64)

package sandbox

import (
	"errors"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// installFilter has seccomp deny, on every thread, what rules lists.
func installFilter(p Policy) error {
	if len(p.Interfaces) > 0 {
		p.senders = senders()
	}
	code, err := program(native, rules(p, uint32(os.Getpid())))
	if err != nil {
		return err
	}
	return loadFilter(code)
}

// senders returns the descriptors of sockets that are neither local nor of IP, of which
// the standard streams may be: libpcap's own for an interface, and duplicates of it.
func senders() (all []int) {
	const most = 4096 // a new descriptor has the lowest number that is free
	for fd := range most {
		domain, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN)
		if err == nil && domain != unix.AF_UNIX && domain != unix.AF_INET && domain != unix.AF_INET6 {
			all = append(all, fd)
		}
	}
	return all
}

// loadFilter has the kernel ask code about the calls of every thread.
func loadFilter(code []bpf.RawInstruction) error {
	// The kernel sets this thread's filter for all threads, and with it no_new_privs,
	// which a filter requires.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	// Until Linux 5.16 a filter also turned off a part of the processor's
	// speculation, at a price. That guards a program from code that it runs; we
	// run none. Kernels before 4.17 don't know the flag.
	err := setFilter(code, unix.SECCOMP_FILTER_FLAG_TSYNC|unix.SECCOMP_FILTER_FLAG_SPEC_ALLOW)
	if errors.Is(err, unix.EINVAL) {
		err = setFilter(code, unix.SECCOMP_FILTER_FLAG_TSYNC)
	}
	return err
}

// filterSupport returns why there are no filters, nil if there are. A kernel that has
// them looks for the program, and finds no memory there.
func filterSupport() error {
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, 0)
	if errno != unix.EFAULT {
		return errno
	}
	return nil
}

func setFilter(code []bpf.RawInstruction, flags uintptr) error {
	filter := make([]unix.SockFilter, len(code))
	for i, c := range code {
		filter[i] = unix.SockFilter{Code: c.Op, Jt: c.Jt, Jf: c.Jf, K: c.K}
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, flags, uintptr(unsafe.Pointer(&prog)))
	switch {
	case errno != 0:
		return errno
	case thread != 0:
		return errors.New("a thread has a system call filter of its own")
	}
	return nil
}
