package sandbox

import "fmt"

// A Protection is what the system gives to confine a process.
type Protection struct {
	Landlock   int   // its ABI, from 1; 0: there is none
	NoLandlock error // why there is none
	NoFilter   error // why there are no seccomp filters; nil: there are
}

// String is a protection in words, for one line.
func (p Protection) String() string {
	landlock, filter := fmt.Sprint("Landlock ABI ", p.Landlock), "seccomp"
	if p.Landlock == 0 {
		landlock = fmt.Sprintf("no Landlock (%v)", p.NoLandlock)
	}
	if p.NoFilter != nil {
		filter = fmt.Sprintf("no seccomp (%v)", p.NoFilter)
	}
	return landlock + ", " + filter
}

// Whole reports what is lacking for the promise that the process reaches no other file,
// no network and no program. The first ABI of Landlock is enough: what later ones add,
// such as TCP, the filter closes as a whole.
func (p Protection) Whole() error {
	switch {
	case p.Landlock > 0 && p.NoFilter == nil:
		return nil
	case p.Landlock > 0:
		return fmt.Errorf("this system has no seccomp filters (%w)", p.NoFilter)
	case p.NoFilter == nil:
		return fmt.Errorf("this system has no Landlock (%w)", p.NoLandlock)
	}
	return fmt.Errorf("this system has neither Landlock (%w) nor seccomp filters (%w)", p.NoLandlock, p.NoFilter)
}
