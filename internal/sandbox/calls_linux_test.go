//go:build linux && (amd64 || arm64)

package sandbox

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// Calls that no filter sees since Linux 6.14: the kernel's own trampolines make them, and
// any other caller gets SIGILL.
const (
	uretprobe = 335
	uprobe    = 336
)

// refusedCalls makes every system call that is in no group open under p, those of x32
// as well, and returns the errors by numbers.
func refusedCalls(p *Policy) map[uint32]int {
	runtime.LockOSThread()
	errors := map[uint32]int{}
	open := map[uintptr]bool{}
	for _, r := range rules(*p, uint32(os.Getpid())) {
		open[r.call] = r.action == allowed || r.other == allowed
	}
	const minus = ^uintptr(0)
	for call := uintptr(0); call <= highest; call++ {
		for _, number := range []uintptr{call, x32Bit | call} {
			if open[number] || runtime.GOARCH == "amd64" && (number == uretprobe || number == uprobe) {
				continue
			}
			_, _, errno := unix.RawSyscall6(number, minus, minus, minus, minus, minus, minus)
			errors[uint32(number)] = int(errno)
		}
	}
	return errors
}
