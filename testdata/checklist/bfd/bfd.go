// Package bfd dissects control packets of Bidirectional Forwarding Detection:
// RFC 5880, section 4.1.
package bfd

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of a control packet.
var Proto = field.NewProto("bfd", "BFD Control", "BFD Control message")

var (
	fVersion    = Proto.Uint8("bfd.version", "Protocol Version", field.Dec, field.Mask(0xe0))
	fDiag       = Proto.Uint8("bfd.diag", "Diagnostic Code", field.Hex, field.Mask(0x1f))
	fFlags      = Proto.Uint8("bfd.flags", "Message Flags", field.Hex)
	fMultiplier = Proto.Uint8("bfd.detect_time_multiplier", "Detect Time Multiplier", field.Dec)
	fLength     = Proto.Uint8("bfd.message_length", "Message Length", field.Dec)
	fMine       = Proto.Uint32("bfd.my_discriminator", "My Discriminator", field.Hex)
	fYours      = Proto.Uint32("bfd.your_discriminator", "Your Discriminator", field.Hex)
	fSend       = Proto.Uint32("bfd.desired_min_tx_interval", "Desired Min TX Interval", field.Dec)
	fReceive    = Proto.Uint32("bfd.required_min_rx_interval", "Required Min RX Interval", field.Dec)
	fEcho       = Proto.Uint32("bfd.required_min_echo_interval", "Required Min Echo Interval", field.Dec)
)

// A Packet is one control packet.
type Packet struct {
	Mine, Yours uint32 // discriminators
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the packet that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{}
	m := d.Begin(&Proto.Def)
	d.Shared8(fVersion, fDiag)
	d.Uint8(fFlags)
	d.Uint8(fMultiplier)
	d.Limit(m, fLength, int(d.Uint8(fLength)))
	p.Mine = d.Uint32(fMine)
	p.Yours = d.Uint32(fYours)
	d.Uint32(fSend)
	d.Uint32(fReceive)
	d.Uint32(fEcho)
	d.Skip(fLength, d.Len())
	d.End(m)
	return d.Err()
}

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	return strconv.AppendUint(append(b, "Session 0x"...), uint64(p.Mine), 16)
}
