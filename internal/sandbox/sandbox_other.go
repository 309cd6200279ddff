//go:build !linux

package sandbox

import "errors"

// Drop fails if it should become another user, and otherwise does nothing.
func Drop(p Policy) error {
	if p.User != "" {
		return errors.New("changing to another user is possible on Linux only")
	}
	return nil
}

// Available returns that there is nothing.
func Available() Protection {
	err := errors.New("not on this system")
	return Protection{NoLandlock: err, NoFilter: err}
}

// Enter does nothing.
func Enter(Policy) error { return nil }
