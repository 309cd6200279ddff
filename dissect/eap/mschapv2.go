package eap

import "github.com/pktscope/pktscope/dissect/field"

// EAP-MSCHAPv2: draft-kamath-pppext-eap-mschapv2-02, section 2. IANA calls its type
// MS-EAP-Authentication.
var (
	fCHAPCode      = Proto.Uint8("eap.ms_chap_v2.opcode", "EAP-MS-CHAP-v2 OpCode", field.Dec, field.Named(chapName))
	fCHAPID        = Proto.Uint8("eap.ms_chap_v2.id", "EAP-MS-CHAP-v2 Id", field.Dec)
	fCHAPLen       = Proto.Uint16("eap.ms_chap_v2.length", "EAP-MS-CHAP-v2 Length", field.Dec)
	fCHAPBadLen    = Proto.Expert("eap.ms_chap_v2.length.invalid", "Invalid Length", field.Warning, field.OfProtocol)
	fCHAPValueSize = Proto.Uint8("eap.ms_chap_v2.value_size", "EAP-MS-CHAP-v2 Value-Size", field.Dec)
	fCHAPChallenge = Proto.Bytes("eap.ms_chap_v2.challenge", "EAP-MS-CHAP-v2 Challenge")
	fCHAPName      = Proto.String("eap.ms_chap_v2.name", "EAP-MS-CHAP-v2 Name")
	fCHAPPeer      = Proto.Bytes("eap.ms_chap_v2.peer_challenge", "EAP-MS-CHAP-v2 Peer-Challenge")
	fCHAPReserved  = Proto.Bytes("eap.ms_chap_v2.reserved", "EAP-MS-CHAP-v2 Reserved")
	fCHAPNT        = Proto.Bytes("eap.ms_chap_v2.nt_response", "EAP-MS-CHAP-v2 NT-Response")
	fCHAPFlags     = Proto.Uint8("eap.ms_chap_v2.flags", "EAP-MS-CHAP-v2 Flags", field.Hex)
	fCHAPResponse  = Proto.Bytes("eap.ms_chap_v2.response", "EAP-MS-CHAP-v2 Response (Unknown Length)")
	fCHAPMessage   = Proto.String("eap.ms_chap_v2.message", "EAP-MS-CHAP-v2 Message")
	fCHAPFailure   = Proto.String("eap.ms_chap_v2.failure_request", "EAP-MS-CHAP-v2 Failure-Request")
	fCHAPData      = Proto.Bytes("eap.ms_chap_v2.data", "EAP-MS-CHAP-v2 Data")
)

// Operations of EAP-MSCHAPv2.
const (
	MSCHAPv2Challenge      = 1
	MSCHAPv2Response       = 2
	MSCHAPv2Success        = 3
	MSCHAPv2Failure        = 4
	MSCHAPv2ChangePassword = 7
)

// An MSCHAPv2 is the body of EAP-MSCHAPv2. What it keeps aliases the packet.
type MSCHAPv2 struct {
	Opcode, ID uint8
	Value      []byte // of a challenge or a response
	Name       []byte // of the sender, in a challenge or a response
	Message    []byte // of success or failure: "E=691 R=1 ..."
}

// sizes of a response: RFC 2759, section 4.
const (
	chapPeer     = 16
	chapReserved = 8
	chapNT       = 24
	chapResponse = chapPeer + chapReserved + chapNT + 1
)

func (m *MSCHAPv2) decode(d *field.Decoder) {
	start := d.Off()
	m.Opcode = d.Uint8(fCHAPCode)
	if !d.More() {
		return // a response to success or failure
	}
	m.ID = d.Uint8(fCHAPID)
	if n := int(d.Uint16(fCHAPLen)); n != d.Off()-start+d.Len() {
		d.Expert(fCHAPBadLen, 0)
	}
	switch m.Opcode {
	case MSCHAPv2Challenge:
		m.Value = d.Bytes(fCHAPChallenge, int(d.Uint8(fCHAPValueSize)))
		m.Name = d.Text(fCHAPName)
	case MSCHAPv2Response:
		m.response(d)
	case MSCHAPv2Success:
		m.Message = d.Text(fCHAPMessage)
	case MSCHAPv2Failure:
		m.Message = d.Text(fCHAPFailure)
	default:
		if d.More() {
			d.Rest(fCHAPData)
		}
	}
}

func (m *MSCHAPv2) response(d *field.Decoder) {
	n := int(d.Uint8(fCHAPValueSize))
	off := d.Off()
	if n == chapResponse {
		d.Bytes(fCHAPPeer, chapPeer)
		d.Bytes(fCHAPReserved, chapReserved)
		d.Bytes(fCHAPNT, chapNT)
		d.Uint8(fCHAPFlags)
	} else {
		d.Bytes(fCHAPResponse, n)
	}
	if !d.Bad() {
		m.Value = d.Since(off)
	}
	m.Name = d.Text(fCHAPName)
}

// chapName names the operations of EAP-MSCHAPv2.
func chapName(v uint64) string {
	switch v {
	case MSCHAPv2Challenge:
		return "Challenge"
	case MSCHAPv2Response:
		return "Response"
	case MSCHAPv2Success:
		return "Success"
	case MSCHAPv2Failure:
		return "Failure"
	case MSCHAPv2ChangePassword:
		return "Change-Password"
	}
	return "Unknown"
}
