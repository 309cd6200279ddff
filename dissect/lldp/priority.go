package lldp

import "github.com/pktscope/pktscope/dissect/field"

// The priority of each application: IEEE 802.1Q, annex D.2.11.
var (
	fAppReserved = Proto.Uint8("lldp.dcbx.ieee.app.reserved", "Reserved", field.Hex)
	fAppEntry    = Proto.Scope("Application", field.Format(formatPriority))
	fAppPriority = Proto.Uint8("lldp.dcbx.ieee.app.prio", "Application Priority", field.Dec, field.Mask(0xe0))
	fAppSelector = Proto.Uint8("lldp.dcbx.iee.app.sf", "Application Selector", field.Dec, field.Mask(0x07), field.Named(selector))
	fAppProtocol = Proto.Uint16("lldp.dcbx.feature.app.proto", "Application Protocol Id", field.Hex)
)

func priorities(d *field.Decoder) {
	d.Uint8(fAppReserved)
	for d.More() && !d.Bad() {
		m := d.Begin(fAppEntry)
		d.Shared8(fAppPriority, fAppSelector)
		d.Uint16(fAppProtocol)
		d.End(m)
	}
}

func selector(v uint64) string {
	switch v {
	case 1:
		return "Default or Ethertype"
	case 2:
		return "Port over TCP/SCTP"
	case 3:
		return "Port over UDP/DCCP"
	case 4:
		return "Port over TCP/SCTP/UDP/DCCP"
	}
	return "Reserved"
}

// formatPriority appends "Application 0x8906: priority 3".
func formatPriority(b []byte, t *field.Tree, i int) []byte {
	b = append(b, "Application"...)
	app, prio := t.Child(i, fAppProtocol), t.Child(i, fAppPriority)
	if app < 0 || prio < 0 {
		return b
	}
	b = field.AppendHex(append(b, " 0x"...), t.Nodes[app].Val, 2)
	return field.AppendUint(append(b, ": priority "...), t.Nodes[prio].Val)
}
