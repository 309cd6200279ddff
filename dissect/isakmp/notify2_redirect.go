package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Redirection, RFC 5685, sections 6.2 and 6.3, and robust header compression,
// RFC 5857, section 2.1.
var (
	fGatewayType = Proto.Uint8("isakmp.notify.data.redirect.gw_ident.type", "Gateway Identity Type", field.Dec, field.Named(gatewayTypes.name))
	fGatewayLen  = Proto.Uint8("isakmp.notify.data.redirect.gw_ident.len", "Gateway Identity Length", field.Dec)
	fNewGateway4 = Proto.IPv4("isakmp.notify.data.redirect.new_resp_gw_ident.ipv4", "New Responder Gateway Identity (IPv4)")
	fNewGateway6 = Proto.IPv6("isakmp.notify.data.redirect.new_resp_gw_ident.ipv6", "New Responder Gateway Identity (IPv6)")
	fNewGateway  = Proto.String("isakmp.notify.data.redirect.new_resp_gw_ident.fqdn", "New Responder Gateway Identity (FQDN)")
	fNewData     = Proto.Bytes("isakmp.notify.data.redirect.new_resp_gw_ident.data", "New Responder Gateway Identity (DATA)")
	fRedirNonce  = Proto.Bytes("isakmp.notify.data.redirect.nonce_data", "Redirect Nonce Data")
	fOldGateway4 = Proto.IPv4("isakmp.notify.data.redirect.org_resp_gw_ident.ipv4", "Original Responder Gateway Identity (IPv4)")
	fOldGateway6 = Proto.IPv6("isakmp.notify.data.redirect.org_resp_gw_ident.ipv6", "Original Responder Gateway Identity (IPv6)")
	fOldData     = Proto.Bytes("isakmp.notify.data.redirect.org_resp_gw_ident.data", "Original Responder Gateway Identity (DATA)")

	rohcAttrs = declareROHC()

	fROHCMaxCID  = Proto.Uint16("isakmp.notify.data.rohc.attr.max_cid", "Maximum Context Identifier", field.Dec)
	fROHCProfile = Proto.Uint16("isakmp.notify.data.rohc.attr.profile", "ROHC Profile", field.Dec)
	fROHCInteg   = Proto.Uint16("isakmp.notify.data.rohc.attr.integ", "ROHC Integrity Algorithm", field.Dec, field.Named(integName))
	fROHCICV     = Proto.Uint16("isakmp.notify.data.rohc.attr.icv_len", "ROHC ICV Length in bytes", field.Dec)
	fROHCMRRU    = Proto.Uint16("isakmp.notify.data.rohc.attr.mrru", "MRRU", field.Dec)
)

var gatewayTypes = spans{
	{1, 1, "IPv4 address"},
	{2, 2, "IPv6 address"},
	{3, 3, "FQDN"},
}

var rohcAttrNames = spans{
	{1, 1, "Maximum Context Identifier (MAX_CID)"},
	{2, 2, "ROHC Profile (ROHC_PROFILE)"},
	{3, 3, "ROHC Integrity Algorithm (ROHC_INTEG)"},
	{4, 4, "ROHC ICV Length in bytes (ROHC_ICV_LEN)"},
	{5, 5, "Maximum Reconstructed Reception Unit (MRRU)"},
	{6, 16383, "Unassigned (Future use)"},
	{16384, 32767, "Private use"},
}

// redirect reads the gateway that the initiator shall go to, and its nonce.
func redirect(d *field.Decoder) {
	typ := d.Uint8(fGatewayType)
	size := int(d.Uint8(fGatewayLen))
	switch {
	case typ == 1 && size == 4:
		d.IPv4(fNewGateway4)
	case typ == 2 && size == 16:
		d.IPv6(fNewGateway6)
	case typ == 3:
		d.TextN(fNewGateway, size)
	default:
		d.Bytes(fNewData, size)
	}
	if d.More() {
		d.Rest(fRedirNonce)
	}
}

// redirectedFrom reads the gateway that has sent the initiator here.
func redirectedFrom(d *field.Decoder) {
	typ := d.Uint8(fGatewayType)
	size := int(d.Uint8(fGatewayLen))
	switch {
	case typ == 1 && size == 4:
		d.IPv4(fOldGateway4)
	case typ == 2 && size == 16:
		d.IPv6(fOldGateway6)
	default:
		d.Bytes(fOldData, size)
	}
}

// declareROHC declares attributes whose fields have labels of their own.
func declareROHC() attrs {
	a := declareAttrs("isakmp.notify.data.rohc.attr", "ROHC Attribute Type", rohcAttrNames, rohcMeaning, field.Format(formatROHC))
	a.format.Label = "ROHC Format"
	a.typ.Label = "ROHC Attribute Type"
	return a
}

// formatROHC appends "ROHC Attribute Type (t=2,l=2): ROHC Profile (ROHC_PROFILE)".
func formatROHC(b []byte, t *field.Tree, i int) []byte {
	b, _ = appendAttrType(b, t, i)
	return b
}

func rohcMeaning(typ uint16, size int) field.Field {
	switch typ {
	case 1:
		return fROHCMaxCID
	case 2:
		return fROHCProfile
	case 3:
		return fROHCInteg
	case 4:
		return fROHCICV
	case 5:
		return fROHCMRRU
	}
	return nil
}
