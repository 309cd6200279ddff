package filter

import (
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// otherNames are names that people know a protocol by, and the names that its fields have.
var otherNames = []struct{ name, fields string }{
	{"ike", "isakmp"}, {"ikev1", "isakmp"}, {"ikev2", "isakmp"}, {"ipsec", "esp, ah and isakmp"}, {"ipsec-esp", "esp"}, {"ipsec-ah", "ah"},
	{"natt", "udpencap"}, {"nat-t", "udpencap"}, {"nat_t", "udpencap"}, {"esp-udp", "udpencap"}, {"espinudp", "udpencap"},
	{"ether", "eth"}, {"ethernet", "eth"}, {"ipv4", "ip"}, {"ip4", "ip"}, {"ip6", "ipv6"}, {"icmp6", "icmpv6"}, {"dot1q", "vlan"},
	{"ssl", "tls"}, {"bootp", "dhcp"}, {"host", "ip.addr and ipv6.addr"}, {"port", "tcp.port and udp.port"}, {"net", "ip.addr, as in ip.addr == 10.0.0.0/8"},
	{"src", "ip.src"}, {"dst", "ip.dst"},
}

// unknown returns the error for a name that is no field.
func (c *checker) unknown(n *node) *Error {
	if !strings.ContainsFunc(n.text, func(r rune) bool { return r < 0x80 && letter(byte(r)) }) {
		return c.fail(n, "expected a field or a function, not "+c.written(n))
	}
	err := c.fail(n, "there is no field or protocol "+printable(n.text))
	first, rest, dotted := strings.Cut(n.text, ".")
	for _, o := range otherNames {
		switch {
		case !strings.EqualFold(first, o.name):
		case dotted && c.fields.Declared(o.fields+"."+rest) != nil:
			err.Nearest = []string{o.fields + "." + rest}
			return err
		default:
			err.Reason += ": its name is " + o.fields
			return err
		}
	}
	if d := c.fields.Declared(first); dotted && len(d) > 0 && d[0] == &d[0].Proto.Def && !hasFields(d[0].Proto) {
		err.Reason += ": " + first + " has a name and a line here, and no fields"
		return err
	}
	err.Nearest = c.fields.Nearest(n.text)
	return err
}

// hasFields reports whether a protocol has fields under its own name.
func hasFields(p *field.Proto) bool {
	return slices.ContainsFunc(p.Fields, func(d *field.Def) bool { return strings.HasPrefix(d.Name, p.Name+".") })
}
