//go:build linux && (amd64 || arm64)

package sandbox

import (
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// The filter lists the calls that are open. All others fail: with EPERM, or with
// ENOSYS those that a library tries before an older one, and all those that the kernel
// got after the list was made. To Go and the C library ENOSYS is an older kernel, for
// which they have another way.

// An action is what the filter returns to the kernel: one of SECCOMP_RET_*.
type action uint32

const (
	allowed action = unix.SECCOMP_RET_ALLOW
	denied  action = unix.SECCOMP_RET_ERRNO | action(unix.EPERM)
	absent  action = unix.SECCOMP_RET_ERRNO | action(unix.ENOSYS)
)

// A rule gives the action for a system call.
type rule struct {
	call   uintptr
	action action
	arg    int         // which argument the conditions look at
	when   []condition // of which one holds, for the other action
	other  action
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

// program compiles rules for an architecture (AUDIT_ARCH_*). Calls of others, to
// which a processor can be switched, are denied.
func program(architecture uint32, rules []rule) ([]bpf.RawInstruction, error) {
	code := []bpf.Instruction{
		bpf.LoadAbsolute{Off: offsetArch, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: architecture, SkipTrue: 1},
		give(denied),
		bpf.LoadAbsolute{Off: offsetCall, Size: 4},
		// The x32 ABI has its calls there, too, marked by a high bit.
		bpf.JumpIf{Cond: bpf.JumpGreaterThan, Val: lastKnown, SkipFalse: 1},
		give(absent),
	}
	for _, r := range rules {
		code = r.append(code)
	}
	return bpf.Assemble(append(code, give(denied)))
}

// append adds the code of one rule, which finds the number of the call in the
// accumulator and leaves it there unless it decides.
func (r *rule) append(code []bpf.Instruction) []bpf.Instruction {
	if len(r.when) == 0 {
		return append(code, bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(r.call), SkipFalse: 1}, give(r.action))
	}
	length := 1 + 2*len(r.when) + 1
	code = append(code,
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(r.call), SkipTrue: 1},
		bpf.Jump{Skip: uint32(length)}, // which may be more than a condition can skip
		bpf.LoadAbsolute{Off: offsetArgs + 8*uint32(r.arg), Size: 4})
	for _, c := range r.when {
		code = append(code, bpf.JumpIf{Cond: c.test, Val: c.value, SkipFalse: 1}, give(r.other))
	}
	return append(code, give(r.action))
}

func give(a action) bpf.Instruction { return bpf.RetConstant{Val: uint32(a)} }
