package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/eap"
	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/iketcp"
	"github.com/pktscope/pktscope/dissect/ipcomp"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/dissect/nat"
	"github.com/pktscope/pktscope/dissect/tcpencap"
)

func ipsec() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[esp.Packet](field.IPProto.Key(50), field.Inner.Key(field.InnerESP)),
		dissect.Bind[esp.AH](field.IPProto.Key(51)),
		dissect.Bind[ipcomp.Packet](field.IPProto.Key(108)),
		dissect.Bind[isakmp.Packet](field.UDPPort.Key(500), field.UDPPort.Key(848), field.TCPPort.Key(500), field.Inner.Key(field.InnerISAKMP)),
		dissect.Bind[eap.Packet](field.Inner.Key(field.InnerEAP)),
		dissect.Bind[tcpencap.Packet](field.TCPPort.Key(10000)),
		dissect.Bind[iketcp.Packet](field.Inner.Key(field.InnerIKETCP)),
		dissect.Bind[nat.Packet](field.UDPPort.Key(4500), field.Inner.Key(field.InnerKeepalive)),
	}
}
