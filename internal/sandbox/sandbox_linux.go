package sandbox

import (
	"errors"
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

// Enter shuts the process into what it has open and p allows. The files that p
// names must exist. What the kernel lacks is left out: an older one gives less
// protection, and that is no reason to refuse to read a capture.
func Enter(p Policy) error {
	if err := restrictPaths(p); err != nil {
		return err
	}
	return installFilter(p)
}

// checkOutput tells now, not in the middle of a capture, that a new user cannot
// write.
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

// lacking reports whether err is how a kernel says that it does not have
// something, or how an outer sandbox says that we may not ask.
func lacking(err error) bool {
	return errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EINVAL) || errors.Is(err, unix.EPERM) || errors.Is(err, unix.EOPNOTSUPP)
}
