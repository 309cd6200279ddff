package fdp_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/fdp"
)

// frame is an announcement in Ethernet, LLC and SNAP; TLVs are a type and a text each.
func frame(holdtime byte, tlvs ...string) []byte {
	body := "\x01" + string([]byte{holdtime}) + "\x00\x00"
	for _, t := range tlvs {
		body += "\x00" + t[:1] + string([]byte{0, byte(3 + len(t))}) + t[1:]
	}
	b := []byte("\x01\xe0\x52\xcc\xcc\xcc\x02\x00\x5e\x30\x00\x01")
	b = append(b, 0, byte(8+len(body)))
	return append(append(b, "\xaa\xaa\x03\x00\xe0\x52\x20\x00"...), body...)
}

const (
	device   = "\x01"
	port     = "\x03"
	software = "\x05"
)

// The life of a neighbour: it arrives, changes, expires, returns and is withdrawn.
func TestEvents(t *testing.T) {
	registry := labtest.Registry(t)
	engine, arena := dissect.NewEngine(registry), dissect.NewArena(registry)
	engine.Use(arena)
	table, start := fdp.New(0), time.Unix(1795327610, 0)
	var p dissect.Packet
	capture := func(seconds int, outbound bool, frame []byte) {
		arena.Reset()
		p.Time, p.Interface, p.Wire, p.Outbound = start.Add(time.Duration(seconds)*time.Second), "swp1", len(frame), outbound
		engine.Dissect(&p, 1, frame, len(frame))
		p.Outbound = outbound
		table.Watch(&p)
	}
	capture(0, false, frame(180, device+"sw1", port+"e1", software+"7.2"))
	capture(1, true, frame(180, device+"me", port+"e9"))
	capture(60, false, frame(180, device+"sw1", port+"e1", software+"7.3"))
	capture(300, false, frame(180, device+"sw1", port+"e1", software+"7.3"))
	capture(301, false, frame(180, device+"sw1", port+"e2"))
	capture(310, false, frame(0, device+"sw1", port+"e1"))
	capture(311, false, frame(180, port+"e1"))
	rows := table.All()
	if len(rows) != 2 || table.Sent != 1 || table.Nameless != 1 {
		t.Fatalf("%d rows, %d sent, %d nameless", len(rows), table.Sent, table.Nameless)
	}
	got := ""
	for _, e := range rows[0].History {
		got += fmt.Sprint(int(e.Time.Sub(start)/time.Second), " ", e.Kind, " ", e.What.Names(), "; ")
	}
	if want := "0 new []; 60 changed [version]; 240 expired []; 300 new []; 310 withdrawn []; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if left := table.Neighbors(start.Add(312 * time.Second)); len(left) != 1 || left[0].Port != "e2" {
		t.Errorf("%d are left", len(left))
	}
}
