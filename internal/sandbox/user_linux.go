package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// An identity is the user to change to; nil is the current one.
type identity struct {
	name     string
	uid, gid int
	groups   []int
}

// lookup finds the user called name.
func lookup(name string) (*identity, error) {
	if name == "" {
		return nil, nil
	}
	u, err := user.Lookup(name)
	if errors.As(err, new(user.UnknownUserError)) {
		return nil, fmt.Errorf("there is no user %q", name)
	}
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", name, err)
	}
	ids, err := u.GroupIds()
	if err != nil {
		return nil, fmt.Errorf("groups of user %s: %w", name, err)
	}
	who := &identity{name: name}
	for _, s := range ids {
		id, err := strconv.Atoi(s)
		if err != nil {
			return nil, fmt.Errorf("groups of user %s: %w", name, err)
		}
		who.groups = append(who.groups, id)
	}
	var errUID, errGID error
	who.uid, errUID = strconv.Atoi(u.Uid)
	who.gid, errGID = strconv.Atoi(u.Gid)
	if err := errors.Join(errUID, errGID); err != nil {
		return nil, fmt.Errorf("user %s: %w", name, err)
	}
	return who, nil
}

// become changes groups and user, in this order, as the new user may not change
// groups. Package syscall does it on every thread.
func (who *identity) become() error {
	if who == nil || who.uid == os.Getuid() && who.uid == os.Geteuid() {
		return nil
	}
	err := syscall.Setgroups(who.groups)
	if err == nil {
		err = syscall.Setgid(who.gid)
	}
	if err == nil {
		err = syscall.Setuid(who.uid)
	}
	if err != nil {
		return fmt.Errorf("changing to user %s: %w", who.name, err)
	}
	return nil
}
