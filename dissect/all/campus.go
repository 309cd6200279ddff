package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/hsrp"
	"github.com/pktscope/pktscope/dissect/ospf"
	"github.com/pktscope/pktscope/dissect/radius"
	"github.com/pktscope/pktscope/dissect/smallserver"
	"github.com/pktscope/pktscope/dissect/stp"
	"github.com/pktscope/pktscope/dissect/syslog"
	"github.com/pktscope/pktscope/dissect/tftp"
	"github.com/pktscope/pktscope/dissect/vrrp"
)

// campus is what switches, routers and their servers speak among each other.
func campus() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[stp.Packet](field.SAP.Key(0x42), field.SNAPKey(0x00000c, 0x010b)),
		dissect.Bind[hsrp.Packet](field.UDPPort.Key(1985), field.UDPPort.Key(2029)),
		dissect.Bind[vrrp.Packet](field.IPProto.Key(112)),
		dissect.Bind[ospf.Packet](field.IPProto.Key(89)),
		dissect.Bind[syslog.Packet](field.UDPPort.Key(514)),
		dissect.Bind[radius.Packet](field.UDPPort.Key(1645), field.UDPPort.Key(1646), field.UDPPort.Key(1812), field.UDPPort.Key(1813), field.UDPPort.Key(3799)),
		dissect.Bind[tftp.Packet](field.UDPPort.Key(69)),
		dissect.Bind[smallserver.Echo](field.UDPPort.Key(7), field.TCPPort.Key(7)),
		dissect.Bind[smallserver.Discard](field.UDPPort.Key(9), field.TCPPort.Key(9)),
	}
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{
		(*stp.Packet)(nil), (*hsrp.Packet)(nil), (*ospf.Packet)(nil), (*radius.Packet)(nil), (*tftp.Packet)(nil),
	}
	_ = []dissect.Printable{(*stp.Packet)(nil), (*hsrp.Packet)(nil), (*vrrp.Packet)(nil), (*ospf.Packet)(nil), (*radius.Packet)(nil)}
	_ = []dissect.Silent{
		(*stp.Packet)(nil), (*hsrp.Packet)(nil), (*ospf.Packet)(nil), (*radius.Packet)(nil), (*tftp.Packet)(nil),
	}
	_ = []dissect.Tentative{(*smallserver.Discard)(nil)}
	_ = []dissect.Titled{(*hsrp.Packet)(nil)}
	_ = []dissect.Yielding{(*smallserver.Echo)(nil), (*smallserver.Discard)(nil), (*syslog.Packet)(nil), (*tftp.Packet)(nil), (*radius.Packet)(nil)}
)
