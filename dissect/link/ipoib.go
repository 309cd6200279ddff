package link

import (
	"encoding/binary"
	"net/netip"

	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// IPoIBProto declares the fields of IP over InfiniBand.
var IPoIBProto = field.NewProto("ipoib", "IPoIB", "IP over Infiniband")

var (
	ipoibDst     = IPoIBProto.None("ipoib.daddr", "Destination address")
	ipoibDstPair = IPoIBProto.Uint24("ipoib.daddr.qpn", "Destination QPN", field.Hex)
	ipoibDstGID  = IPoIBProto.IPv6("ipoib.dgid", "Destination GID")

	ipoibRoute   = IPoIBProto.None("ipoib.grh", "Global Route Header")
	ipoibVersion = IPoIBProto.Uint8("ipoib.grh.ipver", "IP Version", field.Dec, field.Mask(0xf0))
	ipoibClass   = IPoIBProto.Uint16("ipoib.grh.tclass", "Traffic Class", field.Dec, field.Mask(0x0ff0))
	ipoibFlow    = IPoIBProto.Uint32("ipoib.grh.flowlabel", "Flow Label", field.Dec, field.Mask(0x000fffff))
	ipoibSrcPair = IPoIBProto.Uint24("ipoib.grh.sqpn", "Source QPN", field.Hex)
	ipoibSrcGID  = IPoIBProto.IPv6("ipoib.grh.sgid", "Source GID")

	ipoibType     = IPoIBProto.Uint16("ipoib.type", "Type", field.Hex, field.Named(ethertype.Name))
	ipoibReserved = IPoIBProto.Uint16("ipoib.reserved", "Reserved", field.Hex)
)

// An IPoIB is the pseudo header of LINKTYPE_IPOIB: a Global Route Header as
// the receiver has it, or the destination's hardware address of RFC 4391
// section 9.1.1 in its last twenty bytes, and the encapsulation header of
// RFC 4391 section 6.
type IPoIB struct {
	Routed           bool   // it begins with a Global Route Header
	SrcPair, DstPair uint32 // queue pairs: the sender's only of those routed, the receiver's of the others
	SrcGID, DstGID   netip.Addr
	Type             uint16
}

// Proto implements dissect.Message.
func (*IPoIB) Proto() *field.Proto { return IPoIBProto }

// Decode reads forty bytes of addresses and the type.
func (m *IPoIB) Decode(d *field.Decoder) error {
	*m = IPoIB{}
	mark := d.Begin(&IPoIBProto.Def)
	if b := d.Peek(1); b != nil {
		m.Routed = b[0] != 0
	}
	if m.Routed {
		m.decodeRoute(d)
	} else {
		m.decodeAddress(d)
	}
	m.Type = d.Uint16(ipoibType)
	d.Uint16(ipoibReserved)
	d.Payload()
	d.End(mark)
	return d.Err()
}

func (m *IPoIB) decodeAddress(d *field.Decoder) {
	d.Skip(ipoibDst, 20)
	mark := d.Begin(ipoibDst)
	d.Skip(ipoibDst, 1)
	m.DstPair = d.Uint24(ipoibDstPair)
	m.DstGID = d.IPv6(ipoibDstGID)
	d.End(mark)
}

func (m *IPoIB) decodeRoute(d *field.Decoder) {
	mark := d.Begin(ipoibRoute)
	off := d.Off()
	d.Skip(ipoibFlow, 4)
	if b := d.Since(off); len(b) == 4 {
		v := uint64(binary.BigEndian.Uint32(b))
		d.Put(ipoibVersion, off, 1, v>>28)
		d.Put(ipoibClass, off, 2, v>>20&0xff)
		d.Put(ipoibFlow, off, 4, v&0xfffff)
	}
	d.Skip(ipoibSrcPair, 1)
	m.SrcPair = d.Uint24(ipoibSrcPair)
	m.SrcGID = d.IPv6(ipoibSrcGID)
	m.DstGID = d.IPv6(ipoibDstGID)
	d.End(mark)
}

// Next is the EtherType.
func (m *IPoIB) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return field.EtherType.Key(uint64(m.Type))
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (*IPoIB) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, IPoIBProto.Label...) }
