package cdp_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
	"unsafe"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/cdp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

type tlv = labtest.TLV

func device(s string) tlv   { return tlv{Type: 1, Value: s} }
func port(s string) tlv     { return tlv{Type: 3, Value: s} }
func platform(s string) tlv { return tlv{Type: 6, Value: s} }
func vlan(v uint16) tlv     { return labtest.CDPVLAN(v) }
func full(yes bool) tlv {
	if yes {
		return tlv{Type: 11, Value: "\x01"}
	}
	return tlv{Type: 11, Value: "\x00"}
}

func address(b ...byte) tlv { return labtest.CDPAddress(b...) }

// A bench feeds a Table.
type bench struct {
	t      *testing.T
	engine *dissect.Engine
	arena  *dissect.Arena
	packet dissect.Packet
	table  *cdp.Table
	start  time.Time
}

func newBench(t *testing.T, limit int) *bench {
	registry := labtest.Registry(t)
	b := &bench{t: t, engine: dissect.NewEngine(registry), arena: dissect.NewArena(registry), table: cdp.New(limit)}
	b.engine.Use(b.arena)
	b.start = time.Unix(1795327610, 0)
	return b
}

func (b *bench) at(seconds float64) time.Time {
	return b.start.Add(time.Duration(seconds * float64(time.Second)))
}

// capture feeds a frame that an interface has seen.
func (b *bench) capture(seconds float64, iface string, frame []byte) {
	b.t.Helper()
	b.arena.Reset()
	p := &b.packet
	p.Time, p.Interface, p.Wire = b.at(seconds), iface, len(frame)
	b.engine.Dissect(p, 1, frame, len(frame))
	b.table.Watch(p)
}

// there names the neighbours that are present.
func (b *bench) there(seconds float64) (names []string) {
	for _, n := range b.table.Neighbors(b.at(seconds)) {
		names = append(names, n.Interface+" "+n.Device+" "+n.Port)
	}
	return names
}

func (b *bench) expect(seconds float64, want ...string) {
	b.t.Helper()
	if got := b.there(seconds); !slices.Equal(got, want) {
		b.t.Errorf("at %v: %q, want %q", seconds, got, want)
	}
}

// A neighbour is there for as long as the holdtime of what it packet last.
func TestHoldtime(t *testing.T) {
	b := newBench(t, 0)
	b.capture(0, "a", labtest.CDPFrame(2, 30, device("R1"), port("Fa0/0")))
	b.capture(5, "b", labtest.CDPFrame(2, 180, device("R1"), port("Fa0/0")))
	b.capture(6, "a", labtest.CDPFrame(2, 30, device("R1"), port("Fa0/1")))
	b.capture(7, "a", labtest.CDPFrame(2, 30, device("R"), port("1Fa0/0")))
	b.capture(20, "a", labtest.CDPFrame(2, 10, device("R1"), port("Fa0/0")))
	b.expect(20, "a R1 Fa0/0", "a R1 Fa0/1", "a R 1Fa0/0", "b R1 Fa0/0")
	b.expect(29.9, "a R1 Fa0/0", "a R1 Fa0/1", "a R 1Fa0/0", "b R1 Fa0/0")
	b.expect(30, "a R1 Fa0/1", "a R 1Fa0/0", "b R1 Fa0/0")
	b.expect(184.999, "b R1 Fa0/0")
	b.expect(185)
	b.capture(200, "b", labtest.CDPFrame(2, 60, device("R1"), port("Fa0/0")))
	b.expect(210, "b R1 Fa0/0")
	b.capture(220, "b", labtest.CDPFrame(2, 0, device("R1"), port("Fa0/0")))
	b.expect(220)
	n := b.table.All()[3]
	if n.First != b.at(5) || n.Since != b.at(200) || n.Returns != 1 || n.Packets != 3 {
		t.Errorf("%+v", n)
	}
}

// Events of a neighbour, and what has changed.
func TestEvents(t *testing.T) {
	b := newBench(t, 0)
	r1 := func(seconds float64, ttl byte, more ...tlv) {
		b.capture(seconds, "a", labtest.CDPFrame(2, ttl, append([]tlv{device("R1"), port("Fa0/0")}, more...)...))
	}
	r1(0, 30, platform("2811"), vlan(1))
	r1(10, 30, platform("2811"), vlan(1))
	r1(20, 30, platform("2821"), vlan(99))
	r1(30, 60, platform("2821"), vlan(99))
	r1(40, 60, platform("2821"))
	r1(50, 60, platform("2821"), full(true), address(10, 0, 0, 1))
	r1(55, 60, platform("2821"), full(true), address(10, 0, 0, 1), tlv{Type: 0x77, Value: "what"})
	r1(120, 60, platform("2821"))
	r1(130, 0)
	r1(140, 0)
	r1(150, 60)
	var got []string
	for _, e := range b.table.All()[0].History {
		got = append(got, fmt.Sprint(e.Time.Sub(b.start).Seconds(), " ", e.Kind, " ", e.What.Names()))
	}
	want := []string{
		"0 new []", "20 changed [platform native_vlan]", "30 changed [holdtime]", "40 changed [native_vlan]",
		"50 changed [addresses duplex]", "55 changed [other]", "115 expired []", "120 new []", "130 withdrawn []", "150 new []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	counted := [...]uint64{neighbor.Arrived: 3, neighbor.Changed: 5, neighbor.Refreshed: 1, neighbor.Expired: 1, neighbor.Withdrawn: 1}
	if b.table.Events != counted {
		t.Errorf("%v, want %v", b.table.Events, counted)
	}
}

// The history is bounded.
func TestHistory(t *testing.T) {
	b := newBench(t, 0)
	for i := range 100 {
		b.capture(float64(i), "a", labtest.CDPFrame(2, 30, device("R1"), vlan(uint16(i))))
	}
	h := b.table.All()[0].History
	if len(h) != 16 || h[15].Time != b.at(99) || h[0].Time != b.at(84) {
		t.Errorf("%d events, %v", len(h), h)
	}
}

// A device that speaks both versions is one neighbour, described by the newer.
func TestVersions(t *testing.T) {
	b := newBench(t, 0)
	for i := range 3 {
		b.capture(float64(10*i), "a", labtest.CDPFrame(1, 30, device("R1"), port("Fa0/0")))
		b.capture(float64(10*i)+0.001, "a", labtest.CDPFrame(2, 30, device("R1"), port("Fa0/0"), vlan(7)))
	}
	b.capture(25, "a", labtest.CDPFrame(1, 30, device("R1"), port("Fa0/0")))
	n := b.table.All()[0]
	if n.Version != 2 || cdp.Announcement(n).NativeVLAN != 7 || n.Versions != (neighbor.Versions{0, 4, 3}) || n.Interval() != 10*time.Second {
		t.Errorf("%+v, interval %v", n, n.Interval())
	}
	if n.Expires != b.at(55) {
		t.Errorf("expires at %v", n.Expires)
	}
	if b.table.Events != [...]uint64{neighbor.Arrived: 1, neighbor.Changed: 1, neighbor.Refreshed: 5, neighbor.Withdrawn: 0} {
		t.Errorf("%v", b.table.Events)
	}
}

// The interval is the usual one: neither a burst nor a pause nor a packet that
// was captured twice counts.
func TestInterval(t *testing.T) {
	b := newBench(t, 0)
	for _, s := range []float64{0, 1, 2, 62, 122, 122.0001, 182, 242, 302, 900, 960, 1020} {
		b.capture(s, "a", labtest.CDPFrame(2, 180, device("R1")))
	}
	if got := b.table.All()[0].Interval(); got != time.Minute {
		t.Errorf("%v", got)
	}
}

// Counters, and what makes no row.
func TestCounts(t *testing.T) {
	b := newBench(t, 0)
	good := labtest.CDPFrame(2, 180, device("R1"), port("Fa0/0"))
	bad := slices.Clone(good)
	bad[24]++
	b.capture(0, "a", good)
	b.capture(1, "a", bad)
	b.capture(2, "a", labtest.CDPFrame(1, 180, device("R2")))
	b.capture(3, "b", labtest.CDPFrame(2, 180, port("Fa0/0")))
	b.capture(4, "b", labtest.CDPFrame(3, 180, device("R3")))
	b.capture(5, "b", labtest.CDPFrame(2, 180, device("R4"), tlv{Type: 4, Value: "\x00"}))
	b.capture(6, "b", []byte("\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x5e\x00\x00\x01\x08\x06\x00\x01"))
	c := b.table.Counts
	if c.Packets != 6 || c.Versions != (neighbor.Versions{1, 1, 4}) || c.Bad != 1 || c.Nameless != 1 || c.Malformed != 1 || c.Evicted != 0 {
		t.Errorf("%+v", c)
	}
	links := b.table.Links()
	if len(links) != 2 || links[0].Packets != 3 || links[1].Packets != 3 || links[0].Encapsulation != "ARPA" || links[1].First != b.at(3) {
		t.Errorf("%+v %+v", links[0], links[1])
	}
	b.table.Clear()
	b.expect(6)
	if b.table.Packets != 6 || b.table.Bytes() != 0 {
		t.Errorf("%d packets, %d bytes", b.table.Packets, b.table.Bytes())
	}
}

// A flood stays within the bound, and a neighbour before, during and after it
// is there as if there had been none.
func TestFlood(t *testing.T) {
	labtest.Slow(t)
	const limit = 1 << 20
	b := newBench(t, limit)
	r1 := labtest.CDPFrame(2, 180, device("R1"), port("FastEthernet0/0"), platform("2811"), vlan(1), address(10, 0, 0, 1))
	b.capture(0, "a", r1)
	for i := range 100_000 {
		b.capture(1+float64(i)/1000, "a", labtest.CDPFrame(2, 255, device(fmt.Sprint("flood", i)), port("Fa0/0")))
		if b.table.Bytes() > limit {
			t.Fatalf("%d bytes after %d neighbours", b.table.Bytes(), i)
		}
		if i == 50_000 {
			b.capture(51, "a", r1)
		}
	}
	b.capture(101, "a", r1)
	n := b.table.Neighbors(b.at(102))[0]
	if n.Device != "R1" || n.Packets != 3 || n.First != b.at(0) || n.Since != b.at(0) || n.Returns != 0 ||
		n.Interval() != 51*time.Second || cdp.Announcement(n).NativeVLAN != 1 || len(cdp.Announcement(n).Addresses) != 1 {
		t.Errorf("%+v", n)
	}
	if rows := uint64(len(b.table.All())); b.table.Evicted != 100_001-rows || rows < 1000 {
		t.Errorf("%d rows, %d evicted", rows, b.table.Evicted)
	}
	// The flood is gone when its holdtime is over, and makes room.
	b.capture(400, "a", r1)
	for i := range 100 {
		b.capture(401, "a", labtest.CDPFrame(2, 180, device(fmt.Sprint("new", i))))
	}
	if got := len(b.there(401)); got != 101 {
		t.Errorf("%d are there", got)
	}
}

// One neighbour that says much cannot push the bound either.
func TestLarge(t *testing.T) {
	b := newBench(t, 100<<10)
	for i := range 200 {
		b.capture(float64(i), "a", labtest.CDPFrame(2, 255, device(fmt.Sprint("R", i%4)), platform(string(make([]byte, 60_000)))))
		if b.table.Bytes() > 100<<10 {
			t.Fatalf("%d bytes", b.table.Bytes())
		}
	}
}

// A row's cost is no less than what it takes.
func TestRowSize(t *testing.T) {
	b := newBench(t, 0)
	b.capture(0, "", labtest.CDPFrame(2, 180, device("")))
	if min := int(unsafe.Sizeof(neighbor.Neighbor{})) + 100; b.table.Bytes() < min {
		t.Errorf("%d bytes, want %d at least", b.table.Bytes(), min)
	}
}
