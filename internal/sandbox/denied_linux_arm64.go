package sandbox

import "golang.org/x/sys/unix"

var native = architecture{audit: unix.AUDIT_ARCH_AARCH64}

// This architecture began without those.
var legacy, legacyOpening []uintptr
