package edp_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/edp"
)

// tlv is one TLV of EDP.
func tlv(typ byte, value string) string {
	return "\x99" + string([]byte{typ, 0, byte(4 + len(value))}) + value
}

func name(s string) string { return tlv(1, s+"\x00") }

// info is a slot and a port, counted from 1.
func info(slot, port byte) string {
	return tlv(2, string([]byte{0, slot - 1, 0, port - 1})+"\x00\x00\x00\x00\x00\x00\x00\x00\x0f\x07\x02\x09"+"\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
}

func vlan(id byte, s string) string {
	return tlv(5, "\x00\x00\x00"+string(id)+"\x00\x00\x00\x00\x00\x00\x00\x00"+s+"\x00")
}

// frame is a message in Ethernet, LLC and SNAP.
func frame(mac byte, tlvs ...string) []byte {
	body := ""
	for _, t := range tlvs {
		body += t
	}
	address := "\x02\x00\x5e\x30\x00" + string(mac)
	edp := []byte("\x01\x00\x00\x00\x00\x00\x00\x01\x00\x00" + address + body + tlv(0, ""))
	binary.BigEndian.PutUint16(edp[2:], uint16(len(edp)))
	b := []byte("\x00\xe0\x2b\x00\x00\x00" + address)
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(edp)))
	return append(append(b, "\xaa\xaa\x03\x00\xe0\x2b\x00\xbb"...), edp...)
}

// A bench feeds a Table.
type bench struct {
	engine *dissect.Engine
	arena  *dissect.Arena
	packet dissect.Packet
	table  *edp.Table
	start  time.Time
}

func newBench(t *testing.T, limit int) *bench {
	registry := labtest.Registry(t)
	b := &bench{engine: dissect.NewEngine(registry), arena: dissect.NewArena(registry), table: edp.New(limit)}
	b.engine.Use(b.arena)
	b.start = time.Unix(1795327610, 0)
	return b
}

func (b *bench) at(seconds int) time.Time { return b.start.Add(time.Duration(seconds) * time.Second) }

func (b *bench) capture(seconds int, frame []byte) {
	b.arena.Reset()
	p := &b.packet
	p.Time, p.Interface, p.Wire = b.at(seconds), "swp1", len(frame)
	b.engine.Dissect(p, 1, frame, len(frame))
	b.table.Watch(p)
}

// have lists the neighbours at a moment: "sw1 1:2 VLANs 1".
func (b *bench) have(seconds int) (list []string) {
	for _, n := range b.table.Neighbors(b.at(seconds)) {
		list = append(list, fmt.Sprintf("%s %s VLANs %d", n.Device, n.Port, len(edp.Announcement(n).VLANs)))
	}
	return list
}

// The holdtime, which EDP does not tell: 180 seconds, or three intervals if that is
// more.
func TestHoldTime(t *testing.T) {
	b := newBench(t, 0)
	b.capture(0, frame(1, name("often"), info(1, 1)))
	b.capture(0, frame(2, name("seldom"), info(1, 2)))
	b.capture(60, frame(1, name("often"), info(1, 1)))
	b.capture(120, frame(2, name("seldom"), info(1, 2)))
	for _, tt := range []struct {
		at   int
		want string
	}{
		{130, "[often 1:1 VLANs 0 seldom 1:2 VLANs 0]"}, {239, "[often 1:1 VLANs 0 seldom 1:2 VLANs 0]"},
		{240, "[seldom 1:2 VLANs 0]"}, {479, "[seldom 1:2 VLANs 0]"}, {480, "[]"},
	} {
		if got := fmt.Sprint(b.have(tt.at)); got != tt.want {
			t.Errorf("after %d s: %s, want %s", tt.at, got, tt.want)
		}
	}
	for _, n := range b.table.All() {
		if !n.TTLAssumed || len(n.History) != 1 {
			t.Errorf("%s: assumed %v, %d events", n.Device, n.TTLAssumed, len(n.History))
		}
	}
}

// VLANs in packets of their own belong to the row of the device, and make none.
func TestVLANs(t *testing.T) {
	b := newBench(t, 0)
	b.capture(0, frame(1, vlan(1, "early")))
	if got := b.have(1); len(got) != 0 {
		t.Errorf("VLANs alone: %v", got)
	}
	b.capture(2, frame(1, name("sw1"), info(2, 10)))
	b.capture(3, frame(1, vlan(1, "Default"), vlan(7, "seven")))
	b.capture(62, frame(1, name("sw1"), info(2, 10)))
	if got := fmt.Sprint(b.have(63)); got != "[sw1 2:10 VLANs 2]" {
		t.Error(got)
	}
	if n := b.table.All()[0]; n.Interval() != 60*time.Second || n.Packets != 3 {
		t.Errorf("interval %v, %d packets", n.Interval(), n.Packets)
	}
	b.capture(63, frame(1, vlan(1, "Default")))
	n := b.table.All()[0]
	if h := n.History; len(h) != 2 || fmt.Sprint(h[1].What.Names()) != "[vlans]" {
		t.Errorf("events %+v", h)
	}
}

// What EDP carries for others announces no device; one without a name has its address.
func TestOthers(t *testing.T) {
	b := newBench(t, 0)
	b.capture(0, frame(1, tlv(13, "loop")))
	b.capture(0, frame(2, info(1, 5)))
	if got := fmt.Sprint(b.have(1)); got != "[02:00:5e:30:00:02 1:5 VLANs 0]" {
		t.Error(got)
	}
}

// A flood of devices does not grow the table without bound.
func TestBound(t *testing.T) {
	const limit = 20 << 10
	b := newBench(t, limit)
	for i := range 300 {
		b.capture(0, frame(byte(i), name(fmt.Sprint("flood", i)), info(1, byte(1+i/255)), vlan(1, "x")))
	}
	if b.table.Bytes() > limit || b.table.Evicted == 0 {
		t.Errorf("%d bytes, %d evicted", b.table.Bytes(), b.table.Evicted)
	}
}
