package isakmp

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// NAT traversal, RFC 3947, sections 3.2 and 5.2.
var (
	fNATHash = Proto.Bytes("isakmp.ike.nat_hash", "HASH of the address and port")
	fNATv4   = Proto.IPv4("isakmp.ike.nat_original_address_ipv4", "NAT Original IPv4 Address")
	fNATv6   = Proto.IPv6("isakmp.ike.nat_original_address_ipv6", "NAT Original IPv6 Address")
)

// natDetection reads a NAT-D payload.
func (p *Packet) natDetection(d *field.Decoder) {
	hash := d.Rest(fNATHash)
	p.NATD = append(p.NATD, hash)
	p.match(d, d.Off()-len(hash), hash)
}

// natOrGroup reads payload 15 or 16, which the drafts 04 to 08 of RFC 3947 have
// for NAT-D and NAT-OA (Cisco IOS sends them), and RFC 6407 for keys of GDOI.
func (p *Packet) natOrGroup(d *field.Decoder, typ PayloadType) {
	switch {
	case p.isGroup(d) && typ == PayloadKEK:
		kek(d)
	case p.isGroup(d):
		tek(d)
	case typ == PayloadNATD8:
		p.natDetection(d)
	default:
		p.natOriginal(d)
	}
}

// natOriginal reads a NAT-OA payload: the address that an ESP peer has behind
// its translation.
func (p *Packet) natOriginal(d *field.Decoder) {
	typ := d.Uint8(fIDType)
	d.Skip(fReserved, 3)
	switch typ {
	case idIPv4:
		p.original(d, d.IPv4(fNATv4))
	case idIPv6:
		p.original(d, d.IPv6(fNATv6))
	default:
		d.Rest(fData)
	}
}

func (p *Packet) original(d *field.Decoder, a netip.Addr) {
	if !d.Bad() {
		p.NATOA = append(p.NATOA, a)
	}
}
