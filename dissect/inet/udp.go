package inet

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/field"
)

// UDPProto declares the fields of UDP.
var UDPProto = field.NewProto("udp", "UDP", "User Datagram Protocol")

var _ = UDPProto.FormatBy(appendUDPTitle)

// RFC 768, fields.
var (
	udpSrcPort  = UDPProto.Uint16("udp.srcport", "Source Port", field.Dec, field.At(0))
	udpDstPort  = UDPProto.Uint16("udp.dstport", "Destination Port", field.Dec, field.At(2))
	udpLength   = UDPProto.Uint16("udp.length", "Length", field.Dec, field.Format(appendUDPLength))
	udpChecksum = UDPProto.Uint16("udp.checksum", "Checksum", field.Hex, field.Format(appendUDPChecksum))
	udpStatus   = UDPProto.Generated("udp.checksum.status", "Checksum Status", field.Uint, field.Dec, 1, field.Named(checksumName), field.Format(appendChecksumStatus))
	udpRoom     = UDPProto.Generated("pktscope.udp.room", "Room in the layer below", field.Uint, field.Dec, 4, field.Hidden())
	udpStream   = UDPProto.Generated("udp.stream", "Stream index", field.Uint, field.Dec, 4)
	udpPayload  = UDPProto.Bytes("udp.payload", "UDP payload", field.Format(appendPayload))

	_ = UDPProto.Alias("udp.port", "Source or Destination Port", udpSrcPort, udpDstPort).Stands(field.BehindAll)
)

// maxUDPLength is the greatest value of the length field.
const maxUDPLength = 0xffff

// udpHeaderLen is the least value of the length field.
const udpHeaderLen = 8

// A UDP is the header of a datagram, RFC 768.
type UDP struct {
	Src, Dst         netip.Addr // the network layer's
	SrcPort, DstPort uint16
	Length           uint16 // of header and data, as the header says
	Checksum         uint16 // 0: the sender made none
	Room             int    // what the layer below holds, header and data
	Part             bool   // Room is that of a fragment or of a quotation

	got int // bytes of the header that were there to be read
}

// Proto implements dissect.Message.
func (*UDP) Proto() *field.Proto { return UDPProto }

// Decode reads the eight bytes before the data.
func (m *UDP) Decode(d *field.Decoder) error {
	*m = UDP{Src: d.Env.Src, Dst: d.Env.Dst, Room: d.Len(), Part: d.Env.Fragment || d.Env.Quoted}
	start, mark := d.Off(), d.Begin(&UDPProto.Def)
	m.SrcPort = d.Uint16(udpSrcPort)
	expertTraceroute(d, m.SrcPort)
	m.DstPort = d.Uint16(udpDstPort)
	expertTraceroute(d, m.DstPort)
	d.Env.SrcPort, d.Env.DstPort = m.SrcPort, m.DstPort
	m.Length = d.Uint16(udpLength)
	m.got = d.Off() - start
	if m.Bogus() {
		d.Env.Flawed = true
		d.Expert(udpBadLength, uint64(m.Length))
		d.SkipRest()
		d.End(mark)
		return d.Err()
	}
	if m.tooLong() {
		d.Env.Flawed = true
		d.Expert(udpBadLength, uint64(m.Length))
		d.Generate(udpRoom, uint64(m.Room))
	}
	if m.Length == 0 && m.Room <= maxUDPLength {
		d.Expert(udpZeroLength, 0)
	}
	m.Checksum = d.Uint16(udpChecksum)
	m.got = d.Off() - start
	m.checksumStatus(d)
	generateStream(d, udpStream)
	generatePlace(d, start, &udpPlaceFields)
	if n := m.dataLen(); n > 0 {
		showPayload(d, udpPayload, n)
		switch {
		case d.Captured() > 0:
			d.PayloadN(n)
		case !d.Env.Quoted:
			d.Skip(udpPayload, n) // the capture cut all of it: no protocol is known to have begun
		}
	}
	d.End(mark)
	return d.Err()
}

// Bogus reports a length that does not even cover the header. Zero stands
// for a jumbogram, RFC 2675 section 4, over IPv6 and where the layer below holds one.
func (m *UDP) Bogus() bool {
	return m.got >= 6 && m.Length < udpHeaderLen && !m.jumbo()
}

func (m *UDP) jumbo() bool { return m.Length == 0 && (m.Src.Is6() || m.Room > maxUDPLength) }

// tooLong reports a length that the layer below has no room for.
func (m *UDP) tooLong() bool { return int(m.Length) > m.Room && !m.Part }

// illegal reports a datagram without a checksum where there must be one: RFC 8200,
// section 8.1.
func (m *UDP) illegal() bool { return m.got == udpHeaderLen && m.Checksum == 0 && m.Src.Is6() }

// dataLen is how many bytes of data the layer below holds.
func (m *UDP) dataLen() int {
	n := m.Room
	if m.Length != 0 {
		n = min(n, int(m.Length))
	}
	return n - udpHeaderLen
}

// Next guesses by port, the lower one first: it is the likelier server.
func (m *UDP) Next(i int) field.Key { return nextPort(field.UDPPort, m.SrcPort, m.DstPort, i) }

// CarriesToTop implements dissect.TopCarrier.
func (*UDP) CarriesToTop() {}

// nextPort is the i-th guess at what two ports carry.
func nextPort(space field.Space, src, dst uint16, i int) field.Key {
	switch i {
	case 0:
		return space.Key(uint64(min(src, dst)))
	case 1:
		return space.Key(uint64(max(src, dst)))
	}
	return field.Key{}
}

// AppendSummary appends "40000 → 53 Len=33".
func (m *UDP) AppendSummary(b []byte, names *field.Names) []byte {
	b = names.AppendPorts(b, field.UDP, m.SrcPort, m.DstPort)
	if m.got < 6 {
		return b
	}
	if m.Bogus() {
		b = field.AppendUint(append(b, " [BAD UDP LENGTH "...), uint64(m.Length))
		return append(b, " < 8]"...)
	}
	if m.tooLong() {
		b = field.AppendUint(append(b, " [BAD UDP LENGTH "...), uint64(m.Length))
		b = append(b, " > IP PAYLOAD LENGTH]"...)
	}
	n := int(m.Length)
	if n == 0 {
		n = m.Room
	}
	b = field.AppendUint(append(b, " Len="...), uint64(n-udpHeaderLen))
	if m.jumbo() && m.Src.Is6() {
		b = append(b, " [Jumbogram]"...)
	}
	if m.illegal() {
		b = append(b, " [ILLEGAL CHECKSUM (0)]"...)
	}
	return b
}

// HasPorts reports whether the ports were there to be read.
func (m *UDP) HasPorts() bool { return m.got >= 4 }

// Silent leaves the columns to the layer below where the capture cut the ports.
func (m *UDP) Silent() bool { return m.got < 4 }

// Printable implements dissect.Printable: the summary is numbers and names of ours.
func (*UDP) Printable() bool { return true }
