package sandbox

import (
	"path/filepath"

	"github.com/landlock-lsm/go-landlock/landlock"
	"github.com/landlock-lsm/go-landlock/landlock/syscall"
)

const (
	// Access rights that a ring buffer needs in its folder.
	outputAccess landlock.AccessFSSet = syscall.AccessFSWriteFile | syscall.AccessFSTruncate |
		syscall.AccessFSMakeReg | syscall.AccessFSRemoveFile

	// And those of folders that are made: each is opened, to reach what is in it.
	treeAccess = outputAccess | syscall.AccessFSMakeDir | syscall.AccessFSReadDir

	counterAccess landlock.AccessFSSet = syscall.AccessFSReadFile
)

// restrictPaths has Landlock deny every file but p's, and TCP.
func restrictPaths(p Policy) error {
	if !threadsKnown() {
		return nil
	}
	config := landlock.V10
	// The seccomp filter confines signals, not Landlock. Before version 8 of Landlock
	// every thread has a domain of its own, and some kernels then deny the signals by
	// which Go's scheduler interrupts threads.
	config.Scoped = 0
	rules := []landlock.Rule{landlock.PathAccess(outputAccess, p.OutputDirs...), landlock.PathAccess(treeAccess, p.OutputTrees...)}
	for _, name := range p.Interfaces {
		rules = append(rules, landlock.PathAccess(counterAccess, counters(name)).IgnoreIfMissing())
	}
	return config.BestEffort().Restrict(rules...)
}

// counters returns the folder in which the kernel counts what an interface drops.
// The special interface "any" has none.
func counters(name string) string {
	return filepath.Join("/sys/class/net", filepath.Base(name), "statistics")
}
