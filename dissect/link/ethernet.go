package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// EthernetProto declares the fields of Ethernet.
var EthernetProto = field.NewProto("eth", "Ethernet", "Ethernet")

var _ = EthernetProto.FormatBy(formatEthernet)

var (
	ethDst = EthernetProto.Ether("eth.dst", "Destination", field.At(0), field.Bits(ethDstOUI, ethDstLG, ethDstIG))
	ethSrc = EthernetProto.Ether("eth.src", "Source", field.At(6), field.Bits(ethSrcOUI, ethSrcLG, ethSrcIG))

	ethType    = EthernetProto.Uint16("eth.type", "Type", field.Hex, field.Named(ethertype.Name))
	ethLen     = EthernetProto.Uint16("eth.len", "Length", field.Dec)
	ethInvalid = EthernetProto.Uint16("eth.invalid_lentype", "Invalid length/type", field.HexDec)

	ethStream = EthernetProto.Generated("eth.stream", "Stream index", field.Uint, field.Dec, 4)

	ethDstOUI = EthernetProto.Uint24("eth.dst.oui", "Destination OUI", field.OUI, field.Hidden(), field.Format(formatOUI))
	ethSrcOUI = EthernetProto.Uint24("eth.src.oui", "Source OUI", field.OUI, field.Hidden(), field.Format(formatOUI))
	ethDstLG  = EthernetProto.Bit("eth.dst.lg", "LG bit", 0x020000, ouiBit, adminNames)
	ethDstIG  = EthernetProto.Bit("eth.dst.ig", "IG bit", 0x010000, ouiBit, groupNames)
	ethSrcLG  = EthernetProto.Bit("eth.src.lg", "LG bit", 0x020000, ouiBit, adminNames)
	ethSrcIG  = EthernetProto.Bit("eth.src.ig", "IG bit", 0x010000, ouiBit, groupNames)
	_         = EthernetProto.Host("eth.dst_resolved", "Destination (resolved)", ethDst).Texts(appendResolved).Stands(field.Foremost)
	_         = EthernetProto.Host("eth.src_resolved", "Source (resolved)", ethSrc).Texts(appendResolved).Stands(field.Foremost)
	_         = EthernetProto.Alias("eth.addr", "Address", ethDst, ethSrc).Stands(field.Hindmost)
	_         = EthernetProto.Host("eth.addr_resolved", "Address (resolved)", ethDst, ethSrc).Texts(appendResolved).Stands(field.Hindmost)
	_         = EthernetProto.Host("eth.dst.oui_resolved", "Destination OUI (resolved)", ethDstOUI).Texts(appendOUIName).Over(6)
	_         = EthernetProto.Host("eth.src.oui_resolved", "Source OUI (resolved)", ethSrcOUI).Texts(appendOUIName).Over(6)
	_         = EthernetProto.Alias("eth.addr.oui", "Address OUI", ethDstOUI, ethSrcOUI).FormatBy(formatOUI)
	_         = EthernetProto.Host("eth.addr.oui_resolved", "Address OUI (resolved)", ethDstOUI, ethSrcOUI).Texts(appendOUIName).Over(6)
	_         = EthernetProto.Alias("eth.lg", "LG bit", ethDstLG, ethSrcLG)
	_         = EthernetProto.Alias("eth.ig", "IG bit", ethDstIG, ethSrcIG)

	adminNames = field.Two("Locally administered address (this is NOT the factory default)", "Globally unique address (factory default)")
	groupNames = field.Two("Group address (multicast/broadcast)", "Individual address (unicast)")
)

// ouiBit declares a bit of the three bytes with which an address begins.
func ouiBit(d *field.Def) { d.Size, d.Width = 3, 24 }

// The bounds of the field behind the addresses, IEEE 802.3 section 3.2.6: up
// to maxLength it is a length, from minType on a type.
const (
	maxLength = 1500
	minType   = 0x0600

	ethHeaderLen = 14
)

// An Ethernet is the header of an Ethernet II or IEEE 802.3 frame.
type Ethernet struct {
	Dst, Src [6]byte
	Type     uint16 // a length up to 1500, but 0
	RawIPX   bool   // Novell's frame: IPX follows the length, without LLC

	instead field.Key // the frame begins with ISL's or FabricPath's header instead; None for most
	checked bool      // the check sequence is known to be there
	bare    bool      // and to be missing
	got     int       // bytes of the header that were there to be read
	size    int       // of the frame
	stop    int       // where an 802.3 payload ends by its length
}

// Proto implements dissect.Message.
func (*Ethernet) Proto() *field.Proto { return EthernetProto }

// NamesEtherType implements dissect.EtherTyped.
func (*Ethernet) NamesEtherType() {}

// Decode reads the fourteen bytes before the payload.
func (m *Ethernet) Decode(d *field.Decoder) error {
	*m = Ethernet{size: d.Len(), checked: d.Env.Key == CheckedKey || d.Env.FCS == fcsLen, bare: d.Env.FCS < 0}
	d.Env.FCS = 0 // a frame within has its own
	b := d.Peek(ethHeaderLen)
	if b != nil {
		m.instead = replacement(b)
	}
	if m.instead.Space != field.None {
		m.got = ethHeaderLen
		m.Dst, m.Src = [6]byte(b), [6]byte(b[6:])
		d.Payload()
		return d.Err()
	}
	if b != nil && m.read(d, b) {
		m.payload(d)
		return d.Err()
	}
	start, mark := d.Off(), d.Begin(&EthernetProto.Def)
	m.Dst = d.Ether(ethDst)
	m.Src = d.Ether(ethSrc)
	if m.Src[0]&1 != 0 {
		d.Expert(ethFromGroup, 0)
	}
	switch v := peek16(d); {
	case isLength(v):
		m.Type = d.Uint16(ethLen)
		if int(m.Type) > d.Len() {
			d.Expert(ethPastEnd, 0)
		}
		m.RawIPX = peek16(d) == 0xffff
		m.stop = d.Off() + int(m.Type)
	case v > maxLength && v < minType:
		m.Type = d.Uint16(ethInvalid)
		d.Expert(ethNeither, uint64(m.Type))
	default:
		m.Type = d.Uint16(ethType)
	}
	m.got = d.Off() - start
	if c := d.Env.Conversation; c != nil {
		d.GenerateAt(ethStream, start, uint64(c.Number))
	}
	m.payload(d)
	d.End(mark)
	return d.Err()
}

// read reads the whole header b at once, of a frame with a type: a list of packets makes
// no trees. It reports whether it has.
func (m *Ethernet) read(d *field.Decoder, b []byte) bool {
	v := uint16(b[12])<<8 | uint16(b[13])
	if v < minType || d.Header(&EthernetProto.Def, ethHeaderLen) == nil {
		return false
	}
	m.Dst, m.Src, m.Type, m.got = [6]byte(b), [6]byte(b[6:]), v, ethHeaderLen
	return true
}

// replacement is the header that stands in place of Ethernet's in a frame that begins
// with b; None for most.
func replacement(b []byte) field.Key {
	switch {
	case startsISL(b):
		return ISLKey
	case b[12] == typeFabricPath>>8 && b[13] == typeFabricPath&0xff:
		return FabricPathKey
	}
	return field.Key{}
}

func (m *Ethernet) payload(d *field.Decoder) {
	n := d.Len()
	if m.checked {
		n = max(n-fcsLen, 0)
	}
	if isLength(m.Type) {
		n = min(n, int(m.Type))
	}
	d.PayloadN(n)
}

// isLength reports whether v is an 802.3 length. Where segmentation offload
// left zero, a frame says nothing.
func isLength(v uint16) bool { return v != 0 && v <= maxLength }

// peek16 is the next 16-bit integer, 0 where it is not there.
func peek16(d *field.Decoder) uint16 {
	b := d.Peek(2)
	if b == nil {
		return 0
	}
	return uint16(b[0])<<8 | uint16(b[1])
}

// cutShort reports whether the capture lacks some of the next n bytes, which
// the packet had.
func cutShort(d *field.Decoder, n int) bool { return d.Captured() < n && d.Len() >= n }

// Next is the EtherType, or LLC behind a length.
func (m *Ethernet) Next(i int) field.Key {
	switch {
	case i > 0 || m.Type > maxLength && m.Type < minType:
		return field.Key{}
	case m.instead.Space != field.None:
		return m.instead
	case m.RawIPX:
		return field.EtherType.Key(typeIPX)
	case isLength(m.Type):
		return LLCKey
	}
	return field.EtherType.Key(uint64(m.Type))
}

// Trailer reads padding, the check sequence and whatever else stands behind
// the payload.
func (m *Ethernet) Trailer(d *field.Decoder) {
	if m.instead.Space != field.None {
		return
	}
	if n := m.stop - d.Off(); n > 0 {
		d.Skip(ethTrailer, n)
	}
	s := maybeSum
	switch {
	case m.checked:
		s = certainly
	case m.bare:
		s = noSum
	}
	readTrailer(d, ethTrailer, m.size, ethHeaderLen, s)
}

// Addressed reports whether both addresses were there to be read.
func (m *Ethernet) Addressed() bool { return m.got >= 12 }

// Replaced reports whether the frame begins with another header in place of Ethernet's.
func (m *Ethernet) Replaced() bool { return m.instead.Space != field.None }

// AppendSource appends the sender's address.
func (m *Ethernet) AppendSource(b []byte) []byte {
	if m.got < 12 {
		return b
	}
	return field.AppendBytes(b, m.Src[:], ':')
}

// AppendDestination appends the receiver's address.
func (m *Ethernet) AppendDestination(b []byte) []byte {
	if m.got < 6 {
		return b
	}
	return field.AppendBytes(b, m.Dst[:], ':')
}

// AppendProtocol names an EtherType that nothing is bound to by its number.
func (m *Ethernet) AppendProtocol(b []byte) []byte {
	if m.got >= ethHeaderLen && (m.Type >= minType || m.Type == 0) {
		return appendHex16(b, m.Type)
	}
	return append(b, EthernetProto.Short...)
}

// appendHex16 appends "0x0800".
func appendHex16(b []byte, v uint16) []byte {
	return field.AppendHex(append(b, "0x"...), uint64(v), 2)
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *Ethernet) AppendSummary(b []byte, _ *field.Names) []byte {
	switch {
	case m.got < ethHeaderLen:
		return b
	case m.RawIPX:
		return append(b, "IEEE 802.3 Ethernet Raw"...)
	case m.Type >= minType || m.Type == 0:
		return append(b, "Ethernet II"...)
	case m.Type > maxLength:
		b = append(b, "Ethernet Unknown: Invalid length/type: "...)
		return ethInvalid.AppendNumber(b, uint64(m.Type))
	}
	return append(b, "IEEE 802.3 Ethernet"...)
}

func formatEthernet(b []byte, t *field.Tree, i int) []byte {
	switch {
	case t.Child(i, ethLen) >= 0:
		// Novell's frames show by the two bytes that IPX begins with.
		n := &t.Nodes[i]
		if at, buf := int(n.Off)+14, t.Bufs[n.Buf]; at+2 <= len(buf) && buf[at] == 0xff && buf[at+1] == 0xff {
			return append(b, "IEEE 802.3 Ethernet Raw "...)
		}
		return append(b, "IEEE 802.3 Ethernet "...)
	case t.Child(i, ethInvalid) >= 0:
		b = append(b, "Ethernet Unknown"...)
	default:
		b = append(b, "Ethernet II"...)
	}
	if c := t.Child(i, ethSrc); c >= 0 {
		b = t.AppendHost(append(b, ", Src: "...), c)
	}
	if c := t.Child(i, ethDst); c >= 0 {
		b = t.AppendHost(append(b, ", Dst: "...), c)
	}
	return b
}
