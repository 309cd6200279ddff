package sandbox

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Drop gives up the privileges of the process. It fails if it cannot become
// p.User, or if that user could not write into p.OutputDirs.
func Drop(p Policy) error {
	who, err := lookup(p.User)
	if err != nil {
		return err
	}
	keep := overrides(p)
	if err := lockRoot(); err != nil {
		return err
	}
	if err := who.become(); err != nil {
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

// checkOutput reports that the new user cannot write, before the capture begins.
func (p *Policy) checkOutput() error {
	for _, dir := range p.OutputDirs {
		if p.User == "" {
			return nil // has written its first file already
		}
		if err := writable(dir); err != nil {
			return &os.PathError{Op: "as user " + p.User + " writing into", Path: dir, Err: err}
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
