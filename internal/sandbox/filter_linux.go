//go:build linux && (amd64 || arm64)

package sandbox

import (
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// The filter lists what is denied and allows the rest. The other way round
// would be stricter and would break: which calls are needed is for Go's runtime,
// the C library, libpcap and the race detector to choose, and they choose anew
// with every version. What is on the list is what none of them needs once a
// capture is running, and what whoever took over the process would.

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

// Where struct seccomp_data has what, on a little-endian machine.
const (
	offsetCall = 0
	offsetArch = 4
	offsetArgs = 16
)

// An architecture is how system calls are numbered. Others that the processor
// can be switched to have the same calls under other numbers.
type architecture struct {
	audit   uint32 // the kernel's name of it
	foreign uint32 // calls from this number on belong to another one; 0 if none
}

// program compiles rules. A call in the way of another architecture is denied.
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
