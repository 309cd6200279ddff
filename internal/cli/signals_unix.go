//go:build unix

package cli

import (
	"os"
	"syscall"
)

// countSignal asks for the counts so far.
var countSignal os.Signal = syscall.SIGUSR1
