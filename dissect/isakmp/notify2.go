package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// What the data of an IKEv2 notification say: RFC 7296, section 3.10.1, and
// the documents that are named below.
var (
	fNotifyAccepted   = Proto.Uint16("isakmp.notify.data.accepted_dh_group", "Accepted KE method", field.Dec, field.Named(groupName))
	fNotifyCPI        = Proto.Uint16("isakmp.notify.data.ipcomp.cpi", "IPCOMP CPI", field.Dec)
	fNotifyIPComp     = Proto.Uint8("isakmp.notify.data.ipcomp.transform_id", "IPCOMP Transform ID", field.Dec, field.Named(ipcompTransforms.name))
	fNotifyAuthLife   = Proto.Uint32("isakmp.notify.data.auth_lifetime", "Authentication Lifetime", field.Dec, field.Format(formatAuthLife))
	fNotifyTicketLife = Proto.Uint32("isakmp.notify.data.ticket_opaque.lifetime", "TICKET OPAQUE Lifetime", field.Dec)
	fNotifyTicket     = Proto.Bytes("isakmp.notify.data.ticket_opaque.data", "TICKET OPAQUE Data")
	fNotifyQCD        = Proto.Bytes("isakmp.notify.data.qcd.token_secret_data", "Token Secret Data")
	fNotifyHANonce    = Proto.Uint32("isakmp.notify.data.ha.nonce_data", "Nonce Data", field.Hex)
	fNotifyHASend     = Proto.Uint32("isakmp.notify.data.ha.expected_send_req_message_id", "EXPECTED SEND REQ MESSAGE ID", field.Hex)
	fNotifyHARecv     = Proto.Uint32("isakmp.notify.data.ha.expected_recv_req_message_id", "EXPECTED RECV REQ MESSAGE ID", field.Hex)
	fNotifyHADelta    = Proto.Bytes("isakmp.notify.data.ha.incoming_ipsec_sa_delta_value", "Incoming IPsec SA delta value")
	fNotifyPassword   = Proto.Bytes("isakmp.notify.data.secure_password_methods", "Secure Password Methods")
	fNotifySignature  = Proto.Uint16("isakmp.notify.data.signature_hash_algorithms", "Supported Signature Hash Algorithm", field.Dec, field.Named(signatureHashes.name))
)

// What Wireshark has no names for.
var (
	fNotifyCritical = Proto.Uint8("pktscope.isakmp.notify.payload", "Unsupported payload", field.Dec, field.Named(payloadNames.name))
	fNotifyWindow   = Proto.Uint32("pktscope.isakmp.notify.window", "Window size", field.Dec)
	fNotifyIP4      = Proto.IPv4("pktscope.isakmp.notify.ipv4", "Address")
	fNotifyIP6      = Proto.IPv6("pktscope.isakmp.notify.ipv6", "Address")
	fNotifyPuzzle   = Proto.Uint16("pktscope.isakmp.notify.puzzle.prf", "PRF", field.Dec, field.Named(prfName))
	fNotifyBits     = Proto.Uint8("pktscope.isakmp.notify.puzzle.difficulty", "Difficulty", field.Dec, field.Unit(" bit", " bits"))
	fNotifyPPKType  = Proto.Uint8("pktscope.isakmp.notify.ppk.type", "PPK_ID type", field.Dec, field.Named(ppkTypes.name))
	fNotifyPPK      = Proto.Bytes("pktscope.isakmp.notify.ppk.id", "PPK_ID")
)

var signatureHashes = spans{
	{0, 0, "Reserved"},
	{1, 1, "SHA1"},
	{2, 2, "SHA2-256"},
	{3, 3, "SHA2-384"},
	{4, 4, "SHA2-512"},
	{5, 5, "Identity"},
	{6, 6, "STREEBOG_256"},
	{7, 7, "STREEBOG_512"},
	{8, 1023, "Unassigned"},
	{1024, 65535, "Reserved for Private Use"},
}

// ppkTypes are the types of PPK_ID: RFC 8784, section 5.1.
var ppkTypes = spans{
	{0, 0, "Reserved"},
	{1, 1, "PPK_ID_OPAQUE"},
	{2, 2, "PPK_ID_FIXED"},
	{3, 127, "Unassigned"},
	{128, 255, "Reserved for Private Use"},
}

// notify2 reads the data of an IKEv2 notification n, once as they are and once
// as what its type says they are.
func (p *Packet) notify2(d *field.Decoder, n Notify) {
	if d.Captured() < d.Len() {
		d.Rest(fNotifyData) // fails: the capture was cut
		return
	}
	n.Data = d.Peek(d.Len())
	d.Put(fNotifyData, d.Off(), d.Len(), 0)
	if d.Bad() {
		return
	}
	p.Notifies = append(p.Notifies, n)
	if n.Type == NotifyNATSource || n.Type == NotifyNATDestination {
		p.match(d, d.Off(), n.Data)
	}
	notifyData2(d, n.Type)
	d.SkipRest()
}

// notifyData2 reads the data of an IKEv2 notification, as far as its type says
// what they are.
func notifyData2(d *field.Decoder, typ NotifyType) {
	switch typ {
	case NotifyTicketOpaque:
		d.Rest(fNotifyTicket)
		return
	case NotifyQuickCrashDetection:
		d.Rest(fNotifyQCD)
		return
	case NotifyReplayCounterSync:
		d.Rest(fNotifyHADelta)
		return
	case NotifySecurePasswordMethods:
		d.Rest(fNotifyPassword)
		return
	}
	if d.More() { // without data the notification itself is the request or the answer
		notifyFields2(d, typ)
	}
}

// notifyFields2 reads data that are there and have several fields.
func notifyFields2(d *field.Decoder, typ NotifyType) {
	switch typ {
	case NotifyUnsupportedPayload:
		d.Uint8(fNotifyCritical)
	case NotifyInvalidKE:
		d.Uint16(fNotifyAccepted)
	case NotifySetWindowSize:
		d.Uint32(fNotifyWindow)
	case NotifyIPCompSupported:
		d.Uint16(fNotifyCPI)
		d.Uint8(fNotifyIPComp)
	case NotifyAdditionalIP4, NotifyNASIP4, NotifyUPIP4:
		d.IPv4(fNotifyIP4)
	case NotifyAdditionalIP6, NotifyNASIP6, NotifyUPIP6:
		d.IPv6(fNotifyIP6)
	case NotifyAuthLifetime:
		d.Uint32(fNotifyAuthLife)
	case NotifyRedirect:
		redirect(d)
	case NotifyRedirectedFrom:
		redirectedFrom(d)
	case NotifyTicketLifetimeOpaque:
		d.Uint32(fNotifyTicketLife)
		d.Rest(fNotifyTicket)
	case NotifyROHCSupported:
		for d.More() {
			rohcAttrs.decode(d)
		}
	case NotifyMessageIDSync:
		d.Uint32(fNotifyHANonce)
		d.Uint32(fNotifyHASend)
		d.Uint32(fNotifyHARecv)
	case NotifySignatureHashes:
		for d.More() {
			d.Uint16(fNotifySignature)
		}
	case NotifyPuzzle:
		d.Uint16(fNotifyPuzzle)
		d.Uint8(fNotifyBits)
	case NotifyPPKIdentity:
		d.Uint8(fNotifyPPKType)
		d.Rest(fNotifyPPK)
	case NotifyBackoffTimer:
		backoffTimer(d)
	case NotifyDeviceIdentity:
		deviceIdentity(d)
	case NotifyEmergencyNumbers:
		emergencyNumbers(d)
	}
}

// formatAuthLife appends "Authentication Lifetime: 3661 seconds (1 hour(s) 01
// minute(s) 01 second(s))".
func formatAuthLife(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = field.AppendUint(append(b, "Authentication Lifetime: "...), v)
	b = field.AppendUint(append(b, " seconds ("...), v/3600)
	b = field.AppendPadded(append(b, " hour(s) "...), v%3600/60, 2)
	b = field.AppendPadded(append(b, " minute(s) "...), v%60, 2)
	return append(b, " second(s))"...)
}
