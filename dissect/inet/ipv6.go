package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

const (
	ip6HeaderLen = 40
	ip6HopByHop  = 0 // the value of Next Header before hop-by-hop options
)

// An IPv6 is the header that every packet has, RFC 8200 section 3. Extension
// headers are messages of their own.
type IPv6 struct {
	Src, Dst     netip.Addr
	FlowLabel    uint32
	Length       int // of the payload; a jumbogram's is its option's
	TrafficClass uint8
	NextHeader   uint8
	HopLimit     uint8
	state        ip6State
	have         int // bytes, where they are too few for the header
}

// An ip6State is what the Info column tells of a header by itself.
type ip6State uint8

const (
	ip6Cut       ip6State = iota // not read to its end
	ip6Whole                     // says what follows
	ip6Empty                     // no room for the TCP or UDP that follows
	ip6Short                     // its carrier has no room for it
	ip6BadLength                 // a payload that is neither empty nor a jumbogram
	ip6Other                     // of another version
)

// Proto implements dissect.Message.
func (*IPv6) Proto() *field.Proto { return IPv6Proto }

// Decode overwrites m with the header that d stands at.
func (m *IPv6) Decode(d *field.Decoder) error {
	*m = IPv6{}
	if b := d.Peek(1); b != nil && b[0]>>4 != 6 {
		return m.otherVersion(d)
	}
	if n := d.Len(); n > 0 && n < ip6HeaderLen {
		m.state, m.have = ip6Short, n
	}
	mark := d.Begin(&IPv6Proto.Def)
	m.decode(d)
	d.End(mark)
	return d.Err()
}

// otherVersion reads a packet of another version that a carrier took for IPv6: its
// payload has no protocol.
func (m *IPv6) otherVersion(d *field.Decoder) error {
	m.state = ip6Other
	d.Env.Flawed = true
	mark := d.Begin(&IPv6Proto.Def)
	d.Payload()
	d.Uint8(ip6Version)
	d.Expert(ip6VersionBogus, 0)
	d.End(mark)
	return d.Err()
}

func (m *IPv6) decode(d *field.Decoder) {
	start := d.Off()
	d.PeekUint8(ip6Version, 4)
	if m.state == ip6Short {
		d.Expert(ip6HeaderShort, 0)
	}
	v := d.Uint32(ip6TrafficClass)
	m.TrafficClass, m.FlowLabel = uint8(v>>20), v&0xfffff
	d.Put(ip6FlowLabel, start+1, 3, uint64(m.FlowLabel))
	m.Length = int(d.Uint16(ip6PayloadLen))
	if room := d.Len() - (ip6HeaderLen - (d.Off() - start)); room >= 0 && m.Length > room && !d.Env.Quoted {
		d.Expert(ip6LengthBogus, uint64(room))
	}
	m.NextHeader = d.Uint8(ip6NextHeader)
	m.HopLimit = d.Uint8(ip6HopLimit)
	m.Src = m.address(d, ip6Src, ip6SrcTells)
	m.Dst = m.address(d, ip6Dst, ip6DstTells)
	if d.Bad() {
		return
	}
	if d.Tree() != nil {
		m.showEmbedded(d, start)
	}
	if c := d.Env.Conversation; c != nil {
		d.GenerateAt(ip6Stream, start, uint64(c.Number))
	}
	d.Env.Src, d.Env.Dst, d.Env.TTL, d.Env.IPProto = m.Src, m.Dst, m.HopLimit, m.NextHeader
	d.Env.Secured, d.Env.Fragment = false, false
	if m.Length == 0 && m.NextHeader == ip6HopByHop {
		m.Length = ip6Jumbo(d.Peek(d.Captured()))
		if m.Length == 0 {
			m.state = ip6BadLength
			d.Malformed(ip6PayloadLen)
			return
		}
	}
	m.state = ip6Whole
	if least := ip6OffloadedHeader(m.NextHeader); m.Length == 0 && least > 0 {
		if m.state = ip6Empty; d.Len() >= least {
			m.state, m.Length = ip6Whole, d.Len()
		}
	}
	if m.Length > 0 || m.NextHeader != ipproto.NoNext {
		d.PayloadN(m.Length)
	}
}

// address reads an address, below which the tree has what it tells.
func (*IPv6) address(d *field.Decoder, f field.IP6, tells *ip6AddrFields) netip.Addr {
	a := d.IPv6(f)
	if t := d.Tree(); t != nil && !d.Bad() && !t.Full {
		tells.below(t)
	}
	return a
}

// ip6OffloadedHeader returns the length of the header behind a payload length of 0 that may
// stand for all that the carrier holds, 0 if it cannot. A sender whose network interface
// cuts segments itself captures them whole: of TCP, or of UDP with a tunnel in it, above
// 65535 bytes (Linux's BIG TCP) as well, without a Jumbo Payload option. Less than the
// header is a carrier's padding.
func ip6OffloadedHeader(nextHeader uint8) int {
	switch nextHeader {
	case ipproto.TCP:
		return tcpHeaderLen
	case ipproto.UDP:
		return udpHeaderLen
	}
	return 0
}

// ip6Jumbo returns what the Jumbo Payload option among the hop-by-hop options
// in b says, RFC 2675 section 2, or 0.
func ip6Jumbo(b []byte) int {
	if len(b) < 8 {
		return 0
	}
	end := min(len(b), 8*(int(b[1])+1))
	for i := 2; i+6 <= end; {
		switch {
		case b[i] == ip6Pad1:
			i++
			continue
		case b[i] == ip6JumboPayload && b[i+1] == 4:
			n := int(b[i+2])<<24 | int(b[i+3])<<16 | int(b[i+4])<<8 | int(b[i+5])
			if n > 0xffff {
				return n
			}
			return 0
		}
		i += 2 + int(b[i+1])
	}
	return 0
}

// Next is the protocol or the extension header that Next Header names.
func (m *IPv6) Next(i int) field.Key {
	if m.state == ip6Other {
		return field.Key{}
	}
	return ip6Next(m.NextHeader, i)
}

func ip6Next(nxt uint8, i int) field.Key {
	if i > 0 || nxt == ipproto.NoNext {
		return field.Key{}
	}
	return field.IPProto.Key(uint64(nxt))
}

// AppendPath appends nothing where the packet is of another version.
func (m *IPv6) AppendPath(b []byte) []byte {
	if m.state == ip6Other {
		return b
	}
	return append(b, IPv6Proto.Name...)
}

// Silent leaves a packet of another version to its carrier.
func (m *IPv6) Silent() bool { return m.state == ip6Other }

// AppendSource appends the sender's address.
func (m *IPv6) AppendSource(b []byte) []byte { return ip6AppendAddr(b, m.Src) }

// AppendDestination appends the receiver's address.
func (m *IPv6) AppendDestination(b []byte) []byte { return ip6AppendAddr(b, m.Dst) }

func ip6AppendAddr(b []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return b
	}
	return field.AppendIPv6(b, a)
}

// AppendSummary appends the Info column of a packet that nothing follows.
func (m *IPv6) AppendSummary(b []byte, _ *field.Names) []byte {
	switch m.state {
	case ip6Whole:
		return ipproto.AppendNext(b, m.NextHeader)
	case ip6Short:
		b = append(b, "Invalid IPv6 header ("...)
		return append(field.AppendUint(b, uint64(m.have)), " bytes, need exactly 40)"...)
	case ip6BadLength:
		return append(b, "Invalid IPv6 payload length"...)
	}
	return b
}
