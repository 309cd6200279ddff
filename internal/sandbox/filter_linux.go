//go:build linux && (amd64 || arm64)

package sandbox

import (
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// The filter lists the calls that are denied and allows the rest. A list of allowed
// calls would be stricter but would break: Go's runtime, the C library, libpcap and
// the race detector choose the calls that they need, and choose anew with every
// version. The listed calls are those that none of them needs while a capture runs,
// and that an attacker in the process would need.

// A rule denies a system call.
type rule struct {
	call  uintptr
	errno unix.Errno
	arg   int         // which argument the conditions look at
	when  []condition // denied if one holds; none: always
}

// A condition compares the lower half of an argument, which is all that the
// kernel looks at where conditions are used.
type condition struct {
	test  bpf.JumpTest
	value uint32
}

// Offsets in struct seccomp_data on a little-endian machine.
const (
	offsetCall = 0
	offsetArch = 4
	offsetArgs = 16
)

// An architecture is a numbering of system calls. A processor can be switched to
// other architectures, which have the same calls under other numbers.
type architecture struct {
	audit   uint32 // AUDIT_ARCH_*
	foreign uint32 // calls from this number on belong to another architecture; 0: none
}

// program compiles rules. Calls of another architecture are denied.
func program(arch architecture, rules []rule) ([]bpf.RawInstruction, error) {
	code := []bpf.Instruction{
		bpf.LoadAbsolute{Off: offsetArch, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: arch.audit, SkipTrue: 1},
		deny(unix.EPERM),
		bpf.LoadAbsolute{Off: offsetCall, Size: 4},
	}
	if arch.foreign != 0 {
		code = append(code, bpf.JumpIf{Cond: bpf.JumpLessThan, Val: arch.foreign, SkipTrue: 1}, deny(unix.EPERM))
	}
	for _, r := range rules {
		code = r.append(code)
	}
	return bpf.Assemble(append(code, bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW}))
}

// append adds the code of one rule, which finds the number of the call in the
// accumulator and leaves it there unless it decides.
func (r *rule) append(code []bpf.Instruction) []bpf.Instruction {
	if len(r.when) == 0 {
		return append(code, bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(r.call), SkipFalse: 1}, deny(r.errno))
	}
	length := 1 + 2*len(r.when) + 1
	code = append(code,
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(r.call), SkipFalse: uint8(length)},
		bpf.LoadAbsolute{Off: offsetArgs + 8*uint32(r.arg), Size: 4})
	for _, c := range r.when {
		code = append(code, bpf.JumpIf{Cond: c.test, Val: c.value, SkipFalse: 1}, deny(r.errno))
	}
	return append(code, bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW})
}

func deny(errno unix.Errno) bpf.Instruction {
	return bpf.RetConstant{Val: unix.SECCOMP_RET_ERRNO | uint32(errno)}
}
