//go:build !unix

package session

import "os"

// countSignal does not exist here.
var countSignal os.Signal

// LastSignals end a program: those that leave it time to tidy up.
var LastSignals = []os.Signal{os.Interrupt}
