//go:build !unix

package session

import "os"

// countSignal does not exist here.
var countSignal os.Signal

// Suspend does nothing: processes are not stopped here.
func Suspend() {}
