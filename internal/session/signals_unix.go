//go:build unix

package session

import (
	"os"
	"syscall"
)

// countSignal asks for the counts so far.
var countSignal os.Signal = syscall.SIGUSR1

// LastSignals end a program: those that leave it time to tidy up.
var LastSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
