//go:build linux && (amd64 || arm64)

package sandbox

import (
	"encoding/binary"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// The filter runs on an emulated machine here, for calls that no test should make and
// for other architectures.
func TestFilter(t *testing.T) {
	const (
		pid    = 4711
		allow  = unix.SECCOMP_RET_ALLOW
		deny   = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
		absent = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
		i386   = 0x40000003 // AUDIT_ARCH_I386
	)
	writing := Policy{OutputDirs: []string{"/tmp"}}
	capturing := Policy{Interfaces: []string{"lo"}}
	for _, c := range []struct {
		name   string
		policy Policy
		arch   uint32
		call   uintptr
		args   [6]uint64
		want   uint32
	}{
		{name: "read", call: unix.SYS_READ, want: allow},
		{name: "recvfrom", call: unix.SYS_RECVFROM, want: allow},
		{name: "setsockopt", call: unix.SYS_SETSOCKOPT, want: allow},
		{name: "mmap", call: unix.SYS_MMAP, want: allow},
		{name: "futex", call: unix.SYS_FUTEX, want: allow},
		{name: "exit", call: unix.SYS_EXIT_GROUP, want: allow},
		{name: "another architecture", arch: i386, call: unix.SYS_READ, want: deny},
		{name: "socket", call: unix.SYS_SOCKET, want: deny},
		{name: "sendto", call: unix.SYS_SENDTO, want: deny},
		{name: "execve", call: unix.SYS_EXECVE, want: deny},
		{name: "io_uring", call: unix.SYS_IO_URING_SETUP, want: deny},
		{name: "the last of the list", call: unix.SYS_MQ_UNLINK, want: deny},

		{name: "a thread", call: unix.SYS_CLONE, args: [6]uint64{unix.CLONE_VM | unix.CLONE_THREAD}, want: allow},
		{name: "a process", call: unix.SYS_CLONE, args: [6]uint64{uint64(unix.SIGCHLD)}, want: deny},
		{name: "clone3", call: unix.SYS_CLONE3, want: absent},
		{name: "kill ourselves", call: unix.SYS_KILL, args: [6]uint64{pid, 15}, want: allow},
		{name: "kill another", call: unix.SYS_KILL, args: [6]uint64{pid + 1, 15}, want: deny},
		{name: "kill all", call: unix.SYS_KILL, args: [6]uint64{^uint64(0), 15}, want: deny},
		{name: "interrupt a thread", call: unix.SYS_TGKILL, args: [6]uint64{pid, pid + 3, 23}, want: allow},
		{name: "interrupt another's", call: unix.SYS_TGKILL, args: [6]uint64{1, 1, 23}, want: deny},
		{name: "the width of the terminal", call: unix.SYS_IOCTL, args: [6]uint64{1, unix.TIOCGWINSZ}, want: allow},
		{name: "type", call: unix.SYS_IOCTL, args: [6]uint64{0, unix.TIOCSTI}, want: deny},
		{name: "type, upper bits", call: unix.SYS_IOCTL, args: [6]uint64{0, 1<<32 | unix.TIOCSTI}, want: deny},
		{name: "paste", call: unix.SYS_IOCTL, args: [6]uint64{0, unix.TIOCLINUX}, want: deny},

		{name: "open", call: unix.SYS_OPENAT, want: deny},
		{name: "open for a ring", policy: writing, call: unix.SYS_OPENAT, want: allow},
		{name: "delete for a ring", policy: writing, call: unix.SYS_UNLINKAT, want: allow},
		{name: "open counters", policy: capturing, call: unix.SYS_OPENAT, want: allow},
		{name: "socket while capturing", policy: capturing, call: unix.SYS_SOCKET, want: deny},
	} {
		arch := native
		if c.arch != 0 {
			arch.audit = c.arch
		}
		if got := decide(t, native, c.policy, pid, arch.audit, uint32(c.call), c.args); got != c.want {
			t.Errorf("%s: %#x, want %#x", c.name, got, c.want)
		}
	}

	// Where numbers have a foreign half, nothing of it passes.
	x32 := architecture{audit: unix.AUDIT_ARCH_X86_64, foreign: 1 << 30}
	for _, call := range []uint32{1 << 30, 1<<30 | uint32(unix.SYS_READ), ^uint32(0)} {
		if got := decide(t, x32, Policy{}, pid, x32.audit, call, [6]uint64{}); got != deny {
			t.Errorf("call %#x: %#x", call, got)
		}
	}
}

// decide returns the filter's verdict on a call. The machine of x/net/bpf reads
// memory in network byte order, so the halves of an argument change places.
func decide(t *testing.T, filter architecture, p Policy, pid, arch, call uint32, args [6]uint64) uint32 {
	t.Helper()
	raw, err := program(filter, rules(p, pid))
	if err != nil {
		t.Fatal(err)
	}
	code, ok := bpf.Disassemble(raw)
	if !ok {
		t.Fatal("what was assembled cannot be disassembled")
	}
	vm, err := bpf.NewVM(code)
	if err != nil {
		t.Fatal(err)
	}
	data := binary.BigEndian.AppendUint32(nil, call)
	data = binary.BigEndian.AppendUint32(data, arch)
	data = binary.BigEndian.AppendUint64(data, 0) // the instruction pointer
	for _, a := range args {
		data = binary.BigEndian.AppendUint32(data, uint32(a))
		data = binary.BigEndian.AppendUint32(data, uint32(a>>32))
	}
	got, err := vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(got)
}
