package ospf

import "github.com/pktscope/pktscope/dissect/field"

// Packets that describe the database: RFC 2328, sections A.3.3 to A.3.6, and 5340,
// sections A.3.3 to A.3.6.
var (
	fDescription = Proto.None("pktscope.ospf.db", "OSPF DB Description")
	fMTU         = Proto.Uint16("ospf.db.interface_mtu", "Interface MTU", field.Dec)
	fFlags       = Proto.Uint8("ospf.dbd", "DB Description", field.Hex, field.Format(appendOptions), field.Bits(
		Proto.Bit("ospf.dbd.r", "(R) OOBResync", 0x08, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.dbd.i", "(I) Init", 0x04, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.dbd.m", "(M) More", 0x02, field.Named(field.SetNotSet)),
		Proto.Bit("ospf.dbd.ms", "(MS) Master", 0x01, field.Named(field.YesNo))))
	fDescSequence = Proto.Uint32("ospf.db.dd_sequence", "DD Sequence", field.Dec)

	fRequests    = Proto.None("pktscope.ospf.requests", "LS Request Packet")
	fRequest     = Proto.None("pktscope.ospf.request", "Link State Request")
	fRequestType = Proto.Uint32("ospf.lsa", "LS Type", field.Dec, field.Named(lsaName))

	fAck    = Proto.None("pktscope.ospf.ack", "LS Acknowledge Packet")
	fUpdate = Proto.None("pktscope.ospf.update", "LS Update Packet")
	fLSAs   = Proto.Uint32("ospf.ls.number_of_lsas", "Number of LSAs", field.Dec)
)

// The header of a link state advertisement: RFC 2328, section A.4.1, and 5340, section
// A.4.2.
var (
	fLSA       = Proto.None("pktscope.ospf.lsa", "Link State Advertisement")
	fAge       = Proto.Uint16("ospf.lsa.age", "LS Age (seconds)", field.Dec, field.Mask(0x7fff))
	fDoNotAge  = Proto.Uint16("ospf.lsa.donotage", "Do Not Age Flag", field.Dec, field.Mask(0x8000)) // RFC 1793
	fDoNotAge3 = Proto.Bit("ospf.v3.lsa.do_not_age", "Do Not Age", 0x8000, func(d *field.Def) { d.Size, d.Width = 2, 16 })
	fLSType    = Proto.Uint8("ospf.lsa", "LS Type", field.Dec, field.Named(lsaName))
	fLSType3   = Proto.Uint16("ospf.v3.lsa", "LS Type", field.Hex)
	fLSID      = Proto.IPv4("ospf.lsa.id", "Link State ID")
	fLSID3     = Proto.IPv4("ospf.link_state_id", "Link State ID")
	fAdvRouter = Proto.IPv4("ospf.advrouter", "Advertising Router")
	fLSSeq     = Proto.Uint32("ospf.lsa.seqnum", "Sequence Number", field.Hex)
	fLSSum     = Proto.Uint16("ospf.lsa.chksum", "Checksum", field.Hex)
	fLSLength  = Proto.Uint16("ospf.lsa.length", "Length", field.Dec)
)

const (
	typeDescription = 2
	typeRequest     = 3
	typeUpdate      = 4
	typeAck         = 5

	lsaHeaderLen = 20
	requestLen   = 12
)

func lsaName(v uint64) string {
	switch v {
	case 1:
		return "Router-LSA"
	case 2:
		return "Network-LSA"
	case 3:
		return "Summary-LSA (IP network)"
	case 4:
		return "Summary-LSA (ASBR)"
	case 5:
		return "AS-External-LSA (ASBR)"
	case 6:
		return "Group Membership LSA"
	case 7:
		return "NSSA AS-External-LSA"
	case 9:
		return "Opaque LSA, Link-local scope"
	case 10:
		return "Opaque LSA, Area-local scope"
	case 11:
		return "Opaque LSA, AS-local scope"
	}
	return ""
}

// description reads what a database description packet says, and the headers it lists.
func (p *Packet) description(d *field.Decoder) {
	if p.Version == 3 {
		d.Skip(fReserved, 1)
		d.Uint24(fOptions3)
		d.Uint16(fMTU)
		d.Skip(fReserved, 1)
	} else {
		d.Uint16(fMTU)
		d.Uint8(fOptions)
	}
	d.Uint8(fFlags)
	d.Uint32(fDescSequence)
	p.headers(d)
}

// headers reads headers of advertisements up to the end.
func (p *Packet) headers(d *field.Decoder) {
	for d.Len() >= lsaHeaderLen && !d.Bad() {
		m := d.Begin(fLSA)
		p.lsaHeader(d)
		d.End(m)
	}
}

// requests reads which advertisements are asked for.
func (p *Packet) requests(d *field.Decoder) {
	for d.Len() >= requestLen && !d.Bad() {
		m := d.Begin(fRequest)
		if p.Version == 3 {
			d.Skip(fReserved, 2)
			d.Uint16(fLSType3)
		} else {
			d.Uint32(fRequestType)
		}
		d.IPv4(fLSID3)
		d.IPv4(fAdvRouter)
		d.End(m)
	}
}

// lsaHeader reads a header. Only version 2 has options there.
func (p *Packet) lsaHeader(d *field.Decoder) (typ, length int) {
	if p.Version == 3 {
		d.Shared16(fAge, field.U16(fDoNotAge3))
		typ = int(d.Uint16(fLSType3))
		d.IPv4(fLSID3)
	} else {
		d.Shared16(fAge, fDoNotAge)
		d.Uint8(fOptions)
		typ = int(d.Uint8(fLSType))
		d.IPv4(fLSID)
	}
	d.IPv4(fAdvRouter)
	d.Uint32(fLSSeq)
	d.Uint16(fLSSum)
	return typ, int(d.Uint16(fLSLength))
}

// update reads advertisements: their headers and, of version 3, the options in those that
// have them.
func (p *Packet) update(d *field.Decoder) {
	for n := d.Uint32(fLSAs); n > 0 && d.Len() >= lsaHeaderLen && !d.Bad(); n-- {
		m := d.Begin(fLSA)
		typ, length := p.lsaHeader(d)
		rest := length - lsaHeaderLen
		if rest < 0 || rest > d.Len() {
			d.Malformed(fLSLength)
			d.End(m)
			return
		}
		if p.Version == 3 && rest >= 4 && hasOptions3(typ) {
			d.Skip(fOptions3, 1)
			d.Uint24(fOptions3)
			rest -= 4
		}
		d.Skip(fLSA, rest)
		d.End(m)
	}
}

// hasOptions3 reports whether an advertisement of RFC 5340 begins with a byte and options:
// sections A.4.3, A.4.4, A.4.6 and A.4.9.
func hasOptions3(typ int) bool {
	switch typ & 0x1fff {
	case 1, 2, 4, 8:
		return true
	}
	return false
}
