package inet

import "github.com/pktscope/pktscope/dissect/field"

// An ARP is a packet of RFC 826, or of a protocol that shares its layout:
// RARP (RFC 903), DRARP (RFC 1931), InARP (RFC 2390), MARS (RFC 2022).
type ARP struct {
	Hardware  ARPHardware
	Protocol  uint16 // an EtherType
	Operation ARPOperation
	// The addresses alias the packet.
	SenderHW, SenderProto []byte
	TargetHW, TargetProto []byte
	Facts                 ARPFacts

	whole bool
}

// ARPFacts are what other packets say of the addresses of an ARP.
type ARPFacts struct{ Sender, Target ARPOther }

// An ARPOther is another station that has used an IPv4 address.
type ARPOther struct {
	MAC   [6]byte
	Frame uint64 // where it did last; 0: none has
	Ago   int64  // seconds since then, of the clock
}

// ClearFacts implements dissect.Stateful.
func (m *ARP) ClearFacts() { m.Facts = ARPFacts{} }

// Proto implements dissect.Message.
func (*ARP) Proto() *field.Proto { return ARPProto }

// Decode overwrites m with the packet that d stands at.
func (m *ARP) Decode(d *field.Decoder) error {
	*m = ARP{Facts: m.Facts}
	start := d.Off()
	mark := d.Begin(&ARPProto.Def)
	m.Hardware = ARPHardware(d.Uint16(arpHWType))
	m.Protocol = d.Uint16(arpProtoType)
	hw := int(d.Uint8(arpHWSize))
	proto := int(d.Uint8(arpProtoSize))
	m.Operation = ARPOperation(d.Uint16(arpOpcode))
	if b := d.Peek(2 * (hw + proto)); b != nil {
		m.addresses(d, b, hw, proto)
	} else {
		d.Skip(arpSrcHW, 2*(hw+proto)) // fails
	}
	d.End(mark)
	if d.Up() < 0 && m.whole {
		m.duplicates(d, start)
	}
	return d.Err()
}

// addresses reads b, which d stands at.
func (m *ARP) addresses(d *field.Decoder, b []byte, hw, proto int) {
	m.SenderHW, b = b[:hw:hw], b[hw:]
	m.SenderProto, b = b[:proto:proto], b[proto:]
	m.TargetHW, b = b[:hw:hw], b[hw:]
	m.TargetProto = b[:proto:proto]
	m.whole = true
	m.generate(d)
	m.hardware(d, arpSrcMAC, arpSrcHW, hw)
	m.protocol(d, arpSrcIPv4, arpSrcProto, proto)
	m.hardware(d, arpDstMAC, arpDstHW, hw)
	m.protocol(d, arpDstIPv4, arpDstProto, proto)
}

func (m *ARP) hardware(d *field.Decoder, mac field.MAC, other field.Bytes, n int) {
	switch {
	case m.hasMAC():
		d.Ether(mac)
	case n > 0:
		d.Bytes(other, n)
	}
}

func (m *ARP) protocol(d *field.Decoder, ip field.IP4, other field.Bytes, n int) {
	switch {
	case m.hasIPv4():
		d.IPv4(ip)
	case n > 0:
		d.Bytes(other, n)
	}
}

// arpFixedLen is how many bytes stand before the addresses.
const arpFixedLen = 8

// generate tells what RFC 5227 calls the packet.
func (m *ARP) generate(d *field.Decoder) {
	start := d.Off() - arpFixedLen
	if m.Gratuitous() {
		d.GenerateAt(arpIsGratuitous, start, 1)
	}
	if m.Probe() {
		d.GenerateAt(arpIsProbe, start, 1)
	}
	if m.Announcement() {
		d.GenerateAt(arpIsAnnouncement, start, 1)
	}
}

// HasIPv4 reports whether the addresses are those of Ethernet and IPv4.
func (m *ARP) HasIPv4() bool { return m.hasMAC() && m.hasIPv4() }

func (m *ARP) hasMAC() bool {
	return len(m.SenderHW) == 6 && (m.Hardware == ARPEthernet || m.Hardware == ARPIEEE802)
}

func (m *ARP) hasIPv4() bool { return len(m.SenderProto) == 4 && m.Protocol == 0x0800 }

// Gratuitous reports whether the sender tells its own address unasked.
func (m *ARP) Gratuitous() bool {
	return (m.Operation == ARPRequest || m.Operation == ARPReply) && m.hasIPv4() && string(m.SenderProto) == string(m.TargetProto)
}

// Probe reports whether the sender asks if an address is free, RFC 5227
// section 1.1.
func (m *ARP) Probe() bool {
	return m.Operation == ARPRequest && m.hasIPv4() && arpZero(m.SenderProto) && !arpZero(m.TargetProto)
}

// Announcement reports whether the sender claims its address, RFC 5227
// section 1.1.
func (m *ARP) Announcement() bool {
	return m.Operation == ARPRequest && m.Gratuitous() && arpZero(m.TargetHW)
}

func arpZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
