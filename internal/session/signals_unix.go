//go:build unix

package session

import (
	"os"
	"os/signal"
	"syscall"
)

// countSignal has the counts so far written.
var countSignal os.Signal = syscall.SIGUSR1

// Suspend stops the process and returns when it is continued.
func Suspend() {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	if syscall.Kill(syscall.Getpid(), syscall.SIGSTOP) == nil {
		<-continued // other threads may see the signal first
	}
}
