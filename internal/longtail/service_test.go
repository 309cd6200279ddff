package longtail_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
)

// Services are known by their port and their bytes: other bytes on the port are data.
func TestServices(t *testing.T) {
	text := func(s string) string { return hex.EncodeToString([]byte(s)) }
	datagram := func(port, payload string) string {
		n := func(v int) string { return string(field.AppendHex(nil, uint64(v), 2)) }
		return "4500" + n(28+len(payload)/2) + "0000000040110000c0000201c0000202" + port + port + n(8+len(payload)/2) + "0000" + payload
	}
	call := func(program, procedure string) string {
		return "00000001" + "00000000" + "00000002" + program + "00000002" + procedure + strings.Repeat("00", 16)
	}
	dccp := func(kind, rest string) string {
		return "450000" + "2800000000402100" + "00c0000201c0000202" + "9c401389" + "03" + "00" + "0000" + kind + "000001" + rest
	}
	e := engine(t)
	for _, c := range []struct{ name, packet, protocols, protocol, info string }{
		{"Dropbox", datagram("445c", text(`{"host_int": 1}`)), "raw:ip:udp:db-lsp-disc:json", "DB-LSP-DISC/JSON", "Dropbox LAN sync Discovery Protocol, JSON"},
		{"Dropbox's port", datagram("445c", text(`x`)), "raw:ip:udp:data", "UDP", "17500 → 17500 Len=1"},
		{"CUPS", datagram("0277", text("e 3 ipp://192.0.2.1:631/printers/p \"a\" \"b\"\n")), "raw:ip:udp:cups", "CUPS", "ipp://192.0.2.1:631/printers/p (idle)"},
		{"CUPS's port", datagram("0277", text("e 9 ipp")), "raw:ip:udp:data", "UDP", "631 → 631 Len=7"},
		{"portmapper", datagram("006f", call("000186a0", "00000003")), "raw:ip:udp:rpc:portmap", "Portmap", "V2 GETPORT Call"},
		{"NFS", datagram("0801", call("000186a3", "00000001")), "raw:ip:udp:rpc", "RPC", "Program 100003, V2, procedure 1 Call"},
		{"RPC, reply", datagram("006f", "00000001"+"00000001"+"00000000"+strings.Repeat("00", 12)), "raw:ip:udp:data", "UDP", "111 → 111 Len=24"},
		{"RPC's port", datagram("006f", "0000000100000007"), "raw:ip:udp:data", "UDP", "111 → 111 Len=8"},
		{"MNDP", datagram("162e", "00000001"+"0005000178"), "raw:ip:udp:mndp", "MNDP", "Mikrotik Neighbor Discovery"},
		{"DCCP", dccp("00", "0000000000000000"), "raw:ip:dccp", "DCCP", "40000 → 5001 [Request]"},
		{"DCCP, data", dccp("04", "0000000000000000"), "raw:ip:dccp:data", "DCCP", "40000 → 5001 [Data]"},
	} {
		packet := dissecttest.Hex(c.packet)
		var p dissect.Packet
		var tree field.Tree
		e.Dissect(&p, 101, packet, len(packet))
		e.Build(&p, &tree)
		if got := string(p.AppendProtocols(nil)); got != c.protocols {
			t.Errorf("%s: %s, want %s", c.name, got, c.protocols)
		}
		if got := string(p.AppendProtocol(nil)); got != c.protocol {
			t.Errorf("%s: protocol is %s, want %s", c.name, got, c.protocol)
		}
		if got := string(p.AppendInfo(nil, nil)); got != c.info {
			t.Errorf("%s: info is %q, want %q", c.name, got, c.info)
		}
		for n := range packet {
			for _, wire := range []int{n, len(packet)} {
				e.Dissect(&p, 101, packet[:n:n], wire)
				p.AppendInfo(nil, nil)
				e.Build(&p, &tree)
			}
		}
	}
}

// TestCAN holds identifiers to what tshark 4.6.9 prints of them.
func TestCAN(t *testing.T) {
	e := engine(t)
	for frame, want := range map[string]string{
		"0000073301000000" + "00":                       "CAN ID: 1843 (0x733), Length: 1",
		"81abcdef02000000" + "0102":                     "CAN Ext. ID: 28036591 (0x01abcdef), Length: 2",
		"4000001204000000":                              "CAN ID: 18 (0x012), Length: 4 (Remote Transmission Request)",
		"000001230c040000" + "010101010101010101010101": "CANFD ID: 291 (0x123), Length: 12",
	} {
		b := dissecttest.Hex(frame)
		var p dissect.Packet
		e.Dissect(&p, 227, b, len(b))
		if got := string(p.AppendInfo(append(p.AppendProtocol(nil), ' '), nil)); got != want {
			t.Errorf("%s: %s, want %s", frame, got, want)
		}
	}
}
