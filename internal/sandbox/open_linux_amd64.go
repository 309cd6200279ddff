package sandbox

import "golang.org/x/sys/unix"

const native = unix.AUDIT_ARCH_X86_64

// Calls that newer architectures lack.
var (
	legacyWaiting = []uintptr{unix.SYS_POLL, unix.SYS_SELECT, unix.SYS_EPOLL_CREATE, unix.SYS_EPOLL_WAIT, unix.SYS_PIPE}
	legacyClocks  = []uintptr{unix.SYS_TIME}
)
