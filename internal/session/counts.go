package session

import (
	"fmt"
	"io"
	"sync/atomic"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
)

// counts are written at the end of a session, and on SIGUSR1.
type counts struct {
	in        *input
	saver     *capture.Saver // nil: nothing is saved
	read      atomic.Uint64
	prints    bool   // known when the run begins
	displayed uint64 // known at the end
}

func newCounts(in *input, saver *capture.Saver) *counts { return &counts{in: in, saver: saver} }

// writeTotal writes the counts of a run in tcpdump's words. Files that are read without
// being saved need no counts, as their rows are numbered.
func (c *counts) writeTotal(w io.Writer) {
	switch {
	case c.in.live != nil, c.in.piped:
		c.write(w, true)
	case c.saver != nil:
		_, _ = w.Write(appendSaved(nil, c.saver))
	}
}

// appendSaved appends how much was saved, and what had no place in the file.
func appendSaved(b []byte, s *capture.Saver) []byte {
	b = fmt.Appendf(b, "%s saved\n", render.Plural(s.Count(), "packet", "packets"))
	if n := s.Omitted(); n > 0 {
		b = fmt.Appendf(b, "%s left out: pcap has packets alone, and some blocks of pcapng are not to be copied\n", render.Plural(n, "block", "blocks"))
	}
	return b
}

// write writes the counts so far.
func (c *counts) write(w io.Writer, end bool) {
	b := fmt.Appendf(nil, "%s captured\n", render.Plural(c.read.Load(), "packet", "packets"))
	if end && c.prints {
		b = fmt.Appendf(b, "%s displayed\n", render.Plural(c.displayed, "packet", "packets"))
	}
	if c.saver != nil {
		b = appendSaved(b, c.saver)
	}
	if c.in.live != nil {
		var sum capture.Stats
		for _, s := range c.in.live.Stats() {
			sum.Received += s.Received
			sum.Dropped += s.Dropped
			sum.InterfaceDropped += s.InterfaceDropped
			sum.Missed += s.Missed
		}
		b = fmt.Appendf(b, "%s received by filter\n%s dropped by kernel\n%s dropped by interface\n",
			render.Plural(sum.Received, "packet", "packets"), render.Plural(sum.Dropped, "packet", "packets"), render.Plural(sum.InterfaceDropped, "packet", "packets"))
		if sum.Missed > 0 {
			b = fmt.Appendf(b, "%s missed on interfaces that came back\n", render.Plural(sum.Missed, "packet", "packets"))
		}
	}
	_, _ = w.Write(b)
}
