//go:build !unix

package cli

import "os"

// countSignal does not exist here.
var countSignal os.Signal
