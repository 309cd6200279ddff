package isakmp

import "pktscope/dissect/field"

// What the attributes of a configuration say: RFC 7296, section 3.15.1, RFC
// 5739, section 5.1, RFC 7651, section 3, and what IKEv1 called alike.
var (
	fCfgIP4          = Proto.IPv4("isakmp.cfg.attr.internal_ip4_address", "INTERNAL IP4 ADDRESS")
	fCfgIP4Netmask   = Proto.IPv4("isakmp.cfg.attr.internal_ip4_netmask", "INTERNAL IP4 NETMASK")
	fCfgIP4DNS       = Proto.IPv4("isakmp.cfg.attr.internal_ip4_dns", "INTERNAL IP4 DNS")
	fCfgIP4NBNS      = Proto.IPv4("isakmp.cfg.attr.internal_ip4_nbns", "INTERNAL IP4 NBNS")
	fCfgExpiry       = Proto.Uint32("isakmp.cfg.attr.internal_address_expiry", "INTERNAL ADDRESS EXPIRY (Secs)", field.Dec)
	fCfgIP4DHCP      = Proto.IPv4("isakmp.cfg.attr.internal_ip4_dhcp", "INTERNAL IP4 DHCP")
	fCfgVersion      = Proto.String("isakmp.cfg.attr.application_version", "APPLICATION VERSION")
	fCfgIP6          = Proto.IPv6("isakmp.cfg.attr.internal_ip6_address", "INTERNAL IP6 ADDRESS")
	fCfgIP6Prefix    = Proto.Uint8("isakmp.cfg.attr.internal_ip6_address.prefix", "INTERNAL IP6 ADDRESS (PREFIX)", field.Dec)
	fCfgIP6Netmask   = Proto.IPv6("isakmp.cfg.attr.internal_ip6_netmask", "INTERNAL IP4 NETMASK")
	fCfgIP6DNS       = Proto.IPv6("isakmp.cfg.attr.internal_ip6_dns", "INTERNAL IP6 DNS")
	fCfgIP6NBNS      = Proto.IPv6("isakmp.cfg.attr.internal_ip6_nbns", "INTERNAL IP6 NBNS")
	fCfgIP6DHCP      = Proto.IPv6("isakmp.cfg.attr.internal_ip6_dhcp", "INTERNAL IP6 DHCP")
	fCfgIP4Subnet    = Proto.IPv4("isakmp.cfg.attr.internal_ip4_subnet_ip", "INTERNAL IP4 SUBNET (IP)")
	fCfgIP4Mask      = Proto.IPv4("isakmp.cfg.attr.internal_ip4_subnet_netmask", "INTERNAL IP4 SUBNET (NETMASK)")
	fCfgSupported    = Proto.Uint16("isakmp.cfg.attr.supported_attributes", "SUPPORTED ATTRIBUTES", field.Dec)
	fCfgIP6Subnet    = Proto.IPv6("isakmp.cfg.attr.internal_ip6_subnet_ip", "INTERNAL_IP6_SUBNET (IP)")
	fCfgIP6SubnetLen = Proto.Uint8("isakmp.cfg.attr.internal_ip6_subnet_prefix", "INTERNAL_IP6_SUBNET (PREFIX)", field.Dec)
	fCfgLinkIface    = Proto.Uint64("isakmp.cfg.attr.internal_ip6_link_interface", "INTERNAL_IP6_LINK (Link-Local Interface ID)", field.Dec)
	fCfgLinkID       = Proto.Bytes("isakmp.cfg.attr.internal_ip6_link_id", "INTERNAL_IP6_LINK (IKEv2 Link ID)")
	fCfgPrefix       = Proto.IPv6("isakmp.cfg.attr.internal_ip6_prefix_ip", "INTERNAL_IP6_PREFIX (IP)")
	fCfgPrefixLen    = Proto.Uint8("isakmp.cfg.attr.internal_ip6_prefix_length", "INTERNAL_IP6_PREFIX (Length)", field.Dec)
	fCfgPCSCF4       = Proto.IPv4("isakmp.cfg.attr.p_cscf_ip4_address", "P_CSCF_IP4_ADDRESS (IP)")
	fCfgPCSCF6       = Proto.IPv6("isakmp.cfg.attr.p_cscf_ip6_address", "P_CSCF_IP6_ADDRESS (IP)")
)

// configValue tells the value v, which lies at off, of an attribute of that
// type.
func configValue(d *field.Decoder, typ uint16, off int, v []byte) {
	switch typ {
	case 1:
		putEach(d, off, v, fCfgIP4)
	case 2:
		putFirst(d, off, v, fCfgIP4Netmask)
	case 3:
		putEach(d, off, v, fCfgIP4DNS)
	case 4:
		putEach(d, off, v, fCfgIP4NBNS)
	case 5:
		putFirst(d, off, v, fCfgExpiry)
	case 6:
		putEach(d, off, v, fCfgIP4DHCP)
	case 7:
		d.Put(fCfgVersion, off, len(v), 0)
	case 8:
		putEach(d, off, v, fCfgIP6, fCfgIP6Prefix)
	case 9:
		putFirst(d, off, v, fCfgIP6Netmask)
	case 10:
		putEach(d, off, v, fCfgIP6DNS)
	case 11:
		putEach(d, off, v, fCfgIP6NBNS)
	case 12:
		putEach(d, off, v, fCfgIP6DHCP)
	case 13:
		putEach(d, off, v, fCfgIP4Subnet, fCfgIP4Mask)
	case 14:
		putEach(d, off, v, fCfgSupported)
	case 15:
		putEach(d, off, v, fCfgIP6Subnet, fCfgIP6SubnetLen)
	case 17:
		putFirst(d, off, v, fCfgLinkIface)
		if len(v) > 8 {
			d.Put(fCfgLinkID, off+8, len(v)-8, 0)
		}
	case 18:
		putEach(d, off, v, fCfgPrefix, fCfgPrefixLen)
	case 20:
		putEach(d, off, v, fCfgPCSCF4)
	case 21:
		putEach(d, off, v, fCfgPCSCF6)
	default:
		configPrivateValue(d, typ, off, v)
	}
}

// putEach tells a list of records, each of which is parts one behind the other,
// if v is such a list.
func putEach(d *field.Decoder, off int, v []byte, parts ...field.Part) {
	size := 0
	for _, p := range parts {
		size += int(p.Field().Size)
	}
	for len(v) > 0 && len(v)%size == 0 {
		for _, p := range parts {
			n := int(p.Field().Size)
			d.Put(p, off, n, number(v[:n]))
			off, v = off+n, v[n:]
		}
	}
}

// putFirst tells what v begins with, if it is long enough.
func putFirst(d *field.Decoder, off int, v []byte, p field.Part) {
	if n := int(p.Field().Size); len(v) >= n {
		d.Put(p, off, n, number(v[:n]))
	}
}
