package sandbox

import "golang.org/x/sys/unix"

const native = unix.AUDIT_ARCH_AARCH64

// This architecture never had the calls of open_linux_amd64.go.
var legacyWaiting, legacyClocks []uintptr
