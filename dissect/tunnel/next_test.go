package tunnel_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/tunnel"
)

// What follows GRE: RFC 2784's EtherTypes, and the numbers that mean something
// else there than in Ethernet.
func TestGRENext(t *testing.T) {
	for _, c := range []struct {
		name string
		gre  tunnel.GRE
		want field.Key
	}{
		{"IPv4", tunnel.GRE{Type: 0x0800}, field.EtherType.Key(0x0800)},
		{"CDP", tunnel.GRE{Type: 0x2000}, field.EtherType.Key(0x2000)},
		{"PPTP", tunnel.GRE{Type: 0x880b, Flags: 0x3001}, field.EtherType.Key(0x880b)},
		{"WCCP is IPv4", tunnel.GRE{Type: 0x883e}, field.EtherType.Key(0x0800)},
		{"NHRP, not CGMP", tunnel.GRE{Type: 0x2001}, field.IPProto.Key(54)},
		{"frame relay", tunnel.GRE{Type: 0x6559}, field.Link.Key(107)},
		{"keepalive", tunnel.GRE{}, field.Key{}},
		{"a wireless controller's, not loopback", tunnel.GRE{Type: 0x9000}, field.Key{}},
		{"ERSPAN I", tunnel.GRE{Type: 0x88be}, tunnel.ERSPAN1Key},
		{"ERSPAN II", tunnel.GRE{Type: 0x88be, Flags: tunnel.SequencePresent}, tunnel.ERSPANKey},
		{"ERSPAN III", tunnel.GRE{Type: 0x22eb}, tunnel.ERSPANKey},
	} {
		if got := c.gre.Next(0); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// The Info columns are tshark's.
func TestSummary(t *testing.T) {
	for _, c := range []struct {
		name string
		line []byte
		want string
	}{
		{"keepalive", (&tunnel.GRE{}).AppendSummary(nil, nil), "Encapsulated Possible GRE keepalive packet"},
		{"PPTP", (&tunnel.GRE{Type: 0x880b}).AppendSummary(nil, nil), "Encapsulated PPP"},
		{"unknown", (&tunnel.GRE{Type: 0x1234}).AppendSummary(nil, nil), "Encapsulated 0x1234 (unknown)"},
		{"capitals", (&tunnel.GRE{Type: 0x22e7}).AppendSummary(nil, nil), "Encapsulated 0x22E7 (unknown)"}, // as in tshark 4.6.9
		{"ERSPAN", (&tunnel.ERSPAN{Type: 3}).AppendSummary(nil, nil), "ERSPAN:"},
		{"Geneve", (&tunnel.Geneve{Type: 0x6559}).AppendSummary(nil, nil), "Encapsulated 0x6559 (unknown)"},
		{"VXLAN", (&tunnel.VXLAN{}).AppendSummary(nil, nil), ""},
	} {
		if string(c.line) != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.line, c.want)
		}
	}
}
