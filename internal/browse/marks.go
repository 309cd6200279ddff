package browse

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/capture"
)

// Mark marks a packet, or takes the mark away. Passes that begin later see it.
func (c *Capture) Mark(number uint64, marked bool) {
	c.mu.Lock()
	if marked {
		c.marks[number] = true
	} else {
		delete(c.marks, number)
	}
	c.mu.Unlock()
	c.remark(number)
}

// Marks are the numbers of the marked packets, in order.
func (c *Capture) Marks() []uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []uint64
	for n := range c.marks {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// isMarked reports whether a packet is marked.
func (c *Capture) isMarked(number uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.marks[number]
}

// remark has the detail of a packet that is at hand tell its mark, without the pass that made
// it: the packet alone knows it, too.
func (c *Capture) remark(number uint64) {
	old, _ := c.details.get(number)
	if old == nil {
		return
	}
	alone, err := c.peekAlone(number)
	if err != nil {
		return
	}
	is := func(n Node) bool { return n.Field == frame.MarkedField }
	from, to := slices.IndexFunc(alone.Nodes, is), slices.IndexFunc(old.Nodes, is)
	if from < 0 || to < 0 {
		return
	}
	changed := *old
	changed.Nodes = slices.Clone(old.Nodes)
	changed.Nodes[to] = alone.Nodes[from]
	c.details.put(&changed)
}

// A marking is a source whose packets bear the marks of a Capture.
type marking struct {
	capture.Source
	c *Capture
}

// Next implements capture.Source.
func (m marking) Next(p *capture.Packet) error {
	err := m.Source.Next(p)
	if err == nil {
		p.Marked = m.c.isMarked(p.Number)
	}
	return err
}

// Buffered reports whether the next packet is there without waiting.
func (m marking) Buffered() bool { return capture.Buffered(m.Source) }
