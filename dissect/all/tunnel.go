package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/etherip"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/l2tp"
	"github.com/pktscope/pktscope/dissect/tunnel"
)

func tunnels() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[tunnel.GRE](field.IPProto.Key(47)),
		dissect.Bind[etherip.Packet](field.IPProto.Key(97)),
		dissect.Bind[tunnel.ERSPAN](tunnel.ERSPANKey, tunnel.ERSPAN1Key),
		dissect.Bind[tunnel.CMD](field.EtherType.Key(0x8909), tunnel.CMDKey),
		dissect.Bind[tunnel.VXLAN](field.UDPPort.Key(4789), field.UDPPort.Key(4790), field.UDPPort.Key(8472)),
		dissect.Bind[tunnel.Geneve](field.UDPPort.Key(6081)),
		dissect.Bind[tunnel.NSH](field.EtherType.Key(0x894f)),
		dissect.Bind[tunnel.LISP](field.UDPPort.Key(4341)),
		dissect.Bind[tunnel.Teredo](field.UDPPort.Key(3544)),
		dissect.Bind[tunnel.GTP](field.UDPPort.Key(2152)),
		dissect.Bind[l2tp.Packet](field.UDPPort.Key(l2tp.Port), field.IPProto.Key(115)),
	}
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{
		(*tunnel.GRE)(nil), (*etherip.Packet)(nil), (*tunnel.ERSPAN)(nil), (*tunnel.CMD)(nil), (*tunnel.VXLAN)(nil), (*tunnel.Geneve)(nil),
		(*tunnel.NSH)(nil), (*tunnel.LISP)(nil), (*tunnel.Teredo)(nil), (*tunnel.GTP)(nil), (*l2tp.Packet)(nil),
	}
	_ = []dissect.Printable{(*etherip.Packet)(nil)}
	_ = []dissect.Silent{(*tunnel.GRE)(nil), (*tunnel.Teredo)(nil), (*tunnel.GTP)(nil), (*l2tp.Packet)(nil)}
	_ = []dissect.Yielding{(*tunnel.LISP)(nil), (*tunnel.Teredo)(nil), (*l2tp.Packet)(nil)}
	_ = []dissect.Titled{(*l2tp.Packet)(nil)}
)
