package stats

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/render"
)

// linkEthernet is LINKTYPE_ETHERNET.
const linkEthernet = 1

// datagram returns an Ethernet frame from host a to host b.
func datagram(a, b byte, from, to uint16) []byte {
	return []byte{
		2, 0, 0, 0, 0, b, 2, 0, 0, 0, 0, a, 8, 0,
		0x45, 0, 0, 30, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, a, 10, 0, 0, b,
		byte(from >> 8), byte(from), byte(to >> 8), byte(to), 0, 10, 0, 0, 'h', 'i',
	}
}

// A bench feeds a Set as the pipeline does.
type bench struct {
	*Set
	engine *dissect.Engine
	arena  *dissect.Arena
	tree   field.Tree
	packet dissect.Packet
	seen   []byte
	look   func([]byte, *dissect.Packet, func() *field.Tree) []byte
	fields func() *field.Tree
}

func newBench(t testing.TB, requests ...string) *bench {
	t.Helper()
	r := registry(t)
	s, err := New(requests, render.Fields{Registry: r}, 64)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{Set: s, engine: dissect.NewEngine(r), arena: dissect.NewArena(r)}
	b.engine.Use(b.arena)
	if l := s.Looker(); l != nil {
		b.look = l.Look
	}
	b.fields = func() *field.Tree {
		b.engine.Build(&b.packet, &b.tree)
		return &b.tree
	}
	return b
}

func (b *bench) feed(frame []byte) {
	b.arena.Reset()
	p := &b.packet
	p.Number++
	p.Time, p.Wire = time.Unix(1000, 0).Add(time.Duration(p.Number)*time.Millisecond), len(frame)
	b.engine.Dissect(p, linkEthernet, frame, len(frame))
	if b.look != nil {
		b.seen = b.look(b.seen[:0], p, b.fields)
	}
	b.Count(p, b.seen)
}

// Counting packets of known keys allocates nothing.
func TestCountAllocates(t *testing.T) {
	for _, request := range []string{
		"io,phs", "conv,eth", "conv,ip", "conv,udp", "endpoints,ip", "endpoints,udp", "expert", "conv,ip,udp.port == 50053",
		"io,stat,0,udp,COUNT(ip.addr)udp,MAX(ip.len)ip",
	} {
		b := newBench(t, request)
		frames := [][]byte{datagram(1, 2, 40000, 50053), datagram(2, 1, 50053, 40000), datagram(3, 2, 40000, 50053)}
		run := func() {
			for _, f := range frames {
				b.feed(f)
			}
		}
		run()
		if n := testing.AllocsPerRun(100, run); n != 0 {
			t.Errorf("%s: %v allocations", request, n)
		}
	}
}

// cells returns the rows of a report as CSV has them.
func cells(t *testing.T, r *render.Report) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := render.WriteReport(&out, "csv", *r); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// A report says what its full table dropped.
func TestEvictionIsReported(t *testing.T) {
	b := newBench(t, "conv,udp", "endpoints,udp", "io,stat,0")
	for port := range uint16(1000) {
		b.feed(datagram(1, 2, 1000+port, 53))
	}
	reports := b.Reports()
	for i, things := range []string{"conversations", "endpoints"} {
		r := &reports[i]
		n := len(cells(t, r))
		if len(r.Notes) != 1 {
			t.Fatalf("%s: %q", things, r.Notes)
		}
		var rows, frames, bytes int
		var rest string
		if _, err := fmt.Sscanf(r.Notes[0], "%d "+things+" of %d frames and %d bytes are left out%s", &rows, &frames, &bytes, &rest); err != nil {
			t.Fatalf("%s: %v", r.Notes[0], err)
		}
		if rows+n < 1000 || rows+n > 1100 || n > 64 || bytes != 44*frames {
			t.Errorf("%s: %d rows and %s", things, n, r.Notes[0])
		}
	}
	if got := cells(t, &reports[2])[0][2]; got != "1000" {
		t.Errorf("%v frames, want 1000", got)
	}
}

// A hierarchy is bounded, whatever packets nest.
func TestHierarchyIsBounded(t *testing.T) {
	h := newHierarchy("")
	for i := range maxBranches + 10 {
		at := h.within(0, fmt.Sprint("outer", i%100))
		h.within(at, fmt.Sprint("inner", i))
	}
	if len(h.branches) != maxBranches {
		t.Errorf("%d branches", len(h.branches))
	}
	if h.within(0, "outer5") == 0 || h.within(0, "another") != 0 {
		t.Error("a full hierarchy forgets what it knows, or grows")
	}
}

// Devices that a full table has no room for are told.
func TestDevicesAreBounded(t *testing.T) {
	b := newBench(t, "endpoints,cdp")
	for i := range 100 {
		b.feed(labtest.CDPFrame(2, 180, labtest.TLV{Type: 1, Value: fmt.Sprintf("switch %03d", i)}))
	}
	r := b.Reports()[0]
	if n := len(cells(t, &r)); len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0], fmt.Sprintf("%d endpoints of ", 100-n)) {
		t.Errorf("%d lines, %q", n, r.Notes)
	}
}

// A report says how many packets were beyond its intervals.
func TestIntervalsAreBounded(t *testing.T) {
	b := newBench(t, "io,stat,0.000001")
	for range 100 {
		b.feed(datagram(1, 2, 3, 4)) // a millisecond apart
	}
	r := b.Reports()[0]
	if len(r.Notes) != 1 || r.Notes[0] != "34 frames are left out: there are no more than 65536 intervals." {
		t.Errorf("%q", r.Notes)
	}
	if n := len(cells(t, &r)); n != 65000+1 {
		t.Errorf("%d intervals", n)
	}
}

func BenchmarkConversations(b *testing.B) {
	s := newBench(b, "conv,ip")
	s.feed(datagram(1, 2, 40000, 53))
	b.ReportAllocs()
	for b.Loop() {
		s.Count(&s.packet, nil)
	}
}

func BenchmarkHierarchy(b *testing.B) {
	s := newBench(b, "io,phs")
	s.feed(datagram(1, 2, 40000, 53))
	b.ReportAllocs()
	for b.Loop() {
		s.Count(&s.packet, nil)
	}
}
