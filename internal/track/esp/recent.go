package esp

import "time"

// A Recent is the last packets of an SA, and copies of packets that came later than a
// network or a capture would deliver them.
type Recent struct {
	Copies    uint64 // packets whose number came at least old before, or smallWindow packets
	CopyFrame uint64 // of the first of Copies
	Copied    uint32 // its sequence number
	first     recentPacket
	more      *[recentPackets]recentPacket // all, from the second packet on: many SAs of a flood have one
	next      uint64                       // packets so far
}

const (
	recentPackets = 8
	old           = 500 * time.Millisecond
)

// A recentPacket is the time of a packet, in Unix nanoseconds, and its length in bytes of IP.
type recentPacket struct {
	time int64
	size uint16
}

// add counts a packet of so many bytes.
func (r *Recent) add(at time.Time, size int) {
	p := recentPacket{at.UnixNano(), uint16(min(size, 0xffff))}
	switch r.next {
	case 0:
		r.first = p
	case 1:
		r.more = &[recentPackets]recentPacket{r.first, p}
	default:
		r.more[r.next%recentPackets] = p
	}
	r.next++
}

// at is packet i, of the last ones, from 0.
func (r *Recent) at(i uint64) recentPacket {
	if r.more == nil {
		return r.first
	}
	return r.more[i%recentPackets]
}

// addCopy counts a packet whose number has come before, distance numbers behind the
// highest, if that was long ago, or so many packets that a window of 64 has gone by. It precedes add.
func (r *Recent) addCopy(at time.Time, frame uint64, seq uint32, distance uint64) {
	if r.next == 0 {
		return
	}
	back := min(distance, recentPackets-1, r.next-1) // the number came no later than this packet
	if distance < smallWindow && at.UnixNano()-r.at(r.next-1-back).time < int64(old) {
		return
	}
	if r.Copies++; r.Copies == 1 {
		r.CopyFrame, r.Copied = frame, seq
	}
}

// After is how many of the last packets came after a moment, eight at most.
func (r *Recent) After(moment time.Time) (n int) {
	for i := range min(r.next, recentPackets) {
		if r.at(i).time > moment.UnixNano() {
			n++
		}
	}
	return n
}

// Len is how many packets are kept.
func (r *Recent) Len() int { return int(min(r.next, recentPackets)) }

// Span is the time from the first of the last packets, eight at most, to the last.
func (r *Recent) Span() time.Duration {
	if r.next == 0 {
		return 0
	}
	first := r.next - min(r.next, recentPackets)
	return time.Duration(r.at(r.next-1).time - r.at(first).time)
}

// Sizes are the least and the greatest length of the last packets, in bytes of IP.
func (r *Recent) Sizes() (least, most int) {
	for i := range min(r.next, recentPackets) {
		size := int(r.at(i).size)
		if i == 0 || size < least {
			least = size
		}
		most = max(most, size)
	}
	return least, most
}

// join adds the copies of earlier packets.
func (r *Recent) join(earlier *Recent) {
	r.Copies += earlier.Copies
	if earlier.Copies > 0 {
		r.CopyFrame, r.Copied = earlier.CopyFrame, earlier.Copied
	}
}

// Pauses are the times between the last packets, eight at most.
func (r *Recent) Pauses() (list []time.Duration) {
	n := min(r.next, recentPackets)
	for i := r.next - n + 1; n > 0 && i < r.next; i++ {
		list = append(list, time.Duration(r.at(i).time-r.at(i-1).time))
	}
	return list
}
