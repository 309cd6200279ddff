package cli

import (
	"fmt"
	"io"
	"sync/atomic"

	"github.com/pktscope/pktscope/internal/capture"
)

// counts are what is told at the end of a capture, and of SIGUSR1.
type counts struct {
	in        *input
	saver     *capture.Saver // nil: nothing is saved
	prints    bool
	read      *atomic.Uint64
	displayed uint64 // known at the end
}

func newCounts(in *input, saver *capture.Saver, prints bool) *counts {
	return &counts{in: in, saver: saver, prints: prints, read: new(atomic.Uint64)}
}

// tell writes the counts of a whole run, in tcpdump's words. What is read from
// files without being saved is its own report.
func (c *counts) tell(w io.Writer) {
	switch {
	case c.in.live != nil:
		c.write(w, true)
	case c.saver != nil:
		fmt.Fprintf(w, "%s saved\n", packets(c.saver.Count()))
	}
}

// write writes the counts as they are.
func (c *counts) write(w io.Writer, end bool) {
	b := fmt.Appendf(nil, "%s captured\n", packets(c.read.Load()))
	if c.prints && end {
		b = fmt.Appendf(b, "%s displayed\n", packets(c.displayed))
	}
	if c.saver != nil {
		b = fmt.Appendf(b, "%s saved\n", packets(c.saver.Count()))
	}
	if c.in.live != nil {
		var sum capture.Stats
		for _, s := range c.in.live.Stats() {
			sum.Received += s.Received
			sum.Dropped += s.Dropped
			sum.InterfaceDropped += s.InterfaceDropped
		}
		b = fmt.Appendf(b, "%s received by filter\n%s dropped by kernel\n%s dropped by interface\n",
			packets(sum.Received), packets(sum.Dropped), packets(sum.InterfaceDropped))
	}
	_, _ = w.Write(b)
}

// packets is n packets in words.
func packets(n uint64) string {
	if n == 1 {
		return "1 packet"
	}
	return fmt.Sprintf("%d packets", n)
}
