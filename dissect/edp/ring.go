package edp

import "github.com/pktscope/pktscope/dissect/field"

// EAPS: RFC 3619, section 4, whose packet is an EDP packet with this TLV.
var (
	fEAPS         = Proto.Nest("edp.eaps", "EAPS", field.Format(formatRing))
	fEAPSVersion  = Proto.Uint8("edp.eaps.ver", "Version", field.Dec)
	fEAPSType     = Proto.Uint8("edp.eaps.type", "Type", field.Dec, named("", "", "", "", "", "Health", "Ring up flush fdb", "Ring down flush fdb", "Link down"))
	fEAPSVLAN     = Proto.Uint16("edp.eaps.vlanid", "Vlan ID", field.Dec)
	fEAPSPad0     = Proto.Bytes("edp.eaps.reserved0", "Reserved0")
	fEAPSMAC      = Proto.Ether("edp.eaps.sysmac", "Sys MAC")
	fEAPSHello    = Proto.Uint16("edp.eaps.hello", "Hello", field.Dec)
	fEAPSFail     = Proto.Uint16("edp.eaps.fail", "Fail", field.Dec)
	fEAPSState    = Proto.Uint8("edp.eaps.state", "State", field.Dec, named("Idle", "Complete", "Failed", "Links up", "Links down", "Pre Forwarding"))
	fEAPSPad1     = Proto.Bytes("edp.eaps.reserved1", "Reserved1")
	fEAPSSequence = Proto.Uint16("edp.eaps.helloseq", "Helloseq", field.Dec)
	fEAPSPad2     = Proto.Bytes("edp.eaps.reserved2", "Reserved2")
)

func decodeEAPS(d *field.Decoder, e *element) {
	d.Uint8(fEAPSVersion)
	d.Uint8(fEAPSType)
	e.id = d.Uint16(fEAPSVLAN)
	d.Bytes(fEAPSPad0, 4)
	e.mac = d.Ether(fEAPSMAC)
	d.Uint16(fEAPSHello)
	d.Uint16(fEAPSFail)
	d.Uint8(fEAPSState)
	d.Bytes(fEAPSPad1, 1)
	d.Uint16(fEAPSSequence)
	d.Bytes(fEAPSPad2, 38)
	e.has = !d.Bad()
}

// Shared links of EAPS.
var (
	fESL         = Proto.Nest("edp.esl", "ESL", field.Format(formatRing))
	fESLVersion  = Proto.Uint8("edp.esl.ver", "Version", field.Dec)
	fESLType     = Proto.Uint8("edp.esl.type", "Type", field.Dec, named("", "Segment Health"))
	fESLVLAN     = Proto.Uint16("edp.esl.vlanid", "Vlan ID", field.Dec)
	fESLPad0     = Proto.Bytes("edp.esl.reserved0", "Reserved0")
	fESLMAC      = Proto.Ether("edp.esl.sysmac", "Sys MAC")
	fESLPad1     = Proto.Bytes("edp.esl.reserved1", "Reserved1")
	fESLState    = Proto.Uint8("edp.esl.state", "State", field.Dec, named("", "Ready", "Blocking"))
	fESLRole     = Proto.Uint8("edp.esl.role", "Role", field.Dec, named("", "Controller", "Partner"))
	fESLLink1    = Proto.Uint16("edp.esl.linkid1", "Link ID 1", field.Dec)
	fESLFailed1  = Proto.Uint16("edp.esl.failed1", "Failed ID 1", field.Dec)
	fESLFailed2  = Proto.Uint16("edp.esl.failed2", "Failed ID 2", field.Dec)
	fESLPad4     = Proto.Bytes("edp.esl.reserved4", "Reserved4")
	fESLLink2    = Proto.Uint16("edp.esl.linkid2", "Link ID 2", field.Dec)
	fESLPad5     = Proto.Bytes("edp.esl.reserved5", "Reserved5")
	fESLLinks    = Proto.Uint16("edp.esl.numlinks", "Num Shared Links", field.Dec)
	fESLLinkList = Proto.Uint16("edp.esl.linklist", "Link List", field.Dec)
	fESLRest     = Proto.Bytes("edp.esl.rest", "Rest")
)

func decodeESL(d *field.Decoder, e *element) {
	d.Uint8(fESLVersion)
	d.Uint8(fESLType)
	e.id = d.Uint16(fESLVLAN)
	d.Bytes(fESLPad0, 4)
	e.mac = d.Ether(fESLMAC)
	d.Bytes(fESLPad1, 4)
	d.Uint8(fESLState)
	d.Uint8(fESLRole)
	d.Uint16(fESLLink1)
	d.Uint16(fESLFailed1)
	d.Uint16(fESLFailed2)
	d.Bytes(fESLPad4, 2)
	d.Uint16(fESLLink2)
	d.Bytes(fESLPad5, 2)
	n := d.Uint16(fESLLinks)
	for ; n > 0 && d.More() && d.Len() >= 2; n-- {
		d.Uint16(fESLLinkList)
	}
	d.Rest(fESLRest)
	e.has = !d.Bad()
}

// formatRing appends "EAPS: Ctrlvlan 100, Sysmac 00:04:96:aa:bb:cc".
func formatRing(b []byte, t *field.Tree, i int) []byte {
	vlan, mac := t.Child(i, fEAPSVLAN), t.Child(i, fEAPSMAC)
	if TLVType(t.Nodes[i].Val) == ESL {
		vlan, mac = t.Child(i, fESLVLAN), t.Child(i, fESLMAC)
	}
	b = append(b, t.Nodes[i].Def.Label...)
	if vlan < 0 || mac < 0 {
		return b
	}
	b = field.AppendUint(append(b, ": Ctrlvlan "...), t.Nodes[vlan].Val)
	return field.AppendBytes(append(b, ", Sysmac "...), t.Bytes(mac), ':')
}
