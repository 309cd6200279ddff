package sandbox

import (
	"errors"

	"golang.org/x/sys/unix"
)

// Available asks the kernel what it gives. The process stays as it is.
func Available() Protection {
	p := Protection{NoFilter: filterSupport()}
	p.Landlock, p.NoLandlock = landlockABI()
	return p
}

func landlockABI() (int, error) {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	switch {
	case errno != 0:
		return 0, errno
	case !threadsKnown():
		return 0, errors.New("/proc is not mounted")
	}
	return int(abi), nil
}
