//go:build linux && (amd64 || arm64)

package sandbox

import (
	"slices"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// To deny one more system call, add it to the list with the fitting reason. A call
// that some architectures lack belongs in denied_linux_amd64.go.

// rules returns the rules of process pid under policy p.
func rules(p Policy, pid uint32) (all []rule) {
	lists := [][]uintptr{network, programs, processes, system, mounts, identities, attributes, messages, legacy}
	if p.opensNothing() {
		lists = append(lists, opening, legacyOpening)
	}
	for _, call := range slices.Concat(lists...) {
		all = append(all, rule{call: call, errno: unix.EPERM})
	}
	return append(all, conditional(pid)...)
}

// conditional returns rules for calls that the process needs with certain arguments.
func conditional(pid uint32) []rule {
	ourselves := []condition{{bpf.JumpNotEqual, pid}}
	return []rule{
		// Threads may be made, processes not. The flags of clone3 are in memory,
		// where no filter sees them: without it, C libraries use clone.
		{call: unix.SYS_CLONE, errno: unix.EPERM, when: []condition{{bpf.JumpBitsNotSet, unix.CLONE_THREAD}}},
		{call: unix.SYS_CLONE3, errno: unix.ENOSYS},

		// Signals go to ourselves only: Go's scheduler interrupts threads by them.
		{call: unix.SYS_KILL, errno: unix.EPERM, when: ourselves},
		{call: unix.SYS_TGKILL, errno: unix.EPERM, when: ourselves},

		// Input faked on the terminal runs programs in the user's shell.
		{call: unix.SYS_IOCTL, errno: unix.EPERM, arg: 1, when: []condition{
			{bpf.JumpEqual, unix.TIOCSTI}, {bpf.JumpEqual, unix.TIOCLINUX},
		}},

		{call: unix.SYS_PRLIMIT64, errno: unix.EPERM, when: []condition{{bpf.JumpNotEqual, 0}}},
	}
}

var (
	// New sockets. An open socket can still receive, count and be queried. io_uring
	// makes system calls that no filter sees.
	network = []uintptr{
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT,
		unix.SYS_ACCEPT4, unix.SYS_SENDTO, unix.SYS_SENDMSG, unix.SYS_SENDMMSG,
		unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
	}

	programs = []uintptr{unix.SYS_EXECVE, unix.SYS_EXECVEAT}

	// Other processes of the same user.
	processes = []uintptr{
		unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE,
		unix.SYS_PROCESS_MRELEASE, unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_GETFD, unix.SYS_PIDFD_SEND_SIGNAL,
		unix.SYS_TKILL, unix.SYS_RT_SIGQUEUEINFO, unix.SYS_RT_TGSIGQUEUEINFO, unix.SYS_KCMP,
		unix.SYS_MOVE_PAGES, unix.SYS_MIGRATE_PAGES, unix.SYS_SETPRIORITY, unix.SYS_IOPRIO_SET,
	}

	// The kernel itself, and its calls with the most vulnerabilities.
	system = []uintptr{
		unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE, unix.SYS_KEXEC_LOAD,
		unix.SYS_KEXEC_FILE_LOAD, unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD, unix.SYS_KEYCTL,
		unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_REBOOT, unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_ACCT,
		unix.SYS_SYSLOG, unix.SYS_QUOTACTL, unix.SYS_QUOTACTL_FD, unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME,
		unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_CLOCK_ADJTIME, unix.SYS_ADJTIMEX, unix.SYS_VHANGUP,
		unix.SYS_FANOTIFY_INIT, unix.SYS_FANOTIFY_MARK,
	}

	mounts = []uintptr{
		unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_UNSHARE, unix.SYS_SETNS,
		unix.SYS_MOVE_MOUNT, unix.SYS_OPEN_TREE, unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT,
		unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR,
	}

	identities = []uintptr{
		unix.SYS_SETUID, unix.SYS_SETGID, unix.SYS_SETREUID, unix.SYS_SETREGID, unix.SYS_SETRESUID,
		unix.SYS_SETRESGID, unix.SYS_SETGROUPS, unix.SYS_SETFSUID, unix.SYS_SETFSGID, unix.SYS_CAPSET,
	}

	// Calls that Landlock does not cover: modes, owners and times of files, links, and
	// files opened by handle.
	attributes = []uintptr{
		unix.SYS_FCHMOD, unix.SYS_FCHMODAT, unix.SYS_FCHMODAT2, unix.SYS_FCHOWN, unix.SYS_FCHOWNAT,
		unix.SYS_UTIMENSAT, unix.SYS_SETXATTR, unix.SYS_LSETXATTR, unix.SYS_FSETXATTR, unix.SYS_REMOVEXATTR,
		unix.SYS_LREMOVEXATTR, unix.SYS_FREMOVEXATTR, unix.SYS_TRUNCATE, unix.SYS_LINKAT, unix.SYS_SYMLINKAT,
		unix.SYS_MKNODAT, unix.SYS_MKDIRAT, unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_NAME_TO_HANDLE_AT,
	}

	// Queues and memory shared with other processes.
	messages = []uintptr{
		unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_SHMCTL, unix.SYS_SEMGET, unix.SYS_SEMOP, unix.SYS_SEMTIMEDOP,
		unix.SYS_SEMCTL, unix.SYS_MSGGET, unix.SYS_MSGSND, unix.SYS_MSGRCV, unix.SYS_MSGCTL, unix.SYS_MQ_OPEN,
		unix.SYS_MQ_UNLINK,
	}

	// Denied to a process that opens nothing any more: a second lock behind
	// Landlock, and the only one where the kernel has none.
	opening = []uintptr{unix.SYS_OPENAT, unix.SYS_OPENAT2, unix.SYS_UNLINKAT, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2}
)
