package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Configuration, draft-dukes-ike-mode-cfg-02, section 3.2, and RFC 7296,
// section 3.15.
var (
	fConfigType  = Proto.Uint8("isakmp.cfg.type", "Type", field.Dec, field.Named(configNames.name))
	fConfigType2 = Proto.Uint8("isakmp.cfg.type", "Type", field.Dec, field.Named(configNames2.name))
	fConfigID    = Proto.Uint16("isakmp.cfg.identifier", "Identifier", field.Dec)
)

// A Config is what a peer asks for, sets or acknowledges.
type Config struct {
	Type       uint8
	ID         uint16 // IKEv1
	Attributes []Attribute
}

// Types of a configuration.
const (
	ConfigRequest = 1
	ConfigReply   = 2
	ConfigSet     = 3
	ConfigAck     = 4
)

// config reads an Attributes (IKEv1) or Configuration payload.
func (p *Packet) config(d *field.Decoder) {
	f := &configAttrs
	if p.Major() == 2 {
		f = &configAttrs2
		p.Config.Type = d.Uint8(fConfigType2)
		d.Bytes(fReserved, 3)
	} else {
		p.Config.Type = d.Uint8(fConfigType)
		d.Uint8(fReserved1)
		p.Config.ID = d.Uint16(fConfigID)
	}
	for d.More() {
		m := d.Begin(f.whole)
		a, off := f.head(d)
		if !d.Bad() {
			p.Config.Attributes = append(p.Config.Attributes, a)
			configValue(d, &a, off)
		}
		d.End(m)
	}
}
