package flow

import (
	"time"

	"github.com/pktscope/pktscope/dissect/inet"
)

// Marks are set by the rules that the Wireshark User's Guide has under "TCP Analysis".
// They need no list of segments, only how far each side has come.

// has says which numbers of a side are known, and what its last segment was.
type has uint8

const (
	hasNext has = 1 << iota
	hasMost
	hasAcked
	wasSYN // the window is unscaled: RFC 7323, section 2.2
	wasKeepAlive
	wasProbe // of a closed window
)

// A step is a segment with what its marks depend on.
type step struct {
	*inet.TCP
	fwd, rev *side // of its sender and of its receiver
	frame    uint64
	now      int64
	initial  time.Duration // the round trip of the handshake, 0 if unknown
	marks    inet.TCPMarks
}

const ends = inet.FlagSYN | inet.FlagFIN | inet.FlagRST

// mark finds the marks of s and moves its sender on.
func (s *step) mark() {
	s.markNumbers()
	if !s.markProbes() {
		s.markDuplicate()
	}
	if s.Ack != s.fwd.acked || s.fwd.has&hasAcked == 0 {
		s.fwd.dupOf, s.fwd.dups = s.frame, 0
	}
	if s.rev.has&hasMost != 0 && after(s.Ack, s.rev.most) && s.Flags&inet.FlagACK != 0 {
		s.marks |= inet.MarkAckLost
		if s.rev.most = s.Ack; s.Ack == s.rev.island {
			s.rev.most = s.rev.next
		}
	}
	s.markAgain()
	s.advance()
}

// markNumbers compares with what the sender sent before and may send.
func (s *step) markNumbers() {
	f := s.fwd
	if s.Window == 0 && s.Flags&ends == 0 {
		s.marks |= inet.MarkZeroWindow
	}
	if f.has&hasNext != 0 && after(s.Seq, f.next) && s.Flags&inet.FlagRST == 0 {
		s.marks |= inet.MarkLost
		if f.gap == f.island {
			f.gap = f.next
		}
		f.island = s.Seq
	}
	if s.Flags&ends != 0 {
		return
	}
	if s.Len <= 1 && f.has&hasNext != 0 && s.Seq == f.next-1 {
		s.marks |= inet.MarkKeepAlive
	}
	switch {
	case s.Window == 0 || s.Window == f.window:
	case s.repeats():
		s.marks |= inet.MarkWindowUpdate
	case s.rev.has&wasProbe != 0 && f.window == 0 && s.Ack == f.acked+1:
		s.marks |= inet.MarkWindowUpdate // which takes the probe's byte
		s.rev.next, s.rev.most = s.Ack, s.Ack
	}
	if s.Len > 0 && s.rev.shift != inet.ShiftUnknown && s.Seq+uint32(s.Len) == s.rev.acked+s.rev.room() {
		s.marks |= inet.MarkWindowFull
	}
}

// repeats reports whether the segment has no data and the numbers of the one before it.
func (s *step) repeats() bool {
	f := s.fwd
	return s.Len == 0 && f.has&(hasNext|hasAcked) == hasNext|hasAcked && s.Seq == f.next && s.Ack == f.acked
}

// markProbes finds answers to keep-alives, and probes of a closed window and their
// answers. It reports whether the segment is one of these.
func (s *step) markProbes() bool {
	f, r := s.fwd, s.rev
	if s.Len == 1 && f.has&hasNext != 0 && s.Seq == f.next && r.has&hasAcked != 0 && r.window == 0 {
		s.marks |= inet.MarkZeroWindowProbe
		return true
	}
	if s.Flags&ends != 0 || s.Window != f.window {
		return false
	}
	switch {
	case s.Window != 0 && r.has&wasKeepAlive != 0 && s.repeats():
		s.marks |= inet.MarkKeepAliveAck
	case s.Window == 0 && r.has&wasProbe != 0 && s.Len == 0 && s.Seq == f.next && s.Ack-f.acked <= 1:
		s.marks |= inet.MarkZeroWindowProbeAck
	default:
		return false
	}
	return true
}

func (s *step) markDuplicate() {
	if s.Window != 0 && s.Window == s.fwd.window && s.Flags&ends == 0 && s.repeats() {
		s.marks |= inet.MarkDuplicateAck
		s.fwd.dups++
	}
}

// How late a segment may be that is out of order, where the round trip is unknown, and
// how soon after duplicate acknowledgements one is sent again.
const (
	outOfOrder = 3 * time.Millisecond
	fast       = 20 * time.Millisecond
)

// markAgain tells a segment that was sent before from one that others have overtaken.
func (s *step) markAgain() {
	f, r := s.fwd, s.rev
	moves := s.Len > 0 || s.Flags&(inet.FlagSYN|inet.FlagFIN) != 0
	end := s.Seq + uint32(s.Len)
	spurious := s.Len > 0 && r.has&hasAcked != 0 && !after(end, r.acked)
	if !moves || !spurious && (f.has&hasNext == 0 || !after(f.next, s.Seq)) || s.marks&inet.MarkKeepAlive != 0 {
		return
	}
	wait := outOfOrder
	if s.initial > 0 {
		wait = s.initial
	}
	switch {
	case spurious:
		s.marks |= inet.MarkSpurious | inet.MarkRetransmission
	case r.dups >= 2 && r.acked == s.Seq && time.Duration(s.now-r.ackTime) < fast:
		s.marks |= inet.MarkFast | inet.MarkRetransmission
	case time.Duration(s.now-r.ackTime) < wait && !s.endsAll() && !s.captured():
		s.marks |= inet.MarkOutOfOrder
	default:
		s.marks |= inet.MarkRetransmission
	}
}

// endsAll reports whether nothing behind the segment was captured. A SYN does not count.
func (s *step) endsAll() bool {
	end := s.Seq + uint32(s.Len)
	if s.Flags&inet.FlagFIN != 0 {
		end++
	}
	return s.fwd.next == end
}

// captured reports whether the segment's first byte was captured before and is not
// acknowledged: it is in no gap.
func (s *step) captured() bool {
	acked := s.rev.has&hasAcked != 0 && after(s.rev.acked, s.Seq)
	return !acked && !(s.Seq-s.fwd.gap < s.fwd.island-s.fwd.gap)
}

// advance notes how far the sender has come.
func (s *step) advance() {
	f := s.fwd
	next := s.Seq + s.Span()
	f.fill(s.Seq, next)
	if s.Flags&inet.FlagACK != 0 {
		s.rev.fill(s.rev.gap, s.Ack)
	}
	if (f.has&hasNext == 0 || !after(f.next, next)) && s.marks&inet.MarkZeroWindowProbe == 0 {
		f.next = next
		f.has |= hasNext
	}
	if (f.has&hasMost == 0 || s.Seq == f.most) && s.marks&inet.MarkZeroWindowProbe == 0 {
		f.most = f.next
		f.has |= hasMost
	}
	f.ackTime = s.now
	f.window, f.acked = s.Window, s.Ack
	f.has &^= wasSYN | wasKeepAlive | wasProbe
	if s.Flags&inet.FlagSYN != 0 {
		f.has |= wasSYN
	}
	if s.marks&inet.MarkKeepAlive != 0 {
		f.has |= wasKeepAlive
	}
	if s.marks&inet.MarkZeroWindowProbe != 0 {
		f.has |= wasProbe
	}
	if s.Flags&inet.FlagACK != 0 {
		f.has |= hasAcked
	}
}

// fill takes what is captured, or acknowledged, out of the gap.
func (f *side) fill(from, to uint32) {
	if f.gap == f.island || from != f.gap || !after(to, f.gap) {
		return
	}
	if f.gap = to; !after(f.island, f.gap) {
		f.gap = f.island
	}
}

// after reports whether a comes after b in the sequence space: RFC 9293, section 3.4.
func after(a, b uint32) bool { return int32(a-b) > 0 }

// room is the window of the side's last segment in bytes.
func (s *side) room() uint32 {
	if s.has&wasSYN != 0 || s.shift < 0 {
		return uint32(s.window)
	}
	return uint32(s.window) << s.shift
}
