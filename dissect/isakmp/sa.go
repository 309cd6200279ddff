package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// The security association, RFC 2408, sections 3.4 and 3.5, RFC 2407, section
// 4.6.1, and RFC 7296, section 3.3.
var (
	fDOI        = Proto.Uint32("isakmp.sa.doi", "Domain of interpretation", field.Dec, field.Named(doiNames.name))
	fSituation  = Proto.Bytes("isakmp.sa.situation", "Situation")
	fIdentity   = Proto.Bit("isakmp.sa.situation.identity_only", "Identity Only", 1, field.Width(32))
	fSecrecy    = Proto.Bit("isakmp.sa.situation.secrecy", "Secrecy", 2, field.Width(32))
	fIntegrity  = Proto.Bit("isakmp.sa.situation.integrity", "Integrity", 4, field.Width(32))
	fNumber     = Proto.Uint8("isakmp.prop.number", "Proposal number", field.Dec)
	fProtocol   = Proto.Uint8("isakmp.prop.protoid", "Protocol ID", field.Dec, field.Named(protocolNames.name), field.TypeSize(4))
	fProtocol2  = Proto.Uint8("isakmp.prop.protoid", "Protocol ID", field.Dec, field.Named(protocolNames2.name), field.TypeSize(4))
	fSPISize    = Proto.Uint8("isakmp.spisize", "SPI Size", field.Dec)
	fSPI        = Proto.Bytes("isakmp.spi", "SPI")
	fTransforms = Proto.Uint8("isakmp.prop.transforms", "Proposal transforms", field.Dec)
)

// doiIPsec is the domain of interpretation of RFC 2407.
const doiIPsec = 1

// A Proposal is one way to protect traffic that a peer offers or chose.
type Proposal struct {
	Payload          int // of its SA, index into the Packet's Payloads
	Number, Protocol uint8
	SPI              []byte
	First, Count     int // of its transforms in the Packet's Transforms
}

// sa reads a Security Association payload.
func (p *Packet) sa(d *field.Decoder) {
	if p.SA == nil {
		p.SA = d.Peek(d.Captured())
	}
	if p.Major() == 1 {
		switch d.Uint32(fDOI) {
		case doiIPsec:
			situation(d)
		case doiGroup:
			p.groupSA(d)
			return
		default:
			d.Rest(fSituation) // another domain's, whose length is unknown: proposals may follow it
			return
		}
	}
	next := PayloadProposal
	for next == PayloadProposal && d.More() {
		next = p.inner(d, PayloadProposal)
	}
}

// situation reads the bitmap of RFC 2407, section 4.2.
func situation(d *field.Decoder) {
	m := d.Begin(fSituation)
	off := d.Off()
	if b := d.Peek(4); b != nil && d.Tree() != nil {
		for _, f := range [...]field.Bit{fIdentity, fSecrecy, fIntegrity} {
			d.Put(f, off, 4, uint64(b[3])&f.Mask/f.Mask)
		}
	}
	d.Skip(fSituation, 4)
	d.End(m)
}

// proposal reads the body of a proposal and its transforms.
func (p *Packet) proposal(d *field.Decoder) {
	prop := Proposal{Payload: len(p.Payloads) - 1}
	prop.Number = d.Uint8(fNumber)
	if p.Major() == 2 {
		prop.Protocol = d.Uint8(fProtocol2)
	} else {
		prop.Protocol = d.Uint8(fProtocol)
	}
	size := int(d.Uint8(fSPISize))
	count := d.Uint8(fTransforms)
	if size > 0 {
		prop.SPI = d.Bytes(fSPI, size)
	}
	prop.First = len(p.Transforms)
	at := len(p.Proposals)
	p.Proposals = append(p.Proposals, prop)
	for ; count > 0 && d.More(); count-- {
		p.inner(d, PayloadTransform)
	}
	p.Proposals[at].Count = len(p.Transforms) - prop.First
}
