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
		dissect.Bind[esp.Packet](field.IPProto.Key(50), nat.ESPKey),
		dissect.Bind[esp.AH](field.IPProto.Key(51)),
		dissect.Bind[ipcomp.Packet](field.IPProto.Key(108)),
		dissect.Bind[isakmp.Packet](field.UDPPort.Key(500), field.UDPPort.Key(848), field.TCPPort.Key(500), nat.ISAKMPKey),
		dissect.Bind[eap.Packet](isakmp.EAPKey),
		dissect.Bind[tcpencap.Packet](field.TCPPort.Key(10000)),
		dissect.Bind[iketcp.Packet](iketcp.Key),
		dissect.Bind[nat.Packet](field.UDPPort.Key(4500), isakmp.KeepaliveKey),
	}
}
