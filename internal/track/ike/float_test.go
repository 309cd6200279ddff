package ike_test

import (
	"encoding/binary"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A NAT on each side changes both ports of UDP 4500: nothing but what was said
// before shows what the datagrams are.
func TestFloat(t *testing.T) {
	const ours, theirs = 31000, 32000
	r := labtest.Registry(t)
	e := dissect.NewEngine(r)
	tr := ike.New(nil, ike.Limits{})
	undecrypted, recognised := 0, 0
	for f := range labtest.Packets(t, filepath.Join(pcaps, "07-ikev1-nat-t.pcap")) {
		if udp := f.Data[34:]; f.Data[23] == 17 && binary.BigEndian.Uint16(udp) == 4500 && binary.BigEndian.Uint16(udp[2:]) == 4500 {
			a, b := uint16(ours), uint16(theirs)
			if f.Data[26] == 80 { // from the responder
				a, b = b, a
			}
			binary.BigEndian.PutUint16(udp, a)
			binary.BigEndian.PutUint16(udp[2:], b)
			undecrypted++
		}
		var p dissect.Packet
		p.Number, p.Time = f.Number, f.Time
		e.Dissect(&p, uint32(f.Link), f.Data, f.WireLen)
		tr.Observe(e, &p)
		for i := range p.Layers {
			if p.Layers[i].Proto().Name == "udpencap" {
				recognised++
			}
			if m, ok := p.Layers[i].Message.(*esp.Packet); ok && m.SPI == 0 {
				t.Errorf("frame %d: no SPI", p.Number)
			}
		}
	}
	if undecrypted < 20 || recognised != undecrypted {
		t.Errorf("%d datagrams of RFC 3948, %d were recognised", undecrypted, recognised)
	}
	for s := range tr.SAs() {
		if !(s.Now[ike.Initiator].Port() == ours && s.Now[ike.Responder].Port() == theirs) || s.Messages != 11 {
			t.Errorf("the SA is now at %v, after %d messages", s.Now, s.Messages)
		}
	}
}
