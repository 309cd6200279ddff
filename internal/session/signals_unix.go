//go:build unix

package session

import (
	"os"
	"syscall"
)

// countSignal has the counts so far written.
var countSignal os.Signal = syscall.SIGUSR1

// LastSignals end a program, and leave it time to restore the terminal.
var LastSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
