package flow

import (
	"math/rand/v2"
	"testing"
)

// What is in order and what is late are found as if all segments were in one list.
func TestUnacknowledgedAsOneList(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		var u unacknowledged
		var list []sent
		base, next := uint32(r.Uint64()), uint32(0)
		for frame := uint64(1); frame < 300; frame++ {
			switch r.IntN(4) {
			case 0: // an acknowledgement
				ack := base + uint32(r.IntN(int(next)+2))
				got, ok := u.acknowledge(ack)
				var want *sent
				kept := []sent{}
				for _, x := range list {
					switch {
					case want != nil:
					case x.end == ack:
						want = &sent{x.seq, x.end, x.data, x.frame, x.time, x.again}
					case after(x.end, ack) && after(ack, x.seq):
						x.seq = ack
						want = &sent{x.seq, x.end, x.data, x.frame, x.time, x.again}
					}
					if after(x.end, ack) {
						kept = append(kept, x)
					}
				}
				if list = kept; ok != (want != nil) || ok && got != *want {
					t.Fatalf("seed %d, frame %d: acknowledged is %+v, want %+v", seed, frame, got, want)
				}
			default:
				n := uint32(1 + r.IntN(5))
				seq := next + uint32(r.IntN(3)/2*r.IntN(4))
				if r.IntN(3) == 0 {
					seq = uint32(r.IntN(int(next) + 1)) // again
				}
				next = max(next, seq+n)
				x := sent{base + seq, base + seq + n, base + seq + n, frame, 0, false}
				var want *sent
				for i := range list {
					if list[i].seq == x.seq {
						want = &list[i]
						break
					}
				}
				if got := u.begins(x.seq); (got == nil) != (want == nil) || got != nil && got.frame != want.frame {
					t.Fatalf("seed %d, frame %d: begins %+v, want %+v", seed, frame, got, want)
				}
				u.add(x)
				list = append(list, x)
			}
			first, last, any := u.reach()
			if any != (len(list) > 0) {
				t.Fatalf("seed %d, frame %d: any is %v of %d", seed, frame, any, len(list))
			}
			if !any {
				continue
			}
			low, high := list[0].seq, list[0].data
			for _, x := range list {
				if after(low, x.seq) {
					low = x.seq
				}
				if after(x.data, high) {
					high = x.data
				}
			}
			if first != low || last != high {
				t.Fatalf("seed %d, frame %d: from %d to %d, want %d to %d", seed, frame, first-base, last-base, low-base, high-base)
			}
		}
	}
}
