package sandbox

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Become changes to a user, "" for the current one: before the first output is made,
// so that all outputs are the user's.
func Become(user string) error {
	if user == "" {
		return nil
	}
	who, err := lookup(user)
	if err != nil {
		return err
	}
	if err := lockRoot(); err != nil { // needs a capability that goes with the user
		return err
	}
	return who.become()
}

// Drop gives up the privileges of the process. It fails if p.User, which it has become,
// could not write into p.OutputDirs.
func Drop(p Policy) error {
	keep := overrides(p)
	if err := lockRoot(); err != nil {
		return err
	}
	if err := dropCapabilities(keep); err != nil {
		return err
	}
	return p.checkOutput()
}

// Enter confines the process to its open files and what p allows. The files that p
// names must exist. A mechanism that the kernel lacks is left out, unless p requires it:
// less protection is no reason to refuse to read a capture.
func Enter(p Policy) error {
	if p.Require {
		if err := Available().Whole(); err != nil {
			return err
		}
	}
	if err := restrictPaths(p); err != nil && (p.Require || !lacking(err)) {
		return fmt.Errorf("confining by Landlock: %w", err)
	}
	if err := installFilter(p); err != nil && (p.Require || !lacking(err)) {
		return fmt.Errorf("confining by seccomp: %w", err)
	}
	return nil
}

// checkOutput reports that the user cannot write, before the capture begins.
func (p *Policy) checkOutput() error {
	as := ""
	if p.User != "" {
		as = "as user " + p.User + " "
	}
	for _, dir := range p.OutputDirs {
		if err := writable(dir); err != nil {
			return &os.PathError{Op: as + "writing into", Path: dir, Err: err}
		}
	}
	return nil
}

// writable reports whether files can be created in dir, with the user and the
// capabilities that are in effect.
func writable(dir string) error {
	return unix.Faccessat(unix.AT_FDCWD, dir, unix.W_OK|unix.X_OK, unix.AT_EACCESS)
}

// lacking reports whether err means that the kernel lacks a call or that an outer
// sandbox denies it.
func lacking(err error) bool {
	return errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EINVAL) || errors.Is(err, unix.EPERM) || errors.Is(err, unix.EOPNOTSUPP)
}
