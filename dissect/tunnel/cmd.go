package tunnel

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// CMDProto declares the fields of Cisco MetaData.
var CMDProto = field.NewProto("cmd", "CMD", "Cisco MetaData")

var (
	cmdType    = CMDProto.Uint16("cmd.type", "Type", field.Hex, field.Named(ethertype.Name))
	cmdVersion = CMDProto.Uint8("cmd.version", "Version", field.Dec)
	cmdLength  = CMDProto.Uint8("cmd.length", "Length", field.Dec)
	cmdOptions = CMDProto.Uint16("cmd.options", "Options", field.Hex)
	cmdSGT     = CMDProto.Uint16("cmd.sgt", "SGT", field.Dec)
)

// A CMD is the Cisco MetaData header, which carries the security group tag of
// TrustSec: draft-smith-kandula-sxp-06, appendix. Behind GRE the EtherType of
// the payload stands first, in Ethernet last.
type CMD struct {
	Type uint16 // EtherType of the payload
	SGT  uint16
}

// Proto implements dissect.Message.
func (*CMD) Proto() *field.Proto { return CMDProto }

// Decode reads the header.
func (m *CMD) Decode(d *field.Decoder) error {
	*m = CMD{}
	mark := d.Begin(&CMDProto.Def)
	behind := d.Env.Key == CMDKey
	if behind {
		m.Type = d.Uint16(cmdType)
	}
	d.Uint8(cmdVersion)
	d.Uint8(cmdLength)
	d.Uint16(cmdOptions)
	m.SGT = d.Uint16(cmdSGT)
	if !behind {
		m.Type = d.Uint16(cmdType)
	}
	if d.More() {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Next is the EtherType.
func (m *CMD) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return etherTypeKey(m.Type)
}

// AppendSummary appends the Info column, which is empty.
func (m *CMD) AppendSummary(b []byte, _ *field.Names) []byte { return b }
