package isakmp

import "pktscope/dissect/field"

// Configuration, draft-dukes-ike-mode-cfg-02, section 3.2, and RFC 7296,
// section 3.15.
var (
	fConfigType  = Proto.Uint8("isakmp.cfg.type", "Type", field.Dec, field.Named(configNames.name))
	fConfigType2 = Proto.Uint8("isakmp.cfg.type", "Type", field.Dec, field.Named(configNames2.name))
	fConfigID    = Proto.Uint16("isakmp.cfg.identifier", "Identifier", field.Dec)

	configAttrs  = declareConfigAttrs(configAttrNames)
	configAttrs2 = declareConfigAttrs(configAttrNames2)
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
	attrs := &configAttrs
	if p.Major() == 2 {
		attrs = &configAttrs2
		p.Config.Type = d.Uint8(fConfigType2)
		d.Bytes(fReserved, 3)
	} else {
		p.Config.Type = d.Uint8(fConfigType)
		d.Bytes(fReserved, 1)
		p.Config.ID = d.Uint16(fConfigID)
	}
	for d.More() {
		if a, ok := attrs.decode(d); ok {
			p.Config.Attributes = append(p.Config.Attributes, a)
		}
	}
}

// declareConfigAttrs declares a version's attributes, whose values are the same
// in both.
func declareConfigAttrs(names spans) attrs {
	a := declareAttrs("isakmp.cfg.attr", "Config Attribute", names, nil)
	a.whole.Format = formatConfigAttr
	a.tell = configValue
	return a
}

// formatConfigAttr appends "Config Attribute (t=7,l=10): APPLICATION_VERSION:
// strongSwan": texts and names stand behind the attribute, other values not.
func formatConfigAttr(b []byte, t *field.Tree, i int) []byte {
	return appendAttr(b, t, i, func(value *field.Def) bool { return value.Kind == field.Text || value.Names != nil })
}
