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

// Enter does nothing.
func Enter(Policy) error { return nil }
