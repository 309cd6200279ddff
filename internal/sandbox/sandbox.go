// Package sandbox confines the process before it reads the first packet.
// Dissectors read bytes that an attacker wrote. A bug in one of them, or in
// libpcap's C code, should be of no use: no privileges, no files, no network, no
// other programs.
//
//   - Become changes to another user.
//   - Drop gives up privileges: all capabilities and the ways to gain any.
//   - Enter confines the process to its open files: Landlock denies files and TCP,
//     a seccomp filter most other system calls that reach beyond the process.
//
// All apply to all threads, existing and future ones. On systems other than Linux
// they do nothing.
package sandbox

// A Policy lists what the process still needs when its inputs and outputs are open.
type Policy struct {
	// User is the user that Become has changed to, "" for the current one.
	User string

	// OutputDirs are folders in which files are going to be created, written
	// (O_WRONLY: reading them is not allowed) and deleted: those of a ring
	// buffer. A file that is open already needs none.
	OutputDirs []string

	// OutputTrees are folders in which the same is done, folders are made, and files get
	// other names.
	OutputTrees []string

	// Interfaces are captured from. For statistics libpcap reads their counters from
	// sysfs again and again.
	Interfaces []string

	// Sockets are the descriptors that may be bound anew, to an interface that comes
	// back.
	Sockets []int

	// Listeners are the descriptors on which connections are accepted. None is made.
	Listeners []int

	// senders are the descriptors that frames would be sent by, if they were written to.
	senders []int

	// Require makes it an error of Enter where the kernel refuses a mechanism.
	Require bool
}

// opensNothing reports whether the process will open no more files.
func (p *Policy) opensNothing() bool {
	return len(p.OutputDirs) == 0 && len(p.OutputTrees) == 0 && len(p.Interfaces) == 0
}
