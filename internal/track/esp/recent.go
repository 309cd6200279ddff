package esp

import "time"

// A Recent is the last packets of an SA, and copies of packets that came later than a
// network or a capture would deliver them.
type Recent struct {
	Copies    uint64                // packets whose number came at least old before, or smallWindow packets
	CopyFrame uint64                // of the first of Copies
	Copied    uint32                // its sequence number
	times     [recentPackets]int64  // Unix nanoseconds
	sizes     [recentPackets]uint16 // of the IP packets, in bytes
	next      uint64                // packets so far
}

const (
	recentPackets = 8
	old           = 500 * time.Millisecond
)

// add counts a packet of so many bytes.
func (r *Recent) add(at time.Time, size int) {
	i := r.next % recentPackets
	r.times[i], r.sizes[i] = at.UnixNano(), uint16(min(size, 0xffff))
	r.next++
}

// addCopy counts a packet whose number has come before, distance numbers behind the
// highest, if that was long ago, or so many packets that a window of 64 has gone by. It precedes add.
func (r *Recent) addCopy(at time.Time, frame uint64, seq uint32, distance uint64) {
	if r.next == 0 {
		return
	}
	back := min(distance, recentPackets-1, r.next-1) // the number came no later than this packet
	if distance < smallWindow && at.UnixNano()-r.times[(r.next-1-back)%recentPackets] < int64(old) {
		return
	}
	if r.Copies++; r.Copies == 1 {
		r.CopyFrame, r.Copied = frame, seq
	}
}

// After is how many of the last packets came after a moment, eight at most.
func (r *Recent) After(moment time.Time) (n int) {
	for i := range min(r.next, recentPackets) {
		if r.times[i] > moment.UnixNano() {
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
	return time.Duration(r.times[(r.next-1)%recentPackets] - r.times[first%recentPackets])
}

// Sizes are the least and the greatest length of the last packets, in bytes of IP.
func (r *Recent) Sizes() (least, most int) {
	for i := range min(r.next, recentPackets) {
		size := int(r.sizes[i])
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
		list = append(list, time.Duration(r.times[i%recentPackets]-r.times[(i-1)%recentPackets]))
	}
	return list
}
