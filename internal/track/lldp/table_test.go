package lldp_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/lldp"
	"github.com/pktscope/pktscope/internal/track/neighbor"
)

// tlv is one TLV: IEEE 802.1AB, section 8.4.
func tlv(typ byte, value string) string {
	return string([]byte{typ<<1 | byte(len(value)>>8), byte(len(value))}) + value
}

func chassis(subtype byte, value string) string { return tlv(1, string(subtype)+value) }
func port(subtype byte, value string) string    { return tlv(2, string(subtype)+value) }
func ttl(seconds int) string                    { return tlv(3, string([]byte{byte(seconds >> 8), byte(seconds)})) }
func name(s string) string                      { return tlv(5, s) }

// Subtypes: sections 8.5.2 and 8.5.3.
const (
	chassisMAC   = 4
	chassisLocal = 7
	portMAC      = 3
	portName     = 5
	portLocal    = 7
)

const mac = "\x00\x19\x06\xea\xb8\x80"

// frame is an announcement in Ethernet.
func frame(tlvs ...string) []byte {
	b := []byte("\x01\x80\xc2\x00\x00\x0e" + mac + "\x88\xcc")
	for _, t := range tlvs {
		b = append(b, t...)
	}
	return append(b, 0, 0)
}

// A bench feeds a Table.
type bench struct {
	engine *dissect.Engine
	arena  *dissect.Arena
	packet dissect.Packet
	table  *lldp.Table
	start  time.Time
}

func newBench(t *testing.T, limit int) *bench {
	registry := labtest.Registry(t)
	b := &bench{engine: dissect.NewEngine(registry), arena: dissect.NewArena(registry), table: lldp.New(limit)}
	b.engine.Use(b.arena)
	b.start = time.Unix(1795327610, 0)
	return b
}

func (b *bench) at(seconds int) time.Time { return b.start.Add(time.Duration(seconds) * time.Second) }

func (b *bench) capture(seconds int, iface string, frame []byte) {
	b.arena.Reset()
	p := &b.packet
	p.Time, p.Interface, p.Wire = b.at(seconds), iface, len(frame)
	b.engine.Dissect(p, 1, frame, len(frame))
	b.table.Watch(p)
}

func (b *bench) there(seconds int) (names []string) {
	for _, n := range b.table.Neighbors(b.at(seconds)) {
		names = append(names, n.Interface+" "+n.Device+" "+n.Port)
	}
	return names
}

// Who has a name is called by it, others by their chassis; chassis and port
// tell neighbours apart, whatever their names.
func TestRows(t *testing.T) {
	b := newBench(t, 0)
	b.capture(0, "a", frame(chassis(chassisMAC, mac), port(portName, "Gi0/1"), ttl(120), name("SW1")))
	b.capture(0, "a", frame(chassis(chassisMAC, mac), port(portMAC, mac), ttl(30)))
	b.capture(0, "a", frame(chassis(chassisLocal, mac), port(portMAC, mac), ttl(120)))
	b.capture(0, "b", frame(chassis(chassisLocal, "host"), port(portLocal, "7\x00"), ttl(120)))
	b.capture(1, "b", frame(chassis(chassisLocal, "host"), ttl(120)))
	b.capture(2, "a", frame(chassis(chassisMAC, mac), port(portName, "Gi0/1"), ttl(120), name("SW2")))
	want := []string{"a SW2 Gi0/1", "a 00:19:06:ea:b8:80 00:19:06:ea:b8:80", "a 001906eab880 00:19:06:ea:b8:80", "b host 7"}
	if got := b.there(2); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := b.there(30); !slices.Equal(got, append(want[:1:1], want[2:]...)) {
		t.Errorf("at 30: %q", got)
	}
	if c := b.table.Counts; c.Packets != 6 || c.Nameless != 1 {
		t.Errorf("%+v", c)
	}
}

func TestEvents(t *testing.T) {
	b := newBench(t, 0)
	sw := func(seconds, holdtime int, more ...string) {
		b.capture(seconds, "a", frame(append([]string{chassis(chassisMAC, mac), port(portName, "Gi0/1"), ttl(holdtime)}, more...)...))
	}
	sw(0, 120, name("SW1"))
	sw(30, 120, name("SW1"))
	sw(60, 120, name("SW2"), tlv(4, "uplink"), tlv(7, "\x00\x14\x00\x04"))
	sw(70, 60, name("SW2"), tlv(4, "uplink"), tlv(7, "\x00\x14\x00\x04"))
	sw(80, 60, name("SW2"), tlv(4, "uplink"), tlv(7, "\x00\x14\x00\x04"), tlv(127, "\x00\x80\xc2\x01\x00\x0a"))
	sw(90, 60, name("SW2"), tlv(4, "uplink"), tlv(7, "\x00\x14\x00\x04"), tlv(127, "\x00\x80\xc2\x01\x00\x0a"), tlv(127, "\x01\x02\x03\x04\x05"))
	sw(100, 0)
	var got []string
	for _, e := range b.table.All()[0].History {
		got = append(got, fmt.Sprint(e.Time.Sub(b.start).Seconds(), " ", e.Kind, " ", e.What.Names()))
	}
	want := []string{
		"0 new []", "60 changed [capabilities system_name port_description]", "70 changed [holdtime]", "80 changed [native_vlan]",
		"90 changed [other]", "100 withdrawn []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := b.there(100); got != nil {
		t.Errorf("%q are there", got)
	}
	n := b.table.All()[0]
	if lldp.Announcement(n).HasPortVLAN() != true || string(lldp.Announcement(n).SystemName) != "SW2" {
		t.Error("what it packet before it was gone is forgotten")
	}
}

// A flood stays within the bound, and a neighbour before it stays.
func TestFlood(t *testing.T) {
	labtest.Slow(t)
	const limit = 1 << 20
	b := newBench(t, limit)
	real := frame(chassis(chassisMAC, mac), port(portName, "Gi0/1"), ttl(600), name("SW1"))
	b.capture(0, "a", real)
	for i := range 100_000 {
		b.capture(1+i/1000, "a", frame(chassis(chassisLocal, fmt.Sprint("flood", i)), port(portName, "eth0"), ttl(600)))
		if b.table.Bytes() > limit {
			t.Fatalf("%d bytes after %d neighbours", b.table.Bytes(), i)
		}
	}
	b.capture(102, "a", real)
	n := b.table.Neighbors(b.at(102))[0]
	if n.Device != "SW1" || n.Packets != 2 || n.First != b.at(0) || b.table.Events[neighbor.Arrived] != 100_001 {
		t.Errorf("%+v", n)
	}
	if rows := uint64(len(b.table.All())); b.table.Evicted != 100_001-rows || rows < 1000 {
		t.Errorf("%d rows, %d evicted", rows, b.table.Evicted)
	}
}
