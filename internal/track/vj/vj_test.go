package vj_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/vj"
)

// The packet that begins a connection is TCP's, whatever the number of the connection is;
// of compressed ones only the protocol is known. The lists are those of tshark 4.6.9.
func TestRestored(t *testing.T) {
	const segment = "0a0000010a000002" + "9c400017000000010000000150100400000000" + "00"
	for _, c := range []struct{ name, frame, protocols string }{
		{"uncompressed", "ff03002f" + "45000028000100004000" + "0000" + segment, "ppp:vjc:ip:tcp"},
		{"connection 6", "ff03002f" + "45000028000100004006" + "0000" + segment, "ppp:vjc:ip:tcp"},
		{"compressed", "ff03002d" + "10b5f70d0a", "ppp:vjc"},
		{"too short", "ff03002f" + "4500", "ppp:vjc"},
	} {
		frame := dissecttest.Hex(c.frame)
		e := dissect.NewEngine(labtest.Registry(t))
		var p dissect.Packet
		var tree field.Tree
		e.Dissect(&p, 9, frame, len(frame))
		vj.New().Observe(e, &p)
		e.Build(&p, &tree)
		if got := string(p.AppendProtocols(nil)); got != c.protocols {
			t.Errorf("%s: %s, want %s", c.name, got, c.protocols)
		}
		for n := range frame {
			e.Dissect(&p, 9, frame[:n:n], len(frame))
			vj.New().Observe(e, &p)
			e.Build(&p, &tree)
		}
	}
}
