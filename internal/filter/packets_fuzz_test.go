package filter_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/labtest"
)

// FuzzFilterOverPackets asks any filter of any packet: a glance, a part of the tree and
// the whole one give the same answer.
func FuzzFilterOverPackets(f *testing.F) {
	r := registry(f)
	for name, expr := range map[string]string{
		"01-ikev1-main-seed.pcap":    `isakmp.exchangetype == "Quick Mode" or udp.port in {500, 4500}`,
		"50-carriers.pcap":           `ip.addr == 10.0.0.0/8 and not tcp.flags.syn`,
		"16-cdp-topology-a.pcap":     `cdp.deviceid contains "SW" and len(cdp.platform) > 3`,
		"20-http.pcap":               `http.host matches "^a" or tcp.len == 0 or frame.len - 40 > 3`,
		"41-lldp-med-locations.pcap": `lldp && eth.dst[0] & 1 == 1`,
		"18-loopback.raw.pcap":       `all ip.addr !== 127.0.0.1 or _ws.col.info contains "x"`,
	} {
		n := 0
		for p := range labtest.Packets(f, "../../fixtures/pcaps/"+name) {
			if n++; n%9 == 1 && n < 100 {
				f.Add(append([]byte(nil), p.Data...), uint16(p.Link), expr)
			}
		}
	}
	for name, frame := range frames {
		f.Add(dissecttest.Hex(frame), uint16(1), name)
	}
	engine := dissect.NewEngine(r)
	arena := dissect.NewArena(r)
	engine.Use(arena)
	f.Fuzz(func(t *testing.T, data []byte, link uint16, expr string) {
		if len(expr) > 300 {
			return
		}
		q, err := newQuestion(r, expr)
		if err != nil {
			return
		}
		arena.Reset()
		p := &packet{engine: engine}
		p.Head = &frame.Frame{Number: 1, CapLen: len(data), WireLen: len(data), Link: uint32(link), Delta: field.Nanos{Low: 1e6}, Protocols: &p.Packet}
		engine.Dissect(&p.Packet, uint32(link), data, len(data))
		q.of(t, p)
	})
}
