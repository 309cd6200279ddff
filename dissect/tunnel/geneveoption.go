package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// Options: RFC 8926, section 3.5.
var (
	gnvLength  = GeneveProto.Uint8("geneve.option.length", "Length", field.Dec, field.Unit(" bytes", " bytes"))
	gnvOptions = GeneveProto.Bytes("geneve.options", "Geneve Options", field.Format(formatOptions))

	optWhole    = GeneveProto.Bytes("geneve.option", "Option", field.Format(formatOption))
	optClass    = GeneveProto.Uint16("geneve.option.class", "Class", field.Hex, field.Named(optionClassName))
	optType     = GeneveProto.Uint8("geneve.option.type", "Type", field.Hex, field.Format(formatOptionType))
	optCritical = GeneveProto.Bit("geneve.option.type.critical", "Critical Option", 0x80, field.Width(8), field.Hidden())
	optData     = GeneveProto.Bytes("geneve.option.unknown.data", "Unknown Option Data")

	optNoFlags = GeneveProto.Uint8("geneve.option.flags", "Flags", field.Hex, field.Mask(0xe0), field.Hidden(), field.Format(formatOptionFlags), field.Bits(optReserved), field.Unmasked())
	optFlags   = GeneveProto.Uint8("geneve.option.flags", "Flags", field.Hex, field.Mask(0xe0), field.Format(formatOptionFlags), field.Bits(optReserved), field.Unmasked())

	optReserved = GeneveProto.Bit("geneve.option.flags.reserved", "Reserved", 0xe0)
)

// optionHeader is the size of an option without its data.
const optionHeader = 4

// decodeOptions reads n bytes of options. One that claims more than there is
// ends them; the payload behind n bytes is still good.
func (m *Geneve) decodeOptions(d *field.Decoder, n int) {
	from := d.Off()
	mark := d.Begin(gnvOptions)
	d.Limit(mark, gnvLength, n)
	for d.More() {
		if h := d.Peek(optionHeader); h != nil && optionSize(h) > d.Len() {
			d.Note(gnvLength, d.Off())
			d.SkipRest()
			break
		}
		decodeOption(d)
	}
	if !d.Bad() {
		m.Options = d.Since(from)
	}
	d.End(mark)
}

func optionSize(h []byte) int { return optionHeader + 4*int(h[3]&0x1f) }

func decodeOption(d *field.Decoder) {
	mark := d.Begin(optWhole)
	h := d.Peek(optionHeader)
	d.Uint16(optClass)
	typ := d.Uint8(optType)
	d.Put(optCritical, d.Off()-1, 1, uint64(typ>>7))
	size := optionHeader
	if h != nil {
		size = optionSize(h)
		flags := optNoFlags
		if h[3]&0xe0 != 0 {
			flags = optFlags
		}
		d.Uint8(flags)
		d.Put(gnvLength, d.Off()-1, 1, uint64(size))
	} else {
		d.Uint8(optFlags)
	}
	d.Bytes(optData, size-optionHeader)
	d.End(mark)
}

func formatOptions(b []byte, t *field.Tree, i int) []byte {
	return append(field.AppendUint(append(b, "Options: ("...), uint64(t.Nodes[i].Len)), " bytes)"...)
}

func formatOption(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Unknown"...)
	if c := t.Child(i, optClass); c >= 0 {
		b = t.AppendLabel(append(b, ", "...), c)
	}
	if c := t.Child(i, optType); c >= 0 {
		b = t.AppendLabel(append(b, ' '), c)
	}
	return b
}

func formatOptionType(b []byte, t *field.Tree, i int) []byte {
	b = t.AppendShow(append(b, "Type: "...), i)
	if t.Nodes[i].Val&0x80 != 0 {
		return append(b, " (Critical)"...)
	}
	return append(b, " (Non-critical)"...)
}

func formatOptionFlags(b []byte, t *field.Tree, i int) []byte {
	b = t.AppendShow(append(b, "Flags: "...), i)
	if t.Nodes[i].Val != 0 {
		b = append(b, " (RSVD)"...)
	}
	return b
}

// optionClassName is the registrant of an option class, as IANA lists them.
func optionClassName(v uint64) string {
	switch {
	case v <= 0x00ff:
		return "Standard"
	case v == 0x0100:
		return "Linux"
	case v == 0x0101:
		return "Open vSwitch"
	case v == 0x0102:
		return "Open Virtual Networking (OVN)"
	case v == 0x0103:
		return "In-band Network Telemetry (INT)"
	case v == 0x0104:
		return "VMware"
	case v == 0x0105, v >= 0x0108 && v <= 0x0110:
		return "Amazon.com, Inc."
	case v == 0x0106, v == 0x0130, v == 0x0131:
		return "Cisco Systems, Inc."
	case v == 0x0107:
		return "Oracle Corporation"
	case v >= 0x0111 && v <= 0x0118:
		return "IBM"
	case v >= 0x0119 && v <= 0x0128:
		return "Ericsson"
	case v == 0x0129:
		return "Oxide Computer Company"
	case v >= 0x0132 && v <= 0x0135:
		return "Google LLC"
	case v == 0x0136:
		return "InfoQuick Global Connection Tech Ltd."
	case v >= 0x0137 && v <= 0x0140:
		return "Alibaba, inc"
	case v >= 0x0141 && v <= 0x0144:
		return "Palo Alto Networks"
	case v >= 0x0145 && v <= 0x0149:
		return "Huawei Technologies Co., Ltd"
	case v == 0x014a:
		return "EMnify GmbH"
	case v == 0x014b:
		return "Cilium"
	case v == 0x014c:
		return "Corelight, Inc."
	case v == 0x014d:
		return "1NCE GmbH"
	case v >= 0x014e && v <= 0x0157:
		return "Cloud of China Telecom (CTYUN)"
	case v >= 0x0158 && v <= 0x0161:
		return "Volcengine, inc"
	case v == 0x0162:
		return "nat64.net"
	case v == 0x0163:
		return "Multi Segment SD-WAN"
	case v == 0x0164:
		return "cPacket Networks, Inc."
	case v >= 0x0165 && v <= 0x0167:
		return "Tencent"
	case v == 0x0168:
		return "ExtraHop Networks, Inc."
	case v == 0x0169:
		return "Soosan INT Co., Ltd."
	case v >= 0xfff0:
		return "Experimental"
	}
	return "Unassigned"
}
