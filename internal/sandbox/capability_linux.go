package sandbox

import (
	"errors"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
	"kernel.org/pub/linux/libs/security/libcap/psx"
)

// A set of capabilities, a bit for each.
type capabilities uint64

// A thread has capabilities of its own: the kernel changes those of one thread
// only. The C library knows how to reach all of them for setuid alone; psx
// does for any system call. It finds threads in /proc, and without one it ends
// the process, hence threadsKnown.

func threadsKnown() bool {
	_, err := os.Stat("/proc/self/task")
	return err == nil
}

// Secure bits, which define the privileges of root (linux/securebits.h), each with
// the bit that locks it.
const (
	secureNoRoot         = 3 << 0 // programs that root runs get no capabilities
	secureNoAmbientRaise = 3 << 6 // and none can be passed on to them
)

// lockRoot removes root's privileges from all programs that the process may run.
// Emptying the bounding set has the same effect, but needs a call for each of some
// forty capabilities, and every call interrupts every thread.
func lockRoot() error {
	if !threadsKnown() {
		return nil
	}
	bits, err := unix.PrctlRetInt(unix.PR_GET_SECUREBITS, 0, 0, 0, 0)
	if err != nil {
		return ignoreLacking(err)
	}
	bits |= secureNoRoot | secureNoAmbientRaise
	return ignoreLacking(everywhere(unix.SYS_PRCTL, unix.PR_SET_SECUREBITS, uintptr(bits), 0)) // EPERM: not root
}

// dropCapabilities gives up all capabilities but keep, and the right to gain
// any by running a program.
func dropCapabilities(keep capabilities) error {
	if !threadsKnown() {
		return nil
	}
	if err := everywhere(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0); err != nil {
		return ignoreLacking(err)
	}
	have, err := permitted()
	if err != nil {
		return ignoreLacking(err)
	}
	// An empty permitted set empties the ambient set with it.
	header := &unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	data := (keep & have).sets()
	return ignoreLacking(everywhere(unix.SYS_CAPSET, uintptr(unsafe.Pointer(header)), uintptr(unsafe.Pointer(data)), 0))
}

// overrides returns CAP_DAC_OVERRIDE if root needs it to write into an output
// folder of another user, as in "sudo pktscope -b ... -w x" in a home folder. Landlock
// then confines the capability to that folder.
func overrides(p Policy) (keep capabilities) {
	if p.User != "" || len(p.OutputDirs) == 0 {
		return 0
	}
	runtime.LockOSThread() // capabilities in effect are taken from this thread, and given back
	defer runtime.UnlockOSThread()
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var had, without [2]unix.CapUserData
	if unix.Capget(&header, &had[0]) != nil {
		return 0
	}
	without = had
	without[0].Effective, without[1].Effective = 0, 0
	if unix.Capset(&header, &without[0]) != nil {
		return 0
	}
	for _, dir := range p.OutputDirs {
		if errors.Is(writable(dir), unix.EACCES) {
			keep = 1 << unix.CAP_DAC_OVERRIDE
		}
	}
	_ = unix.Capset(&header, &had[0]) // from its own permitted set: always allowed
	return keep
}

// permitted returns the capabilities of this process.
func permitted() (capabilities, error) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	err := unix.Capget(&header, &data[0])
	return capabilities(data[0].Permitted) | capabilities(data[1].Permitted)<<32, err
}

// sets returns c as the kernel takes it: permitted and in effect, not inherited.
func (c capabilities) sets() *[2]unix.CapUserData {
	low, high := uint32(c), uint32(c>>32)
	return &[2]unix.CapUserData{{Effective: low, Permitted: low}, {Effective: high, Permitted: high}}
}

// everywhere makes a system call on every thread.
//
//go:uintptrescapes
func everywhere(call, a, b, c uintptr) error {
	// Six arguments: prctl wants to see zeros in those that it does not use.
	if _, _, errno := psx.Syscall6(call, a, b, c, 0, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// ignoreLacking returns nil for the errors of a kernel that lacks the call.
func ignoreLacking(err error) error {
	if lacking(err) {
		return nil
	}
	return err
}
