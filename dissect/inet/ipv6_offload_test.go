package inet_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/labtest"
)

// A payload length of 0 is that of a segment which the sender's interface cuts, of any
// length (BIG TCP), as tcpdump reads it since its pull requests 1329 and 1404; where there
// is no room for a header, or the capture cut it, there are no ports. "[Jumbogram]" and
// "[ILLEGAL CHECKSUM (0)]" are what tshark 4.6.9 says.
func TestIPv6Offloaded(t *testing.T) {
	const (
		carrier = "86dd"
		big     = 100000
		ip      = "60000000 0000"
		tcp     = "9c400051 00000001 00000001 50181000 00000000"
		udp     = "9c4007d0 0000 0000"
		ip4     = "45000000 00010000 4011 0000 c0000201 c6336402"
		geneve  = "138817c1 0000 0000 0000 6558 00006400"
		vxlan   = "138812b5 0000 0000 08000000 00006400"
		eth     = "02005e100002 02005e100001 "
	)
	tests := []struct {
		name, bytes          string
		wire                 int // 0: as captured
		source, protocol, is string
	}{
		{"BIG TCP", eth + carrier + ip + "0640" + ip6Addrs + tcp + "61", big, "2001:db8::1", "TCP", "40000 → 81 [PSH, ACK] Seq=1 Ack=1 Win=4096 Len=99926"},
		{"segment", eth + carrier + ip + "0640" + ip6Addrs + tcp + "6161", 0, "2001:db8::1", "TCP", "40000 → 81 [PSH, ACK] Seq=1 Ack=1 Win=4096 Len=2"},
		{"cut behind the ports", eth + carrier + ip + "0640" + ip6Addrs + "9c400051 0000", big, "2001:db8::1", "TCP", "40000 → 81[Packet size limited during capture]"},
		{"cut in the ports", eth + carrier + ip + "0640" + ip6Addrs + "9c40", big, "2001:db8::1", "IPv6", "[Packet size limited during capture]"},
		{"nothing follows", eth + carrier + ip + "0640" + ip6Addrs, 0, "2001:db8::1", "IPv6", "[Malformed Packet]"},
		{"padding follows", eth + carrier + ip + "0640" + ip6Addrs + "000000000000", 0, "2001:db8::1", "IPv6", "[Malformed Packet]"},
		{"UDP", eth + carrier + ip + "1140" + ip6Addrs + udp + "61", big, "2001:db8::1", "UDP", "40000 → 2000 Len=99938 [Jumbogram] [ILLEGAL CHECKSUM (0)]"},
		{"UDP of length 0 alone", eth + carrier + "60000000 0009 1140" + ip6Addrs + udp + "61", 0, "2001:db8::1", "UDP", "40000 → 2000 Len=1 [Jumbogram] [ILLEGAL CHECKSUM (0)]"},
		{"Geneve over IPv6", eth + carrier + ip + "1140" + ip6Addrs + geneve + eth + carrier + ip + "0640" + ip6Stop + ip6Stop + tcp + "61", big, "2001:db8::7", "TCP", "40000 → 81 [PSH, ACK] Seq=1 Ack=1 Win=4096 Len=99856"},
		{"VXLAN over IPv4", eth + "0800" + ip4 + vxlan + eth + carrier + ip + "0640" + ip6Addrs + tcp + "61", big, "2001:db8::1", "TCP", "40000 → 81 [PSH, ACK] Seq=1 Ack=1 Win=4096 Len=99876"},
		{"options without a jumbo payload", eth + carrier + ip + "0040" + ip6Addrs + "0600 010400000000" + tcp, big, "2001:db8::1", "IPv6", "Invalid IPv6 payload length[Malformed Packet]"},
		{"destination options", eth + carrier + ip + "3c40" + ip6Addrs + "0600 010400000000" + tcp, big, "2001:db8::1", "IPv6", "IPv6 destination options[Malformed Packet]"},
		{"ESP", eth + carrier + ip + "3240" + ip6Addrs + "00001234 00000001", big, "2001:db8::1", "ESP", "[Malformed Packet]"},
	}
	e := dissect.NewEngine(labtest.Registry(t))
	for _, tt := range tests {
		data := dissecttest.Hex(tt.bytes)
		got := columns(e, data, max(tt.wire, len(data)))
		if want := [3]string{tt.source, tt.protocol, tt.is}; got != want {
			t.Errorf("%s: %q, want %q", tt.name, got, want)
		}
	}
}

// columns returns Source, Protocol and Info of an Ethernet frame.
func columns(e *dissect.Engine, data []byte, wire int) [3]string {
	var p dissect.Packet
	e.Dissect(&p, 1, data, wire)
	return [3]string{string(p.AppendSource(nil)), string(p.AppendProtocol(nil)), string(p.AppendInfo(nil, nil))}
}
