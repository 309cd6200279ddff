package events

import (
	"time"

	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/render"
)

// A Drop is the packets of an interface that the capture has lost so far: they are in no
// other event, and not in the file either.
type Drop struct {
	Interface        string
	Dropped          uint64 // for want of room in the kernel's buffer
	InterfaceDropped uint64 // by the interface or its driver
}

// Dropped tells, as of a moment, of the packets that were lost since it was last called.
func (s *Stream) Dropped(at time.Time, all []Drop) {
	for _, d := range all {
		was := s.drops[d.Interface]
		if d.Dropped <= was.Dropped && d.InterfaceDropped <= was.InterfaceDropped {
			continue
		}
		if s.drops == nil {
			s.drops = map[string]Drop{}
		}
		s.drops[d.Interface] = d
		s.tell(event{name: "capture.dropped", time: at, iface: d.Interface, members: render.Object{
			{Key: "dropped", Value: d.Dropped - was.Dropped}, {Key: "interface_dropped", Value: d.InterfaceDropped - was.InterfaceDropped},
			{Key: "dropped_total", Value: d.Dropped}, {Key: "interface_dropped_total", Value: d.InterfaceDropped},
		}})
	}
	s.write()
}

// Lost is Dropped at the end of the capture.
func (s *Stream) Lost(all []Drop) { s.Dropped(s.now, all) }

// Recorded are the packets that were lost as captures say: the interface statistics of
// pcapng.
func Recorded(metas []*capture.Meta) (list []Drop) {
	for _, m := range metas {
		last := map[*capture.Interface]uint64{}
		for _, x := range m.Statistics {
			for _, i := range m.Interfaces {
				if i.Section == x.Section && i.Index == x.Index && x.Dropped > 0 {
					last[i] = uint64(x.Dropped)
				}
			}
		}
		for _, i := range m.Interfaces {
			if n := last[i]; n > 0 {
				list = append(list, Drop{Interface: i.Label(), Dropped: n})
			}
		}
	}
	return list
}
