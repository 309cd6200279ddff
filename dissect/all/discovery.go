package all

import (
	"pktscope/dissect"
	"pktscope/dissect/cdp"
	"pktscope/dissect/field"
	"pktscope/dissect/lldp"
)

// discovery is by what neighbours tell each other of themselves.
func discovery() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[cdp.Packet](field.SNAPKey(0x00000c, 0x2000), field.EtherType.Key(0x2000), field.PPP.Key(0x0207)),
		dissect.Bind[lldp.Packet](field.EtherType.Key(0x88cc)),
	}
}
