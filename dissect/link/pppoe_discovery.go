package link

import "github.com/pktscope/pktscope/dissect/field"

var (
	pppoeTags   = PPPoEProto.None("pppoed.tags", "PPPoE Tags")
	pppoeTag    = PPPoEProto.Uint16("pppoed.tag", "Tag", field.Hex)
	pppoeTagLen = PPPoEProto.Uint16("pppoed.tag_length", "Tag Length", field.Dec)

	pppoeService      = PPPoEProto.String("pppoed.tags.service_name", "Service-Name")
	pppoeAC           = PPPoEProto.String("pppoed.tags.ac_name", "AC-Name")
	pppoeHostUniq     = PPPoEProto.Bytes("pppoed.tags.host_uniq", "Host-Uniq")
	pppoeCookie       = PPPoEProto.Bytes("pppoed.tags.ac_cookie", "AC-Cookie")
	pppoeVendor       = PPPoEProto.Uint32("pppoed.tags.vendor_id", "Vendor id", field.Dec)
	pppoeVendorData   = PPPoEProto.Bytes("pppoed.tags.vendor_unspecified", "Vendor unspecified")
	pppoeCredits      = PPPoEProto.Bytes("pppoed.tags.credits", "Credits")
	pppoeMetrics      = PPPoEProto.Bytes("pppoed.tags.metrics", "Metrics")
	pppoeSequence     = PPPoEProto.Uint16("pppoed.tags.seq_num", "Sequence Number", field.Hex)
	pppoeScale        = PPPoEProto.Uint16("pppoed.tags.credit_scale", "Credit Scale Factor", field.Dec)
	pppoeRelay        = PPPoEProto.Bytes("pppoed.tags.relay_session_id", "Relay-Session-Id")
	pppoeHURL         = PPPoEProto.Bytes("pppoed.tags.hurl", "HURL")
	pppoeMOTM         = PPPoEProto.Bytes("pppoed.tags.motm", "MOTM")
	pppoeMaxPayload   = PPPoEProto.Bytes("pppoed.tags.max_payload", "PPP-Max-Payload")
	pppoeRoute        = PPPoEProto.Bytes("pppoed.tags.ip_route_add", "IP Route Add")
	pppoeServiceError = PPPoEProto.String("pppoed.tags.service_name_error", "Service-Name-Error")
	pppoeACError      = PPPoEProto.String("pppoed.tags.ac_system_error", "AC-System-Error")
	pppoeGenericError = PPPoEProto.String("pppoed.tags.generic_error", "Generic-Error")
	pppoeUnknown      = PPPoEProto.Bytes("pppoed.tag.unknown_data", "Unknown Data")
)

// A PPPoEDiscovery is a packet of the discovery stage: RFC 2516, section 5.
// Texts alias the packet.
type PPPoEDiscovery struct {
	pppoeHeader
	Service, Concentrator []byte
}

// Proto implements dissect.Message.
func (*PPPoEDiscovery) Proto() *field.Proto { return PPPoEProto }

// AppendPath names the stage.
func (*PPPoEDiscovery) AppendPath(b []byte) []byte { return append(b, pppoeDiscovery.Name...) }

// Decode reads the header and the tags.
func (m *PPPoEDiscovery) Decode(d *field.Decoder) error {
	*m = PPPoEDiscovery{}
	mark := d.Begin(pppoeDiscovery)
	m.decode(d)
	if !d.Bad() && m.Length > 0 {
		d.Limit(mark, pppoeLength, pppoeHeaderLen+m.Length)
		tags := d.Begin(pppoeTags)
		for d.More() && m.decodeTag(d) {
		}
		d.End(tags)
	}
	d.End(mark)
	return d.Err()
}

const pppoeHeaderLen = 6

// decodeTag reads one tag, RFC 2516 section 5 and appendix A. It returns
// false at the tag that ends the list.
func (m *PPPoEDiscovery) decodeTag(d *field.Decoder) bool {
	b := d.Peek(4)
	if b == nil {
		d.Skip(pppoeTag, 4)
		return false
	}
	tag, n := uint16(b[0])<<8|uint16(b[1]), int(b[2])<<8|int(b[3])
	d.Skip(pppoeTag, 2)
	d.Skip(pppoeTagLen, 2)
	if n > d.Len() {
		d.Malformed(pppoeTagLen)
		return false
	}
	switch tag {
	case 0x0000:
		return false
	case 0x0101:
		m.Service = text(d, pppoeService, n)
	case 0x0102:
		m.Concentrator = text(d, pppoeAC, n)
	case 0x0103:
		d.Bytes(pppoeHostUniq, n)
	case 0x0104:
		d.Bytes(pppoeCookie, n)
	case 0x0105:
		if n >= 4 {
			d.Uint32(pppoeVendor)
			n -= 4
		}
		if n > 0 {
			d.Bytes(pppoeVendorData, n)
		}
	case 0x0106:
		d.Bytes(pppoeCredits, n)
	case 0x0107:
		d.Bytes(pppoeMetrics, n)
	case 0x0110:
		d.Bytes(pppoeRelay, n)
	case 0x0111:
		d.Bytes(pppoeHURL, n)
	case 0x0112:
		d.Bytes(pppoeMOTM, n)
	case 0x0120:
		d.Bytes(pppoeMaxPayload, n)
	case 0x0121:
		d.Bytes(pppoeRoute, n)
	case 0x0201:
		text(d, pppoeServiceError, n)
	case 0x0202:
		text(d, pppoeACError, n)
	case 0x0203:
		text(d, pppoeGenericError, n)
	default:
		m.number(d, tag, n)
	}
	return true
}

// number reads the tags of RFC 5578 that hold one number.
func (m *PPPoEDiscovery) number(d *field.Decoder, tag uint16, n int) {
	switch {
	case tag == 0x0108 && n == 2:
		d.Uint16(pppoeSequence)
	case tag == 0x0109 && n == 2:
		d.Uint16(pppoeScale)
	default:
		d.Bytes(pppoeUnknown, n)
	}
}

// text reads n bytes of text; a tag without any has no line.
func text(d *field.Decoder, f field.Str, n int) []byte {
	if n == 0 {
		return nil
	}
	return d.TextN(f, n)
}

// AppendProtocol names the stage.
func (*PPPoEDiscovery) AppendProtocol(b []byte) []byte { return append(b, "PPPoED"...) }

// AppendSummary appends "Active Discovery Offer (PADO) AC-Name='isp'".
func (m *PPPoEDiscovery) AppendSummary(b []byte, _ *field.Names) []byte {
	b = m.appendCode(b)
	if m.Concentrator != nil {
		b = append(field.AppendEscaped(append(b, " AC-Name='"...), m.Concentrator), '\'')
	}
	return b
}
