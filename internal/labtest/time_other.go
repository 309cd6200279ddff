//go:build !linux

package labtest

import "time"

var began = time.Now()

// ThreadTime is the time that has passed, for want of the CPU time of a thread.
func ThreadTime() time.Duration { return time.Since(began) }
