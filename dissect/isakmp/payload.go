package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// The generic header, RFC 2408, section 3.2, and RFC 7296, section 3.2.
var (
	fPayload  = Proto.Uint8("isakmp.typepayload", "Payload", field.Dec, field.Named(payloadNames.name), field.Format(formatPayload))
	fReserved = Proto.Bytes("isakmp.reserved", "Reserved")

	fReserved1 = field.U8(fReserved) // one byte of it, which is read faster
	fCritical  = field.U8{Def: Proto.Bit("isakmp.criticalpayload", "Critical Bit", 0x80, field.Width(8), field.Two("Critical", "Not critical")).Def}
	fRes7      = Proto.Uint8("isakmp.reserved7", "Reserved", field.Hex, field.Mask(0x7f))
	fPayLen    = Proto.Uint16("isakmp.payloadlength", "Payload length", field.Dec)
	fData      = Proto.Bytes("isakmp.datapayload", "Data Payload")
	fGSPM      = Proto.Bytes("isakmp.gspm.data", "GSPM") // RFC 6467

	fPayloadGroup  = Proto.Uint8("isakmp.typepayload", "Payload", field.Dec, field.Named(groupPayloadNames.name), field.Format(formatPayload))
	fPayLenInvalid = Proto.Expert("isakmp.payloadlength.invalid", "Invalid payload length", field.Failure, field.OfMalformed, field.Format(formatBogus))
)

// genericSize is the length of the generic header.
const genericSize = 4

// maxPayloads bounds what is kept of one message: a payload of four bytes
// makes an entry of forty.
const maxPayloads = 1 << 10

// chain reads payloads until one says that no other follows.
func (p *Packet) chain(d *field.Decoder, next PayloadType) {
	for next != PayloadNone && d.More() {
		next = p.payload(d, next)
	}
}

// payload reads one payload of the chain.
func (p *Packet) payload(d *field.Decoder, typ PayloadType) (next PayloadType) {
	f := fPayload
	if (typ == PayloadKEK || typ == PayloadTEK) && p.isGroup(d) {
		f = fPayloadGroup
	}
	m := d.Begin(f)
	d.Title(m, uint64(typ))
	next = PayloadType(d.Uint8(fNext))
	critical := false
	if p.Major() == 2 {
		critical = d.Shared8(fCritical, fRes7)&0x80 != 0
	} else {
		d.Uint8(fReserved1)
	}
	ok := limit(d, m)
	if n := len(p.Payloads); n < maxPayloads {
		p.Payloads = append(p.Payloads, Payload{})
		x := &p.Payloads[n] // in place: put together elsewhere it would be copied
		x.Type, x.Next, x.Critical, x.Encrypted = typ, next, critical, p.inside
		x.Body = d.Peek(d.Captured())
	}
	if ok {
		p.body(d, typ, next)
	}
	d.SkipRest()
	d.End(m)
	if typ == PayloadSK || typ == PayloadSKF {
		return PayloadNone // what its header calls next is inside
	}
	return next
}

// inner reads one payload that lies within another: a proposal or a transform.
func (p *Packet) inner(d *field.Decoder, typ PayloadType) (next PayloadType) {
	m := d.Begin(fPayload)
	d.Title(m, uint64(typ))
	next = PayloadType(d.Uint8(fNext))
	d.Uint8(fReserved1)
	if limit(d, m) {
		p.body(d, typ, next)
	}
	d.SkipRest()
	d.End(m)
	return next
}

// limit reads a payload's length and bounds the payload to it. A length that
// does not cover the generic header is noted and ok is false; the next payload
// is then where the header ends.
func limit(d *field.Decoder, m field.Subtree) (ok bool) {
	off := d.Off()
	n := int(d.Uint16(fPayLen))
	ok = n >= genericSize || d.Bad()
	if !ok {
		d.Note(fPayLen, off)
		d.GenerateAt(fPayLenInvalid, 0, uint64(n))
		n = genericSize
	}
	d.Limit(m, fPayLen, n)
	return ok
}

// formatBogus says what is wrong with a length.
func formatBogus(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Payload (bogus, length is "...), t.Nodes[i].Val)
	return append(b, ", must be at least 4)"...)
}

// body reads what lies behind the generic header, which names the payload that
// is next.
func (p *Packet) body(d *field.Decoder, typ, next PayloadType) {
	switch typ {
	case PayloadSA, PayloadSA2:
		p.sa(d)
	case PayloadProposal:
		p.proposal(d)
	case PayloadTransform:
		p.transform(d)
	case PayloadKE, PayloadKE2:
		p.keyExchange(d)
	case PayloadID, PayloadIDi, PayloadIDr:
		p.identity(d, typ)
	case PayloadCert, PayloadCert2:
		p.certificate(d)
	case PayloadCertReq, PayloadCertReq2:
		p.certRequest(d)
	case PayloadHash:
		p.Hash = d.Rest(fHash)
		p.proof(d)
	case PayloadSig:
		p.Signature = d.Rest(fSignature)
	case PayloadAuth:
		p.auth(d)
	case PayloadNonce, PayloadNonce2:
		p.Nonce = d.Rest(fNonce)
	case PayloadNotify, PayloadNotify2:
		p.notify(d)
	case PayloadDelete, PayloadDelete2:
		p.delete(d)
	case PayloadVendor, PayloadVendor2:
		p.vendor(d)
	case PayloadAttrs, PayloadConfig:
		p.config(d)
	case PayloadEAP:
		p.eap = true
		d.Payload()
		d.Skip(fPayload, d.Len())
	case PayloadGSPM:
		d.Rest(fGSPM)
	case PayloadTSi, PayloadTSr:
		p.selectors(d, typ)
	case PayloadSK:
		p.encrypted(d, next)
	case PayloadSKF:
		p.encryptedFragment(d, next)
	case PayloadCiscoFrag:
		p.ciscoFragment(d)
	case PayloadNATD, PayloadNATD3:
		p.natDetection(d)
	case PayloadNATOA, PayloadNATOA3:
		p.natOriginal(d)
	case PayloadNATD8, PayloadNATOA8:
		p.natOrGroup(d, typ)
	case PayloadKD:
		keyDownload(d)
	case PayloadSequence:
		d.Uint32(fSequence)
	default:
		d.Rest(fData)
	}
}

// formatPayload appends "Payload: Nonce (10)", and behind it what distinguishes the
// payload from others of its type.
func formatPayload(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = appendName(append(b, "Payload: "...), t, i)
	b = append(field.AppendUint(append(b, " ("...), v), ')')
	switch PayloadType(v) {
	case PayloadProposal:
		return appendChild(b, t, i, " # ", fNumber)
	case PayloadTransform:
		return appendChild(b, t, i, " # ", fTransNumber)
	case PayloadTSi, PayloadTSr:
		return appendChild(b, t, i, " # ", fTSCount)
	case PayloadVendor, PayloadVendor2:
		b = appendChild(b, t, i, " : ", fVendorName)
		b = appendChild(b, t, i, " ", fUnityMajor)
		return appendChild(b, t, i, ".", fUnityMinor)
	case PayloadNotify2:
		if c := t.Child(i, fNotifyType); c >= 0 {
			return appendName(append(b, " - "...), t, c)
		}
	}
	return b
}

// appendChild appends sep and the value of the child that is of field f.
func appendChild(b []byte, t *field.Tree, i int, sep string, f field.Field) []byte {
	if c := t.Child(i, f); c >= 0 {
		return t.AppendShow(append(b, sep...), c)
	}
	return b
}
