package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/cdp"
	"github.com/pktscope/pktscope/dissect/edp"
	"github.com/pktscope/pktscope/dissect/fdp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/lldp"
)

// discovery is by what neighbours tell each other of themselves.
func discovery() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[cdp.Packet](field.SNAPKey(0x00000c, 0x2000), field.EtherType.Key(0x2000), field.PPP.Key(0x0207)),
		dissect.Bind[lldp.Packet](field.EtherType.Key(0x88cc)),
		dissect.Bind[fdp.Packet](field.SNAPKey(0x00e052, 0x2000)),
		dissect.Bind[edp.Packet](field.SNAPKey(0x00e02b, 0x00bb)),
	}
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{(*cdp.Packet)(nil)}
	_ = []dissect.Final{(*cdp.Packet)(nil)}
	_ = []dissect.Titled{(*edp.Packet)(nil)}
)
