//go:build !linux

package sandbox

import "errors"

// Become fails if there is a user to change to.
func Become(user string) error {
	if user != "" {
		return errors.New("changing to another user is possible on Linux only")
	}
	return nil
}

// Drop does nothing.
func Drop(Policy) error { return nil }

// Available returns that there is nothing.
func Available() Protection {
	err := errors.New("not on this system")
	return Protection{NoLandlock: err, NoFilter: err}
}

// Enter does nothing.
func Enter(Policy) error { return nil }
