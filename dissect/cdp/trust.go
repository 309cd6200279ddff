package cdp

import "github.com/pktscope/pktscope/dissect/field"

// Whether a port's device may mark its packets itself, and the priority that
// they get where it may not.
var (
	fTrust    = Proto.Uint8("cdp.trust_bitmap", "Trust Bitmap", field.Hex)
	fExtended = Proto.Bit("pktscope.cdp.trust_bitmap.extended", "Extended trust", TrustExtended, field.Size(1), field.Two("Trusted", "Not trusted"))
	fCoS      = Proto.Uint8("cdp.untrusted_port_cos", "Untrusted port CoS", field.Hex)
)

// TrustExtended is the bit of the trust bitmap that is known.
const TrustExtended = 1

func (p *Packet) trust(d *field.Decoder) {
	p.TrustBitmap = d.Uint8(fTrust)
	d.Put(fExtended, d.Off()-1, 1, uint64(p.TrustBitmap&TrustExtended))
}
