package inet

import "github.com/pktscope/pktscope/dissect/field"

// Expert information on a packet's version, lengths and time to live.
var (
	ip4VersionBogus = IPv4Proto.Expert("ip.bogus_ip_version", "Bogus IPv4 version", field.Failure, field.OfProtocol)
	ip4HeaderBogus  = IPv4Proto.Expert("ip.bogus_header_length", "Bogus IP header length", field.Failure, field.OfProtocol, field.Format(appendHeaderBogus))
	ip4LengthBogus  = IPv4Proto.Expert("ip.bogus_ip_length", "Bogus IP length", field.Failure, field.OfProtocol, field.Format(appendLengthBogus))

	ip4TTLSmall = IPv4Proto.Expert("ip.ttl.too_small", `"Time To Live" only `, field.Note, field.OfSequence, field.Format(appendNumbered))
	ip4TTLLocal = IPv4Proto.Expert("ip.ttl.lncb", `"Time To Live" != `, field.Note, field.OfSequence, field.Format(appendLocalTTL))
)

// lowTTL is the time to live from which on it is not remarkable to a station.
const lowTTL = 5

// Routing protocols that send to their neighbour with a TTL of 1.
const (
	protoOSPF = 89
	protoPIM  = 103
)

// expertTTL adds what is remarkable of the time to live, which was read last: it is near
// its end, or not what the protocol of a local group sends.
func (m *IPv4) expertTTL(d *field.Decoder) {
	if d.Tree() == nil {
		return
	}
	b := d.Peek(11) // up to the destination
	if b == nil {
		return
	}
	protocol, dst := b[0], [4]byte(b[7:])
	switch want := localTTL(dst); {
	case want != 0 && m.TTL != want:
		d.Expert(ip4TTLLocal, uint64(want))
	case dst[0]>>4 != 0xe && m.TTL < lowTTL && protocol != protoPIM && protocol != protoOSPF:
		d.Expert(ip4TTLSmall, uint64(m.TTL))
	}
}

// localTTL is the time to live of packets to a group of the Local Network Control Block
// (RFC 5771, section 4), 0 for any.
func localTTL(dst [4]byte) uint8 {
	if [3]byte(dst[:3]) != [3]byte{224, 0, 0} {
		return 0
	}
	switch dst[3] {
	case 18, 102, 251: // VRRP: RFC 9568, section 5.1.1.3; HSRPv2; mDNS: RFC 6762, section 11
		return 255
	case 252: // LLMNR
		return 0
	}
	return 1
}

// expertLength adds, below the total length, that it is less than the header's, or more than
// the room that the packet has: an ICMP error quotes less of it by right.
func (m *IPv4) expertLength(d *field.Decoder, room int) {
	switch {
	case m.Length < m.Header:
		d.Expert(ip4LengthBogus, 0)
	case m.Length > room && !d.Env.Quoted:
		d.Expert(ip4LengthBogus, uint64(room))
	}
}

// appendHeaderBogus appends "Bogus IP header length (12, must be at least 20)": of IPv4, and of
// TCP, whose least header is as long.
func appendHeaderBogus(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(append(b, n.Def.Label...), " ("...), n.Val)
	return append(field.AppendUint(append(b, ", must be at least "...), ip4MinHeader), ')')
}

// appendLengthBogus appends "IPv4 total length exceeds packet length (60 bytes)", or the label
// where it is less than the header's.
func appendLengthBogus(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	if n.Val == 0 {
		return append(b, n.Def.Label...)
	}
	return append(field.AppendUint(append(b, "IPv4 total length exceeds packet length ("...), n.Val), " bytes)"...)
}

func appendNumbered(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	return field.AppendUint(append(b, n.Def.Label...), n.Val)
}

func appendLocalTTL(b []byte, t *field.Tree, i int) []byte {
	return append(appendNumbered(b, t, i), " for a packet sent to the Local Network Control Block (see RFC 3171)"...)
}
