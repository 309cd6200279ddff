//go:build !linux

package all_test

import "time"

var began = time.Now()

// threadTime is the time that has passed, for want of the CPU time of a thread.
func threadTime() time.Duration { return time.Since(began) }
