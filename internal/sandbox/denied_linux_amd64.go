package sandbox

import "golang.org/x/sys/unix"

// The bit by which the x32 ABI marks its system calls.
var native = architecture{audit: unix.AUDIT_ARCH_X86_64, foreign: 0x40000000}

// Calls that newer architectures lack.
var (
	legacy = []uintptr{
		unix.SYS_FORK, unix.SYS_VFORK, unix.SYS_CHMOD, unix.SYS_CHOWN, unix.SYS_LCHOWN, unix.SYS_UTIME,
		unix.SYS_UTIMES, unix.SYS_FUTIMESAT, unix.SYS_LINK, unix.SYS_SYMLINK, unix.SYS_MKNOD, unix.SYS_MKDIR,
		unix.SYS_RMDIR, unix.SYS_IOPL, unix.SYS_IOPERM, unix.SYS_MODIFY_LDT, unix.SYS_USELIB,
	}

	legacyOpening = []uintptr{unix.SYS_OPEN, unix.SYS_CREAT, unix.SYS_UNLINK, unix.SYS_RENAME}
)
