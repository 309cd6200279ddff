package track_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
)

// A segment that is half of the sequence space away is neither before nor behind (RFC
// 9293, section 3.4): no tracker takes the difference for a length.
func TestHalfTheSequenceSpace(t *testing.T) {
	registry := labtest.Registry(t)
	for _, f := range streamFeeds() {
		t.Run(f.of+"/"+f.what, func(t *testing.T) {
			e, a := dissect.NewEngine(registry), dissect.NewArena(registry)
			e.Use(a)
			observe := f.make()
			number := uint64(0)
			send := func(sport uint16, seq uint32, data []byte) {
				be.PutUint16(data[20:], sport)
				be.PutUint32(data[24:], seq)
				number++
				p := dissect.Packet{Number: number, Time: time.Unix(1700000000+int64(number), 0), Interface: "eth0"}
				e.Dissect(&p, rawIP, data, len(data))
				observe(e, &p)
				a.Reset()
			}
			stream := uint16(10000)
			for _, first := range []int{1, 2, 3} { // segments before
				for _, half := range []uint32{1 << 31, 0, 1<<31 - 1<<20} {
					for off := -3; off <= 3; off++ {
						stream++
						next := uint32(0)
						for i := range first {
							b := append([]byte(nil), f.frame(i)...)
							if b[9] != tcp {
								return
							}
							seq := be.Uint32(b[24:])
							next = seq + uint32(len(b)-40)
							send(stream, seq, b)
						}
						for range 2 {
							send(stream, next+half+uint32(off), append([]byte(nil), f.frame(first)...))
							next += half
						}
						send(stream, next, append([]byte(nil), f.frame(first)...))
					}
				}
			}
		})
	}
}
