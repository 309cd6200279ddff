package sandbox

import "golang.org/x/sys/unix"

var native = architecture{audit: unix.AUDIT_ARCH_AARCH64}

// This architecture never had the calls of denied_linux_amd64.go.
var legacy, legacyOpening []uintptr
