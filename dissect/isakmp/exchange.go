package isakmp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipsec"
)

// Key exchange and nonce, RFC 2408, sections 3.7 and 3.13, and RFC 7296,
// sections 3.4 and 3.9.
var (
	fGroup = Proto.Uint16("isakmp.key_exchange.dh_group", "Key Exchange Method", field.Dec, field.Named(groupName))
	fKey   = Proto.Bytes("isakmp.key_exchange.data", "Key Exchange Data")
	fNonce = Proto.Bytes("isakmp.nonce", "Nonce DATA")
)

// keyExchange reads a Key Exchange payload.
func (p *Packet) keyExchange(d *field.Decoder) {
	if p.Major() == 2 {
		p.Group = ipsec.Group(d.Uint16(fGroup))
		d.Bytes(fReserved, 2)
	}
	p.KeyExchange = d.Rest(fKey)
}
