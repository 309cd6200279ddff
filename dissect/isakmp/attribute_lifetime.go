package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// The lifetime that a responder keeps to, in the data of a notification: RFC
// 2407, section 4.6.3.1. The attributes are those of the SA's domain.
var (
	lifetimeIKE = declareAttrs("isakmp.notify.data.resp_lifetime.ike.attr", "IKE Attribute", ikeAttrNames, lifetimeIKEMeaning)

	fLifeIKEType  = Proto.Uint16("isakmp.notify.data.resp_lifetime.ike.attr.life_type", "Life Type", field.Dec, field.Named(lifeTypeNames.name))
	fLifeIKE      = Proto.Uint32("isakmp.notify.data.resp_lifetime.ike.attr.life_duration", "Life Duration", field.Dec)
	fLifeIKE64    = Proto.Uint64("isakmp.notify.data.resp_lifetime.ike.attr.life_duration64", "Life Duration", field.Dec)
	fLifeIKEBytes = Proto.Bytes("isakmp.notify.data.resp_lifetime.ike.attr.life_duration_bytes", "Life Duration")

	lifetimeIPsec = declareAttrs("isakmp.notify.data.resp_lifetime.ipsec.attr", "IPsec Attribute", ipsecAttrNames, lifetimeIPsecMeaning)

	fLifeIPsecType  = Proto.Uint16("isakmp.notify.data.resp_lifetime.ipsec.attr.life_type", "Life Type", field.Dec, field.Named(lifeTypeNames.name))
	fLifeIPsec      = Proto.Uint32("isakmp.notify.data.resp_lifetime.ipsec.attr.life_duration", "Life Duration", field.Dec)
	fLifeIPsec64    = Proto.Uint64("isakmp.notify.data.resp_lifetime.ipsec.attr.life_duration64", "Life Duration", field.Dec)
	fLifeIPsecBytes = Proto.Bytes("isakmp.notify.data.resp_lifetime.ipsec.attr.life_duration_bytes", "Life Duration")
)

// lifetimes reads the data of a RESPONDER-LIFETIME notification.
func (p *Packet) lifetimes(d *field.Decoder, protocol uint8) {
	attrs := &lifetimeIPsec
	if protocol == ProtocolISAKMP {
		attrs = &lifetimeIKE
	}
	m := d.Begin(fNotifyData)
	for d.More() {
		attrs.decode(d)
	}
	d.End(m)
}

func lifetimeIKEMeaning(typ uint16, size int) field.Field {
	switch typ {
	case 11:
		return fLifeIKEType
	case 12:
		return lifetime(size, fLifeIKE, fLifeIKE64, fLifeIKEBytes)
	}
	return nil
}

func lifetimeIPsecMeaning(typ uint16, size int) field.Field {
	switch typ {
	case 1:
		return fLifeIPsecType
	case 2:
		return lifetime(size, fLifeIPsec, fLifeIPsec64, fLifeIPsecBytes)
	}
	return nil
}
