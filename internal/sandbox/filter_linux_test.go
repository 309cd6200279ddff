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
		pid  = 4711
		i386 = 0x40000003 // AUDIT_ARCH_I386
	)
	writing := Policy{OutputDirs: []string{"/tmp"}}
	capturing := Policy{Interfaces: []string{"lo"}, Sockets: []int{3, 7}, senders: []int{3, 7, 9}}
	everywhere := Policy{Interfaces: []string{"lo"}}
	for fd := range 300 {
		everywhere.Sockets = append(everywhere.Sockets, 1000+fd)
		everywhere.senders = append(everywhere.senders, 1000+fd)
	}
	for _, c := range []struct {
		name   string
		policy Policy
		arch   uint32
		call   uintptr
		args   [6]uint64
		want   action
	}{
		{name: "read", call: unix.SYS_READ, want: allowed},
		{name: "futex", call: unix.SYS_FUTEX, want: allowed},
		{name: "exit", call: unix.SYS_EXIT_GROUP, want: allowed},
		{name: "another architecture", arch: i386, call: unix.SYS_READ, want: denied},
		{name: "socket", call: unix.SYS_SOCKET, want: denied},
		{name: "execve", call: unix.SYS_EXECVE, want: denied},
		{name: "io_uring", call: unix.SYS_IO_URING_SETUP, want: denied},
		{name: "setxattrat", call: 463, want: denied},
		{name: "removexattrat", call: 466, want: denied},
		{name: "open_tree_attr", call: 467, want: denied},
		{name: "file_setattr", call: 469, want: denied},
		{name: "the first that is too new", call: 470, want: absent},
		{name: "the last that is too new", call: 1<<32 - 1, want: absent},

		{name: "memory", call: unix.SYS_MMAP, args: [6]uint64{2: unix.PROT_READ | unix.PROT_WRITE}, want: allowed},
		{name: "code", call: unix.SYS_MMAP, args: [6]uint64{2: unix.PROT_READ | unix.PROT_EXEC}, want: denied},
		{name: "memory becomes code", call: unix.SYS_MPROTECT, args: [6]uint64{2: unix.PROT_EXEC}, want: denied},
		{name: "a thread", call: unix.SYS_CLONE, args: [6]uint64{unix.CLONE_VM | unix.CLONE_THREAD}, want: allowed},
		{name: "a process", call: unix.SYS_CLONE, args: [6]uint64{uint64(unix.SIGCHLD)}, want: denied},
		{name: "clone3", call: unix.SYS_CLONE3, want: absent},
		{name: "kill ourselves", call: unix.SYS_KILL, args: [6]uint64{pid, 15}, want: allowed},
		{name: "kill another", call: unix.SYS_KILL, args: [6]uint64{pid + 1, 15}, want: denied},
		{name: "kill all", call: unix.SYS_KILL, args: [6]uint64{^uint64(0), 15}, want: denied},
		{name: "interrupt a thread", call: unix.SYS_TGKILL, args: [6]uint64{pid, pid + 3, 23}, want: allowed},
		{name: "interrupt another's", call: unix.SYS_TGKILL, args: [6]uint64{1, 1, 23}, want: denied},
		{name: "the width of the terminal", call: unix.SYS_IOCTL, args: [6]uint64{1, unix.TIOCGWINSZ}, want: allowed},
		{name: "type", call: unix.SYS_IOCTL, args: [6]uint64{0, unix.TIOCSTI}, want: denied},
		{name: "type, upper bits", call: unix.SYS_IOCTL, args: [6]uint64{0, 1<<32 | unix.TIOCSTI}, want: denied},
		{name: "an interface's flags of a file", call: unix.SYS_IOCTL, args: [6]uint64{3, unix.SIOCGIFFLAGS}, want: denied},
		{name: "do not block", call: unix.SYS_FCNTL, args: [6]uint64{1, unix.F_SETFL}, want: allowed},
		{name: "a file signals somebody", call: unix.SYS_FCNTL, args: [6]uint64{1, unix.F_SETOWN}, want: denied},
		{name: "a file signals a group", call: unix.SYS_FCNTL, args: [6]uint64{1, unix.F_SETOWN_EX}, want: denied},
		{name: "a file signals otherwise", call: unix.SYS_FCNTL, args: [6]uint64{1, unix.F_SETSIG}, want: denied},
		{name: "another number", call: unix.SYS_DUP, want: denied},
		{name: "another number by fcntl", call: unix.SYS_FCNTL, args: [6]uint64{1, unix.F_DUPFD}, want: denied},
		{name: "name memory", call: unix.SYS_PRCTL, args: [6]uint64{unix.PR_SET_VMA}, want: allowed},
		{name: "be dumped", call: unix.SYS_PRCTL, args: [6]uint64{unix.PR_SET_DUMPABLE}, want: denied},

		{name: "open", call: unix.SYS_OPENAT, want: denied},
		{name: "receive in a file", call: unix.SYS_RECVFROM, want: denied},
		{name: "open for a ring", policy: writing, call: unix.SYS_OPENAT, want: allowed},
		{name: "delete for a ring", policy: writing, call: unix.SYS_UNLINKAT, want: allowed},
		{name: "receive for a ring", policy: writing, call: unix.SYS_RECVFROM, want: denied},
		{name: "open counters", policy: capturing, call: unix.SYS_OPENAT, want: allowed},
		{name: "socket while capturing", policy: capturing, call: unix.SYS_SOCKET, want: denied},
		{name: "send while capturing", policy: capturing, call: unix.SYS_SENDTO, want: denied},
		{name: "send by writing", policy: capturing, call: unix.SYS_WRITE, args: [6]uint64{7}, want: denied},
		{name: "send by writing pieces", policy: capturing, call: unix.SYS_WRITEV, args: [6]uint64{3}, want: denied},
		{name: "send by writing to a duplicate", policy: capturing, call: unix.SYS_WRITE, args: [6]uint64{9}, want: denied},
		{name: "send by the last of many", policy: everywhere, call: unix.SYS_WRITE, args: [6]uint64{1299}, want: denied},
		{name: "write beside many", policy: everywhere, call: unix.SYS_WRITE, args: [6]uint64{1300}, want: allowed},
		{name: "bind the last of many", policy: everywhere, call: unix.SYS_BIND, args: [6]uint64{1299}, want: allowed},
		{name: "another call beside many", policy: everywhere, call: unix.SYS_FUTEX, want: allowed},
		{name: "write while capturing", policy: capturing, call: unix.SYS_WRITE, args: [6]uint64{1}, want: allowed},
		{name: "write where none captures", policy: Policy{Interfaces: []string{"any"}}, call: unix.SYS_WRITE, want: allowed},
		{name: "a socket signals somebody", policy: capturing, call: unix.SYS_IOCTL, args: [6]uint64{3, fiosetown}, want: denied},
		{name: "a socket signals somebody, by the other name", policy: capturing, call: unix.SYS_IOCTL, args: [6]uint64{3, unix.SIOCSPGRP}, want: denied},
		{name: "bind the socket", policy: capturing, call: unix.SYS_BIND, args: [6]uint64{7}, want: allowed},
		{name: "bind another", policy: capturing, call: unix.SYS_BIND, args: [6]uint64{8}, want: denied},
		{name: "bind where none captures", policy: Policy{Interfaces: []string{"any"}}, call: unix.SYS_BIND, want: denied},
		{name: "receive", policy: capturing, call: unix.SYS_RECVFROM, want: allowed},
		{name: "setsockopt", policy: capturing, call: unix.SYS_SETSOCKOPT, want: allowed},
		{name: "an interface's flags", policy: capturing, call: unix.SYS_IOCTL, args: [6]uint64{3, unix.SIOCGIFFLAGS}, want: allowed},
		{name: "type while capturing", policy: capturing, call: unix.SYS_IOCTL, args: [6]uint64{0, unix.TIOCSTI}, want: denied},
		{name: "paste while capturing", policy: capturing, call: unix.SYS_IOCTL, args: [6]uint64{0, unix.TIOCLINUX}, want: denied},
	} {
		arch := uint32(native)
		if c.arch != 0 {
			arch = c.arch
		}
		if got := newMachine(t, native, rules(c.policy, pid)).decide(t, arch, uint32(c.call), c.args); got != c.want {
			t.Errorf("%s: %#x, want %#x", c.name, got, c.want)
		}
	}
}

// A machine runs a filter as the kernel does.
type machine struct{ vm *bpf.VM }

func newMachine(t *testing.T, architecture uint32, rules []rule) machine {
	t.Helper()
	raw, err := program(architecture, rules)
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
	return machine{vm}
}

// decide returns the filter's action for a call. The machine of x/net/bpf reads
// memory in network byte order, so the halves of an argument change places.
func (m machine) decide(t *testing.T, arch, call uint32, args [6]uint64) action {
	t.Helper()
	data := binary.BigEndian.AppendUint32(nil, call)
	data = binary.BigEndian.AppendUint32(data, arch)
	data = binary.BigEndian.AppendUint64(data, 0) // the instruction pointer
	for _, a := range args {
		data = binary.BigEndian.AppendUint32(data, uint32(a))
		data = binary.BigEndian.AppendUint32(data, uint32(a>>32))
	}
	got, err := m.vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return action(got)
}
