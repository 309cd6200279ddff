package cdp

import "github.com/pktscope/pktscope/dissect/field"

// What is wrong with a packet. The first three are Wireshark's; it does not
// tell their place.
var (
	fBadChecksum = Proto.Expert("cdp.bad_checksum", "Bad checksum", field.Failure, field.OfChecksum, field.Format(formatBadChecksum))
	fInvalidData = Proto.Expert("cdp.invalid_data", "Invalid bytes at end", field.Failure, field.OfMalformed)
	fInvalidLen  = Proto.Expert("cdp.nrgyz_tlv.length.invalid", "TLV with invalid length", field.Failure, field.OfMalformed, field.Format(formatInvalidLen))
	fInvalidRest = Proto.Scope("Invalid bytes at end")
	fInvalidTLV  = Proto.Scope("EnergyWise TLV", field.Format(formatInvalidLen))
	fRest        = Proto.Bytes("pktscope.cdp.rest", "Bytes behind the value")
	fFault       = Proto.Generated("pktscope.cdp.fault", "Fault", field.Text, field.Dec, 0)
)

// unread closes the value of a TLV of type t: what was missing in it costs
// this TLV and no other, and what is left of it has a field of ours.
func (p *Packet) unread(d *field.Decoder, t TLVType) {
	if !p.Contain(d, fFault, t) && d.More() {
		d.Rest(fRest)
	}
}

func formatBadChecksum(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendHex(append(b, "Bad checksum [should be 0x"...), t.Nodes[i].Val, 2)
	return append(b, ']')
}

func formatInvalidLen(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "TLV with invalid length "...), t.Nodes[i].Val)
	return append(b, " (< 8)"...)
}
