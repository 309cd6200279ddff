package isakmp

import "pktscope/dissect/field"

// What the data of a notification say, where its type tells.
var (
	fAccepted       = Proto.Uint16("isakmp.notify.data.accepted_dh_group", "Accepted DH group number", field.Dec, field.Named(groupNames.name))
	fSignatures     = Proto.Uint16("isakmp.notify.data.signature_hash_algorithms", "Supported Signature Hash Algorithm", field.Dec, field.Named(signatureHashes.name))
	signatureHashes = spans{
		{0, 0, "RESERVED"},
		{1, 1, "SHA1"},
		{2, 2, "SHA2-256"},
		{3, 3, "SHA2-384"},
		{4, 4, "SHA2-512"},
		{5, 5, "Identity"},
	}
)

// Types of notification whose data have fields.
const (
	notifyInvalidKE     = 17    // RFC 7296, section 1.2
	notifySignatureHash = 16431 // RFC 7427, section 4
)

// notifyData tells the data of n, which lie at off.
func (p *Packet) notifyData(d *field.Decoder, n Notify, off int) {
	size := len(n.Data)
	switch {
	case p.Major() == 2 && n.Type == notifyInvalidKE && size == 2:
		d.Put(fAccepted, off, 2, number(n.Data))
	case p.Major() == 2 && n.Type == notifySignatureHash:
		for i := 0; i+2 <= size; i += 2 {
			d.Put(fSignatures, off+i, 2, number(n.Data[i:i+2]))
		}
	}
}
