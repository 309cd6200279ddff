package flow

import (
	"slices"
	"sort"
)

// A sent is a segment.
type sent struct {
	seq, end uint32
	data     uint32 // where its data end: before a FIN
	frame    uint64
	time     int64
	again    bool // it was sent more than once
}

// How many segments of a side are kept: in order, and out of it. The oldest is forgotten
// first.
const (
	maxFlight = 1 << 12
	maxLate   = 1 << 8
)

// unacknowledged are the segments that a side has sent and the other has not acknowledged.
// Those that begin where the one before ends, or behind it, are found without looking at
// all of them.
type unacknowledged struct {
	inOrder []sent // from head on
	head    int
	late    []sent // that begin before the end of one that was sent before; the oldest first
}

// room is for how many segments u has room.
func (u *unacknowledged) room() int { return cap(u.inOrder) + cap(u.late) }

func (u *unacknowledged) add(x sent) {
	if n := len(u.inOrder); n > u.head && after(u.inOrder[n-1].end, x.seq) {
		if len(u.late) == maxLate {
			u.late = append(u.late[:0], u.late[1:]...)
		}
		u.late = append(u.late, x)
		return
	}
	if len(u.inOrder)-u.head == maxFlight {
		u.pop()
	}
	u.inOrder = append(u.inOrder, x)
}

// pop forgets the first segment in order. What is left moves once it is the smaller part.
func (u *unacknowledged) pop() {
	if u.head++; 2*u.head >= len(u.inOrder) {
		u.inOrder, u.head = append(u.inOrder[:0], u.inOrder[u.head:]...), 0
	}
}

// begins returns the oldest segment that begins at seq, nil without one.
func (u *unacknowledged) begins(seq uint32) (found *sent) {
	list := u.inOrder[u.head:]
	if i := sort.Search(len(list), func(i int) bool { return !after(seq, list[i].seq) }); i < len(list) && list[i].seq == seq {
		found = &list[i]
	}
	for i := range u.late {
		if x := &u.late[i]; x.seq == seq {
			return older(found, x)
		}
	}
	return found
}

// older is the segment that was captured first. Either may be nil.
func older(a, b *sent) *sent {
	if a == nil || b != nil && b.frame < a.frame {
		return b
	}
	return a
}

// acknowledge forgets the segments that end before ack, or there. It returns the oldest
// that ends there, or that ack is within, which begins at ack from then on.
func (u *unacknowledged) acknowledge(ack uint32) (x sent, ok bool) {
	var ends, within *sent
	var last sent
	for u.head < len(u.inOrder) && !after(u.inOrder[u.head].end, ack) {
		if last = u.inOrder[u.head]; last.end == ack {
			ends = &last
		}
		u.pop()
	}
	if u.head < len(u.inOrder) && after(ack, u.inOrder[u.head].seq) {
		within = &u.inOrder[u.head]
	}
	var lateEnds sent
	for i := range u.late {
		switch x := &u.late[i]; {
		case x.end == ack:
			lateEnds = *x
			ends = older(ends, &lateEnds)
		case after(x.end, ack) && after(ack, x.seq):
			within = older(within, x)
		default:
			continue
		}
		break
	}
	found := older(ends, within)
	if ok = found != nil; ok {
		if found.end != ack {
			found.seq = ack
		}
		x = *found
	}
	u.late = slices.DeleteFunc(u.late, func(x sent) bool { return !after(x.end, ack) })
	return x, ok
}

// reach is where the first segment begins, and where the data of the last end.
func (u *unacknowledged) reach() (first, last uint32, any bool) {
	if n := len(u.inOrder); n > u.head {
		first, last, any = u.inOrder[u.head].seq, u.inOrder[n-1].data, true
	}
	for i := range u.late {
		x := &u.late[i]
		if !any {
			first, last, any = x.seq, x.data, true
		}
		if after(first, x.seq) {
			first = x.seq
		}
		if after(x.data, last) {
			last = x.data
		}
	}
	return first, last, any
}
