//go:build unix

package report

import (
	"os"
	"os/signal"
	"syscall"
)

// lastSignals end a program, and leave it time to restore the terminal.
func lastSignals() []os.Signal {
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
}

// suspendSignal asks a program to stop.
var suspendSignal os.Signal = syscall.SIGTSTP

// stopProcess stops the process and returns when it is continued.
func stopProcess() {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	if syscall.Kill(syscall.Getpid(), syscall.SIGSTOP) == nil {
		<-continued // other threads may see the signal first
	}
}
