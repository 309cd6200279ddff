package session

import (
	"fmt"
	"net"
	"path/filepath"
	"time"

	"github.com/pktscope/pktscope/internal/sandbox"
)

// confine gives up the privileges that the process needs no more, and denies it all
// other files, when inputs and outputs are open and before the first packet is
// dissected.
func (o *Options) confine(in *input, l net.Listener) (err error) {
	_, _ = time.Now().Zone() // read from a file at its first use
	policy := sandbox.Policy{User: o.User, Interfaces: in.devices(), Require: o.Sandbox == SandboxRequire}
	if policy.Listeners, err = descriptors(l); err != nil {
		return err
	}
	if in.live != nil {
		policy.Sockets = in.live.Sockets()
	}
	if o.Save.Ring.Changes() {
		policy.OutputDirs = []string{filepath.Dir(o.Save.Name)} // where the ring's files come and go
	}
	switch {
	case o.Export != "" && o.Tree:
		policy.OutputTrees = []string{o.Export}
	case o.Export != "":
		policy.OutputDirs = append(policy.OutputDirs, o.Export)
	}
	if err := sandbox.Drop(policy); err != nil || o.Sandbox == SandboxOff {
		return err
	}
	return sandbox.Enter(policy)
}

// sandboxed reports that the system gives too little for the confinement that o
// requires.
func (o *Options) sandboxed(e *Env) error {
	if o.Sandbox != SandboxRequire || !e.OwnProcess {
		return nil
	}
	if err := sandbox.Available().Whole(); err != nil {
		return fmt.Errorf("--sandbox=require: %w", err)
	}
	return nil
}

// Protection is what the system gives to confine a process, in words.
func Protection() string { return sandbox.Available().String() }

// devices are the interfaces that packets come from.
func (in *input) devices() []string {
	if in.live == nil {
		return nil
	}
	var names []string
	for _, meta := range in.live.Metas() {
		for _, i := range meta.Interfaces {
			names = append(names, i.Name)
		}
	}
	return names
}
