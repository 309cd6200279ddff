package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/dissect/link"
	"github.com/pktscope/pktscope/internal/longtail"
)

func inetLayers() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[inet.ARP](field.EtherType.Key(0x0806), field.EtherType.Key(0x8035)),
		dissect.Bind[inet.IPv4](field.EtherType.Key(0x0800), field.IPProto.Key(4), field.PPP.Key(0x0021), field.NLPID.Key(0xcc),
			field.SAP.Key(0x06), link.IPv4Key, inet.IPv4Key, longtail.IPv4Key),
		dissect.Bind[inet.IPv6](field.EtherType.Key(0x86dd), field.IPProto.Key(41), field.PPP.Key(0x0057), field.NLPID.Key(0x8e),
			link.IPv6Key, inet.IPv6Key, longtail.IPv6Key),
		dissect.Bind[inet.IPv6HopByHop](field.IPProto.Key(0)),
		dissect.Bind[inet.IPv6Routing](field.IPProto.Key(43)),
		dissect.Bind[inet.IPv6Fragment](field.IPProto.Key(44)),
		dissect.Bind[inet.IPv6Destination](field.IPProto.Key(60)),
		dissect.Bind[inet.UDP](field.IPProto.Key(17)),
		dissect.Bind[inet.TCP](field.IPProto.Key(6)),
		dissect.Bind[inet.SCTP](field.IPProto.Key(132)),
		dissect.Bind[inet.ICMP](field.IPProto.Key(1)),
		dissect.Bind[inet.ICMPv6](field.IPProto.Key(58)),
	}
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{
		(*inet.IPv4)(nil), (*inet.IPv6)(nil), (*inet.IPv6HopByHop)(nil), (*inet.IPv6Routing)(nil), (*inet.IPv6Fragment)(nil),
		(*inet.IPv6Destination)(nil), (*inet.UDP)(nil), (*inet.TCP)(nil), (*inet.SCTP)(nil), (*inet.ICMP)(nil),
		(*inet.ICMPv6)(nil),
	}
	_ = []dissect.Endpoints{(*inet.IPv4)(nil), (*inet.IPv6)(nil), (*inet.IPv6Routing)(nil), (*inet.IPv6Destination)(nil)}
	_ = []dissect.Gathering{(*inet.TCP)(nil)}
	_ = []dissect.Irregular{(*inet.IPv4)(nil)}
	_ = []dissect.Keeper{(*inet.ICMP)(nil), (*inet.ICMPv6)(nil)}
	_ = []dissect.Nested{(*inet.IPv6HopByHop)(nil), (*inet.IPv6Routing)(nil), (*inet.IPv6Fragment)(nil), (*inet.IPv6Destination)(nil)}
	_ = []dissect.Printable{(*inet.UDP)(nil), (*inet.TCP)(nil), (*inet.ICMP)(nil)}
	_ = []dissect.Quoter{(*inet.ICMP)(nil), (*inet.ICMPv6)(nil)}
	_ = []dissect.Pathed{(*inet.IPv6)(nil)}
	_ = []dissect.Silent{(*inet.IPv6)(nil), (*inet.UDP)(nil), (*inet.TCP)(nil)}
	_ = []dissect.Stateful{
		(*inet.ARP)(nil), (*inet.IPv4)(nil), (*inet.IPv6Fragment)(nil), (*inet.TCP)(nil), (*inet.SCTP)(nil), (*inet.ICMP)(nil), (*inet.ICMPv6)(nil),
	}
	_ = []dissect.Titled{
		(*inet.ARP)(nil), (*inet.IPv6HopByHop)(nil), (*inet.IPv6Routing)(nil), (*inet.IPv6Fragment)(nil),
		(*inet.IPv6Destination)(nil),
	}
	_ = []dissect.TopCarrier{(*inet.UDP)(nil)}
)
