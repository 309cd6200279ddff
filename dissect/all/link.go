package all

import (
	"pktscope/dissect"
	"pktscope/dissect/field"
	"pktscope/dissect/link"
)

func linkLayers() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[link.Ethernet](field.Link.Key(1), field.EtherType.Key(0x6558), link.EthernetKey, link.CheckedKey),
		dissect.Bind[link.VLAN](field.EtherType.Key(0x8100), field.EtherType.Key(0x9100), field.EtherType.Key(0x9200), field.EtherType.Key(0x9300)),
		dissect.Bind[link.ServiceVLAN](field.EtherType.Key(0x88a8)),
		dissect.Bind[link.LLC](link.LLCKey, field.EtherType.Key(0x8870)),
	}
}
