package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Attributes of a configuration: draft-dukes-ike-mode-cfg-02, section 3.3,
// draft-beaulieu-ike-xauth-02, section 6, RFC 7296, section 3.15.1, RFC 5739
// and 3GPP TS 24.302, with Cisco's Unity, which is not published. Both
// versions share the layouts; the names of the numbers are each version's.
var (
	configAttrs  = declareAttrs("isakmp.cfg.attr", "Config Attribute", configAttrNames, nil, field.Format(formatConfigAttr))
	configAttrs2 = declareAttrs("isakmp.cfg.attr", "Config Attribute", configAttrNames2, nil, field.Format(formatConfigAttr))

	fCfgIP4        = Proto.IPv4("isakmp.cfg.attr.internal_ip4_address", "INTERNAL IP4 ADDRESS")
	fCfgNetmask    = Proto.IPv4("isakmp.cfg.attr.internal_ip4_netmask", "INTERNAL IP4 NETMASK")
	fCfgDNS        = Proto.IPv4("isakmp.cfg.attr.internal_ip4_dns", "INTERNAL IP4 DNS")
	fCfgNBNS       = Proto.IPv4("isakmp.cfg.attr.internal_ip4_nbns", "INTERNAL IP4 NBNS")
	fCfgExpiry     = Proto.Uint32("isakmp.cfg.attr.internal_address_expiry", "INTERNAL ADDRESS EXPIRY (Secs)", field.Dec)
	fCfgDHCP       = Proto.IPv4("isakmp.cfg.attr.internal_ip4_dhcp", "INTERNAL IP4 DHCP")
	fCfgVersion    = Proto.String("isakmp.cfg.attr.application_version", "APPLICATION VERSION")
	fCfgIP6        = Proto.IPv6("isakmp.cfg.attr.internal_ip6_address", "INTERNAL IP6 ADDRESS")
	fCfgIP6Prefix  = Proto.Uint8("isakmp.cfg.attr.internal_ip6_address.prefix", "INTERNAL IP6 ADDRESS (PREFIX)", field.Dec)
	fCfgNetmask6   = Proto.IPv6("isakmp.cfg.attr.internal_ip6_netmask", "INTERNAL IP4 NETMASK")
	fCfgDNS6       = Proto.IPv6("isakmp.cfg.attr.internal_ip6_dns", "INTERNAL IP6 DNS")
	fCfgNBNS6      = Proto.IPv6("isakmp.cfg.attr.internal_ip6_nbns", "INTERNAL IP6 NBNS")
	fCfgDHCP6      = Proto.IPv6("isakmp.cfg.attr.internal_ip6_dhcp", "INTERNAL IP6 DHCP")
	fCfgNet        = Proto.IPv4("isakmp.cfg.attr.internal_ip4_subnet_ip", "INTERNAL IP4 SUBNET (IP)")
	fCfgNetMask    = Proto.IPv4("isakmp.cfg.attr.internal_ip4_subnet_netmask", "INTERNAL IP4 SUBNET (NETMASK)")
	fCfgSupported  = Proto.Uint16("isakmp.cfg.attr.supported_attributes", "SUPPORTED ATTRIBUTES", field.Dec)
	fCfgNet6       = Proto.IPv6("isakmp.cfg.attr.internal_ip6_subnet_ip", "INTERNAL_IP6_SUBNET (IP)")
	fCfgNet6Prefix = Proto.Uint8("isakmp.cfg.attr.internal_ip6_subnet_prefix", "INTERNAL_IP6_SUBNET (PREFIX)", field.Dec)
	fCfgLink       = Proto.Uint64("isakmp.cfg.attr.internal_ip6_link_interface", "INTERNAL_IP6_LINK (Link-Local Interface ID)", field.Dec)
	fCfgLinkID     = Proto.Bytes("isakmp.cfg.attr.internal_ip6_link_id", "INTERNAL_IP6_LINK (IKEv2 Link ID)")
	fCfgPrefix     = Proto.IPv6("isakmp.cfg.attr.internal_ip6_prefix_ip", "INTERNAL_IP6_PREFIX (IP)")
	fCfgPrefixLen  = Proto.Uint8("isakmp.cfg.attr.internal_ip6_prefix_length", "INTERNAL_IP6_PREFIX (Length)", field.Dec)
	fCfgPCSCF      = Proto.IPv4("isakmp.cfg.attr.p_cscf_ip4_address", "P_CSCF_IP4_ADDRESS (IP)")
	fCfgPCSCF6     = Proto.IPv6("isakmp.cfg.attr.p_cscf_ip6_address", "P_CSCF_IP6_ADDRESS (IP)")

	fXAuthType      = Proto.Uint16("isakmp.cfg.attr.xauth.type", "XAUTH TYPE", field.Dec, field.Named(xauthTypes.name))
	fXAuthUser      = Proto.String("isakmp.cfg.attr.xauth.user_name", "XAUTH USER NAME")
	fXAuthPassword  = Proto.String("isakmp.cfg.attr.xauth.user_password", "XAUTH USER PASSWORD")
	fXAuthPasscode  = Proto.String("isakmp.cfg.attr.xauth.passcode", "XAUTH PASSCODE")
	fXAuthMessage   = Proto.String("isakmp.cfg.attr.xauth.message", "XAUTH MESSAGE")
	fXAuthChallenge = Proto.String("isakmp.cfg.attr.xauth.challenge", "XAUTH CHALLENGE")
	fXAuthDomain    = Proto.String("isakmp.cfg.attr.xauth.domain", "XAUTH DOMAIN")
	fXAuthStatus    = Proto.Uint16("isakmp.cfg.attr.xauth.status", "XAUTH STATUS", field.Dec, field.Named(xauthStatus.name))
	fXAuthNextPIN   = Proto.String("isakmp.cfg.attr.xauth.next_pin", "XAUTH TYPE")
	fXAuthAnswer    = Proto.String("isakmp.cfg.attr.xauth.answer", "XAUTH ANSWER")
	fUnityBanner    = Proto.String("isakmp.cfg.attr.unity.banner", "UNITY BANNER")
	fUnityDomain    = Proto.String("isakmp.cfg.attr.unity.def_domain", "UNITY DEF DOMAIN")
)

// configValue puts the fields of the value of a, which begins at off.
func configValue(d *field.Decoder, a *Attribute, off int) {
	v := a.Value
	if d.Tree() == nil || len(v) == 0 {
		return
	}
	switch a.Type {
	case 8: // INTERNAL_IP6_ADDRESS; IKEv1 has no prefix behind it
		putPrefixed(d, fCfgIP6, fCfgIP6Prefix, off, v)
	case 13: // INTERNAL_IP4_SUBNET
		for ; len(v) >= 8; off, v = off+8, v[8:] {
			d.Put(fCfgNet, off, 4, 0)
			d.Put(fCfgNetMask, off+4, 4, 0)
		}
	case 15: // INTERNAL_IP6_SUBNET
		for ; len(v) >= 17; off, v = off+17, v[17:] {
			putPrefixed(d, fCfgNet6, fCfgNet6Prefix, off, v[:17])
		}
	case 17: // INTERNAL_IP6_LINK: RFC 5739, section 5.1
		if len(v) >= 8 {
			d.Put(fCfgLink, off, 8, number(v[:8]))
			d.Put(fCfgLinkID, off+8, len(v)-8, 0)
		}
	case 18: // INTERNAL_IP6_PREFIX
		for ; len(v) >= 17; off, v = off+17, v[17:] {
			putPrefixed(d, fCfgPrefix, fCfgPrefixLen, off, v[:17])
		}
	default:
		putEach(d, configMeaning(a.Type), off, v)
	}
}

// putEach puts a field for each value in v: addresses one behind the other, or a
// text.
func putEach(d *field.Decoder, part field.Field, off int, v []byte) {
	if part == nil {
		return
	}
	size := int(part.Declaration().Size)
	if size == 0 {
		size = len(v)
	}
	for ; len(v) >= size && size > 0; off, v = off+size, v[size:] {
		d.Put(part, off, size, number(v[:size]))
	}
}

// putPrefixed puts an IPv6 address and the length of its prefix behind it.
func putPrefixed(d *field.Decoder, addr field.IP6, prefix field.U8, off int, v []byte) {
	if len(v) >= 16 {
		d.Put(addr, off, 16, 0)
	}
	if len(v) == 17 {
		d.Put(prefix, off+16, 1, uint64(v[16]))
	}
}

// configMeaning is the field that the value of an attribute is, or is made of.
func configMeaning(typ uint16) field.Field {
	switch typ {
	case 1:
		return fCfgIP4
	case 2:
		return fCfgNetmask
	case 3:
		return fCfgDNS
	case 4:
		return fCfgNBNS
	case 5:
		return fCfgExpiry
	case 6:
		return fCfgDHCP
	case 7:
		return fCfgVersion
	case 9:
		return fCfgNetmask6
	case 10:
		return fCfgDNS6
	case 11:
		return fCfgNBNS6
	case 12:
		return fCfgDHCP6
	case 14:
		return fCfgSupported
	case 20:
		return fCfgPCSCF
	case 21:
		return fCfgPCSCF6
	case 16520:
		return fXAuthType
	case 16521:
		return fXAuthUser
	case 16522:
		return fXAuthPassword
	case 16523:
		return fXAuthPasscode
	case 16524:
		return fXAuthMessage
	case 16525:
		return fXAuthChallenge
	case 16526:
		return fXAuthDomain
	case 16527:
		return fXAuthStatus
	case 16528:
		return fXAuthNextPIN
	case 16529:
		return fXAuthAnswer
	case 28672:
		return fUnityBanner
	case 28674:
		return fUnityDomain
	}
	return nil
}
