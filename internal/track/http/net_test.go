package http_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	web "github.com/pktscope/pktscope/dissect/http"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/track/flow"
	"github.com/pktscope/pktscope/internal/track/http"
)

// A net takes IPv4 packets apart and shows them to the trackers.
type net struct {
	engine *dissect.Engine
	arena  *dissect.Arena
	flow   *flow.Tracker
	http   *http.Tracker
	packet dissect.Packet
}

const linkIPv4 = 228

func newNet(t testing.TB) *net {
	t.Helper()
	r, err := dissect.NewRegistry(
		dissect.Bind[inet.IPv4](field.Link.Key(linkIPv4)),
		dissect.Bind[inet.TCP](field.IPProto.Key(6)),
		dissect.Bind[web.Packet](field.TCPPort.Key(80), field.TCPPort.Key(8080), web.Key),
	)
	if err != nil {
		t.Fatal(err)
	}
	n := &net{engine: dissect.NewEngine(r), arena: dissect.NewArena(r), flow: flow.New(), http: http.New()}
	n.engine.Use(n.arena)
	return n
}

func (n *net) see(data []byte) *dissect.Packet {
	n.arena.Reset()
	n.packet.Number++
	n.engine.Dissect(&n.packet, linkIPv4, data, len(data))
	n.flow.Observe(n.engine, &n.packet)
	n.http.Observe(n.engine, &n.packet)
	return &n.packet
}

// row is the Info column where TCP has it, "" where HTTP does.
func (n *net) row(data []byte) string {
	p := n.see(data)
	if string(p.AppendProtocol(nil)) != "TCP" {
		return ""
	}
	return info40(p)
}

// info40 is the Info column of a packet in Wireshark 4.0, which marks the segments of a
// message that another segment ends. Later versions do not.
func info40(p *dissect.Packet) string {
	p.Lead = nil // the marks of TCP are not what this is about
	info := string(p.AppendInfo(nil, nil))
	for i := range p.Layers {
		m, ok := p.Layers[i].Message.(*inet.TCP)
		switch {
		case !ok:
		case m.Facts.Part == inet.PartFirst, m.Facts.Part == inet.PartSegment:
			info, _, _ = strings.Cut(info, " [TCP PDU reassembled in")
			info += " [TCP segment of a reassembled PDU]"
		}
	}
	return info
}

// A segment goes from a client to the server or back.
type segment struct {
	fromServer bool
	seq        int // from the first byte on
	flags      inet.TCPFlags
	data       string
}

func (s segment) bytes(from, port uint16) []byte {
	client, server := []byte{10, 0, 0, 1}, []byte{10, 0, 0, 2}
	ports := [2]uint16{from, port}
	if s.fromServer {
		client, server = server, client
		ports = [2]uint16{port, from}
	}
	b := []byte{0x45, 0, 0, 0, 0, 1, 0, 0, 64, 6, 0, 0}
	binary.BigEndian.PutUint16(b[2:], uint16(40+len(s.data)))
	b = append(append(b, client...), server...)
	b = binary.BigEndian.AppendUint16(b, ports[0])
	b = binary.BigEndian.AppendUint16(b, ports[1])
	b = binary.BigEndian.AppendUint32(b, 1000+uint32(s.seq))
	b = binary.BigEndian.AppendUint32(b, 1000)
	b = binary.BigEndian.AppendUint16(b, 5<<12|uint16(inet.FlagACK|s.flags))
	b = append(b, 3, 232, 0, 0, 0, 0)
	return append(b, s.data...)
}
