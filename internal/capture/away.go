package capture

import (
	"fmt"
	"sync/atomic"
	"time"
)

// A presence is whether an interface can be captured on.
type presence int

const (
	unknown presence = iota // its kind of device does not tell
	up
	down
	gone   // removed
	closed // removed, and the device cannot be opened again
)

// A Notice is told when an interface goes away or comes back.
type Notice struct {
	Interface string
	Text      string
}

// An absence follows an interface that goes away and comes back.
type absence struct {
	name   string
	notify func(Notice)
	now    presence // unknown: up, as far as is known
	since  time.Time
	missed atomic.Uint64 // packets that passed a new interface before it was captured on
}

// awayTime is how often an interface that is away is looked at.
const awayTime = 100 * time.Millisecond

// see takes what is known of the interface now. Packets have passed it before it was
// captured on again, or 0.
func (a *absence) see(p presence, at time.Time, passed uint64) {
	if p == a.now || p == unknown || p == up && a.now == unknown {
		return
	}
	before, since := a.now, a.since
	a.now, a.since = p, at
	if before == down || before == gone {
		a.since = since
	}
	away := at.Sub(since).Round(10 * time.Millisecond)
	switch {
	case p == gone:
		a.say("the interface disappeared; the capture goes on when it is back")
	case p == closed:
		a.say("the interface disappeared")
	case before == gone:
		a.missed.Add(passed)
		text := fmt.Sprintf("the interface is back after %v", away)
		if passed > 0 {
			text += fmt.Sprintf("; packets that it counted before, and that are not captured: %d", passed)
		}
		if p == down {
			text += "; it is down"
		}
		a.say(text)
	case p == down:
		a.say("the interface is down; the capture goes on when it is up")
	default:
		a.say(fmt.Sprintf("the interface is up after %v", away))
	}
}

func (a *absence) say(text string) {
	if a.notify != nil {
		a.notify(Notice{a.name, text})
	}
}

// away reports whether the interface has to be looked at again soon.
func (a *absence) away() bool { return a.now == down || a.now == gone }
