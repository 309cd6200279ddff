package session

import (
	"syscall"
	"time"
)

// stdinReadable waits for d at most until standard input can be read, and reports
// whether it can.
func stdinReadable(d time.Duration) bool {
	var set syscall.FdSet
	set.Bits[0] = 1 << syscall.Stdin
	wait := syscall.NsecToTimeval(max(d, 0).Nanoseconds())
	n, err := syscall.Select(syscall.Stdin+1, &set, nil, nil, &wait)
	return err != nil || n > 0
}
