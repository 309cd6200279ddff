package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dhcp"
	"github.com/pktscope/pktscope/dissect/dns"
	"github.com/pktscope/pktscope/dissect/field"
)

// names is by what hosts find each other's names and addresses.
func names() []dissect.Binding {
	return []dissect.Binding{
		dissect.Bind[dns.Packet](field.UDPPort.Key(53), field.TCPPort.Key(53)),
		dissect.Bind[dns.MDNS](field.UDPPort.Key(5353)),
		dissect.Bind[dhcp.Packet](field.UDPPort.Key(67), field.UDPPort.Key(68)),
		dissect.Bind[dns.LLMNR](field.UDPPort.Key(5355)),
	}
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{(*dns.Packet)(nil), (*dns.MDNS)(nil), (*dns.LLMNR)(nil)}
	_ = []dissect.Final{(*dns.Packet)(nil), (*dns.MDNS)(nil), (*dns.LLMNR)(nil)}
	_ = []dissect.Silent{(*dns.Packet)(nil), (*dns.MDNS)(nil), (*dns.LLMNR)(nil)}
	_ = []dissect.Printable{(*dhcp.Packet)(nil)}
	_ = []dissect.Stateful{(*dns.Packet)(nil), (*dns.MDNS)(nil), (*dns.LLMNR)(nil)}
	_ = []dissect.Titled{(*dhcp.Packet)(nil)}
	_ = []dissect.Yielding{(*dhcp.Packet)(nil)}
)
