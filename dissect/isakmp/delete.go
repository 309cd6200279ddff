package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Deletion, RFC 2408, section 3.15, and RFC 7296, section 3.11.
var (
	fDeleteDOI       = Proto.Uint32("isakmp.delete.doi", "Domain of interpretation", field.Dec, field.Named(doiNames.name))
	fDeleteProtocol  = Proto.Uint8("isakmp.delete.protoid", "Protocol ID", field.Dec, field.Named(protocolNames.name), field.TypeSize(4))
	fDeleteProtocol2 = Proto.Uint8("isakmp.delete.protoid", "Protocol ID", field.Dec, field.Named(protocolNames2.name), field.TypeSize(4))
	fDeleteCount     = Proto.Uint16("isakmp.spinum", "Number of SPIs", field.Dec)
	fDeleteSPI       = Proto.Bytes("isakmp.delete.spi", "Delete SPI")
)

// A Delete lists security associations that the sender has deleted: RFC 2408, section
// 3.15; RFC 7296, section 3.11.
type Delete struct {
	DOI      uint32 // IKEv1
	Protocol uint8
	Size     int    // of one SPI
	SPIs     []byte // one behind the other
}

// delete reads a Delete payload.
func (p *Packet) delete(d *field.Decoder) {
	var x Delete
	if p.Major() == 2 {
		x.Protocol = d.Uint8(fDeleteProtocol2)
	} else {
		x.DOI = d.Uint32(fDeleteDOI)
		x.Protocol = d.Uint8(fDeleteProtocol)
	}
	x.Size = int(d.Uint8(fSPISize))
	count := int(d.Uint16(fDeleteCount))
	from := d.Off()
	for i := 0; i < count && x.Size > 0 && d.More(); i++ {
		d.Bytes(fDeleteSPI, x.Size)
	}
	if !d.Bad() {
		x.SPIs = d.Since(from)
		p.Deletes = append(p.Deletes, x)
	}
}
