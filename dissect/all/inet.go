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
			field.SAP.Key(0x06), field.Link.Key(228), link.IPv4Key, inet.IPv4Key, longtail.IPv4Key),
		dissect.Bind[inet.IPv6](field.EtherType.Key(0x86dd), field.IPProto.Key(41), field.PPP.Key(0x0057), field.NLPID.Key(0x8e),
			field.Link.Key(229), link.IPv6Key, inet.IPv6Key, longtail.IPv6Key),
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
