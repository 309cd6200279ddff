package labtest

import (
	"time"

	"golang.org/x/sys/unix"
)

// ThreadTime is the CPU time of this thread.
func ThreadTime() time.Duration {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts) // a clock that Linux has
	return time.Duration(ts.Nano())
}
