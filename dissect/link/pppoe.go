package link

import "github.com/pktscope/pktscope/dissect/field"

// PPPoEProto declares the fields of both stages of PPP over Ethernet, which
// share a header.
var PPPoEProto = field.NewProto("pppoe", "PPPoE", "PPP over Ethernet")

var (
	pppoeDiscovery = PPPoEProto.None("pppoed", "PPP-over-Ethernet Discovery")
	pppoeSession   = PPPoEProto.None("pppoes", "PPP-over-Ethernet Session")

	pppoeVersion = PPPoEProto.Uint8("pppoe.version", "Version", field.Dec, field.Mask(0xf0))
	pppoeType    = PPPoEProto.Uint8("pppoe.type", "Type", field.Dec, field.Mask(0x0f))
	pppoeCode    = PPPoEProto.Uint8("pppoe.code", "Code", field.Hex, field.Named(pppoeCodeName))
	pppoeID      = PPPoEProto.Uint16("pppoe.session_id", "Session ID", field.Hex)
	pppoeLength  = PPPoEProto.Uint16("pppoe.payload_length", "Payload Length", field.Dec, field.Format(appendPPPoELength))
	pppoeTooLong = PPPoEProto.Expert("pppoe.payload_length.bad", "Possible bad payload length", field.Warning, field.OfMalformed, field.Format(appendTooLong))
)

func pppoeCodeName(v uint64) string {
	switch v {
	case 0x00:
		return "Session Data"
	case 0x07:
		return "Active Discovery Offer (PADO)"
	case 0x09:
		return "Active Discovery Initiation (PADI)"
	case 0x0a:
		return "Active Discovery Session-Grant (PADG)"
	case 0x0b:
		return "Active Discovery Session-Credit Resp.(PADC)"
	case 0x0c:
		return "Active Discovery Quality (PADQ)"
	case 0x19:
		return "Active Discovery Request (PADR)"
	case 0x65:
		return "Active Discovery Session-confirmation (PADS)"
	case 0xa7:
		return "Active Discovery Terminate (PADT)"
	case 0xd3:
		return "Active Discovery Message (PADM)"
	case 0xd4:
		return "Active Discovery Network (PADN)"
	}
	return ""
}

// A pppoeHeader is the header of both stages: RFC 2516, section 4.
type pppoeHeader struct {
	Version, Type, Code uint8
	Session             uint16
	Length              int

	cut bool // before the code
}

func (h *pppoeHeader) decode(d *field.Decoder) {
	v := d.Shared8(pppoeVersion, pppoeType)
	h.Version, h.Type = v>>4, v&15
	h.Code = d.Uint8(pppoeCode)
	h.cut = d.Bad()
	h.Session = d.Uint16(pppoeID)
	h.Length = int(d.Uint16(pppoeLength))
}

func (h *pppoeHeader) appendCode(b []byte) []byte {
	if h.cut {
		return b
	}
	if s := pppoeCodeName(uint64(h.Code)); s != "" {
		return append(b, s...)
	}
	return append(b, "Unknown"...)
}

// leastPayload is what the least frame of Ethernet holds: IEEE 802.3, section 3.2.8.
const leastPayload = 46

// A PPPoESession is a packet of the session stage: RFC 2516, section 6.
type PPPoESession struct{ pppoeHeader }

// Proto implements dissect.Message.
func (*PPPoESession) Proto() *field.Proto { return PPPoEProto }

// AppendPath names the stage.
func (*PPPoESession) AppendPath(b []byte) []byte { return append(b, pppoeSession.Name...) }

// Decode reads the header.
func (m *PPPoESession) Decode(d *field.Decoder) error {
	*m = PPPoESession{}
	mark := d.Begin(pppoeSession)
	m.decode(d)
	// A frame that is as short as one can be may have been padded.
	if room := d.Len(); m.Length != room && room+pppoeHeaderLen > leastPayload && !d.Bad() && !d.Env.Quoted {
		d.Expert(pppoeTooLong, uint64(m.Length)<<32|uint64(room))
		d.Env.Flawed = true
	}
	d.PayloadN(m.Length)
	d.End(mark)
	return d.Err()
}

// appendTooLong appends "Possible bad payload length 1342 != 318".
func appendTooLong(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendUint(append(append(b, t.Nodes[i].Def.Label...), ' '), v>>32)
	return field.AppendUint(append(b, " != "...), v&0xffffffff)
}

// appendPPPoELength appends "Payload Length: 1342 [incorrect, should be 318]".
func appendPPPoELength(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(b, "Payload Length: "...), n.Val)
	for c := i + 1; c < int(n.End); c++ {
		if t.Nodes[c].Def.Name == "pppoe.payload_length.bad" {
			return append(field.AppendUint(append(b, " [incorrect, should be "...), t.Nodes[c].Val&0xffffffff), ']')
		}
	}
	return b
}

// Next is PPP.
func (*PPPoESession) Next(i int) field.Key {
	if i > 0 {
		return field.Key{}
	}
	return PPPKey
}

// AppendProtocol names the stage.
func (*PPPoESession) AppendProtocol(b []byte) []byte { return append(b, "PPPoES"...) }

// AppendSummary appends the kind of packet.
func (m *PPPoESession) AppendSummary(b []byte, _ *field.Names) []byte { return m.appendCode(b) }
