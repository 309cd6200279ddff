package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// ServiceProto declares the fields of an IEEE 802.1ad tag.
var ServiceProto = field.NewProto("ieee8021ad", "802.1ad", "IEEE 802.1ad")

var _ = ServiceProto.FormatBy(formatService)

var (
	servicePriority = ServiceProto.Uint16("ieee8021ad.priority", "Priority", field.Dec, field.Mask(0xe000))
	serviceDEI      = ServiceProto.Uint16("ieee8021ad.dei", "DEI", field.Dec, field.Mask(0x1000))
	serviceID       = ServiceProto.Uint16("ieee8021ad.id", "ID", field.Dec, field.Mask(0x0fff))
	serviceType     = ServiceProto.Uint16("ieee8021ah.etype", "Type", field.Hex, field.Named(ethertype.Name))
	serviceTrailer  = ServiceProto.Bytes("ieee8021ah.trailer", "Trailer")
)

// A ServiceVLAN is a provider's tag: IEEE 802.1Q, section 9.7.
type ServiceVLAN struct {
	Priority uint8
	DEI      bool // drop eligible
	ID       uint16
	Type     uint16

	got  int // bytes of the tag that were there to be read
	size int
}

// Proto implements dissect.Message.
func (*ServiceVLAN) Proto() *field.Proto { return ServiceProto }

// NamesEtherType implements dissect.EtherTyped.
func (*ServiceVLAN) NamesEtherType() {}

// Decode reads the tag's control information and the type behind it.
func (m *ServiceVLAN) Decode(d *field.Decoder) error {
	*m = ServiceVLAN{size: d.Len()}
	mark := d.Begin(&ServiceProto.Def)
	off := d.Off()
	tci := peek16(d)
	if d.Captured() >= 2 {
		d.Put(servicePriority, off, 1, uint64(tci>>13))
		d.Put(serviceDEI, off, 1, uint64(tci>>12&1))
	}
	d.Uint16(serviceID)
	m.Priority, m.DEI, m.ID = uint8(tci>>13), tci&0x1000 != 0, tci&0x0fff
	m.Type = d.Uint16(serviceType)
	m.got = d.Off() - off
	d.Payload()
	d.End(mark)
	return d.Err()
}

// Next is the EtherType.
func (m *ServiceVLAN) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return field.EtherType.Key(uint64(m.Type))
}

// Trailer reads the Ethernet trailer.
func (m *ServiceVLAN) Trailer(d *field.Decoder) {
	readTrailer(d, serviceTrailer, m.size, serviceLen, noSum)
}

// serviceLen is the length of the tag and the type behind it.
const serviceLen = 4

// AppendProtocol names an EtherType that nothing is bound to by its number.
func (m *ServiceVLAN) AppendProtocol(b []byte) []byte {
	if m.got < 4 {
		return append(b, ServiceProto.Short...)
	}
	return appendHex16(b, m.Type)
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *ServiceVLAN) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.got < 2 {
		return b
	}
	b = field.AppendUint(append(b, "PRI: "...), uint64(m.Priority))
	b = append(b, "  DROP: "...)
	b = append(b, '0'+bit(m.DEI))
	return field.AppendUint(append(b, " ID: "...), uint64(m.ID))
}

func formatService(b []byte, t *field.Tree, i int) []byte {
	return appendChild(append(b, "IEEE 802.1ad, ID: "...), t, i, serviceID)
}
