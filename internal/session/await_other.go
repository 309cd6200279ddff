//go:build !linux

package session

import "time"

// stdinReadable has no way to wait here: the next read of standard input does.
func stdinReadable(time.Duration) bool { return true }
