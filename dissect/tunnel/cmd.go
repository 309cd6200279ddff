package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// CMDProto declares the fields of Cisco MetaData.
var CMDProto = field.NewProto("cmd", "CMD", "Cisco MetaData")

var (
	cmdType    = CMDProto.Uint16("cmd.type", "Type", field.Hex, field.Named(innerTypeName))
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
	return ethertype(m.Type)
}

// AppendSummary appends the Info column, which is empty.
func (m *CMD) AppendSummary(b []byte, _ *field.Names) []byte { return b }

// innerTypeName is Wireshark's name of an EtherType that tunnels carry.
func innerTypeName(v uint64) string {
	switch v {
	case typeIPv4:
		return "IPv4"
	case typeIPv6:
		return "IPv6"
	case typeARP:
		return "ARP"
	case typeBridging:
		return "Transparent Ethernet bridging"
	case typeMPLS:
		return "MPLS label switched packet"
	case typeMPLSMany:
		return "MPLS multicast label switched packet"
	case typeVLAN:
		return "802.1Q Virtual LAN"
	case 0x88a8:
		return "802.1ad Provider Bridge (Q-in-Q)"
	case typeCMD:
		return "CiscoMetaData"
	case typeNSH:
		return "Network Service Header"
	}
	return ""
}
