//go:build !linux

package report

// keepSuspendKey does nothing: Ctrl-Z is read as a key.
func keepSuspendKey(int) {}
