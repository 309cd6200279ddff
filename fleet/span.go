package fleet

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/track/nat"
)

// A Span is what all captures together say before any is understood: trackers that are shown
// a part of them judge by it.
type Span struct {
	Frames uint64 // of the longest capture
	Start  Moment // the first packet with a time
	Begun  Moment // the first packet that trackers of IKE look at
	End    Moment // the latest time of a packet
	Beside bool   // packets of IP were captured that are not of IKE on UDP port 500
	Links  []Link // in the order of their first packets
}

// A Link is an interface, and its first packet.
type Link struct {
	Name  string
	First Moment
}

// A Moment is the time of a frame, and its place in the order of all.
type Moment struct {
	Known   bool
	At      Stamp // by which it is merged
	Time    Stamp
	Capture int
	Number  uint64
}

// A Stamp is a time as an engine carries it.
type Stamp struct{ Seconds, Nanos int64 }

func stampOf(t time.Time) Stamp { return Stamp{t.Unix(), int64(t.Nanosecond())} }

// time is the zero time where the moment is not known.
func (m *Moment) time() time.Time {
	if !m.Known {
		return time.Time{}
	}
	return time.Unix(m.Time.Seconds, m.Time.Nanos)
}

// momentOf is that of a frame.
func momentOf(f *Frame) Moment {
	return Moment{Known: true, At: stampOf(f.At), Time: stampOf(f.Time), Capture: f.Capture, Number: f.Number}
}

// frame is what decides on the order.
func (m *Moment) frame() *Frame {
	return &Frame{At: time.Unix(m.At.Seconds, m.At.Nanos), Capture: m.Capture, Number: m.Number}
}

// first is the earlier one in the order of all.
func first(a, b Moment) Moment {
	if !a.Known || b.Known && b.frame().compare(a.frame()) < 0 {
		return b
	}
	return a
}

// joinSpans is the Span of the captures of both.
func joinSpans(a, b Span) Span {
	a.Frames, a.Beside = max(a.Frames, b.Frames), a.Beside || b.Beside
	a.Start, a.Begun = first(a.Start, b.Start), first(a.Begun, b.Begun)
	if t := b.End.time(); !a.End.Known || b.End.Known && t.After(a.End.time()) {
		a.End = b.End
	}
	a.Links = joinLinks(a.Links, b.Links)
	return a
}

// joinLinks are the interfaces of both.
func joinLinks(a, b []Link) []Link {
	all := slices.Clone(a)
	for _, l := range b {
		i := slices.IndexFunc(all, func(x Link) bool { return x.Name == l.Name })
		switch {
		case i < 0:
			all = append(all, l)
		case l.First.frame().compare(all[i].First.frame()) < 0:
			all[i] = l
		}
	}
	slices.SortFunc(all, func(a, b Link) int { return a.First.frame().compare(b.First.frame()) })
	return all
}

// links are the interfaces as a tracker of NAT knows them. votes may be nil.
func (s *Span) links(votes []int64) []nat.Link {
	list := make([]nat.Link, len(s.Links))
	for i, l := range s.Links {
		at := l.First.At
		list[i] = nat.Link{Name: l.Name, First: time.Unix(at.Seconds, at.Nanos).UnixNano()}
		if i < len(votes) {
			list[i].Votes = votes[i]
		}
	}
	return list
}

// joinBallots is the ballot of all translations in both.
func joinBallots(a, b nat.Ballot) nat.Ballot { return a.Join(b) }
