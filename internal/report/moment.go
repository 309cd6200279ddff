package report

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/diagnose"
)

// A Moment is the time that a report is as of. The zero Moment is the end of the
// capture.
type Moment struct {
	set  bool
	time time.Time     // unless one of the following says otherwise
	day  bool          // only its time of day counts, on the day of the first packet
	past bool          // it is counted from the first packet
	from time.Duration // how long after it, if past
}

// MomentHelp says what ParseMoment understands.
const MomentHelp = `a date and time, a time of day, seconds since 1970, +SECONDS since the first packet, or end`

// ParseMoment reads the value of --at.
func ParseMoment(s string) (Moment, error) {
	if s == "end" || s == "" {
		return Moment{}, nil
	}
	if rest, ok := strings.CutPrefix(s, "+"); ok {
		if sec, nanos, ok := seconds(rest); ok && sec < 1<<32 {
			return Moment{set: true, past: true, from: time.Duration(sec)*time.Second + time.Duration(nanos)}, nil
		}
	}
	if sec, nanos, ok := seconds(s); ok {
		return Moment{set: true, time: time.Unix(sec, nanos)}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, time.Local); err == nil {
			return Moment{set: true, time: t}, nil
		}
	}
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		if t, err := time.ParseInLocation(layout, s, time.Local); err == nil {
			return Moment{set: true, day: true, time: t}, nil
		}
	}
	return Moment{}, fmt.Errorf("--at %q: want %s", s, MomentHelp)
}

// seconds reads a decimal number of seconds to the nanosecond, which a floating
// point number would not hold.
func seconds(s string) (sec, nanos int64, ok bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec < 0 || whole[0] == '+' {
		return 0, 0, false
	}
	digits := (fraction + "000000000")[:9]
	nanos, err = strconv.ParseInt(digits, 10, 64)
	return sec, nanos, err == nil && nanos >= 0 && len(strings.Trim(fraction, "0123456789")) == 0
}

// resolve is the moment of a capture that begins with first.
func (m Moment) resolve(first time.Time) time.Time {
	switch {
	case m.past:
		return first.Add(m.from)
	case m.day:
		y, month, d := first.Local().Date()
		h, min, s := m.time.Clock()
		return time.Date(y, month, d, h, min, s, m.time.Nanosecond(), time.Local)
	}
	return m.time
}

// A timeline is the packets of a source up to a moment, and their clock.
type timeline struct {
	capture.Source
	until   Moment
	frames  *diagnose.Frames
	tally   *Captured  // nil: packets are not counted
	live    bool       // arrived is wanted
	mu      sync.Mutex // over what follows
	begun   bool
	limit   time.Time    // the moment, once the first packet has come
	span    [2]time.Time // the earliest and the latest time of all packets, also of those behind the limit
	last    time.Time    // the latest time of a packet
	arrived time.Time    // when it came, by the clock of this machine
}

// Next overwrites p with the next packet that is not later than the moment.
func (t *timeline) Next(p *capture.Packet) error {
	for {
		if err := t.Source.Next(p); err != nil {
			return err
		}
		if !p.HasTime || t.pass(p.Time) {
			p.InFile = t.frames.Note(p.Number, p.Iface.File)
			if t.tally != nil {
				t.tally.note(p)
			}
			return nil
		}
	}
}

// pass keeps a packet's time and reports whether it is within the limit.
func (t *timeline) pass(at time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.begun {
		t.begun = true
		t.limit = t.until.resolve(at)
		t.span = [2]time.Time{at, at}
	}
	if at.Before(t.span[0]) {
		t.span[0] = at
	} else if at.After(t.span[1]) {
		t.span[1] = at
	}
	if t.until.set && at.After(t.limit) {
		return false
	}
	if at.After(t.last) {
		t.last = at
		if t.live {
			t.arrived = time.Now()
		}
	}
	return true
}

// end is the moment that is asked for, or that of the last packet; the zero
// time where there is none.
func (t *timeline) end() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.until.set && t.begun {
		return t.limit
	}
	return t.last
}

// outside says that the moment is before or behind all packets, and when these are; no
// line if it is neither.
func (t *timeline) outside() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.until.set || !t.begun {
		return nil
	}
	where := "before the first packet: no packet was read until then"
	switch {
	case t.limit.After(t.span[1]):
		where = "behind the last packet: what came after that is not known"
	case !t.limit.Before(t.span[0]):
		return nil
	}
	const form = "2006-01-02 15:04:05.000"
	return []string{
		"--at " + t.limit.Local().Format(form) + " is " + where,
		"the packets are from " + t.span[0].Local().Format(form) + " to " + t.span[1].Local().Format(form),
	}
}

// now is the time of the last packet, and what has passed since it came.
func (t *timeline) now() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last.IsZero() {
		return t.last
	}
	return t.last.Add(time.Since(t.arrived))
}

// Buffered reports whether the next packet is there without waiting.
func (t *timeline) Buffered() bool {
	return capture.Buffered(t.Source)
}
