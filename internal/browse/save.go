package browse

import (
	"context"
	"errors"
	"sync/atomic"
)

// ErrNoFile says that no file was named to save packets in.
var ErrNoFile = errors.New("no file to save packets in: start with -w FILE")

// Save saves the displayed packets, all for nil, in the file that -w named, in place of
// what was saved before, and returns how many were saved. ctx ends it. progress counts
// the packets that were read; it may be nil.
func (c *Capture) Save(ctx context.Context, shown *Matches, progress *atomic.Uint64) (uint64, error) {
	return 0, ErrNoFile
}
