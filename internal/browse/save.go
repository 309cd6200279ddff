package browse

import (
	"context"
	"errors"
	"sync/atomic"
)

var (
	// ErrNoFile says that no file was named to save packets in.
	ErrNoFile = errors.New("no file to save packets in: start with -w FILE")
	// ErrSaving says that the packets of interfaces are saved as they come.
	ErrSaving = errors.New("all packets are saved as they are captured")
)

// Save saves the displayed packets, all for nil, in the file that -w named, in place of
// what was saved before, and returns how many were saved. ctx ends it. progress counts
// the packets that were saved; it may be nil.
func (c *Capture) Save(ctx context.Context, shown *Matches, progress *atomic.Uint64) (uint64, error) {
	switch {
	case c.opts.Session.Save.Name == "":
		return 0, ErrNoFile
	case c.session.Live():
		return 0, ErrSaving
	}
	limit := c.soFar()
	if limit == 0 {
		if err := shown.Wait(ctx); err != nil {
			return 0, err
		}
	}
	return c.session.SaveAgain(ctx, func(number uint64) bool { return shown == nil || shown.Has(number) }, limit, progress)
}
