package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/aggfrag"
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
		dissect.Bind[aggfrag.Packet](field.IPProto.Key(144)),
		dissect.Bind[ipcomp.Packet](field.IPProto.Key(108)),
		dissect.Bind[isakmp.Packet](field.UDPPort.Key(isakmp.Port), field.UDPPort.Key(848), field.TCPPort.Key(500), nat.ISAKMPKey),
		dissect.Bind[eap.Packet](isakmp.EAPKey),
		dissect.Bind[tcpencap.Packet](field.TCPPort.Key(10000)),
		dissect.Bind[iketcp.Packet](iketcp.Key),
		dissect.Bind[nat.Packet](field.UDPPort.Key(isakmp.PortNATT), isakmp.KeepaliveKey),
	}
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{
		(*esp.Packet)(nil), (*esp.AH)(nil), (*aggfrag.Packet)(nil), (*ipcomp.Packet)(nil), (*isakmp.Packet)(nil), (*tcpencap.Packet)(nil),
		(*iketcp.Packet)(nil), (*nat.Packet)(nil),
	}
	_ = []dissect.Encrypted{(*esp.Packet)(nil)}
	_ = []dissect.Irregular{(*isakmp.Packet)(nil)}
	_ = []dissect.Nested{(*esp.AH)(nil)}
	_ = []dissect.Printable{(*esp.Packet)(nil), (*aggfrag.Packet)(nil), (*ipcomp.Packet)(nil), (*isakmp.Packet)(nil), (*eap.Packet)(nil), (*iketcp.Packet)(nil)}
	_ = []dissect.Silent{(*tcpencap.Packet)(nil)}
	_ = []dissect.Stateful{(*esp.Packet)(nil), (*ipcomp.Packet)(nil), (*isakmp.Packet)(nil)}
	_ = []dissect.Yielding{(*isakmp.Packet)(nil)}
)
