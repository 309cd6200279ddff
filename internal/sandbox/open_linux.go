//go:build linux && (amd64 || arm64)

package sandbox

import (
	"slices"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// lastKnown is the highest number of a call that was looked at for these lists: that of
// file_setattr, in Linux 6.17. All architectures number new calls alike.
const lastKnown = 469

const fiosetown = 0x8901 // FIOSETOWN of asm-generic/sockios.h, which x/sys lacks

// A group is calls that are open for one reason.
type group struct {
	why   string // as docs/sandbox.md has it
	to    access
	calls []uintptr
	// What an argument must be, "" for anything, as docs/sandbox.md has it.
	only string
	// The rule with those conditions; nil: the call is open whatever its arguments.
	rule func(p *Policy, pid uint32) rule
}

// An access is what a process does that needs the calls of a group.
type access uint8

const (
	always     access = iota
	outputs           // makes and deletes files in Policy.OutputDirs
	trees             // makes folders in Policy.OutputTrees
	listeners         // answers on Policy.Listeners
	interfaces        // captures from interfaces
)

// needs reports whether a process under p needs what a is for.
func (p *Policy) needs(a access) bool {
	return a == always || a == outputs && !p.opensNothing() || a == trees && len(p.OutputTrees) > 0 || a == listeners && len(p.Listeners) > 0 || a == interfaces && len(p.Interfaces) > 0
}

// rules returns the rules of process pid under policy p.
func rules(p Policy, pid uint32) (all []rule) {
	for _, g := range groups() {
		if !p.needs(g.to) {
			continue
		}
		for _, call := range g.calls {
			r := rule{call: call, action: allowed}
			if g.rule != nil {
				r = g.rule(&p, pid)
				r.call = call
			}
			// The wider rule of an interface is behind that of a file, and replaces it.
			all = slices.DeleteFunc(all, func(old rule) bool { return old.call == call })
			all = append(all, r)
		}
	}
	for _, call := range olderExist {
		all = append(all, rule{call: call, action: absent})
	}
	return all
}

// groups returns the calls that are open. The most frequent ones come first: older
// kernels run through the rules at each call.
func groups() []group {
	return []group{
		{why: "threads wait for each other", calls: []uintptr{
			unix.SYS_FUTEX, unix.SYS_NANOSLEEP, unix.SYS_SCHED_YIELD,
		}},
		{why: "files and pipes that are open are read and written", calls: []uintptr{
			unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_PWRITE64,
			unix.SYS_LSEEK, unix.SYS_FSTAT, unix.SYS_FTRUNCATE, unix.SYS_FSYNC, unix.SYS_FDATASYNC, unix.SYS_CLOSE,
		}},
		{
			// Others have a file signal any process of the user's, or give a socket a number
			// that the rules do not know.
			why: "whether they block", calls: []uintptr{unix.SYS_FCNTL}, only: "`F_GETFD`, `F_SETFD`, `F_GETFL`, `F_SETFL`",
			rule: func(*Policy, uint32) rule {
				return ifArg(1, unix.F_GETFD, unix.F_SETFD, unix.F_GETFL, unix.F_SETFL)
			},
		},
		{why: "waiting until a file, pipe or socket is ready", calls: append(legacyWaiting,
			unix.SYS_PPOLL, unix.SYS_PSELECT6, unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT,
			unix.SYS_EVENTFD2, unix.SYS_PIPE2,
		)},
		{why: "memory comes and goes", calls: []uintptr{
			unix.SYS_MUNMAP, unix.SYS_MREMAP, unix.SYS_MADVISE, unix.SYS_BRK, unix.SYS_MINCORE,
		}},
		{
			why: "memory comes and goes", only: "no `PROT_EXEC`", calls: []uintptr{unix.SYS_MMAP, unix.SYS_MPROTECT},
			rule: func(*Policy, uint32) rule {
				return rule{action: allowed, arg: 2, when: []condition{{bpf.JumpBitsSet, unix.PROT_EXEC}}, other: denied}
			},
		},
		{why: "threads begin and end", calls: []uintptr{
			unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ, unix.SYS_SET_TID_ADDRESS,
			unix.SYS_GETTID, unix.SYS_GETPID, unix.SYS_MEMBARRIER, unix.SYS_SCHED_GETAFFINITY,
		}},
		{
			why: "threads begin", only: "`CLONE_THREAD`: no process", calls: []uintptr{unix.SYS_CLONE},
			rule: func(*Policy, uint32) rule {
				return rule{action: allowed, when: []condition{{bpf.JumpBitsNotSet, unix.CLONE_THREAD}}, other: denied}
			},
		},
		{
			why: "Go names its memory", only: "`PR_SET_VMA`", calls: []uintptr{unix.SYS_PRCTL},
			rule: func(*Policy, uint32) rule { return ifArg(0, unix.PR_SET_VMA) },
		},
		{why: "signals are handled", calls: []uintptr{
			unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
			unix.SYS_RESTART_SYSCALL,
		}},
		{
			why: "Go interrupts its threads by signals", only: "to this process", calls: []uintptr{unix.SYS_TGKILL, unix.SYS_KILL},
			rule: func(_ *Policy, pid uint32) rule { return ifArg(0, pid) },
		},
		{why: "clocks, and Go's profiles", calls: append(legacyClocks,
			unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_GETRES, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_GETTIMEOFDAY,
			unix.SYS_TIMER_CREATE, unix.SYS_TIMER_SETTIME, unix.SYS_TIMER_DELETE, unix.SYS_SETITIMER, unix.SYS_GETRUSAGE,
		)},
		{why: "random numbers for hash tables", calls: []uintptr{unix.SYS_GETRANDOM}},
		{why: "who the process is, and where it runs", calls: []uintptr{
			unix.SYS_GETPPID, unix.SYS_GETUID, unix.SYS_GETEUID, unix.SYS_GETGID, unix.SYS_GETEGID, unix.SYS_UNAME, unix.SYS_SYSINFO,
		}},
		{
			why: "mode and width of the terminal", calls: []uintptr{unix.SYS_IOCTL}, only: "`TCGETS`, `TCSETS`, `TIOCGWINSZ`",
			rule: func(*Policy, uint32) rule { return ifArg(1, unix.TCGETS, unix.TCSETS, unix.TIOCGWINSZ) },
		},

		{why: "files, where Landlock allows them: the next output, the counters of an interface", to: outputs, calls: []uintptr{
			unix.SYS_OPENAT, unix.SYS_UNLINKAT, unix.SYS_NEWFSTATAT,
		}},
		{why: "folders of files that are made, and the names of these, where Landlock allows them", to: trees, calls: []uintptr{
			unix.SYS_MKDIRAT, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2,
		}},

		{
			why: "connections to the address of `--metrics`", to: listeners, calls: []uintptr{unix.SYS_ACCEPT4}, only: "the socket that listens",
			rule: func(p *Policy, _ uint32) rule { return ifArg(0, p.Listeners...) },
		},
		{
			why: "Go has a connection send at once", to: listeners, calls: []uintptr{unix.SYS_SETSOCKOPT}, only: "`IPPROTO_TCP`",
			rule: func(*Policy, uint32) rule { return ifArg(1, unix.IPPROTO_TCP) },
		},
		{why: "its own address, and its end", to: listeners, calls: []uintptr{unix.SYS_GETSOCKNAME, unix.SYS_SHUTDOWN}},
		{why: "packets from a socket that is open", to: interfaces, calls: []uintptr{
			unix.SYS_RECVFROM, unix.SYS_RECVMSG, unix.SYS_RECVMMSG,
		}},
		{
			why: "files and pipes that are open are written", to: interfaces, calls: []uintptr{unix.SYS_WRITE, unix.SYS_WRITEV},
			only: "not the sockets that capture: they would send",
			rule: func(p *Policy, _ uint32) rule {
				r := ifArg(0, p.senders...)
				r.action, r.other = allowed, denied
				return r
			},
		},
		{
			why: "an interface that was removed and came back", to: interfaces, calls: []uintptr{unix.SYS_BIND},
			only: "the sockets that capture",
			rule: func(p *Policy, _ uint32) rule { return ifArg(0, p.Sockets...) },
		},
		{why: "its filter, its counts, its promiscuous mode", to: interfaces, calls: []uintptr{
			unix.SYS_SETSOCKOPT, unix.SYS_GETSOCKOPT, unix.SYS_GETSOCKNAME,
		}},
		{
			why: "state of an interface, by many kinds of devices", to: interfaces, calls: []uintptr{unix.SYS_IOCTL},
			only: "neither `TIOCSTI` nor `TIOCLINUX`: input faked on the terminal runs programs in the user's shell; neither `FIOSETOWN` nor `SIOCSPGRP`: a socket signals any process",
			rule: func(*Policy, uint32) rule {
				r := ifArg(1, unix.TIOCSTI, unix.TIOCLINUX, fiosetown, unix.SIOCSPGRP)
				r.action, r.other = allowed, denied
				return r
			},
		},
	}
}

// olderExist are calls that libraries try first, and do without if the kernel has
// none. The flags of clone3 are in memory, where no filter sees them: without it, C
// libraries use clone.
var olderExist = []uintptr{
	unix.SYS_CLONE3, unix.SYS_STATX, unix.SYS_FACCESSAT2, unix.SYS_OPENAT2, unix.SYS_EPOLL_PWAIT2,
	unix.SYS_COPY_FILE_RANGE, unix.SYS_CLOSE_RANGE, unix.SYS_FCHMODAT2,
}

// ifArg is the rule of a call that is open for some values of an argument.
func ifArg[N int | uint32](arg int, values ...N) rule {
	r := rule{action: denied, arg: arg, other: allowed}
	for _, v := range values {
		r.when = append(r.when, condition{bpf.JumpEqual, uint32(v)})
	}
	return r
}
