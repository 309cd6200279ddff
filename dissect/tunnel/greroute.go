package tunnel

import "github.com/pktscope/pktscope/dissect/field"

// Source route entries: RFC 1701.
var (
	sre       = GREProto.None("gre.routing", "Routing")
	sreFamily = GREProto.Uint16("gre.routing.address_family", "Address Family", field.Dec)
	sreOffset = GREProto.Uint8("gre.routing.sre_offset", "SRE Offset", field.Dec)
	sreLength = GREProto.Uint8("gre.routing.src_length", "SRE Length", field.Dec)
	sreInfo   = GREProto.Bytes("gre.routing.information", "Routing Information")
)

// decodeRoutes reads source route entries up to the one of no length.
func decodeRoutes(d *field.Decoder) {
	for !d.Bad() {
		if h := d.Peek(4); h != nil && d.Peek(4+int(h[3])) != nil {
			d.Put(sre, d.Off(), 4+int(h[3]), 0)
		}
		d.Uint16(sreFamily)
		d.Uint8(sreOffset)
		n := int(d.Uint8(sreLength))
		if n == 0 {
			return
		}
		d.Bytes(sreInfo, n)
	}
}

// WCCP's redirect header: draft-wilson-wrec-wccp-v2-01, section 4.12.
var (
	wccp        = GREProto.None("gre.wccp.redirect_header", "Redirect Header")
	wccpDynamic = GREProto.Bit("gre.wccp.dynamic_service", "Dynamic Service", 0x01, field.Width(8),
		field.Two("Dynamic service", "Well-known service"))
	wccpAlternative = GREProto.Bit("gre.wccp.alternative_bucket_used", "Alternative bucket used", 0x02, field.Width(8),
		field.Two("Alternative bucket used", "Primary bucket used"))
	wccpInvalid = GREProto.Bit("gre.wccp.redirect_header_valid", "WCCP Redirect header is valid", 0x04, field.Width(8),
		field.Two("Header is present, but ignore contents", "Header contents are valid"))
	wccpService   = GREProto.Uint8("gre.wccp.service_id", "Service ID", field.Dec, field.Named(wccpServiceName))
	wccpOtherBins = GREProto.Uint8("gre.wccp.alternative_bucket", "Alternative Bucket", field.Dec)
	wccpBucket    = GREProto.Uint8("gre.wccp.primary_bucket", "Primary Bucket", field.Dec)
)

func wccpServiceName(v uint64) string {
	if v == 0 {
		return "HTTP"
	}
	return ""
}

// decodeRedirect reads the redirect header of WCCP version 2. Version 1 has
// none: what follows then begins like an IPv4 header.
func decodeRedirect(d *field.Decoder) {
	h := d.Peek(1)
	if !d.More() || h != nil && h[0]>>4 == 4 {
		return
	}
	mark := d.Begin(wccp)
	if h != nil {
		d.Put(wccpDynamic, d.Off(), 1, uint64(h[0]&1))
		d.Put(wccpAlternative, d.Off(), 1, uint64(h[0]>>1&1))
		d.Put(wccpInvalid, d.Off(), 1, uint64(h[0]>>2&1))
	}
	d.Skip(wccp, 1)
	d.Uint8(wccpService)
	d.Uint8(wccpOtherBins)
	d.Uint8(wccpBucket)
	d.End(mark)
}
