package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// MACsecProto declares the fields of IEEE 802.1AE.
var MACsecProto = field.NewProto("macsec", "MACSEC", "802.1AE Security Tag")

var (
	macsecTCI = MACsecProto.Uint8("macsec.TCI", "TCI", field.Hex, field.Mask(0xfc), field.Format(formatTCI),
		field.Bits(macsecV, macsecES, macsecSC, macsecSCB, macsecE, macsecC))
	macsecV   = MACsecProto.Uint8("macsec.TCI.V", "VER", field.Hex, field.Mask(0x80), field.Format(formatNibble))
	macsecES  = MACsecProto.Bit("macsec.TCI.ES", "ES", 0x40, field.Named(field.SetNotSet))
	macsecSC  = MACsecProto.Bit("macsec.TCI.SC", "SC", 0x20, field.Named(field.SetNotSet))
	macsecSCB = MACsecProto.Bit("macsec.TCI.SCB", "SCB", 0x10, field.Named(field.SetNotSet))
	macsecE   = MACsecProto.Bit("macsec.TCI.E", "E", 0x08, field.Named(field.SetNotSet))
	macsecC   = MACsecProto.Bit("macsec.TCI.C", "C", 0x04, field.Named(field.SetNotSet))

	macsecAN     = MACsecProto.Uint8("macsec.AN", "AN", field.Hex, field.Mask(0x03), field.Format(formatNibble))
	macsecSL     = MACsecProto.Uint8("macsec.SL", "Short length", field.Dec)
	macsecPN     = MACsecProto.Uint32("macsec.PN", "Packet number", field.Dec)
	macsecSystem = MACsecProto.Ether("macsec.SCI.system_identifier", "System Identifier")
	macsecPort   = MACsecProto.Uint16("macsec.SCI.port_identifier", "Port Identifier", field.Dec)
	macsecType   = MACsecProto.Uint16("macsec.etype", "Ethertype", field.Hex, field.Named(ethertype.Name))
	macsecPad    = MACsecProto.Bytes("macsec.eth_padding", "Padding")
	macsecICV    = MACsecProto.Bytes("macsec.ICV", "ICV")
)

// icvLen is how long the ICV of IEEE 802.1AE's cipher suites is.
const icvLen = 16

// A MACsec is the security tag of IEEE 802.1AE, section 9.3. Nothing is decrypted and
// no ICV verified: what is readable is the frame of an SA that protects its integrity
// alone.
type MACsec struct {
	Encrypted bool
	AN        uint8 // association number
	SL        uint8 // length of a short frame's secure data; 0: it is not short
	PN        uint32
	System    [6]byte // of the secure channel, if the tag has its identifier
	Port      uint16

	tagged
}

// Proto implements dissect.Message.
func (*MACsec) Proto() *field.Proto { return MACsecProto }

// NamesEtherType implements dissect.EtherTyped.
func (*MACsec) NamesEtherType() {}

// Decode reads the tag and, where the data is not encrypted, its type.
func (m *MACsec) Decode(d *field.Decoder) error {
	*m = MACsec{tagged: tagged{size: d.Len()}}
	mark := d.Begin(&MACsecProto.Def)
	tci := d.Shared8(macsecTCI, macsecAN)
	m.Encrypted, m.AN = tci&0x0c != 0, tci&3
	m.SL = d.Uint8(macsecSL)
	m.PN = d.Uint32(macsecPN)
	if tci&0x20 != 0 {
		m.System = d.Ether(macsecSystem)
		m.Port = d.Uint16(macsecPort)
	}
	n := d.Len() - icvLen
	if m.SL != 0 {
		n = min(n, int(m.SL))
	}
	switch {
	case n < 0:
		d.Malformed(macsecICV)
	case m.Encrypted:
		m.stop = d.Off() + n
		d.PayloadN(n)
	default:
		m.clear(d, n)
	}
	d.End(mark)
	return d.Err()
}

// clear reads the type of data that is not encrypted, n bytes with the type.
func (m *MACsec) clear(d *field.Decoder, n int) {
	m.stop = d.Off() + n
	if n < 2 {
		d.Malformed(macsecType)
		return
	}
	m.Type = d.Uint16(macsecType)
	m.read = !d.Bad()
	n -= 2
	if isLength(m.Type) {
		n = min(n, int(m.Type))
	}
	d.PayloadN(n)
}

// Next is the EtherType, or LLC behind a length, nothing where it is encrypted.
func (m *MACsec) Next(i int) field.Key {
	if m.Encrypted {
		return field.Key{}
	}
	return m.tagged.Next(i)
}

// Trailer implements dissect.Trailing: the ICV is behind the data.
func (m *MACsec) Trailer(d *field.Decoder) {
	if n := m.stop - d.Off(); n > 0 {
		d.Bytes(macsecPad, n)
	}
	d.Bytes(macsecICV, icvLen)
}

// AppendProtocol names an EtherType that nothing is bound to by its number.
func (m *MACsec) AppendProtocol(b []byte) []byte { return m.appendProtocol(b, MACsecProto.Short) }

// AppendSummary appends the Info column of a frame whose data is not read.
func (*MACsec) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, "MACsec frame"...) }

// formatTCI appends "0010 11.. = TCI: 0x0b, VER: 0x0, SC, E, C".
func formatTCI(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(t.AppendPattern(b, i), "TCI: 0x"...)
	b = field.AppendHex(b, v, 1)
	b = field.AppendNibbles(append(b, ", VER: 0x"...), v>>5, 1)
	for _, f := range [...]field.Bit{macsecES, macsecSC, macsecSCB, macsecE, macsecC} {
		if v<<2&f.Mask != 0 {
			b = append(append(b, ", "...), f.Label...)
		}
	}
	return b
}

// formatNibble appends a value of a few bits as one hexadecimal digit.
func formatNibble(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(t.AppendPattern(b, i), n.Def.Label...), ": 0x"...)
	return field.AppendNibbles(b, n.Def.Value(n.Val), 1)
}
