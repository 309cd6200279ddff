package inet

import "github.com/pktscope/pktscope/dissect/field"

// RFC 2710 section 3, RFC 3810 section 5.
var (
	mldDelay    = ICMPv6Proto.Uint16("icmpv6.mld.maximum_response_delay", "Maximum Response Delay [ms]", field.Dec)
	mldCode     = ICMPv6Proto.Uint16("icmpv6.mld.maximum_response_code", "Maximum Response Code", field.Dec)
	mldGroup    = ICMPv6Proto.IPv6("icmpv6.mld.multicast_address", "Multicast Address")
	mldFlags    = ICMPv6Proto.Uint8("icmpv6.mld.flag", "Flags", field.Hex, field.Format(appendMLDFlags), field.Bits(mldSuppress, mldQRV, mldFlagsRsv))
	mldSuppress = ICMPv6Proto.Bit("icmpv6.mld.flag.s", "Suppress Router-Side Processing", 0x08)
	mldQRV      = ICMPv6Proto.Uint8("icmpv6.mld.flag.qrv", "QRV (Querier's Robustness Variable)", field.Dec, field.Mask(0x07))
	mldFlagsRsv = ICMPv6Proto.Uint8("icmpv6.mld.flag.reserved", "Reserved", field.Dec, field.Mask(0xf0))
	mldQQIC     = ICMPv6Proto.Uint8("icmpv6.mld.qqi", "QQIC (Querier's Query Interval Code)", field.Dec)
	mldSources  = ICMPv6Proto.Uint16("icmpv6.mld.nb_sources", "Number of Sources", field.Dec)
	mldSource   = ICMPv6Proto.IPv6("icmpv6.mld.source_address", "Source Address")

	mldRecords   = ICMPv6Proto.Uint16("icmpv6.mldr.nb_mcast_records", "Number of Multicast Address Records", field.Dec)
	mldRecord    = ICMPv6Proto.None("icmpv6.mldr.mar", "Multicast Address Record", field.Format(appendRecord))
	mldRecType   = ICMPv6Proto.Uint8("icmpv6.mldr.mar.record_type", "Record Type", field.Dec, field.Named(mldRecordType))
	mldRecAux    = ICMPv6Proto.Uint8("icmpv6.mldr.mar.aux_data_len", "Aux Data Len", field.Dec)
	mldRecCount  = ICMPv6Proto.Uint16("icmpv6.mldr.mar.nb_sources", "Number of Sources", field.Dec)
	mldRecGroup  = ICMPv6Proto.IPv6("icmpv6.mldr.mar.multicast_address", "Multicast Address")
	mldRecSource = ICMPv6Proto.IPv6("icmpv6.mldr.mar.source_address", "Source Address")
	mldRecData   = ICMPv6Proto.Bytes("icmpv6.mldr.mar.auxiliary_data", "Auxiliary Data")
)

// mld1Len is the length of an MLDv1 message, and of an MLDv2 query where the
// longer one goes on: RFC 3810, section 8.1.
const mld1Len = 24

// decodeListener reads MLDv1's messages and MLDv2's query.
func (m *ICMPv6) decodeListener(d *field.Decoder) {
	longer := m.Type == ICMPv6Query && d.Len()+4 > mld1Len
	if longer {
		d.Uint16(mldCode)
	} else {
		d.Uint16(mldDelay)
	}
	d.Bytes(icmpv6Reserved, 2)
	d.IPv6(mldGroup)
	if !longer {
		return
	}
	d.Uint8(mldFlags)
	d.Uint8(mldQQIC)
	for n := d.Uint16(mldSources); n > 0 && !d.Bad(); n-- {
		d.IPv6(mldSource)
	}
}

// decodeListenerReport reads an MLDv2 report, RFC 3810 section 5.2.
func decodeListenerReport(d *field.Decoder) {
	d.Bytes(icmpv6Reserved, 2)
	for n := d.Uint16(mldRecords); n > 0 && !d.Bad(); n-- {
		mark := d.Begin(mldRecord)
		d.Uint8(mldRecType)
		aux := int(d.Uint8(mldRecAux)) * 4
		sources := d.Uint16(mldRecCount)
		d.IPv6(mldRecGroup)
		for ; sources > 0 && !d.Bad(); sources-- {
			d.IPv6(mldRecSource)
		}
		if aux > 0 {
			d.Bytes(mldRecData, aux)
		}
		d.End(mark)
	}
}

func mldRecordType(v uint64) string {
	names := [...]string{"", "Include", "Exclude", "Changed to include", "Changed to exclude", "Allow new sources", "Block old sources"}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

// appendRecord appends "Multicast Address Record Changed to exclude: ff02::5".
func appendRecord(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Multicast Address Record"...)
	if c := t.Child(i, mldRecType); c >= 0 {
		name := mldRecordType(t.Nodes[c].Val)
		if name == "" {
			name = "Unknown"
		}
		b = append(append(b, ' '), name...)
	}
	return appendChild(b, t, i, ": ", mldRecGroup)
}

func appendMLDFlags(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	if t.Nodes[i].Val&0x08 != 0 {
		b = append(b, ", Suppress Router-Side Processing"...)
	}
	return b
}
