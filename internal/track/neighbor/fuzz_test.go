package neighbor_test

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/edp"
	"github.com/pktscope/pktscope/internal/track/fdp"
	"github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// fuzzLimit is room for three neighbours or four.
const fuzzLimit = 4 << 10

// FuzzTables shows what is left of real announcements to the tables of all four
// protocols: no panic, no more kept than the bound, and the counts add up.
func FuzzTables(f *testing.F) {
	var packets []capture.Packet
	for _, name := range []string{"42-fdp-edp.pcapng", "25-lldp-office.pcapng", "20-cdp-neighbors.pcapng", "41-lldp-med-locations.pcap"} {
		packets = append(packets, labtest.Copies(f, "../../../fixtures/pcaps/"+name)...)
	}
	player := labtest.NewPlayer(labtest.Registry(f))
	f.Add(make([]byte, 64))
	f.Add([]byte("\x02\x10\x04\x01\x02\x20\x00\x01\x01\x01\x05\x02\x02\x28\x0a\x10\xf0\x08\xff\x01"))
	f.Fuzz(func(t *testing.T, input []byte) {
		player.Restart()
		c, l, d, e := cdp.New(fuzzLimit), lldp.New(fuzzLimit), fdp.New(fuzzLimit), edp.New(fuzzLimit)
		shown := uint64(0)
		player.Play(labtest.NewChoices(input), packets, func(p *dissect.Packet) {
			shown++
			c.Watch(p)
			l.Watch(p)
			d.Watch(p)
			e.Watch(p)
		})
		check(t, c.Table, shown, player.Now, func(n *neighbor.Neighbor) { cdp.Announcement(n) })
		check(t, l.Table, shown, player.Now, func(n *neighbor.Neighbor) { lldp.Announcement(n) })
		check(t, d.Table, shown, player.Now, func(n *neighbor.Neighbor) { fdp.Announcement(n) })
		check(t, e.Table, shown, player.Now, func(n *neighbor.Neighbor) { edp.Announcement(n) })
	})
}

func check(t *testing.T, table *neighbor.Table, shown uint64, now time.Time, decode func(*neighbor.Neighbor)) {
	t.Helper()
	all := table.All()
	if len(all) > 1 && table.Bytes() > fuzzLimit {
		t.Errorf("%d neighbours cost %d bytes", len(all), table.Bytes())
	}
	if table.Packets+table.Sent > shown || table.Bad+table.Unverified > table.Packets || table.Malformed > table.Packets || table.Nameless > table.Packets {
		t.Errorf("%+v of %d packets", table.Counts, shown)
	}
	present := 0
	for _, n := range all {
		decode(n)
		if n.Present(now) {
			present++
		}
		if n.Packets == 0 || n.Interval() < 0 || n.Link() == nil {
			t.Errorf("%+v", n)
		}
	}
	if got := len(table.Neighbors(now)); got != present {
		t.Errorf("%d neighbours are present, %d are told", present, got)
	}
}
