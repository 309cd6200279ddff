package inet

import (
	"math"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
)

// An ICMP is a control message, RFC 792.
type ICMP struct {
	Src, Dst netip.Addr // the network layer's
	TTL      uint8      // likewise
	Type     ICMPType
	Code     uint8
	Checksum uint16
	ID, Seq  uint16 // of echoes, timestamps and their like
	MTU      uint16 // of the next hop, where fragmentation is needed: RFC 1191; 0: not told
	Facts    EchoFacts

	got     int  // bytes of the header that were there to be read
	cut     bool // within the first six bytes
	quoting bool // it holds the start of another packet
	secured bool // the network layer is not next to it: see field.Env
}

// EchoFacts are what only the request tells of a reply. The tracker leaves
// them.
type EchoFacts struct {
	Request uint64        // the request's frame, 0 if it was not seen
	Delay   time.Duration // since the request
}

// ClearFacts implements dissect.Stateful.
func (m *ICMP) ClearFacts() { m.Facts = EchoFacts{} }

// Proto implements dissect.Message.
func (*ICMP) Proto() *field.Proto { return ICMPProto }

// Decode reads the message. The packet that an error returns and the data of
// an echo are its payload.
func (m *ICMP) Decode(d *field.Decoder) error {
	*m = ICMP{Src: d.Env.Src, Dst: d.Env.Dst, TTL: d.Env.TTL, secured: d.Env.Secured, Facts: m.Facts}
	start := d.Off()
	m.cut = d.Captured() < min(6, d.Len())
	mark := d.Begin(&ICMPProto.Def)
	var verdict checksumVerdict
	if d.Tree() != nil {
		verdict = verifyChecksum(d, 0)
	}
	m.Type = ICMPType(d.Uint8(icmpType))
	if m.Type == ICMPUnreachable || m.Type == ICMPRedirect || m.Type == ICMPTimeExceeded {
		d.Expert(icmpTypeError, 0)
	}
	m.Code = d.Uint8(icmpCode)
	m.Checksum = d.Uint16(icmpChecksum)
	verdict.generate(d, icmpStatus, icmpRight, icmpBadSum)
	m.decodeBody(d)
	m.got = d.Off() - start
	d.EndOver(mark)
	return d.Err()
}

func (m *ICMP) decodeBody(d *field.Decoder) {
	switch {
	case m.Type.identified():
		m.decodeIdentified(d)
	case m.Type.quotes():
		m.decodeError(d)
	case m.Type == ICMPRouterAdvert:
		decodeRouterAdvert(d)
	case m.Type == ICMPRouterSolicit:
		d.Bytes(icmpReserved, 4)
	case m.Type == ICMPExtendedEcho || m.Type == ICMPExtendedEchoRep:
		m.ID = both(d, icmpID, icmpIDLE)
		m.Seq = decodeExtended(d, &icmpExtended, m.Type == ICMPExtendedEcho)
		if d.Len() > 0 {
			decodeExtensions(d)
		}
	}
}

// decodeIdentified reads echoes, timestamps, masks, and their replies.
func (m *ICMP) decodeIdentified(d *field.Decoder) {
	m.ID = both(d, icmpID, icmpIDLE)
	m.Seq = both(d, icmpSeq, icmpSeqLE)
	switch m.Type {
	case ICMPEcho, ICMPEchoReply:
		generateReply(d, m.Facts, d.Off()-8, icmpRespTo, icmpRespTime)
		if d.Captured() > 0 {
			decodePing(d)
		} else if d.Len() > 0 {
			d.Payload()
		}
	case ICMPTimestamp, ICMPTimestampReply:
		d.Uint32(icmpOrigTime)
		d.Uint32(icmpRecvTime)
		d.Uint32(icmpSentTime)
	case ICMPAddressMask, ICMPAddressMaskRep:
		d.IPv4(icmpMask)
	}
}

// both reads a number whose byte order its sender chose.
func both(d *field.Decoder, big, little field.U16) uint16 {
	v := d.Uint16(big)
	d.Put(little, d.Off()-2, 2, uint64(v>>8|v<<8))
	return v
}

// generateReply tells which request the message answers, and how late.
func generateReply(d *field.Decoder, f EchoFacts, start int, to, after field.Field) {
	if d.Tree() == nil || f.Request == 0 {
		return
	}
	d.GenerateAt(to, start, f.Request)
	d.GenerateAt(after, start, math.Float64bits(float64(f.Delay)/1e6))
}

// decodeError reads what stands before the packet that the error returns.
func (m *ICMP) decodeError(d *field.Decoder) {
	words := uint8(0) // of the packet; 0: all that is left
	switch m.Type {
	case ICMPRedirect:
		d.IPv4(icmpGateway)
	case ICMPSourceQuench:
		d.Bytes(icmpUnused, 4)
	default:
		words = m.decodeRest(d)
	}
	if d.Bad() || d.Len() == 0 {
		return
	}
	if d.Captured() == 0 {
		d.Skip(icmpUnused, 1) // the capture cut all of the packet that is returned
		return
	}
	m.quoting = true
	d.Env.Quoted = true
	n := int(words) * 4
	if n < icmpQuoted || n >= d.Captured() {
		d.Payload()
		return
	}
	d.PayloadN(n)
	d.Skip(icmpUnused, n)
	decodeExtensions(d)
}

// decodeRest reads the second word of the errors that may be followed by
// extensions; it returns the length that then stands in its second byte, RFC
// 4884 section 4.
func (m *ICMP) decodeRest(d *field.Decoder) (words uint8) {
	if b := d.Peek(2); b != nil {
		words = b[1]
	}
	switch {
	case m.Type == ICMPParameter:
		d.Uint8(icmpPointer)
	case words != 0:
		d.Bytes(icmpUnused, 1)
	}
	if words != 0 {
		d.Uint8(icmpLength)
		d.Put(icmpOriginal, d.Off()-1, 1, uint64(words)*4)
	}
	switch {
	case m.Type == ICMPUnreachable && m.Code == 4: // RFC 1191, section 4
		if words == 0 {
			d.Bytes(icmpUnused, 2)
		}
		m.MTU = d.Uint16(icmpMTU)
	case words != 0:
		d.Bytes(icmpUnused, 2)
	case m.Type == ICMPParameter:
		d.Bytes(icmpUnused, 3)
	default:
		d.Bytes(icmpUnused, 4)
	}
	return words
}

// decodeRouterAdvert reads a list of routers, RFC 1256 section 3.
func decodeRouterAdvert(d *field.Decoder) {
	n := d.Uint8(icmpNumAddrs)
	size := int(d.Uint8(icmpEntry)) * 4
	d.Uint16(icmpLifetime)
	if size < 8 {
		return
	}
	for range n {
		d.IPv4(icmpRouter)
		d.Uint32(icmpPref)
		d.Skip(icmpPref, size-8)
	}
}

// KeepsData implements dissect.Keeper.
func (*ICMP) KeepsData() {}

// Quotes implements dissect.Quoter.
func (m *ICMP) Quotes() bool { return m.quoting }

// Next is the packet that an error returns.
func (m *ICMP) Next(i int) field.Key {
	if i == 0 && m.quoting {
		return IPv4Key
	}
	return field.Key{}
}

// AppendSummary appends "Echo (ping) request  id=0x0001, seq=1/256, ttl=64", without
// the TTL behind IPsec, as Wireshark does.
func (m *ICMP) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.cut {
		return b
	}
	start := len(b)
	b = append(b, m.kind()...)
	for len(b) < start+20 {
		b = append(b, ' ')
	}
	if codes := m.Type.codes(); codes != nil {
		return append(appendCode(append(b, " ("...), codes, m.Code), ')')
	}
	if !m.Type.identified() || m.got < 8 {
		return b
	}
	b = field.AppendHex(append(b, " id=0x"...), uint64(m.ID), 2)
	b = field.AppendUint(append(b, ", seq="...), uint64(m.Seq))
	b = field.AppendUint(append(b, '/'), uint64(m.Seq>>8|m.Seq<<8))
	if !m.secured {
		b = field.AppendUint(append(b, ", ttl="...), uint64(m.TTL))
	}
	return m.Facts.append(b)
}

// kind is the name of the type. With the codes of RFC 5944 a router's advertisement is that
// of an agent of Mobile IP.
func (m *ICMP) kind() string {
	if codes := m.Type.codes(); m.Type == ICMPRouterAdvert && int(m.Code) < len(codes) && codes[m.Code] != "" {
		return "Mobile IP Advertisement"
	}
	return m.Type.String()
}

// append appends " (request in 17)" to a reply's line.
func (f EchoFacts) append(b []byte) []byte {
	if f.Request == 0 {
		return b
	}
	return append(field.AppendUint(append(b, " (request in "...), f.Request), ')')
}

// Whole reports whether the header was there as far as the sequence number.
func (m *ICMP) Whole() bool { return m.got >= 8 }

// Printable implements dissect.Printable: the summary is numbers and names of ours.
func (*ICMP) Printable() bool { return true }
