// Package sandbox takes from the process what it can do without, before it
// looks at the first packet. Dissectors read bytes that an attacker wrote; a
// bug in one of them, or in libpcap's C, should find nothing to work with: no
// privileges, no files, no network, no other programs.
//
//   - Drop gives up privileges: another user if asked for, no capabilities, no
//     way to gain any.
//   - Enter shuts the process into what it has open: Landlock for files and TCP,
//     a seccomp filter for every other way out.
//
// All of it holds for every thread, those that exist and those to come. On a
// system other than Linux there is nothing to shut in with, and both do nothing.
package sandbox

// A Policy says what the process still needs once its inputs and outputs are
// open.
type Policy struct {
	// User is who to become, "" to stay who we are.
	User string

	// OutputDirs are folders in which files are going to be created, written
	// (O_WRONLY: reading them is not allowed) and deleted: those of a ring
	// buffer. A file that is open already needs none.
	OutputDirs []string

	// Interfaces are those that are captured on. For its statistics libpcap
	// reads their counters from sysfs, again and again.
	Interfaces []string
}

// sealed reports whether nothing at all needs to be opened any more.
func (p *Policy) sealed() bool { return len(p.OutputDirs) == 0 && len(p.Interfaces) == 0 }
