package l2tp

import "github.com/pktscope/pktscope/dissect/field"

var (
	fAVP       = Proto.Scope("AVP", field.Format(appendAVP))
	fMandatory = Proto.Bit("l2tp.avp.mandatory", "Mandatory", 0x8000, wide)
	fHidden    = Proto.Bit("l2tp.avp.hidden", "Hidden", 0x4000, wide)
	fAVPLength = Proto.Uint16("l2tp.avp.length", "Length", field.Dec, field.Mask(0x03ff))
	fVendor    = Proto.Uint16("l2tp.avp.vendor_id", "Vendor ID", field.Dec, field.Named(vendorName), field.TypeSize(4))
	fAVPType   = Proto.Uint16("l2tp.avp.type", "AVP Type", field.Dec, field.Named(avpName))
	fOther     = Proto.Uint16("l2tp.avp.type", "AVP Type", field.Dec)
	fMessage   = Proto.Uint16("l2tp.avp.message_type", "Message Type", field.Dec, field.Named(messageName))
	fValue     = Proto.Bytes("pktscope.l2tp.avp.value", "Value")
)

// avpHeader is how long an AVP is without its value: RFC 2661, section 4.1.
const avpHeader = 6

// attributes reads AVPs up to end.
func (p *Packet) attributes(d *field.Decoder, end int) {
	for first := true; end > d.Off() && !d.Bad(); first = false {
		if left := end - d.Off(); left < avpHeader {
			d.Skip(fAVP, left)
			d.Malformed(fAVPLength) // no room for one
			return
		}
		m := d.Begin(fAVP)
		head := d.Shared16(field.U16(fMandatory), field.U16(fHidden), fAVPLength)
		n := int(head&0x3ff) - avpHeader
		vendor := d.Uint16(fVendor)
		typ := uint16(0)
		if vendor == 0 {
			typ = d.Uint16(fAVPType)
		} else {
			d.Uint16(fOther)
		}
		switch {
		case n < 0 || n > end-d.Off():
			d.Malformed(fAVPLength)
		case first && vendor == 0 && typ == 0 && n == 2:
			p.Message = d.Uint16(fMessage)
			p.typed = !d.Bad()
		case n > 0:
			d.Bytes(fValue, n)
		}
		d.End(m)
	}
}

func appendAVP(b []byte, t *field.Tree, i int) []byte {
	c := t.Child(i, fAVPType)
	if c < 0 {
		return append(b, "Vendor AVP"...)
	}
	name := avpName(t.Nodes[c].Val)
	if name == "" {
		name = "Unknown"
	}
	return append(append(b, name...), " AVP"...)
}

func vendorName(v uint64) string {
	switch v {
	case 0:
		return "Reserved"
	case 9:
		return "ciscoSystems"
	}
	return ""
}

var messages = [...]string{
	1: "Start_Control_Request", 2: "Start_Control_Reply", 3: "Start_Control_Connected", 4: "Stop_Control_Notification",
	5: "Reserved", 6: "Hello", 7: "Outgoing_Call_Request", 8: "Outgoing_Call_Reply", 9: "Outgoing_Call_Connected",
	10: "Incoming_Call_Request", 11: "Incoming_Call_Reply", 12: "Incoming_Call_Connected", 13: "Reserved", 14: "Call_Disconnect_Notification",
	15: "WAN_Error_Notify", 16: "Set_Link_Info", 17: "Modem_Status", 18: "Service_Relay_Request_Msg",
	19: "Service_Relay_Reply_Message", 20: "Explicit_Acknowledgement", 21: "Failover_Session_Query_Message",
	22: "Failover_Session_Response_Message",
}

// messageName: RFC 2661, section 3.2, RFC 3931, section 3.1, and IANA's registry of control
// message attribute value pairs, in Wireshark's words.
func messageName(v uint64) string {
	if v < uint64(len(messages)) {
		return messages[v]
	}
	return ""
}

var short = [...]string{
	1: "SCCRQ", 2: "SCCRP", 3: "SCCCN", 4: "StopCCN", 5: "Reserved", 6: "Hello", 7: "OCRQ", 8: "OCRP", 9: "OCCN", 10: "ICRQ", 11: "ICRP",
	12: "ICCN", 13: "Reserved", 14: "CDN", 15: "WEN", 16: "SLI", 17: "MDMST", 18: "SRRQ", 19: "SRRP", 20: "ACK", 21: "FSQ", 22: "FSR",
}

func shortMessage(v uint16) string {
	if int(v) < len(short) {
		return short[v]
	}
	return ""
}

var attributes = [...]string{
	"Control Message", "Result-Error Code", "Protocol Version", "Framing Capabilities", "Bearer Capabilities", "Tie Breaker",
	"Firmware Revision", "Host Name", "Vendor Name", "Assigned Tunnel ID", "Receive Window Size", "Challenge", "Cause Code",
	"Challenge Response", "Assigned Session", "Call Serial Number", "Minimum BPS", "Maximum BPS", "Bearer Type", "Framing Type",
	20: "Reserved", 21: "Called Number", 22: "Calling Number", 23: "Sub-Address", 24: "Connect Speed", 25: "Physical Channel",
}

// avpName: RFC 2661, section 4.4.
func avpName(v uint64) string {
	if v < uint64(len(attributes)) {
		return attributes[v]
	}
	return ""
}
