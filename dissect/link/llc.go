package link

import (
	"github.com/pktscope/pktscope/dissect/ethertype"
	"github.com/pktscope/pktscope/dissect/field"
)

// LLCProto declares the fields of IEEE 802.2 logical link control.
var LLCProto = field.NewProto("llc", "LLC", "Logical-Link Control")

var (
	llcDSAP    = LLCProto.Uint8("llc.dsap", "DSAP", field.Hex, field.Named(saps.name), field.Bits(llcDSAPSAP, llcDSAPIG))
	llcDSAPSAP = LLCProto.Uint8("llc.dsap.sap", "SAP", field.Dec, field.Mask(0xfe), field.Format(formatSAP))
	llcDSAPIG  = LLCProto.Bit("llc.dsap.ig", "IG Bit", 0x01, field.Two("Group", "Individual"))
	llcSSAP    = LLCProto.Uint8("llc.ssap", "SSAP", field.Hex, field.Named(saps.name), field.Bits(llcSSAPSAP, llcSSAPCR))
	llcSSAPSAP = LLCProto.Uint8("llc.ssap.sap", "SAP", field.Dec, field.Mask(0xfe), field.Format(formatSAP))
	llcSSAPCR  = LLCProto.Bit("llc.ssap.cr", "CR Bit", 0x01, field.Two("Response", "Command"))

	llcPad     = LLCProto.Scope("Padding")
	llcControl = newControl(LLCProto, "Control", 2)

	llcSNAP = snapFields{
		oui: LLCProto.Uint24("llc.oui", "Organization Code", field.OUI, field.Format(formatOUI)),
		typ: LLCProto.Uint16("llc.type", "Type", field.Hex, field.Named(ethertype.Name)),
		pid: LLCProto.Uint16("llc.pid", "Protocol ID", field.Hex),
		own: []ownPID{
			{ouiCisco, LLCProto.Uint16("llc.cisco_pid", "PID", field.Hex, field.Named(ciscoPIDs.name))},
			{ouiNortel, LLCProto.Uint16("llc.nortel_pid", "PID", field.Hex, field.Named(nortelPIDs.name))},
			{ouiExtreme, LLCProto.Uint16("llc.extreme_pid", "PID", field.Hex, field.Named(extremePIDs.name))},
			{ouiFoundry, LLCProto.Uint16("llc.foundry_pid", "PID", field.Hex, field.Named(foundryPIDs.name))},
			{ouiApple, LLCProto.Uint16("llc.apple_atalk_pid", "PID", field.Hex, field.Named(applePIDs.name))},
		},
	}
)

// Service access points that decide more than the protocol of the payload.
const (
	sapBPDU = 0x42
	sapSNAP = 0xaa
	sapOSI  = 0xfe
)

// An LLC is an IEEE 802.2 header, and the SNAP header behind it if any.
type LLC struct {
	DSAP, SSAP uint8
	Control    Control
	SNAP       SNAP // where HasSNAP
	HasSNAP    bool

	whole bool // the control field was read
}

// Proto implements dissect.Message.
func (*LLC) Proto() *field.Proto { return LLCProto }

// Decode reads the access points, the control field and a SNAP header.
func (m *LLC) Decode(d *field.Decoder) error {
	*m = LLC{}
	mark := d.Begin(&LLCProto.Def)
	m.DSAP = d.Uint8(llcDSAP)
	m.SSAP = d.Uint8(llcSSAP)
	m.Control = llcControl.decode(d, m.SSAP&1 != 0)
	m.whole = !d.Bad()
	if m.HasSNAP = m.DSAP == sapSNAP && m.SSAP == sapSNAP && m.Control.HasInformation(); m.HasSNAP {
		m.SNAP.decode(d, &llcSNAP)
		if m.SNAP.bridges() {
			d.Skip(llcPad, bridgePad)
		}
		if d.Bad() {
			m.SNAP = SNAP{}
		}
	}
	if d.Len() > 0 {
		d.Payload()
	}
	d.End(mark)
	return d.Err()
}

// Next is what the SNAP header or the destination access point says.
func (m *LLC) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case m.HasSNAP:
		return m.SNAP.key()
	case m.Control.HasInformation():
		return field.SAP.Key(uint64(m.DSAP))
	}
	return field.Key{}
}

// AppendSummary appends the Info column of a frame with an unknown payload.
func (m *LLC) AppendSummary(b []byte, _ *field.Names) []byte {
	if !m.whole {
		return b
	}
	b = m.Control.append(b)
	if m.HasSNAP {
		if m.SNAP == (SNAP{}) {
			return b
		}
		return m.SNAP.appendSummary(append(b, "; "...))
	}
	b = appendSAP(append(b, "; DSAP "...), m.DSAP&^1)
	b = append(b, pick(m.DSAP&1 != 0, " Group", " Individual")...)
	b = appendSAP(append(b, ", SSAP "...), m.SSAP&^1)
	return append(b, pick(m.SSAP&1 != 0, " Response", " Command")...)
}

func pick(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

func appendSAP(b []byte, sap uint8) []byte {
	if s := saps.name(uint64(sap)); s != "" {
		return append(b, s...)
	}
	return field.AppendHex(append(b, "0x"...), uint64(sap), 1)
}

// formatSAP shows an access point without its lowest bit by its name alone.
func formatSAP(b []byte, t *field.Tree, i int) []byte {
	b = append(t.AppendPattern(b, i), "SAP: "...)
	if s := saps.name(t.Nodes[i].Val << 1); s != "" {
		return append(b, s...)
	}
	return append(b, "Unknown"...)
}
