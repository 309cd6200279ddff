package frame

import (
	"math/bits"

	"github.com/pktscope/pktscope/dissect/field"
)

// epb_flags of pcapng: draft-ietf-opsawg-pcapng, section 4.3.1.
var (
	fFlags  = Proto.Generated("frame.packet_flags", "Packet flags", field.Uint, field.Hex, 4)
	fDirect = Proto.Generated("frame.packet_flags_direction", "Direction", field.Uint, field.Hex, 4, field.Mask(0x3), field.Width(32), field.Named(directionName))
	fRecept = Proto.Generated("frame.packet_flags_reception_type", "Reception type", field.Uint, field.Dec, 4, field.Mask(0x1c), field.Width(32), field.Named(receptionName))
	fFCSLen = Proto.Generated("frame.packet_flags_fcs_length", "FCS length", field.Uint, field.Dec, 4, field.Mask(0x1e0), field.Width(32))
	fReserv = Proto.Generated("frame.packet_flags_reserved", "Reserved", field.Uint, field.Dec, 4, field.Mask(0xfe00), field.Width(32))

	fP2P = Proto.Generated("frame.p2p_dir", "Point-to-Point Direction", field.Int, field.Dec, 1, field.Named(p2pName))

	fErrors = [...]*field.Def{
		flagError("crc_error", "CRC error", 24),
		flagError("packet_too_error", "Packet too long error", 25),
		flagError("packet_too_short_error", "Packet too short error", 26),
		flagError("wrong_inter_frame_gap_error", "Wrong interframe gap error", 27),
		flagError("unaligned_frame_error", "Unaligned frame error", 28),
		flagError("start_frame_delimiter_error", "Start frame delimiter error", 29),
		flagError("preamble_error", "Preamble error", 30),
		flagError("symbol_error", "Symbol error", 31),
	}
)

// decodeDirection tells whether the packet was received or sent, as links between two ends
// have it.
func (f *Frame) decodeDirection(d *field.Decoder) {
	switch f.Flags & 3 {
	case inbound:
		d.Tell(fP2P, 1)
	case outbound:
		d.Tell(fP2P, 0)
	}
}

func p2pName(v uint64) string {
	if v == 0 {
		return "Sent"
	}
	return "Received"
}

func flagError(name, label string, bit int) *field.Def {
	return Proto.Generated("frame.packet_flags_"+name, label, field.Bool, field.Dec, 4, field.Mask(1<<bit), field.Width(32), field.Two("Set", "Not set"))
}

// Directions.
const (
	inbound  = 1
	outbound = 2
)

func directionName(v uint64) string {
	switch v {
	case 0:
		return "Unknown"
	case inbound:
		return "Inbound"
	case outbound:
		return "Outbound"
	}
	return ""
}

func receptionName(v uint64) string {
	names := [...]string{"Not specified", "Unicast", "Multicast", "Broadcast", "Promiscuous"}
	if v >= uint64(len(names)) {
		return ""
	}
	return names[v]
}

func (f *Frame) decodeFlags(d *field.Decoder) {
	m := d.Begin(fFlags)
	d.Title(m, uint64(f.Flags))
	for _, part := range [...]*field.Def{fDirect, fRecept, fFCSLen, fReserv} {
		d.Tell(part, uint64(f.Flags)&part.Mask>>bits.TrailingZeros64(part.Mask))
	}
	for _, part := range fErrors {
		d.Tell(part, uint64(f.Flags)&part.Mask>>bits.TrailingZeros64(part.Mask))
	}
	d.End(m)
}
