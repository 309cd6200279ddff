//go:build !unix

package cli

import "os"

// countSignal does not exist here.
var countSignal os.Signal

// lastSignals end a program: those that leave it time to tidy up.
var lastSignals = []os.Signal{os.Interrupt}
