package link

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// SLARPProto declares the fields of SLARP.
var SLARPProto = field.NewProto("slarp", "SLARP", "Cisco SLARP")

var (
	slarpType        = SLARPProto.Uint32("slarp.ptype", "Packet type", field.Dec, field.Named(slarpTypeName))
	slarpAddress     = SLARPProto.IPv4("slarp.address", "Address")
	slarpNetmask     = SLARPProto.IPv4("slarp.netmask", "Netmask")
	slarpMine        = SLARPProto.Uint32("slarp.mysequence", "Outgoing sequence number", field.Dec)
	slarpYours       = SLARPProto.Uint32("slarp.yoursequence", "Returned sequence number", field.Dec)
	slarpReliability = SLARPProto.Uint16("slarp.reliability", "Reliability", field.Hex)
)

// A SLARPType is the type of a SLARP packet.
type SLARPType uint32

// Types of packets, RFC 1547 section 4.3.2.
const (
	SLARPRequest SLARPType = iota
	SLARPReply
	SLARPKeepalive
)

func slarpTypeName(v uint64) string {
	switch SLARPType(v) {
	case SLARPRequest:
		return "Request"
	case SLARPReply:
		return "Reply"
	case SLARPKeepalive:
		return "Line keepalive"
	}
	return ""
}

// A SLARP is a packet of Cisco's serial line address resolution protocol: it
// asks for the peer's address, answers, or keeps the line alive.
type SLARP struct {
	Type             SLARPType
	Address, Netmask netip.Addr // requests and replies
	Mine, Yours      uint32     // keepalives: sequence numbers, sent and seen last
	cut              bool       // before its end
}

// Proto implements dissect.Message.
func (*SLARP) Proto() *field.Proto { return SLARPProto }

// Decode reads a packet.
func (m *SLARP) Decode(d *field.Decoder) error {
	*m = SLARP{}
	mark := d.Begin(&SLARPProto.Def)
	m.Type = SLARPType(d.Uint32(slarpType))
	m.cut = d.Bad()
	switch m.Type {
	case SLARPRequest, SLARPReply:
		m.Address = d.IPv4(slarpAddress)
		m.Netmask = d.IPv4(slarpNetmask)
	case SLARPKeepalive:
		m.Mine = d.Uint32(slarpMine)
		m.Yours = d.Uint32(slarpYours)
		m.cut = d.Bad()
		if d.Uint16(slarpReliability) != 0xffff && !d.Bad() {
			d.Env.Flawed = true
		}
	default:
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Next is nothing: what follows an unknown type is data.
func (*SLARP) Next(int) field.Key { return field.Key{} }

// AppendSummary appends "Line keepalive, outgoing sequence 1, returned sequence 2".
func (m *SLARP) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.cut {
		return b
	}
	name := slarpTypeName(uint64(m.Type))
	if name == "" {
		return field.AppendHex(append(b, "Unknown packet type 0x"...), uint64(m.Type), 4)
	}
	b = append(b, name...)
	if m.Type == SLARPKeepalive {
		b = field.AppendUint(append(b, ", outgoing sequence "...), uint64(m.Mine))
		return field.AppendUint(append(b, ", returned sequence "...), uint64(m.Yours))
	}
	if m.Address.IsValid() && m.Netmask.IsValid() {
		b = field.AppendIPv4(append(b, ", from "...), m.Address.As4())
		b = field.AppendIPv4(append(b, ", mask "...), m.Netmask.As4())
	}
	return b
}
