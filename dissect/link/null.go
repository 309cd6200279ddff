package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// NullProto declares the fields of BSD's loopback header.
var NullProto = field.NewProto("null", "N/A", "Null/Loopback")

var (
	nullFamily = NullProto.Uint32("null.family", "Family", field.Dec, field.Named(familyName))
	nullType   = NullProto.Generated("null.type", "Type", field.Uint, field.Hex, 2, field.Named(ethertype.Name))
)

// Address families, which differ between systems where they are young.
const (
	familyIPv4         = 2
	familyOSI          = 7
	familyAppleTalk    = 16
	familyIPX          = 23
	familyIPv6NetBSD   = 24 // OpenBSD too
	familyIPv6FreeBSD  = 28
	familyIPv6Darwin   = 30
	familyIPv6Linux    = 10
	nullLoop           = 108 // the link type whose family is in network order
	hdlcAddressControl = 0xff03
)

func familyName(v uint64) string {
	switch v {
	case familyIPv4:
		return "IP"
	case familyOSI:
		return "OSI"
	case familyAppleTalk:
		return "Appletalk"
	case familyIPX:
		return "Netware IPX/SPX"
	case familyIPv6NetBSD, familyIPv6FreeBSD, familyIPv6Darwin:
		return "IPv6"
	}
	return ""
}

// A Null is the header of BSD's loopback interfaces: the address family, in
// the byte order of the machine that captured (LINKTYPE_NULL) or of the
// network (LINKTYPE_LOOP). Some systems put an EtherType there.
type Null struct {
	Family uint32

	ppp bool // PPP in HDLC framing stands where the family should
}

// Proto implements dissect.Message.
func (*Null) Proto() *field.Proto { return NullProto }

// Decode reads the family.
func (m *Null) Decode(d *field.Decoder) error {
	*m = Null{}
	loop := d.Env.Key == field.Link.Key(nullLoop)
	if m.ppp = !loop && peek16(d) == hdlcAddressControl; m.ppp {
		d.Payload()
		return d.Err()
	}
	mark := d.Begin(&NullProto.Def)
	off := d.Off()
	if b := d.Peek(4); b != nil {
		m.Family = family([4]byte(b), loop)
	}
	d.Skip(nullFamily, 4)
	if m.Family > maxLength && !loop {
		d.Put(nullType, off, 4, uint64(m.Family))
	} else {
		d.Put(nullFamily, off, 4, uint64(m.Family))
	}
	if d.Len() > 0 {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// family tells the byte order by where the small number stands: families and
// EtherTypes have 16 bits, so that two bytes are zero.
func family(b [4]byte, network bool) uint32 {
	little := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	big := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	switch {
	case network || little>>16 != 0:
		return big
	case little&0xff == 0 && little>>8 < familyIPv6Darwin && little != typeIPv4:
		return little >> 8 // 16 bits in network order
	}
	return little
}

// Next is the network layer of the family.
func (m *Null) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.ppp:
		return pppLinkKey
	case m.Family > maxLength && m.Family <= 0xffff:
		return field.EtherType.Key(uint64(m.Family))
	}
	switch m.Family {
	case familyIPv4:
		return IPv4Key
	case familyIPv6Linux, familyIPv6NetBSD, familyIPv6FreeBSD, familyIPv6Darwin:
		return IPv6Key
	case familyIPX:
		return field.EtherType.Key(typeIPX)
	case familyOSI:
		return field.SAP.Key(sapOSI)
	}
	return field.Key{}
}

// AppendSource says that the header has no addresses.
func (*Null) AppendSource(b []byte) []byte { return append(b, noAddress...) }

// AppendDestination says that the header has no addresses.
func (*Null) AppendDestination(b []byte) []byte { return append(b, noAddress...) }

// noAddress stands in columns to which a link layer has nothing to say.
const noAddress = "N/A"

// AppendSummary appends the Info column of a packet of an unknown family.
func (m *Null) AppendSummary(b []byte, _ *field.Names) []byte {
	return append(b, NullProto.Label...)
}
