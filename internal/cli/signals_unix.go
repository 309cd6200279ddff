//go:build unix

package cli

import (
	"os"
	"syscall"
)

// countSignal asks for the counts so far.
var countSignal os.Signal = syscall.SIGUSR1

// lastSignals end a program: those that leave it time to tidy up.
var lastSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
