package isakmp

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/ipproto"
)

// GDOI's payloads: RFC 6407, section 5. They share numbers with what the later
// drafts of RFC 3947 have for NAT traversal; isGroup decides which it is.
var (
	fNextAttr  = Proto.Bytes("isakmp.sa.next_attribute_payload", "SA Attribute Next Payload")
	fReserved2 = Proto.Bytes("isakmp.reserved2", "Reserved2")
	fSequence  = Proto.Uint32("isakmp.seq.seq", "Sequence Number", field.Dec)

	fKEKPayload = Proto.Scope("Payload: SA KEK Payload (15)") // Wireshark has no line for it
)

// The payload of the key that protects keys, section 5.3.
var (
	fKEKNext     = Proto.Uint8("isakmp.sak.nextpayload", "Next Payload", field.Dec)
	fKEKReserved = Proto.Uint8("isakmp.sak.reserved", "Reserved", field.Dec)
	fKEKLength   = Proto.Uint16("isakmp.sak.payload_len", "Payload length", field.Dec)
	fKEKProtocol = Proto.Uint8("isakmp.sak.protoid", "Protocol ID", field.Dec, field.Named(ipproto.Name))
	fKEKSrcType  = Proto.Uint8("isakmp.sak.src_id_type", "SRC ID Type", field.Dec, field.Named(idNames.name))
	fKEKSrcPort  = Proto.Uint16("isakmp.sak.src_id_port", "SRC ID Port", field.Dec)
	fKEKSrcLen   = Proto.Uint8("isakmp.sak.src_id_length", "SRC ID Data Length", field.Dec)
	fKEKSrc      = Proto.Bytes("isakmp.sak.src_id_data", "SRC ID Data")
	fKEKDstType  = Proto.Uint8("isakmp.sak.dst_id_type", "DST ID Type", field.Dec, field.Named(idNames.name))
	fKEKDstPort  = Proto.Uint16("isakmp.sak.dst_id_port", "DST ID Port", field.Dec)
	fKEKDstLen   = Proto.Uint8("isakmp.sak.dst_id_length", "DST ID Data Length", field.Dec)
	fKEKDst      = Proto.Bytes("isakmp.sak.dst_id_data", "DST ID Data")
	fKEKSPI      = Proto.Bytes("isakmp.sak.spi", "SPI")

	kekAttrs = declareAttrs("pktscope.isakmp.sak.attr", "KEK Attribute", kekAttrNames, kekMeaning)

	fKEKManagement = Proto.Uint16("pktscope.isakmp.sak.attr.management", "KEK Management Algorithm", field.Dec, field.Named(kekManagementNames.name))
	fKEKAlgorithm  = Proto.Uint16("pktscope.isakmp.sak.attr.algorithm", "KEK Algorithm", field.Dec, field.Named(kekAlgorithmNames.name))
	fKEKKeyLength  = Proto.Uint16("pktscope.isakmp.sak.attr.key_length", "KEK Key Length", field.Dec)
	fKEKLifetime   = Proto.Uint32("pktscope.isakmp.sak.attr.lifetime", "KEK Key Lifetime", field.Dec, field.Unit(" second", " seconds"))
	fKEKSigHash    = Proto.Uint16("pktscope.isakmp.sak.attr.sig_hash", "Signature Hash Algorithm", field.Dec, field.Named(kekSigHashNames.name))
	fKEKSig        = Proto.Uint16("pktscope.isakmp.sak.attr.sig", "Signature Algorithm", field.Dec, field.Named(kekSigNames.name))
	fKEKSigLength  = Proto.Uint16("pktscope.isakmp.sak.attr.sig_key_length", "Signature Key Length", field.Dec)
)

// The payload of a key that protects traffic, section 5.5.
var (
	fTEKNext        = Proto.Uint8("isakmp.sat.nextpayload", "Next Payload", field.Dec)
	fTEKReserved    = Proto.Uint8("isakmp.sat.reserved", "Reserved", field.Dec)
	fTEKLength      = Proto.Uint16("isakmp.sat.payload_len", "Payload length", field.Dec)
	fTEKProtocol    = Proto.Uint8("isakmp.sat.protocol_id", "Protocol ID", field.Dec, field.Named(tekProtocolNames.name))
	fTEKIP          = Proto.Uint8("isakmp.sat.protocol", "Internet Protocol", field.Dec, field.Named(ipproto.Name))
	fTEKSrcType     = Proto.Uint8("isakmp.sat.src_id_type", "SRC ID Type", field.Dec, field.Named(idNames.name))
	fTEKSrcPort     = Proto.Uint16("isakmp.sat.src_id_port", "SRC ID Port", field.Dec)
	fTEKSrcLen      = Proto.Uint16("isakmp.sat.src_id_length", "SRC ID Data Length", field.Dec)
	fTEKSrc         = Proto.Bytes("isakmp.sat.src_id_data", "SRC ID Data", field.Format(formatGroupID))
	fTEKDstType     = Proto.Uint8("isakmp.sat.dst_id_type", "DST ID Type", field.Dec, field.Named(idNames.name))
	fTEKDstPort     = Proto.Uint16("isakmp.sat.dst_id_port", "DST ID Port", field.Dec)
	fTEKDstLen      = Proto.Uint16("isakmp.sat.dst_id_length", "DST ID Data Length", field.Dec)
	fTEKDst         = Proto.Bytes("isakmp.sat.dst_id_data", "DST ID Data", field.Format(formatGroupID))
	fTEKTransformID = Proto.Uint8("isakmp.sat.transform_id", "Transform ID", field.Dec)
	fTEKSPI         = Proto.Bytes("isakmp.sat.spi", "SPI")
	fTEKPayload     = Proto.Bytes("isakmp.sat.payload", "TEK Payload")
)

const (
	doiGroup = 2   // GDOI's domain of interpretation
	gdoiPort = 848 // RFC 6407, section 2
)

// isGroup reports whether payloads 15 and 16 are GDOI's. In phase 1 they are
// NAT traversal's whatever the port: a group member's keys come later.
func (p *Packet) isGroup(d *field.Decoder) bool {
	switch p.Exchange {
	case ExchangeBase, ExchangeMain, ExchangeAggressive:
		return false
	case ExchangeGroupkeyPush:
		return true
	}
	return d.Env.SrcPort == gdoiPort || d.Env.DstPort == gdoiPort
}

// groupSA reads an SA payload behind its DOI: section 5.2. The keys' payloads
// lie within it.
func (p *Packet) groupSA(d *field.Decoder) {
	d.Bytes(fSituation, 4)
	next := PayloadNone
	if b := d.Bytes(fNextAttr, 2); b != nil && b[0] == 0 {
		next = PayloadType(b[1])
	}
	d.Bytes(fReserved2, 2)
	for next != PayloadNone && d.More() {
		switch next {
		case PayloadKEK:
			m := d.Begin(fKEKPayload)
			next = groupPayload(d, m, fKEKNext, fKEKReserved, fKEKLength, kek)
		case PayloadTEK:
			m := d.Begin(fPayloadGroup)
			d.Title(m, uint64(next))
			next = groupPayload(d, m, fTEKNext, fTEKReserved, fTEKLength, tek)
		case PayloadPolicy:
			next = p.inner(d, next)
		default: // nothing else belongs there
			d.Rest(fData)
		}
	}
}

// groupPayload reads the payload m whose generic header has fields of its own.
func groupPayload(d *field.Decoder, m field.Subtree, fNext, fReserved field.U8, fLength field.U16, body func(*field.Decoder)) (next PayloadType) {
	next = PayloadType(d.Uint8(fNext))
	d.Uint8(fReserved)
	d.Limit(m, fLength, int(d.Uint16(fLength)))
	body(d)
	d.SkipRest()
	d.End(m)
	return next
}

// kek reads the body of an SA KEK payload.
func kek(d *field.Decoder) {
	d.Uint8(fKEKProtocol)
	d.Uint8(fKEKSrcType)
	d.Uint16(fKEKSrcPort)
	d.Bytes(fKEKSrc, int(d.Uint8(fKEKSrcLen)))
	d.Uint8(fKEKDstType)
	d.Uint16(fKEKDstPort)
	d.Bytes(fKEKDst, int(d.Uint8(fKEKDstLen)))
	d.Bytes(fKEKSPI, 16)
	d.Bytes(fReserved, 4)
	for d.More() {
		kekAttrs.decode(d)
	}
}

// tek reads the body of an SA TEK payload.
func tek(d *field.Decoder) {
	switch d.Uint8(fTEKProtocol) {
	case tekESP, tekAH:
	default:
		d.Rest(fTEKPayload)
		return
	}
	d.Uint8(fTEKIP)
	typ := d.Uint8(fTEKSrcType)
	d.Uint16(fTEKSrcPort)
	groupID(d, typ, fTEKSrcLen, fTEKSrc)
	typ = d.Uint8(fTEKDstType)
	d.Uint16(fTEKDstPort)
	groupID(d, typ, fTEKDstLen, fTEKDst)
	d.Uint8(fTEKTransformID)
	d.Bytes(fTEKSPI, 4)
	for d.More() {
		ipsecAttrs.decode(d)
	}
}

// groupID reads an identity with its length before it.
func groupID(d *field.Decoder, typ uint8, length field.U16, f field.Bytes) {
	n := int(d.Uint16(length))
	if n == 0 {
		return
	}
	m := d.Begin(f)
	d.Limit(m, length, n)
	idData(d, typ)
	d.SkipRest()
	d.End(m)
}

// formatGroupID appends "SRC ID Data: ef010101239.1.1.1": the bytes, and what
// they are.
func formatGroupID(b []byte, t *field.Tree, i int) []byte {
	b = append(append(b, t.Nodes[i].Def.Label...), ": "...)
	b = field.AppendBytes(b, t.Bytes(i), 0)
	return appendIdentity(b, t, i)
}
