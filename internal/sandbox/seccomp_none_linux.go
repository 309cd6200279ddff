//go:build linux && !amd64 && !arm64

package sandbox

// installFilter does nothing: nobody has tried the filter on this architecture.
func installFilter(Policy) error { return nil }
