package flow

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/bounded"
)

// FuzzTracker shows what is left of real streams and pings to trackers with room for a
// few: no panic, no more analysis than there is room for, and trees of whole nodes.
func FuzzTracker(f *testing.F) {
	var packets []capture.Packet
	for _, name := range []string{"51-tcp-analysis.pcap", "21-follow.pcap", "17-nat-overload.inside.pcap"} {
		packets = append(packets, labtest.Copies(f, "../../../fixtures/pcaps/"+name)...)
	}
	player := labtest.NewPlayer(labtest.Registry(f))
	f.Add(make([]byte, 64))
	f.Add([]byte("\x02\x03\x04\x01\x02\x20\x00\x01\x01\x01\x05\x02\x02\x28\x01\x09\x00\x10\xf0\x00\x01"))
	f.Fuzz(func(t *testing.T, input []byte) {
		const room = 1 << 12
		player.Restart()
		tracker := &Tracker{streams: newTable[stream](ways), echoes: newTable[request](ways)}
		conversations := &Conversations{table: newTable[conversation](2 * ways)}
		analysis := &Analysis{bounded.New[uint32, flights](room)}
		player.Play(labtest.NewChoices(input), packets, func(p *dissect.Packet) {
			tracker.Observe(player.Engine, p)
			conversations.Observe(player.Engine, p)
			analysis.Observe(player.Engine, p)
			for i := range p.Layers {
				if m, ok := p.Layers[i].Message.(*inet.TCP); ok && m.Facts.Known && m.Facts.Stream >= tracker.count {
					t.Errorf("stream %d of %d", m.Facts.Stream, tracker.count)
				}
			}
			p.AppendInfo(nil, nil)
			labtest.CheckTree(t, player.Tree())
		})
		if streams, _ := tracker.Evicted(); streams > uint64(tracker.count) {
			t.Errorf("%d of %d streams are forgotten", streams, tracker.count)
		}
	})
}
