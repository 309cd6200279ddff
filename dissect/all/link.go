package all

import (
	"pktscope/dissect"
	"pktscope/dissect/field"
	"pktscope/dissect/link"
)

func linkLayers() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[link.Ethernet](field.Link.Key(1), field.EtherType.Key(0x6558), field.Inner.Key(field.InnerEthernet)),
	}
}
