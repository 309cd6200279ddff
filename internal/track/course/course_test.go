package course_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/track/course"
)

// A packet each second for an hour: intervals grow, packets and bytes are all counted.
func TestCourse(t *testing.T) {
	var c course.Course
	start := time.Unix(1_700_000_000, 0)
	for i := range 3600 {
		c.Add(start.Add(time.Duration(i)*time.Second), course.Interval{Packets: 1, Bytes: 100, Lost: uint64(i / 10), Highest: uint32(i + 1)})
	}
	c.Add(time.Time{}, course.Interval{Packets: 1})
	if n := len(c.Intervals); n <= course.Most/2-1 || n > course.Most {
		t.Errorf("%d intervals of %s", n, c.Width)
	}
	if c.Width != 40960*time.Millisecond { // 3599 s in at most 128 intervals: 10 ms doubled 12 times
		t.Errorf("an interval has %s", c.Width)
	}
	var packets, bytes uint64
	for _, x := range c.Intervals {
		packets, bytes = packets+x.Packets, bytes+x.Bytes
	}
	if last := c.Intervals[len(c.Intervals)-1]; packets != 3600 || bytes != 360_000 || last.Lost != 359 || last.Highest != 3600 {
		t.Errorf("%d packets, %d bytes, %+v at the end", packets, bytes, last)
	}
	if got := c.Intervals[0]; got != (course.Interval{Packets: 41, Bytes: 4100, Lost: 4, Highest: 41}) {
		t.Errorf("first interval: %+v", got)
	}
}

// A pause has intervals without packets, in which nothing changes.
func TestPause(t *testing.T) {
	var c course.Course
	start := time.Unix(1_700_000_000, 0)
	c.Add(start, course.Interval{Packets: 1, Bytes: 10, Highest: 7})
	c.Add(start.Add(50*time.Millisecond), course.Interval{Packets: 1, Bytes: 10, Lost: 2, Highest: 10})
	if len(c.Intervals) != 6 || c.Intervals[3] != (course.Interval{Highest: 7}) || c.Intervals[5] != (course.Interval{1, 10, 2, 10}) {
		t.Errorf("%+v", c.Intervals)
	}
	var next course.Course
	next.Add(start.Add(time.Second), course.Interval{Packets: 3, Bytes: 30, Lost: 1, Highest: 20})
	all := c.Joined(&next, 2)
	if got := all.Intervals[len(all.Intervals)-1]; got != (course.Interval{3, 30, 3, 20}) || len(c.Intervals) != 6 {
		t.Errorf("joined: %+v", all.Intervals)
	}
}
