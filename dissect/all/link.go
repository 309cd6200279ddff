package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/etherip"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/journal"
	"github.com/pktscope/pktscope/dissect/l2tp"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/dissect/tunnel"
	"github.com/pktscope/pktscope/internal/longtail"
)

func linkLayers() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[link.Ethernet](field.Link.Key(1), field.EtherType.Key(0x6558), link.EthernetKey, link.CheckedKey, tunnel.EthernetKey, etherip.Key, l2tp.EthernetKey, longtail.EthernetKey),
		dissect.Bind[link.VLAN](field.EtherType.Key(0x8100), field.EtherType.Key(0x9100), field.EtherType.Key(0x9200), field.EtherType.Key(0x9300)),
		dissect.Bind[link.ServiceVLAN](field.EtherType.Key(0x88a8)),
		dissect.Bind[link.Loopback](field.EtherType.Key(0x9000)),
		dissect.Bind[link.LLC](link.LLCKey, longtail.LLCKey, field.EtherType.Key(0x8870)),
		dissect.Bind[link.Null](field.Link.Key(0), field.Link.Key(108)),
		dissect.Bind[link.Raw](field.Link.Key(12), field.Link.Key(14), field.Link.Key(101), field.Link.Key(228), field.Link.Key(229)),
		dissect.Bind[link.Cooked](field.Link.Key(113), field.Link.Key(276)),
		dissect.Bind[link.HDLC](field.Link.Key(104)),
		dissect.Bind[link.SLARP](link.SLARPKey),
		dissect.Bind[link.SerialPPP](field.Link.Key(9), field.Link.Key(50)),
		dissect.Bind[link.PPP](link.PPPKey, field.EtherType.Key(0x880b)),
		dissect.Bind[link.VJ](field.PPP.Key(0x002d), field.PPP.Key(0x002f)),
		dissect.Bind[link.MPLS](field.EtherType.Key(0x8847), field.EtherType.Key(0x8848), field.PPP.Key(0x0281), field.PPP.Key(0x0283), field.IPProto.Key(137), field.UDPPort.Key(6635)),
		dissect.Bind[link.ControlWord](link.ControlWordKey),
		dissect.Bind[link.Channel](link.ChannelKey),
		dissect.Bind[link.PPPoEDiscovery](field.EtherType.Key(0x8863)),
		dissect.Bind[link.PPPoESession](field.EtherType.Key(0x8864)),
		dissect.Bind[link.FrameRelay](field.Link.Key(107)),
		dissect.Bind[link.ISL](link.ISLKey),
		dissect.Bind[link.FDDI](field.Link.Key(10)),
		dissect.Bind[link.TokenRing](field.Link.Key(6)),
		dissect.Bind[link.IPNet](field.Link.Key(226)),
		dissect.Bind[link.CLIP](field.Link.Key(18), field.Link.Key(19), field.Link.Key(106)),
		dissect.Bind[link.ARCNET](field.Link.Key(7), field.Link.Key(129)),
		dissect.Bind[link.IPoIB](field.Link.Key(242)),
		dissect.Bind[link.VNTag](field.EtherType.Key(0x8926)),
		dissect.Bind[link.ETag](field.EtherType.Key(0x893f)),
		dissect.Bind[link.FabricPath](link.FabricPathKey),
		dissect.Bind[link.MACsec](field.EtherType.Key(0x88e5)),
		dissect.Bind[link.Backbone](field.EtherType.Key(0x88e7)),
		dissect.Bind[link.RTag](field.EtherType.Key(0xf1c1)),
		// USER2 is what macOS's tcpdump writes; LINKTYPE_PKTAP is libpcap's own.
		dissect.Bind[link.PKTAP](field.Link.Key(149), field.Link.Key(258)),
		dissect.Bind[journal.Entry](field.Link.Key(field.JournalLink)),
		dissect.Bind[link.Unknown](field.Link.Key(field.AnyLink)),
	}
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{
		(*link.Ethernet)(nil), (*link.VLAN)(nil), (*link.ServiceVLAN)(nil), (*link.Loopback)(nil), (*link.LLC)(nil),
		(*link.Null)(nil), (*link.Raw)(nil), (*link.Cooked)(nil), (*link.HDLC)(nil), (*link.SLARP)(nil), (*link.SerialPPP)(nil),
		(*link.PPP)(nil), (*link.MPLS)(nil), (*link.ControlWord)(nil), (*link.Channel)(nil), (*link.PPPoESession)(nil),
		(*link.FrameRelay)(nil), (*link.ISL)(nil), (*link.FDDI)(nil), (*link.TokenRing)(nil), (*link.IPNet)(nil),
		(*link.CLIP)(nil), (*link.ARCNET)(nil), (*link.IPoIB)(nil), (*link.VNTag)(nil), (*link.ETag)(nil), (*link.FabricPath)(nil), (*link.MACsec)(nil),
		(*link.Backbone)(nil), (*link.RTag)(nil), (*link.PKTAP)(nil), (*link.Unknown)(nil), (*link.VJ)(nil),
	}
	_ = []dissect.Endpoints{
		(*link.Ethernet)(nil), (*link.Null)(nil), (*link.Raw)(nil), (*link.Cooked)(nil), (*link.HDLC)(nil),
		(*link.SerialPPP)(nil), (*link.FrameRelay)(nil), (*link.ISL)(nil), (*link.FDDI)(nil), (*link.TokenRing)(nil),
		(*link.CLIP)(nil), (*link.ARCNET)(nil),
	}
	_ = []dissect.EtherTyped{
		(*link.Ethernet)(nil), (*link.VLAN)(nil), (*link.ServiceVLAN)(nil), (*link.Cooked)(nil), (*link.VNTag)(nil),
		(*link.ETag)(nil), (*link.MACsec)(nil), (*link.Backbone)(nil), (*link.RTag)(nil),
	}
	_ = []dissect.Stateful{(*link.Unknown)(nil), (*link.VJ)(nil)}
	_ = []dissect.Open{(*link.MPLS)(nil)}
	_ = []dissect.Pathed{(*link.ISL)(nil), (*link.PPPoEDiscovery)(nil), (*link.PPPoESession)(nil), (*link.PKTAP)(nil), (*link.Unknown)(nil)}
	_ = []dissect.Blocked{(*link.Unknown)(nil)}
	_ = []dissect.Titled{
		(*link.Ethernet)(nil), (*link.VLAN)(nil), (*link.ServiceVLAN)(nil), (*link.Cooked)(nil), (*link.HDLC)(nil),
		(*link.SerialPPP)(nil), (*link.PPP)(nil), (*link.PPPoEDiscovery)(nil), (*link.PPPoESession)(nil), (*link.ARCNET)(nil),
		(*link.VNTag)(nil), (*link.ETag)(nil), (*link.MACsec)(nil), (*link.Backbone)(nil), (*link.RTag)(nil), (*link.Unknown)(nil),
	}
	_ = []dissect.Trailing{
		(*link.Ethernet)(nil), (*link.VLAN)(nil), (*link.ServiceVLAN)(nil), (*link.Cooked)(nil), (*link.ISL)(nil),
		(*link.VNTag)(nil), (*link.ETag)(nil), (*link.MACsec)(nil), (*link.Backbone)(nil), (*link.RTag)(nil),
	}
)
