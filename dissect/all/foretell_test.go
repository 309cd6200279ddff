package all_test

import (
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
)

// What a header foretells is what it says once it is decoded.
func TestForetold(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/pcaps/*.pcap*")
	if err != nil || len(files) == 0 {
		t.Fatal("no captures", err)
	}
	told := map[string]int{}
	e := dissect.NewEngine(labtest.Registry(t))
	for _, file := range files {
		for frame := range labtest.Packets(t, file) {
			e.Use(dissect.NewArena(labtest.Registry(t)))
			var p dissect.Packet
			e.Dissect(&p, uint32(frame.Link), frame.Data, frame.WireLen)
			for i := range p.Layers {
				checkForetold(t, &p, i, told)
			}
		}
	}
	for _, name := range []string{"eth", "llc"} {
		if told[name] == 0 {
			t.Errorf("no packet has an %s header that foretells what it carries", name)
		}
	}
}

// FuzzForetold is TestForetold for frames of any bytes.
func FuzzForetold(f *testing.F) {
	for frame := range labtest.Packets(f, "../../fixtures/pcaps/01-ikev1-main-seed.pcap") {
		f.Add(frame.Data)
	}
	f.Add([]byte("\x01\x00\x0c\xcc\xcc\xcc\x02\x00\x00\x00\x00\x01\x00\x0a\xaa\xaa\x03\x00\x00\x0c\x20\x00\x02\xb4"))
	f.Add([]byte("\x01\x80\xc2\x00\x00\x00\x02\x00\x00\x00\x00\x01\x00\x0b\x42\x42\x03\x00\x00\x00\x00\x00\x02\xb4"))
	registry := labtest.Registry(f)
	e := dissect.NewEngine(registry)
	f.Fuzz(func(t *testing.T, frame []byte) {
		e.Use(dissect.NewArena(registry))
		var p dissect.Packet
		const ethernet = 1
		e.Dissect(&p, ethernet, frame, len(frame))
		for i := range p.Layers {
			checkForetold(t, &p, i, map[string]int{})
		}
	})
}

// checkForetold compares what the header of layer i foretells, which told counts, with
// what was decoded.
func checkForetold(t *testing.T, p *dissect.Packet, i int, told map[string]int) {
	t.Helper()
	l := &p.Layers[i]
	m, ok := l.Message.(dissect.Foretelling)
	if !ok {
		return
	}
	n, key := m.Foretell(p.Bufs[l.Span.Buf][l.Span.Off:])
	pay, carries := l.Payload()
	if n == 0 || !carries {
		return // what it carries is none of its length
	}
	told[l.Proto().Name]++
	c := l.Message.(dissect.Carrier)
	if at := pay.Off - l.Span.Off; n != at || c.Next(0) != key || c.Next(1).Space != field.None {
		t.Errorf("frame %x: %s foretells %v behind %d bytes, and carries %v behind %d", p.Bufs[0], l.Proto().Name, key, n, c.Next(0), at)
	}
}
