//go:build !unix

package session

import "os"

// countSignal does not exist here.
var countSignal os.Signal

// LastSignals end a program, and leave it time to restore the terminal.
var LastSignals = []os.Signal{os.Interrupt}
