//go:build unix

package report

import (
	"os"
	"syscall"
)

// lastSignals end a program, and leave it time to restore the terminal.
func lastSignals() []os.Signal {
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
}

// suspendSignal asks a program to stop.
var suspendSignal os.Signal = syscall.SIGTSTP
