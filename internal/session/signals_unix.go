//go:build unix

package session

import (
	"os"
	"syscall"
)

// countSignal has the counts so far written.
var countSignal os.Signal = syscall.SIGUSR1
