package session

import (
	"syscall"
	"time"
)

// stdinReadable waits until there is something to read on standard input, or for
// so long, and reports whether there is.
func stdinReadable(d time.Duration) bool {
	var set syscall.FdSet
	set.Bits[0] = 1 << syscall.Stdin
	wait := syscall.NsecToTimeval(max(d, 0).Nanoseconds())
	n, err := syscall.Select(syscall.Stdin+1, &set, nil, nil, &wait)
	return err != nil || n > 0
}
