package link

import "github.com/pktscope/pktscope/dissect/field"

// ISLProto declares the fields of Cisco's Inter-Switch Link.
var ISLProto = field.NewProto("isl", "ISL", "ISL")

var (
	islDst  = ISLProto.Ether("isl.dst", "Destination")
	islType = ISLProto.Uint8("isl.type", "Type", field.Dec, field.Mask(0xf0), field.Named(islTypeName))
	islEth  = ISLProto.Uint8("isl.user_eth", "User", field.Dec, field.Mask(0x03), field.Named(islUserName))
	islUser = ISLProto.Uint8("isl.user", "User", field.Hex, field.Mask(0x0f))

	islSrc     = ISLProto.Ether("isl.src", "Source")
	islLen     = ISLProto.Uint16("isl.len", "Length", field.Dec)
	islDSAP    = ISLProto.Uint8("isl.dsap", "DSAP", field.Hex)
	islSSAP    = ISLProto.Uint8("isl.ssap", "SSAP", field.Hex)
	islControl = ISLProto.Uint8("isl.control", "Control", field.Hex)
	islHSA     = ISLProto.Uint24("isl.hsa", "HSA", field.Hex)
	islVLAN    = ISLProto.Uint16("isl.vlan_id", "VLAN ID", field.Dec, field.Mask(0xfffe))
	islBPDU    = ISLProto.Bit("isl.bpdu", "BPDU/CDP/VTP", 0x0001, field.Named(field.YesNo), twoBytes)
	islIndex   = ISLProto.Uint16("isl.index", "Index", field.Dec)
	islRes     = ISLProto.Uint16("isl.reserved", "Reserved", field.Hex)
	islTrailer = ISLProto.Bytes("isl.trailer", "Trailer")

	islSrcVLAN  = ISLProto.Uint16("isl.src_vlan_id", "Source VLAN ID", field.Dec, field.Mask(0xfffe))
	islExplorer = ISLProto.Bit("isl.explorer", "Explorer", 0x0001, field.Two("Explorer frame", "Data frame"), twoBytes)
	islDstRoute = ISLProto.Uint16("isl.dst_route_desc", "Destination route descriptor", field.Hex)
	islSrcRoute = ISLProto.Uint16("isl.src_route_desc", "Source-route descriptor", field.Hex)
	islNoFCS    = ISLProto.Bit("isl.fcs_not_incl", "FCS Not Included", 0x40, oneByte)
	islESize    = ISLProto.Uint8("isl.esize", "Esize", field.Dec, field.Mask(0x3f))
)

// Types of the frames in ISL.
const (
	islEthernet  = 0
	islTokenRing = 1
)

func oneByte(d *field.Def) { d.Size, d.Width = 1, 8 }

// islBefore is how much of a frame the length field leaves out: everything up
// to itself.
const islBefore = 14

func islTypeName(v uint64) string {
	if v > 3 {
		return ""
	}
	return [...]string{"Ethernet", "Token-Ring", "FDDI", "ATM"}[v]
}

func islUserName(v uint64) string {
	return [...]string{"Normal Priority", "Priority 1", "Priority 2", "Highest Priority"}[v&3]
}

// startsISL reports whether a frame that begins with b is one of ISL: it is
// sent to a group of its own and has a length where Ethernet may have a type.
func startsISL(b []byte) bool {
	return len(b) >= 14 && b[0] == 0x01 && b[1] == 0x00 && b[2] == 0x0c && b[3] == 0 && b[4] == 0 &&
		uint16(b[12])<<8|uint16(b[13]) <= maxLength
}

// An ISL is the header of Cisco's Inter-Switch Link, which tags a frame with
// its VLAN by wrapping it whole, check sequence included.
type ISL struct {
	Dst, Src [6]byte
	Kind     uint8 // of the frame within
	User     uint8
	VLAN     uint16
	BPDU     bool

	stop  int  // where the frame within ends by the length
	whole bool // its header was there to be read
}

// Proto implements dissect.Message.
func (*ISL) Proto() *field.Proto { return ISLProto }

// Decode reads the twenty-six bytes before the frame, more before Token Ring.
func (m *ISL) Decode(d *field.Decoder) error {
	*m = ISL{}
	mark := d.Begin(&ISLProto.Def)
	start := d.Off()
	m.destination(d)
	m.Src = d.Ether(islSrc)
	m.stop = start + islBefore + int(d.Uint16(islLen))
	d.Uint8(islDSAP)
	d.Uint8(islSSAP)
	d.Uint8(islControl)
	d.Uint24(islHSA)
	v := d.Shared16(islVLAN, field.U16(islBPDU))
	m.VLAN, m.BPDU = v>>1, v&1 != 0
	d.Uint16(islIndex)
	off, reserved := d.Off(), d.Uint16(islRes)
	if m.Kind == islTokenRing {
		d.Put(islSrcVLAN, off, 2, uint64(reserved>>1))
		d.Put(islExplorer, off, 2, uint64(reserved&1))
		d.Uint16(islDstRoute)
		d.Uint16(islSrcRoute)
		d.Shared8(field.U8(islNoFCS), islESize)
	}
	m.whole = !d.Bad()
	d.PayloadN(max(m.stop-d.Off(), 0))
	d.End(mark)
	return d.Err()
}

// destination reads the address, whose last byte says what is within.
func (m *ISL) destination(d *field.Decoder) {
	b := d.Peek(6)
	off := d.Off()
	if b == nil {
		d.Skip(islDst, 6)
		return
	}
	m.Kind, m.User = b[5]>>4, b[5]&15
	mark := d.Begin(islDst)
	m.Dst = [6]byte(b)
	d.Skip(islDst, 6)
	d.Put(islType, off+5, 1, uint64(m.Kind))
	if m.Kind == islEthernet {
		d.Put(islEth, off+5, 1, uint64(m.User&3))
	} else {
		d.Put(islUser, off+5, 1, uint64(m.User))
	}
	d.End(mark)
}

// AppendPath appends nothing: frame.protocols does not list ISL.
func (*ISL) AppendPath(b []byte) []byte { return b }

// Next is the frame within.
func (m *ISL) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.Kind == islEthernet:
		return CheckedKey
	case m.Kind == islTokenRing:
		return tokenRingKey
	}
	return field.Key{}
}

// Trailer reads ISL's own check sequence, where it was captured.
func (m *ISL) Trailer(d *field.Decoder) {
	if n := m.stop - d.Off(); n > 0 {
		d.Skip(islTrailer, n)
	}
	if n := d.Captured(); n > 0 {
		d.Bytes(islTrailer, n)
	}
}

// AppendSource appends the sender's address.
func (m *ISL) AppendSource(b []byte) []byte {
	if !m.whole {
		return b
	}
	return field.AppendBytes(b, m.Src[:], ':')
}

// AppendDestination appends the receiver's address.
func (m *ISL) AppendDestination(b []byte) []byte {
	if !m.whole {
		return b
	}
	return field.AppendBytes(b, m.Dst[:], ':')
}

// AppendSummary appends the VLAN of a frame with an unknown payload.
func (m *ISL) AppendSummary(b []byte, _ *field.Names) []byte {
	if !m.whole {
		return b
	}
	return field.AppendUint(append(b, "VLAN ID: "...), uint64(m.VLAN))
}
