package link

import "github.com/pktscope/pktscope/dissect/field"

func formName(v uint64) string {
	return [...]string{"Information frame", "Supervisory frame", "", "Unnumbered frame"}[v&3]
}

func supervisoryName(v uint64) string {
	return [...]string{"Receiver ready", "Receiver not ready", "Reject", "Selective reject"}[v&3]
}

// unnumbered names the commands and responses of unnumbered frames by their
// modifier bits, bit 4 left out: ISO/IEC 13239, table 8.
var unnumbered = [64]struct{ short, shortResp, cmd, resp string }{
	0x00: {"UI", "UI", "Unnumbered Information", "Unnumbered Information"},
	0x01: {"SIM", "RIM", "Set Initialization Mode", "Request Initialization Mode"},
	0x03: {"SARM", "DM", "Set Asynchronous Response Mode", "Disconnected mode"},
	0x08: {"UP", "UP", "Unnumbered Poll", "Unnumbered Poll"},
	0x0b: {"SABM", "SABM", "Set Asynchronous Balanced Mode", "Set Asynchronous Balanced Mode"},
	0x10: {"DISC", "RD", "Disconnect", "Request Disconnect"},
	0x13: {"SARME", "SARME", "Set Asynchronous Response Mode Extended", "Set Asynchronous Response Mode Extended"},
	0x18: {"UA", "UA", "Unnumbered Acknowledge", "Unnumbered Acknowledge"},
	0x1b: {"SABME", "SABME", "Set Asynchronous Balanced Mode Extended", "Set Asynchronous Balanced Mode Extended"},
	0x20: {"SNRM", "SNRM", "Set Normal Response Mode", "Set Normal Response Mode"},
	0x21: {"FRMR", "FRMR", "Frame reject", "Frame reject"},
	0x23: {"RESET", "RESET", "Reset", "Reset"},
	0x2b: {"XID", "XID", "Exchange identification", "Exchange identification"},
	0x31: {"CFGR", "CFGR", "Configure", "Configure"},
	0x33: {"SNRME", "SNRME", "Set Normal Response Mode Extended", "Set Normal Response Mode Extended"},
	0x38: {"TEST", "TEST", "Test", "Test"},
	0x3b: {"BCN", "BCN", "Beacon", "Beacon"},
}

func commandName(v uint64) string  { return unnumbered[v&63].cmd }
func responseName(v uint64) string { return unnumbered[v&63].resp }

func unnumberedShort(modifier uint8, response bool) string {
	u := &unnumbered[modifier&63]
	switch {
	case u.short == "":
		return "Unknown"
	case response:
		return u.shortResp
	}
	return u.short
}

// formatControl shows the whole control field: "Control field: U, func=UI (0x03)".
func formatControl(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	c := Control{Value: uint16(n.Val)}
	for k := i + 1; k < int(n.End); k++ {
		switch t.Nodes[k].Def.Label {
		case "Response", "Final":
			c.Response = true
		}
	}
	b = c.append(append(b, "Control field: "...))
	b = append(b, " (0x"...)
	return append(appendUpper(b, n.Val, 2*int(n.Len)), ')')
}
