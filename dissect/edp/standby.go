package edp

import "github.com/pktscope/pktscope/dissect/field"

// The Extreme Standby Router Protocol.
var (
	fESRP      = Proto.Nest("edp.esrp", "ESRP", field.Format(formatESRP))
	fESRPProto = Proto.Uint8("edp.esrp.proto", "Protocol", field.Dec, named("IP", "IPX", "L2"))
	fESRPGroup = Proto.Uint8("edp.esrp.group", "Group", field.Dec)
	fESRPPrio  = Proto.Uint16("edp.esrp.prio", "Prio", field.Dec)
	fESRPState = Proto.Uint16("edp.esrp.state", "State", field.Dec, named("??", "Master", "Slave"))
	fESRPPorts = Proto.Uint16("edp.esrp.ports", "Ports", field.Dec)
	fESRPIP    = Proto.IPv4("edp.esrp.virtip", "VirtIP")
	fESRPMAC   = Proto.Ether("edp.esrp.sysmac", "Sys MAC")
	fESRPHello = Proto.Uint16("edp.esrp.hello", "Hello", field.Dec)
	fESRPPad   = Proto.Bytes("edp.esrp.reserved", "Reserved")
)

func decodeESRP(d *field.Decoder) {
	d.Uint8(fESRPProto)
	d.Uint8(fESRPGroup)
	d.Uint16(fESRPPrio)
	d.Uint16(fESRPState)
	d.Uint16(fESRPPorts)
	d.IPv4(fESRPIP)
	d.Ether(fESRPMAC)
	d.Uint16(fESRPHello)
	d.Bytes(fESRPPad, 2)
}

// formatESRP appends "ESRP: Group 1".
func formatESRP(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "ESRP"...)
	if c := t.Child(i, fESRPGroup); c >= 0 {
		b = field.AppendUint(append(b, ": Group "...), t.Nodes[c].Val)
	}
	return b
}

// Extreme Link Status Monitoring.
var (
	fELSM        = Proto.Nest("edp.elsm", "ELSM", field.Format(formatELSM))
	fELSMType    = Proto.Uint8("edp.elsm.type", "Type", field.Dec, named("", "Hello"))
	fELSMSubtype = Proto.Uint8("edp.elsm.subtype", "Subtype", field.Dec, named("-", "+"))
	fELSMMagic   = Proto.Bytes("edp.elsm.unknown", "Magic")
	fELSMNumber  = Proto.Generated("pktscope.edp.elsm.seqno", "Sequence number", field.Uint, field.Dec, 2, field.Hidden())
)

func decodeELSM(d *field.Decoder, sequence uint16, e *element) {
	e.id = uint16(d.Uint8(fELSMType))
	e.kind = d.Uint8(fELSMSubtype)
	d.Bytes(fELSMMagic, 2)
	d.Generate(fELSMNumber, uint64(sequence))
	e.has = !d.Bad()
}

// appendELSM appends "Hello+": the type and the subtype.
func appendELSM(b []byte, typ, subtype uint64) []byte {
	return appendName(appendName(b, fELSMType, typ, ""), fELSMSubtype, subtype, " ")
}

// appendName appends the name of a value, or before and its number.
func appendName(b []byte, f field.U8, v uint64, before string) []byte {
	if s := f.Names(v); s != "" {
		return append(b, s...)
	}
	return append(field.AppendHex(append(append(b, before...), "Unknown (0x"...), v, 1), ')')
}

// formatELSM appends "ELSM Hello+(#7)".
func formatELSM(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "ELSM"...)
	typ, subtype, n := t.Child(i, fELSMType), t.Child(i, fELSMSubtype), t.Child(i, fELSMNumber)
	if typ < 0 || subtype < 0 || n < 0 {
		return b
	}
	b = appendELSM(append(b, ' '), t.Nodes[typ].Val, t.Nodes[subtype].Val)
	return append(field.AppendUint(append(b, "(#"...), t.Nodes[n].Val), ')')
}
