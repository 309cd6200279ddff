package flow

import "github.com/pktscope/pktscope/dissect/inet"

// runs are the runs of sequence numbers that a side has sent, without gaps, the lowest
// first.
type runs []run

// A run is the numbers from first up to end.
type run struct{ first, end uint32 }

// maxRuns bounds the runs of one side: the lowest is forgotten first.
const maxRuns = 256

// add takes in the numbers of a segment; those that repeat or follow others make no run
// of their own.
func (r runs) add(m *inet.TCP) runs {
	span := m.Span()
	if span == 0 {
		return r
	}
	x := run{m.Seq, m.Seq + span}
	at := len(r) // behind the runs that begin no later
	for at > 0 && after(r[at-1].first, x.first) {
		at--
	}
	if at > 0 && !after(x.first, r[at-1].end) {
		at--
		x.first = r[at].first
	}
	stop := at // behind the runs that x takes in
	for stop < len(r) && !after(r[stop].first, x.end) {
		if after(r[stop].end, x.end) {
			x.end = r[stop].end
		}
		stop++
	}
	if stop > at {
		r[at] = x
		return append(r[:at+1], r[stop:]...)
	}
	if len(r) == maxRuns {
		if at == 0 {
			return r
		}
		copy(r, r[1:at])
		r[at-1] = x
		return r
	}
	r = append(r, run{})
	copy(r[at+1:], r[at:])
	r[at] = x
	return r
}
