package natd

import "time"

// Keepalives are the datagrams of one byte by which a peer keeps its translation
// alive: RFC 3948, sections 2.3 and 4.
type Keepalives struct {
	Count       uint64
	First, Last time.Time
	// Shortest and Longest are between two of them.
	Shortest, Longest time.Duration
}

// Interval is how often they are sent, 0 if that is not known.
func (k *Keepalives) Interval() time.Duration {
	if k.Count < 2 {
		return 0
	}
	return k.Last.Sub(k.First) / time.Duration(k.Count-1)
}

// Add counts one that was sent at a moment.
func (k *Keepalives) Add(at time.Time) {
	if k.Count == 0 {
		k.First = at
	} else {
		d := at.Sub(k.Last)
		if k.Count == 1 || d < k.Shortest {
			k.Shortest = d
		}
		k.Longest = max(k.Longest, d)
	}
	k.Count++
	k.Last = at
}
