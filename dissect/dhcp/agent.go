package dhcp

import (
	"encoding/binary"

	"github.com/pktscope/pktscope/dissect/field"
)

// What relay agents add: RFC 3046, and the RFC beside a suboption.
var (
	fAgent        = Proto.Uint8("dhcp.option.agent_information_option.suboption", "Option 82 Suboption", field.Dec, field.Named(suboptionName), field.Format(appendAgent))
	fAgentValue   = Proto.Bytes("dhcp.option.agent_information_option.value", "Value")
	fAgentRaw     = Proto.Bytes("dhcp.option.agent_information_option.value", "Value", field.Hidden())
	fCircuit      = Proto.Bytes("dhcp.option.agent_information_option.agent_circuit_id", "Agent Circuit ID").Def
	fRemote       = Proto.Bytes("dhcp.option.agent_information_option.agent_remote_id", "Agent Remote ID").Def
	fDocsis       = Proto.Uint32("dhcp.option.agent_information_option.docsis_device_class", "DOCSIS Device Class", field.Hex).Def   // RFC 3256
	fLinkSelect   = Proto.IPv4("dhcp.option.agent_information_option.link_selection", "Link selection").Def                          // RFC 3527
	fSubscriber   = Proto.String("dhcp.option.agent_information_option.subscriber_id", "Subscriber ID", field.Ends(field.ByNUL)).Def // RFC 3993
	fRADIUS       = Proto.Bytes("dhcp.option.agent_information_option.radius_attributes", "RADIUS Attributes").Def                   // RFC 4014
	fAuth         = Proto.Bytes("dhcp.option.agent_information_option.authentication", "Authentication").Def                         // RFC 4030
	fAgentVendor  = Proto.Uint32("dhcp.option.agent_information_option.vi.enterprise", "Enterprise", field.Dec)                      // RFC 4243
	fAgentVendorN = Proto.Uint8("dhcp.option.agent_information_option.vi.data_length", "Data Length", field.Dec)
	fOverride     = Proto.IPv4("dhcp.option.agent_information_option.server_id_override", "Server ID Override").Def                   // RFC 5107
	fRelayID      = Proto.Bytes("dhcp.option.agent_information_option.relay_agent_id", "Relay Agent Identifier").Def                  // RFC 6925
	fCiscoLink    = Proto.IPv4("dhcp.option.agent_information_option.link_selection_cisco", "Link selection (Cisco proprietary)").Def // as 5
	fVRF          = Proto.String("dhcp.option.agent_information_option.vrf_name", "VRF name")                                         // RFC 6607
	fVRFGlobal    = Proto.Uint8("dhcp.option.agent_information_option.vrf_name.global", "Global, default VPN", field.Dec)
	fCiscoServer  = Proto.IPv4("dhcp.option.agent_information_option.server_id_override_cisco", "Server ID Override (Cisco proprietary)").Def
)

// Suboptions that are not one value.
const (
	subVendor = 9
	subVRF    = 151
)

// suboptionOf returns the row of a suboption: IANA, "Relay Agent Sub-Option Codes". 150
// and 152 are Cisco's, from before 5 and 11 had a number.
func suboptionOf(code uint8) option {
	switch code {
	case 1:
		return option{"Agent Circuit ID", bytesForm, fCircuit}
	case 2:
		return option{"Agent Remote ID", bytesForm, fRemote}
	case 4:
		return option{"DOCSIS Device Class", secondsForm, fDocsis}
	case 5:
		return option{"Link selection", addressForm, fLinkSelect}
	case 6:
		return option{"Subscriber ID", textForm, fSubscriber}
	case 7:
		return option{"RADIUS Attributes", bytesForm, fRADIUS}
	case 8:
		return option{"Authentication", bytesForm, fAuth}
	case subVendor:
		return option{"Vendor-Specific Information", unreadForm, nil}
	case 10:
		return option{"Flags", unreadForm, nil}
	case 11:
		return option{"Server ID Override", addressForm, fOverride}
	case 12:
		return option{"Relay Agent Identifier", bytesForm, fRelayID}
	case 13:
		return option{"Access Technology Type", unreadForm, nil}
	case 14:
		return option{"Access Network Name", unreadForm, nil}
	case 15:
		return option{"Access Point Name", unreadForm, nil}
	case 16:
		return option{"Access Point BSSID", unreadForm, nil}
	case 17:
		return option{"Access Network Operator ID", unreadForm, nil}
	case 18:
		return option{"Access Network Operator Realm", unreadForm, nil}
	case 19:
		return option{"Source Port", unreadForm, nil}
	case 150:
		return option{"Link selection (Cisco proprietary)", addressForm, fCiscoLink}
	case subVRF:
		return option{"VRF name/VPN ID", unreadForm, nil}
	case 152:
		return option{"Server ID Override (Cisco proprietary)", addressForm, fCiscoServer}
	}
	return option{"Reserved", unreadForm, nil}
}

func suboptionName(v uint64) string { return suboptionOf(uint8(v)).name }

// showAgent shows the suboptions of a relay agent.
func showAgent(d *field.Decoder, off int, data []byte) {
	for len(data) >= 2 {
		n := int(data[1])
		if 2+n > len(data) {
			return
		}
		m := d.BeginAt(fAgent, off, 2+n, uint64(data[0]))
		d.Put(fSubLength, off+1, 1, uint64(n))
		d.Put(fAgentRaw, off+2, n, 0)
		showSuboption(d, data[0], off+2, data[2:2+n])
		d.EndAt(m)
		data, off = data[2+n:], off+2+n
	}
}

func showSuboption(d *field.Decoder, code uint8, off int, data []byte) {
	o := suboptionOf(code)
	n := len(data)
	switch {
	case code == subVRF && n == 1 && data[0] == 255:
		d.Put(fVRFGlobal, off, 1, 255)
	case code == subVRF && n > 0:
		d.Put(fVRF, off, n, 0)
	case code == subVendor && n >= 5:
		d.Put(fAgentVendor, off, 4, uint64(binary.BigEndian.Uint32(data)))
		d.Put(fAgentVendorN, off+4, 1, uint64(data[4]))
		if n > 5 {
			d.Put(fAgentValue, off+5, n-5, 0)
		}
	case o.def == nil || !o.fits(n):
	case o.form == bytesForm:
		d.Put(o.def, off, n, 0)
	default:
		showValue(d, o.def, o.form, off, data)
	}
}
