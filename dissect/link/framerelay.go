package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/nlpid"
)

// FrameRelayProto declares the fields of Frame Relay.
var FrameRelayProto = field.NewProto("fr", "FR", "Frame Relay")

var (
	frControl = newControl(FrameRelayProto, "Control Field", 1)
	frNLPID   = FrameRelayProto.Uint8("fr.nlpid", "NLPID", field.Hex, field.Named(nlpidName))
	frPad     = FrameRelayProto.Uint8("fr.nlpid", "Padding", field.Hex, field.Format(formatPadding))
	frCisco   = FrameRelayProto.Uint16("fr.chdlctype", "Type", field.Hex, field.Named(hdlcTypes.name))

	frSNAP = snapFields{
		oui: FrameRelayProto.Uint24("fr.snap.oui", "Organization Code", field.OUI, field.Format(formatOUI)),
		typ: FrameRelayProto.Uint16("fr.snaptype", "Type", field.Hex, field.Named(ethertype.Name)),
		pid: FrameRelayProto.Uint16("fr.snap.pid", "Protocol ID", field.Hex),
	}
)

const nlpidQ933 = 0x08

// nlpidName names an identifier as Frame Relay has it: Q.933 and the LMI are its own.
func nlpidName(v uint64) string {
	switch v {
	case 0x01:
		return "T.70"
	case nlpidQ933:
		return "Q.933"
	case 0x09:
		return "LMI"
	}
	return nlpid.Name(v)
}

// ownNLPID reports whether the identifier is the first byte of its protocol
// too, as in those of OSI and Q.933.
func ownNLPID(v uint8) bool { return v >= 0x81 && v <= 0x83 || v == nlpidQ933 }

// unnumberedInformation is the control field that IETF's encapsulation begins with.
const unnumberedInformation = 0x03

// A FrameRelay is the header of a Frame Relay frame, Q.922, and of what it
// wraps: as Cisco does, by an EtherType, or as RFC 2427 does, by an NLPID.
type FrameRelay struct {
	DLCI    uint32
	Command bool    // the C/R bit, which is the users' own
	Control Control // where IETF
	IETF    bool
	NLPID   uint8
	Type    uint16 // Cisco's encapsulation; 0: none that is known
	SNAP    SNAP   // behind NLPID 0x80

	addressed bool
}

// Proto implements dissect.Message.
func (*FrameRelay) Proto() *field.Proto { return FrameRelayProto }

// Decode reads the address and the encapsulation's header.
func (m *FrameRelay) Decode(d *field.Decoder) error {
	*m = FrameRelay{}
	mark := d.Begin(&FrameRelayProto.Def)
	m.address(d)
	m.addressed = !d.Bad()
	switch b := d.Peek(1); {
	case b == nil:
		d.Skip(frPad, 1)
	case cutShort(d, 2):
		d.Skip(frCisco, 2)
	case b[0] == unnumberedInformation:
		m.IETF = true
		m.Control = frControl.decode(d, m.Command)
		m.ietf(d)
	case hdlcTypes.name(uint64(peek16(d))) != "":
		m.Type = d.Uint16(frCisco)
	}
	d.Payload()
	if !m.IETF && m.Type == 0 {
		d.SkipRest()
	}
	d.End(mark)
	return d.Err()
}

// ietf reads RFC 2427's NLPID, behind a byte of padding where one was wanted.
func (m *FrameRelay) ietf(d *field.Decoder) {
	b := d.Peek(1)
	if b != nil && b[0] == nlpid.Null {
		d.Uint8(frPad)
		b = d.Peek(1)
	}
	if b != nil && ownNLPID(b[0]) {
		m.NLPID = b[0]
		return
	}
	if m.NLPID = d.Uint8(frNLPID); m.NLPID == nlpid.SNAP {
		m.SNAP.decode(d, &frSNAP)
	}
}

// Next is what the encapsulation says.
func (m *FrameRelay) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.IETF && m.NLPID == nlpid.SNAP:
		return m.SNAP.key()
	case m.IETF:
		return field.NLPID.Key(uint64(m.NLPID))
	case m.Type != 0:
		return hdlcKeyOf(m.Type)
	}
	return field.Key{}
}

// AppendSource appends nothing: a circuit has no addresses.
func (*FrameRelay) AppendSource(b []byte) []byte { return b }

// AppendDestination appends nothing.
func (*FrameRelay) AppendDestination(b []byte) []byte { return b }

// AppendSummary appends "DLCI 100, U, func=UI".
func (m *FrameRelay) AppendSummary(b []byte, _ *field.Names) []byte {
	if !m.addressed {
		return b
	}
	b = field.AppendUint(append(b, "DLCI "...), uint64(m.DLCI))
	if m.IETF {
		b = m.Control.append(append(b, ", "...))
	}
	return b
}

func formatPadding(b []byte, _ *field.Tree, _ int) []byte { return append(b, "Padding"...) }
