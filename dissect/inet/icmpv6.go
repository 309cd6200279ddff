package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// ICMPv6Proto declares the fields of ICMPv6.
var ICMPv6Proto = field.NewProto("icmpv6", "ICMPv6", "Internet Control Message Protocol v6")

// RFC 4443, section 2.1 and the messages of its sections 3 and 4.
var (
	icmpv6BadSum    = badChecksum(ICMPv6Proto, "icmpv6.checksum_bad.expert")
	icmpv6TypeError = ICMPv6Proto.Expert("icmpv6.type.error", "Type indicates an error", field.Note, field.OfResponse)
	icmpv6Type      = ICMPv6Proto.Uint8("icmpv6.type", "Type", field.Dec, field.Named(icmpv6TypeName))
	icmpv6Code      = ICMPv6Proto.Uint8("icmpv6.code", "Code", field.Dec, field.Format(appendICMPv6Code))
	icmpv6Checksum  = ICMPv6Proto.Uint16("icmpv6.checksum", "Checksum", field.Hex, checksumFormat(icmpv6Status, icmpv6Right))
	icmpv6Status    = ICMPv6Proto.Generated("icmpv6.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(checksumName), field.Format(appendChecksumStatus))
	icmpv6Right     = ICMPv6Proto.Generated("pktscope.icmpv6.checksum", "Right checksum", field.Uint, field.Hex, 2, field.Hidden())
	icmpv6Reserved  = ICMPv6Proto.Bytes("icmpv6.reserved", "Reserved")
	icmpv6Data      = ICMPv6Proto.Bytes("icmpv6.data", "Data")
	icmpv6MTU       = ICMPv6Proto.Uint32("icmpv6.mtu", "MTU", field.Dec)
	icmpv6Pointer   = ICMPv6Proto.Uint32("icmpv6.pointer", "Pointer", field.Dec)
	icmpv6ID        = ICMPv6Proto.Uint16("icmpv6.echo.identifier", "Identifier", field.Hex)
	icmpv6Seq       = ICMPv6Proto.Uint16("icmpv6.echo.sequence_number", "Sequence", field.Dec)
	icmpv6Nonce     = ICMPv6Proto.Bytes("icmpv6.nonce", "Nonce")
	icmpv6RespTo    = ICMPv6Proto.Generated("icmpv6.resp_to", "Response To", field.FrameNum, field.Dec, 4)
	icmpv6RespTime  = ICMPv6Proto.Generated("icmpv6.resptime", "Response Time", field.Double, field.Dec, 8, field.Format(appendResponseTime))
)

// protoICMPv6 is ICMPv6's number in IP's protocol field.
const protoICMPv6 = 58

// teredoPort is that of a Teredo server, to which a client's echo request begins with a
// nonce: RFC 4380, section 5.2.9.
const teredoPort = 3544

// An ICMPv6 is a control message, RFC 4443.
type ICMPv6 struct {
	Src, Dst   netip.Addr // the network layer's
	HopLimit   uint8      // likewise
	Type       ICMPv6Type
	Code       uint8
	Checksum   uint16
	ID, Seq    uint16 // of echoes
	MTU        uint32 // of the next hop, where the packet is too big
	Discovery  Discovery
	Facts      EchoFacts
	got        int // bytes of the header that were there to be read
	quoting    bool
	secured    bool // the network layer is not next to it: see field.Env
	discovered bool // the fields of Discovery were there to be read
}

// ClearFacts implements dissect.Stateful.
func (m *ICMPv6) ClearFacts() { m.Facts = EchoFacts{} }

// Proto implements dissect.Message.
func (*ICMPv6) Proto() *field.Proto { return ICMPv6Proto }

// Decode reads the message. The packet that an error returns and the data of
// an echo are its payload.
func (m *ICMPv6) Decode(d *field.Decoder) error {
	*m = ICMPv6{Src: d.Env.Src, Dst: d.Env.Dst, HopLimit: d.Env.TTL, secured: d.Env.Secured, Facts: m.Facts}
	start := d.Off()
	mark := d.Begin(&ICMPv6Proto.Def)
	var verdict checksumVerdict
	if d.Tree() != nil {
		verdict = verifyChecksum(d, pseudoSum(m.Src, m.Dst, d.Len(), protoICMPv6))
	}
	m.Type = ICMPv6Type(d.Uint8(icmpv6Type))
	if m.Type < 128 { // RFC 4443, section 2.1
		d.Expert(icmpv6TypeError, 0)
	}
	m.Code = d.Uint8(icmpv6Code)
	m.Checksum = d.Uint16(icmpv6Checksum)
	verdict.generate(d, icmpv6Status, icmpv6Right, icmpv6BadSum)
	m.decodeBody(d)
	m.got = d.Off() - start
	d.EndOver(mark)
	return d.Err()
}

func (m *ICMPv6) decodeBody(d *field.Decoder) {
	switch m.Type {
	case ICMPv6Unreachable, ICMPv6TooBig, ICMPv6TimeExceeded, ICMPv6Parameter:
		m.decodeError(d)
	case ICMPv6Echo, ICMPv6EchoReply:
		m.ID = d.Uint16(icmpv6ID)
		m.Seq = d.Uint16(icmpv6Seq)
		generateReply(d, m.Facts, d.Off()-8, icmpv6RespTo, icmpv6RespTime)
		if m.Type == ICMPv6Echo && d.Env.DstPort == teredoPort && d.Len() >= 4 {
			d.Bytes(icmpv6Nonce, 4)
		}
		sent, n := echoStamp(d)
		decodeEchoData(d, &icmp6Stamp, sent, n)
	case ICMPv6ExtendedEcho, ICMPv6ExtendedEchoRep:
		m.ID = d.Uint16(icmpv6ID)
		m.Seq = decodeExtended(d, &icmp6Extended, m.Type == ICMPv6ExtendedEcho)
		if d.Len() > 0 {
			d.Payload()
		}
	case ICMPv6Query, ICMPv6Report, ICMPv6Done:
		m.decodeListener(d)
	case ICMPv6Report2:
		decodeListenerReport(d)
	case ICMPv6RouterSolicit, ICMPv6RouterAdvert, ICMPv6NeighborSolicit, ICMPv6NeighborAdvert, ICMPv6Redirect:
		m.decodeDiscovery(d)
	default:
		if d.Len() > 0 {
			d.Rest(icmpv6Data)
		}
	}
}

// decodeError reads what stands before the packet that the error returns.
func (m *ICMPv6) decodeError(d *field.Decoder) {
	switch m.Type {
	case ICMPv6TooBig:
		m.MTU = d.Uint32(icmpv6MTU)
	case ICMPv6Parameter:
		d.Uint32(icmpv6Pointer)
	default:
		d.Bytes(icmpv6Reserved, 4)
	}
	if d.Bad() || d.Len() == 0 {
		return
	}
	if d.Captured() == 0 {
		d.Skip(icmpv6Data, 1) // the capture cut all of the packet that is returned
		return
	}
	m.quoting, d.Env.Quoted = true, true
	d.Payload()
}

// KeepsData implements dissect.Keeper.
func (*ICMPv6) KeepsData() {}

// Quotes implements dissect.Quoter.
func (m *ICMPv6) Quotes() bool { return m.quoting }

// Whole reports whether the header was there as far as the sequence number.
func (m *ICMPv6) Whole() bool { return m.got >= 8 }

// Next is the packet that an error returns.
func (m *ICMPv6) Next(i int) field.Key {
	if i == 0 && m.quoting {
		return IPv6Key
	}
	return field.Key{}
}

// appendICMPv6Code appends "Code: 4 (Port unreachable)", only the number
// where the type's codes have no names.
func appendICMPv6Code(b []byte, t *field.Tree, i int) []byte {
	b = appendPlain(b, t, i)
	if c := t.Child(int(t.Nodes[i].Parent), icmpv6Type); c >= 0 {
		b = ICMPv6Type(t.Nodes[c].Val).appendCode(b, uint8(t.Nodes[i].Val))
	}
	return b
}

// appendCode appends " (Port unreachable)" where the type's codes have names.
func (t ICMPv6Type) appendCode(b []byte, code uint8) []byte {
	codes := t.codes()
	switch {
	case codes == nil:
		return b
	case int(code) < len(codes) && codes[code] != "":
		b = append(append(b, " ("...), codes[code]...)
	case t == ICMPv6Unreachable:
		b = append(b, " (Unknown"...)
	default:
		b = append(field.AppendUint(append(b, " (Unknown ("...), uint64(code)), ')')
	}
	return append(b, ')')
}
