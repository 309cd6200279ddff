//go:build linux && !amd64 && !arm64

package sandbox

import "errors"

// installFilter does nothing: the filter is untested on this architecture.
func installFilter(Policy) error { return nil }

func filterSupport() error { return errors.New("no filter for this architecture") }
