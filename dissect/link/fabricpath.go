package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// FabricPathProto declares the fields of Cisco FabricPath.
var FabricPathProto = field.NewProto("cfp", "CFP", "Cisco FabricPath")

var _ = FabricPathProto.FormatBy(formatFabricPath)

var (
	cfpDst   = FabricPathProto.None("cfp.d_hmac", "Destination", field.Format(formatSwitch))
	cfpSrc   = FabricPathProto.None("cfp.s_hmac", "Source", field.Format(formatSwitch))
	cfpGroup = FabricPathProto.Ether("cfp.d_hmac_mc", "MC Destination")

	cfpEnd   = FabricPathProto.Uint24("cfp.eid", "End Node ID", field.DecHex, field.Mask(0xfcc000))
	cfpLocal = FabricPathProto.Bit("cfp.ul", "U/L bit", 0x020000, ouiBit, adminNames)
	cfpIG    = FabricPathProto.Bit("cfp.ig", "I/G bit", 0x010000, ouiBit, groupNames)
	cfpOrder = FabricPathProto.Bit("cfp.ooodl", "OOO/DL Bit", 0x001000, ouiBit,
		field.Two("Out of order delivery (If DA) or Do not learn (If SA)", "Deliver in order (If DA) or Learn (If SA)"))
	cfpSwitch = FabricPathProto.Uint24("cfp.swid", "switch-id", field.DecHex, field.Mask(0x000fff))
	cfpSub    = FabricPathProto.Uint8("cfp.sswid", "sub-switch-id", field.DecHex)
	cfpPort   = FabricPathProto.Uint16("cfp.lid", "Source LID", field.DecHex)

	cfpType = FabricPathProto.Uint16("cfp.etype", "FP Ethertype", field.Hex, field.Named(ethertype.Name))
	cfpTree = FabricPathProto.Uint16("cfp.ftag", "FTAG", field.Dec, field.Mask(0xffc0))
	cfpTTL  = FabricPathProto.Uint16("cfp.ttl", "TTL", field.Dec, field.Mask(0x003f))
)

// typeFabricPath is the EtherType of Cisco's Data Center Ethernet.
const typeFabricPath = 0x8903

// A SwitchAddress is where a frame enters or leaves a FabricPath network: a
// hierarchical MAC address.
type SwitchAddress struct {
	Switch    uint16
	SubSwitch uint8
	Port      uint16 // local identifier
}

// A FabricPath is the header that switches of a FabricPath network put before a whole
// Ethernet frame. Its addresses are of switches.
type FabricPath struct {
	Dst, Src SwitchAddress
	Group    [6]byte // the destination of a frame for many; zero for one
	Tree     uint16  // the distribution tree, FTAG
	TTL      uint8
}

// Proto implements dissect.Message.
func (*FabricPath) Proto() *field.Proto { return FabricPathProto }

// Decode reads the sixteen bytes before the frame.
func (m *FabricPath) Decode(d *field.Decoder) error {
	*m = FabricPath{}
	mark := d.Begin(&FabricPathProto.Def)
	if b := d.Peek(1); b != nil && b[0]&1 != 0 {
		m.Group = d.Ether(cfpGroup)
	} else {
		m.Dst = readSwitch(d, cfpDst)
	}
	m.Src = readSwitch(d, cfpSrc)
	d.Uint16(cfpType)
	v := d.Shared16(cfpTree, cfpTTL)
	m.Tree, m.TTL = v>>6, uint8(v&0x3f)
	d.Payload()
	d.End(mark)
	return d.Err()
}

func readSwitch(d *field.Decoder, f *field.Def) (a SwitchAddress) {
	mark := d.Begin(f)
	off := d.Off()
	if b := d.Peek(3); b != nil {
		v := uint64(b[0])<<16 | uint64(b[1])<<8 | uint64(b[2])
		a.Switch = uint16(v & 0xfff)
		for _, part := range [...]field.Field{cfpEnd, cfpLocal, cfpIG, cfpOrder, cfpSwitch} {
			d.Put(part, off, 3, part.Declaration().Value(v))
		}
	}
	d.Skip(cfpSwitch, 3)
	a.SubSwitch = d.Uint8(cfpSub)
	a.Port = d.Uint16(cfpPort)
	d.End(mark)
	return a
}

// Next is an Ethernet frame.
func (*FabricPath) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return EthernetKey
}

// AppendSummary appends nothing: the header has no words for the Info column.
func (*FabricPath) AppendSummary(b []byte, _ *field.Names) []byte { return b }

func formatFabricPath(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	if c := t.Child(i, cfpSrc); c >= 0 {
		b = appendSwitch(append(b, ", Src: "...), t.Bytes(c))
	}
	if c := t.Child(i, cfpDst); c >= 0 {
		b = appendSwitch(append(b, ", Dst: "...), t.Bytes(c))
	} else if c := t.Child(i, cfpGroup); c >= 0 {
		b = t.AppendShow(append(b, ", Dst: "...), c)
	}
	return b
}

func formatSwitch(b []byte, t *field.Tree, i int) []byte {
	return appendSwitch(append(append(b, t.Nodes[i].Def.Label...), ": "...), t.Bytes(i))
}

// appendSwitch appends "1a2.00.0007": the switch, its part, its port.
func appendSwitch(b, p []byte) []byte {
	if len(p) < 6 {
		return b
	}
	b = field.AppendNibbles(b, uint64(p[1]&15)<<8|uint64(p[2]), 3)
	b = field.AppendHex(append(b, '.'), uint64(p[3]), 1)
	return field.AppendHex(append(b, '.'), uint64(p[4])<<8|uint64(p[5]), 2)
}
