// Package l2tp dissects L2TP: version 2 of RFC 2661, which carries PPP in UDP, and
// version 3 of RFC 3931, which carries Ethernet and other links in IP and UDP.
package l2tp

import (
	"errors"

	"github.com/pktscope/pktscope/dissect/field"
)

// Proto declares the fields of L2TP.
var Proto = field.NewProto("l2tp", "L2TP", "Layer 2 Tunneling Protocol")

var _ = Proto.FormatBy(appendTitle)

var (
	fFlags    = Proto.Uint16("l2tp.flags", "Flags", field.Hex, field.Format(appendFlags), field.Bits(fType, fLengthBit, fSeqBit, fOffsetBit, fPriority, fVersion))
	fFlags3   = Proto.Uint16("l2tp.flags", "Flags", field.Hex, field.Format(appendFlags), field.Bits(fType, fLengthBit, fSeqBit, fVersion))
	fType     = Proto.Uint16("l2tp.type", "Type", field.Dec, field.Mask(0x8000), field.Named(typeName))
	fVersion  = Proto.Uint16("l2tp.version", "Version", field.Dec, field.Mask(0x000f))
	fPriority = Proto.Bit("l2tp.priority", "Priority", 0x0100, wide, field.Two("This data message has priority", "No priority"))

	fLengthBit = Proto.Bit("l2tp.length_bit", "Length Bit", 0x4000, wide, field.Two("Length field is present", "Length field is not present"))
	fSeqBit    = Proto.Bit("l2tp.seq_bit", "Sequence Bit", 0x0800, wide, field.Two("Ns and Nr fields are present", "Ns and Nr fields are not present"))
	fOffsetBit = Proto.Bit("l2tp.offset_bit", "Offset bit", 0x0200, wide, field.Two("Offset size field is present", "Offset size field is not present"))

	fLength     = Proto.Uint16("l2tp.length", "Length", field.Dec)
	fTunnel     = Proto.Uint16("l2tp.tunnel", "Tunnel ID", field.Dec)
	fSession    = Proto.Uint16("l2tp.session", "Session ID", field.Dec)
	fConnection = Proto.Uint32("l2tp.ccid", "Control Connection ID", field.Hex)
	fSession3   = Proto.Uint32("l2tp.sid", "Session ID", field.Hex)
	fReserved   = Proto.Uint16("l2tp.res", "Reserved", field.Hex)
	fNs         = Proto.Uint16("l2tp.Ns", "Ns", field.Dec)
	fNr         = Proto.Uint16("l2tp.Nr", "Nr", field.Dec)
	fOffset     = Proto.Uint16("l2tp.offset", "Offset", field.Dec)
	fPad        = Proto.Bytes("pktscope.l2tp.offset.padding", "Offset padding")
	fBefore     = Proto.Bytes("pktscope.l2tp.cookie", "Cookie or sublayer")
)

func wide(d *field.Def) { d.Size, d.Width = 2, 16 }

// Bits of the flags: RFC 2661, section 3.1.
const (
	control     = 0x8000
	hasLength   = 0x4000
	hasSequence = 0x0800
	hasOffset   = 0x0200
)

// Port is UDP's for L2TP, and ipProto IP's for version 3.
const (
	Port    = 1701
	ipProto = 115
)

// EthernetKey leads to the Ethernet frame of a pseudowire.
var EthernetKey = field.NewKey("l2tp.ethernet")

// A Packet is a message of either version.
type Packet struct {
	Version uint8 // 2 or 3; 0: not L2TP, which is left to UDP
	Control bool
	Tunnel  uint32 // tunnel ID, or in version 3 the control connection's
	Session uint32
	Ns, Nr  uint16
	Message uint16 // of a control message; 0 without one
	Empty   bool   // a control message without one: an acknowledgement

	typed bool // the message's type was read

	direct bool // in IP, without UDP
	fits   bool // the header is one, as far as its bytes tell
	cut    bool // the capture ends before what the Info column tells
	inner  field.Key
}

// Proto implements dissect.Message.
func (*Packet) Proto() *field.Proto { return Proto }

// Decode overwrites p with the message that d stands at.
func (p *Packet) Decode(d *field.Decoder) error {
	*p = Packet{direct: d.Env.Key == field.IPProto.Key(ipProto)}
	flags := p.look(d.Peek(4))
	if p.Version == 0 {
		if d.Captured() < 4 && d.Len() > d.Captured() {
			d.Skip(&Proto.Def, 4) // too little is there to tell
		}
		d.Payload()
		return d.Err()
	}
	fits := p.flagsFit(d.Peek(4), flags, d.Len())
	m := d.Begin(&Proto.Def)
	d.Title(m, uint64(p.Version))
	switch {
	case p.Control:
		p.control(d, flags)
	case p.Version == 3:
		p.data3(d)
	default:
		p.data2(d, flags)
	}
	p.fits = fits && (p.Control || p.Session != 0)
	d.End(m)
	return d.Err()
}

// look finds the version. In IP there is only the third, whose control messages have a
// session ID of zero before their flags: RFC 3931, section 4.1.1.
func (p *Packet) look(b []byte) (flags uint16) {
	switch {
	case len(b) < 4:
	case p.direct:
		p.Version, p.Control = 3, b[0]|b[1]|b[2]|b[3] == 0
	case b[1]&15 == 2 || b[1]&15 == 3:
		flags = uint16(b[0])<<8 | uint16(b[1])
		p.Version, p.Control = b[1]&15, flags&control != 0
	}
	return flags
}

func (p *Packet) data2(d *field.Decoder, flags uint16) {
	start, size := d.Off(), 0
	d.Uint16(fFlags)
	if flags&hasLength != 0 {
		size = int(d.Uint16(fLength))
	}
	p.Tunnel, p.Session = uint32(d.Uint16(fTunnel)), uint32(d.Uint16(fSession))
	p.cut = d.Bad()
	if flags&hasSequence != 0 {
		p.Ns, p.Nr = d.Uint16(fNs), d.Uint16(fNr)
	}
	if flags&hasOffset != 0 {
		if n := int(d.Uint16(fOffset)); n > 0 && !d.Bad() {
			d.Bytes(fPad, n)
		}
	}
	rest := d.Len()
	if flags&hasLength != 0 && !d.Bad() {
		if rest = min(rest, start+size-d.Off()); rest < 0 {
			d.Malformed(fLength)
			return
		}
	}
	if rest > 0 && !d.Bad() {
		p.inner = field.EtherType.Key(0x880b) // PPP
		d.PayloadN(rest)
	}
}

func (p *Packet) data3(d *field.Decoder) {
	if !p.direct {
		d.Uint16(fFlags3)
		d.Uint16(fReserved)
	}
	p.Session = d.Uint32(fSession3)
	p.cut = d.Bad()
	if !d.More() || d.Bad() {
		return
	}
	if n := ethernetAt(d.Peek(d.Captured()), d.Len()); n >= 0 {
		if n > 0 {
			d.Bytes(fBefore, n)
		}
		p.inner = EthernetKey
	}
	d.Payload()
}

// control reads the header and the AVPs of a control message: RFC 3931, section 3.2.1.
func (p *Packet) control(d *field.Decoder, flags uint16) {
	if p.direct {
		p.Session = d.Uint32(fSession3)
		if b := d.Peek(2); b != nil {
			flags = uint16(b[0])<<8 | uint16(b[1])
		}
	}
	first := d.Off()
	if p.Version == 3 {
		d.Uint16(fFlags3)
	} else {
		d.Uint16(fFlags)
	}
	end, lacks := d.Off()+d.Len(), false
	if flags&hasLength != 0 || p.Version == 3 {
		if n := int(d.Uint16(fLength)); n > 0 {
			lacks = first+n > end
			end = min(end, first+n)
		}
	}
	if p.Version == 3 {
		p.Tunnel = d.Uint32(fConnection)
	} else {
		p.Tunnel, p.Session = uint32(d.Uint16(fTunnel)), uint32(d.Uint16(fSession))
	}
	if flags&hasSequence != 0 || p.Version == 3 {
		p.Ns, p.Nr = d.Uint16(fNs), d.Uint16(fNr)
	}
	p.Empty = !d.Bad() && d.Off() >= end
	p.cut = d.Bad()
	p.attributes(d, end)
	p.cut = p.cut || !p.typed && errors.Is(d.Err(), field.ErrTruncated)
	if lacks {
		d.Malformed(fLength)
	}
}

// Next is PPP, or Ethernet where the payload proves to be a frame.
func (p *Packet) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return p.inner
}

// Yields implements dissect.Yielding: what has bits set that are reserved, another length,
// or data for no session, may be of the other port's protocol.
func (p *Packet) Yields() bool { return !p.fits }

// flagsFit reports whether the flags and the length fit a message of n bytes, of which b are
// the first four: RFC 2661, section 3.1, and RFC 3931, section 4.1.2.1.
func (p *Packet) flagsFit(b []byte, flags uint16, n int) bool {
	reserved := uint16(0x34f0)
	if p.Version == 3 {
		reserved = 0x37f0
		if !p.Control {
			reserved = 0x7ff0
		}
	}
	if flags&reserved != 0 || p.Control && flags&hasLength == 0 {
		return false
	}
	return flags&hasLength == 0 || int(b[2])<<8|int(b[3]) == n
}

// Silent leaves the row of what is none of this to the layer below.
func (p *Packet) Silent() bool { return p.Version == 0 }

// AppendProtocol appends the Protocol column.
func (p *Packet) AppendProtocol(b []byte) []byte {
	if p.Version == 3 {
		return append(b, "L2TPv3"...)
	}
	return append(b, Proto.Short...)
}

// AppendSummary appends the Info column.
func (p *Packet) AppendSummary(b []byte, _ *field.Names) []byte {
	switch {
	case p.cut:
		return b
	case !p.Control && p.Version == 3:
		b = field.AppendHex(append(b, "D[S:0x"...), uint64(p.Session), 4)
		return append(b, ']')
	case !p.Control:
		return p.appendIDs(append(b, "Data    Message            "...))
	}
	if !p.Empty && !p.typed {
		return p.appendIDs(append(b, "Control Message "...))
	}
	b = append(b, "Control Message - "...)
	switch s := messageName(uint64(p.Message)); {
	case p.Empty && p.Version == 3:
		b = append(b, "ZLB"...)
	case p.Empty:
		b = append(b, "ZLB     "...)
	case s == "":
		b = append(field.AppendUint(append(b, "Unknown ("...), uint64(p.Message)), ')')
	default:
		b = append(b, shortMessage(p.Message)...)
	}
	return p.appendIDs(append(b, ' '))
}

func (p *Packet) appendIDs(b []byte) []byte {
	if p.Version == 3 {
		b = field.AppendHex(append(b, "(ccid=0x"...), uint64(p.Tunnel), 4)
		return append(b, ')')
	}
	b = field.AppendUint(append(b, "(tunnel id="...), uint64(p.Tunnel))
	return append(field.AppendUint(append(b, ", session id="...), uint64(p.Session)), ')')
}

func typeName(v uint64) string {
	if v == 1 {
		return "Control Message"
	}
	return "Data Message"
}

func appendTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, Proto.Label...)
	if t.Nodes[i].Val == 3 {
		b = append(b, " version 3"...)
	}
	return b
}

// appendFlags appends "Flags: 0xc803, Type: Control Message, Length Bit, Sequence Bit".
func appendFlags(b []byte, t *field.Tree, i int) []byte {
	b = t.AppendShow(append(b, "Flags: "...), i)
	v := t.Nodes[i].Val
	b = append(append(b, ", Type: "...), typeName(v>>15)...)
	for c := int32(i) + 1; c < t.Nodes[i].End; c = t.Nodes[c].End {
		if n := &t.Nodes[c]; n.Def.Kind == field.Bool && n.Val != 0 {
			b = append(append(b, ", "...), n.Def.Label...)
		}
	}
	return b
}
