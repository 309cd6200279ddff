package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// ip4MinHeader is the length of a header without options, RFC 791 section 3.1.
const ip4MinHeader = 20

// An IPv4 is the header of a datagram, RFC 791 section 3.1.
type IPv4 struct {
	Src, Dst   netip.Addr
	Header     int    // its length in bytes, options and all
	Length     int    // of the datagram; what its carrier says where the header says 0
	ID         uint16 // which fragments have in common
	FragOffset int    // in bytes
	DF, MF     bool
	Version    uint8
	DSField    uint8
	TTL        uint8
	Protocol   uint8
	Options    []byte
	Via        netip.Addr  // the next stop of a source route that does not end there
	Whole      *Reassembly // where a tracker put the datagram together
	state      ip4State
	cut        bool // the first fragment, and the capture or the ICMP error that quotes it left some of it out
}

// An ip4State is what the Info column tells of a header by itself.
type ip4State uint8

const (
	ip4Cut   ip4State = iota // not read to its end
	ip4Whole                 // has a payload of its protocol
	ip4Empty                 // has none
	ip4BogusVersion
	ip4BogusHeader // shorter than a header can be
	ip4BogusLength // shorter than its header
)

// Proto implements dissect.Message.
func (*IPv4) Proto() *field.Proto { return IPv4Proto }

// Decode overwrites m with the header that d stands at.
func (m *IPv4) Decode(d *field.Decoder) error {
	*m = IPv4{Whole: m.Whole}
	if start, scope := d.Off(), d.Len(); m.read(d, scope) {
		m.tell(d, start)
		return d.Err()
	}
	mark := d.Begin(&IPv4Proto.Def)
	m.decode(d)
	d.End(mark)
	if m.state >= ip4BogusVersion {
		d.SkipRest() // where it ends is unknown: what is behind the header is no trailer
	}
	return d.Err()
}

func (m *IPv4) decode(d *field.Decoder) {
	start, scope := d.Off(), d.Len()
	if b := d.Peek(1); b != nil && b[0]>>4 != 4 {
		m.otherVersion(d)
		return
	}
	v := d.Shared8(ip4Version, ip4HeaderLen)
	m.Version, m.Header = v>>4, int(v&0xf)*4
	if m.Header < ip4MinHeader {
		if !d.Bad() {
			m.state = ip4BogusHeader
			d.Expert(ip4HeaderBogus, uint64(m.Header))
		}
		return
	}
	m.DSField = d.Uint8(ip4DSField)
	m.Length = ip4TotalLength(d, scope)
	m.expertLength(d, scope)
	if m.Length < m.Header {
		if !d.Bad() {
			m.state = ip4BogusLength
		}
		return
	}
	m.ID = d.Uint16(ip4ID)
	flags := d.PeekUint8(ip4Flags, 2)
	m.DF, m.MF = flags&0x40 != 0, flags&0x20 != 0
	m.FragOffset = int(d.Uint16(ip4FragOffset)&0x1fff) * 8
	m.TTL = d.Uint8(ip4TTL)
	m.expertTTL(d)
	m.Protocol = d.Uint8(ip4Protocol)
	d.Uint16(ip4Checksum)
	d.GenerateAt(ip4ChecksumStatus, d.Off()-2, 2) // unverified, which is Wireshark's default
	m.Src = d.IPv4(ip4Src)
	if m.Header == ip4MinHeader {
		m.Dst = d.IPv4(ip4Dst)
	} else {
		m.destination(d)
		m.readOptions(d, m.Header-ip4MinHeader)
	}
	generateStream(d, ip4Stream)
	m.tell(d, start)
	m.Whole.generate(d, ip4ReassemblyFields)
}

// read reads a whole header at once, without options, as most are: a list of packets
// makes no trees. It reports whether it has.
func (m *IPv4) read(d *field.Decoder, scope int) bool {
	b := d.Peek(ip4MinHeader)
	if b == nil || b[0] != 4<<4|ip4MinHeader/4 {
		return false
	}
	length := int(be16(b[2:]))
	if length == 0 {
		length = scope // see ip4TotalLength
	}
	if length < ip4MinHeader || d.Header(&IPv4Proto.Def, ip4MinHeader) == nil {
		return false
	}
	m.Version, m.Header, m.DSField, m.Length = 4, ip4MinHeader, b[1], length
	m.ID = be16(b[4:])
	m.setFragment(be16(b[6:]))
	m.TTL, m.Protocol = b[8], b[9]
	m.Src, m.Dst = netip.AddrFrom4([4]byte(b[12:])), netip.AddrFrom4([4]byte(b[16:]))
	return true
}

// setFragment takes the flags and the offset of a fragment from their word.
func (m *IPv4) setFragment(v uint16) {
	m.DF, m.MF, m.FragOffset = v&0x4000 != 0, v&0x2000 != 0, int(v&0x1fff)*8
}

// tell hands the payload on, and to the layers above what they ask of this one.
func (m *IPv4) tell(d *field.Decoder, start int) {
	if d.Bad() {
		return
	}
	d.Env.Src, d.Env.Dst, d.Env.TTL, d.Env.IPProto = m.Src, m.Dst, m.TTL, m.Protocol
	d.Env.Secured, d.Env.Fragment = false, m.Fragment() && m.Whole == nil
	m.cut = m.MF && m.FragOffset == 0 && d.Captured() < m.Length-m.Header
	m.state = ip4Empty
	if m.Length > m.Header && d.More() {
		m.state = ip4Whole
		d.PayloadN(start + m.Length - d.Off())
	}
}

// otherVersion leaves to IPv6 what a carrier took for IPv4.
func (m *IPv4) otherVersion(d *field.Decoder) {
	if d.Peek(1)[0]>>4 == 6 {
		d.Payload()
	}
	m.Version = d.Uint8(ip4Version) >> 4
	if m.Version != 6 {
		d.Expert(ip4VersionBogus, 0)
	}
	m.state = ip4BogusVersion
}

// ip4TotalLength reads the length of the datagram. A sender whose network
// interface cuts segments itself captures them whole, with a length of 0.
func ip4TotalLength(d *field.Decoder, scope int) int {
	if b := d.Peek(2); b != nil && b[0]|b[1] == 0 {
		d.Put(ip4Length, d.Off(), 2, uint64(scope))
		d.Skip(ip4Length, 2)
		return scope
	}
	return int(d.Uint16(ip4Length))
}

// Fragment reports whether the payload is part of a datagram only.
func (m *IPv4) Fragment() bool { return m.MF || m.FragOffset != 0 }

// Irregular implements dissect.Irregular: options hold addresses too, and may
// say which is the last.
func (m *IPv4) Irregular() bool { return m.Header > ip4MinHeader }

// ClearFacts implements dissect.Stateful.
func (m *IPv4) ClearFacts() { m.Whole = nil }

// Next is the protocol number. A fragment's payload has no protocol, but for a
// first fragment that is incomplete: it cannot be put together, and begins as the
// datagram does.
func (m *IPv4) Next(i int) field.Key {
	switch {
	case i > 0:
	case m.state == ip4BogusVersion:
		return IPv6Key
	case !m.Fragment() || m.Whole != nil || m.cut:
		return field.IPProto.Key(uint64(m.Protocol))
	}
	return field.Key{}
}

// AppendSource appends the sender's address.
func (m *IPv4) AppendSource(b []byte) []byte { return ip4AppendAddr(b, m.Src) }

// AppendDestination appends the receiver's address.
func (m *IPv4) AppendDestination(b []byte) []byte { return ip4AppendAddr(b, m.Dst) }

func ip4AppendAddr(b []byte, a netip.Addr) []byte {
	if !a.Is4() {
		return b
	}
	return field.AppendIPv4(b, a.As4())
}

// AppendSummary appends the Info column of a datagram whose payload no
// protocol claims.
func (m *IPv4) AppendSummary(b []byte, _ *field.Names) []byte {
	switch m.state {
	case ip4Whole:
		if m.Fragment() && m.Whole == nil {
			return ipAppendFragment(b, m.Protocol, m.FragOffset, uint32(m.ID), 2)
		}
		b = append(ipproto.AppendName(b, m.Protocol), " ("...)
		return append(field.AppendUint(b, uint64(m.Protocol)), ')')
	case ip4BogusVersion:
		b = append(b, "Bogus IPv4 version ("...)
		return append(field.AppendUint(b, uint64(m.Version)), ", must be 4)"...)
	case ip4BogusHeader:
		b = append(b, "Bogus IP header length ("...)
		return append(field.AppendUint(b, uint64(m.Header)), ", must be at least 20)"...)
	case ip4BogusLength:
		b = append(b, "Bogus IP length ("...)
		b = append(field.AppendUint(b, uint64(m.Length)), ", less than header length "...)
		return append(field.AppendUint(b, uint64(m.Header)), ')')
	}
	return b
}

// ipAppendFragment appends the Info column of a fragment whose identification
// has n bytes.
func ipAppendFragment(b []byte, proto uint8, offset int, id uint32, n int) []byte {
	b = ipproto.AppendName(append(b, "Fragmented IP protocol (proto="...), proto)
	b = field.AppendUint(append(b, ' '), uint64(proto))
	b = field.AppendUint(append(b, ", off="...), uint64(offset))
	return append(field.AppendHex(append(b, ", ID="...), uint64(id), n), ')')
}
