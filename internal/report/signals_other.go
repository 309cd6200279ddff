//go:build !unix

package report

import "os"

// lastSignals end a program, and leave it time to restore the terminal.
func lastSignals() []os.Signal {
	return []os.Signal{os.Interrupt}
}

// suspendSignal does not exist here.
var suspendSignal os.Signal
