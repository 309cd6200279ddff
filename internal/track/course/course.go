// Package course keeps how a flow of packets went over time, in few intervals.
package course

import (
	"cmp"
	"time"
)

// Most is how many intervals a Course has at most, unless it says otherwise.
const Most = 128

// least is the length of the intervals of a flow that has just begun.
const least = 10 * time.Millisecond

// A Course counts packets in intervals of one length from the first packet on. The length
// doubles where they would become too many: its memory is bounded.
type Course struct {
	Most      int // intervals at most; 0: the constant
	First     time.Time
	Width     time.Duration // of an interval; 0: there was no packet
	Intervals []Interval
}

// An Interval is the packets of a time, and how its flow stood at its end.
type Interval struct {
	Packets, Bytes uint64
	Lost           uint64 // since the first packet of the flow
	Highest        uint32 // sequence number
}

// Add counts packets. One that is earlier than the first counts in the first interval. A
// packet without a time is not counted.
func (c *Course) Add(at time.Time, x Interval) {
	if at.IsZero() {
		return
	}
	if c.Width == 0 {
		c.First, c.Width = at, least
	}
	i := int(max(0, at.Sub(c.First)) / c.Width)
	for ; i >= cmp.Or(c.Most, Most); i /= 2 {
		c.halve()
	}
	for len(c.Intervals) <= i {
		c.Intervals = append(c.Intervals, c.still())
	}
	to := &c.Intervals[i]
	to.Packets += x.Packets
	to.Bytes += x.Bytes
	for k := i; k < len(c.Intervals); k++ {
		c.Intervals[k].Lost, c.Intervals[k].Highest = x.Lost, x.Highest
	}
}

// still is an interval without packets behind the last one.
func (c *Course) still() Interval {
	if n := len(c.Intervals); n > 0 {
		last := c.Intervals[n-1]
		return Interval{Lost: last.Lost, Highest: last.Highest}
	}
	return Interval{}
}

// halve makes one interval of two.
func (c *Course) halve() {
	n := (len(c.Intervals) + 1) / 2
	for i := range n {
		x := c.Intervals[2*i]
		if 2*i+1 < len(c.Intervals) {
			y := c.Intervals[2*i+1]
			x = Interval{x.Packets + y.Packets, x.Bytes + y.Bytes, y.Lost, y.Highest}
		}
		c.Intervals[i] = x
	}
	c.Intervals = c.Intervals[:n]
	c.Width *= 2
}

// Joined is c with the packets of a later one of the same flow, before which lost were lost.
func (c *Course) Joined(next *Course, lost uint64) *Course {
	out := &Course{Most: c.Most, First: c.First, Width: c.Width, Intervals: append([]Interval(nil), c.Intervals...)}
	for i, x := range next.Intervals {
		x.Lost += lost
		out.Add(next.First.Add(time.Duration(i)*next.Width), x)
	}
	return out
}

// Rates are the values of each interval in a second.
func (c *Course) Rates(of func(Interval) uint64) []float64 {
	return c.Values(func(x Interval) float64 { return float64(of(x)) / c.Width.Seconds() })
}

// Values are those of each interval.
func (c *Course) Values(of func(Interval) float64) (list []float64) {
	for _, x := range c.Intervals {
		list = append(list, of(x))
	}
	return list
}
