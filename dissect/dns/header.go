package dns

import "github.com/pktscope/pktscope/dissect/field"

// RFC 1035, section 4.1.1. The bits that a message has depend on its direction.
var (
	fLength = Proto.Uint16("dns.length", "Length", field.Dec)
	fID     = Proto.Uint16("dns.id", "Transaction ID", field.Hex)

	bitResponse = Proto.Bit("dns.flags.response", "Response", flagResponse, field.Two("Message is a response", "Message is a query"))
	bitOpcode   = Proto.Uint16("dns.flags.opcode", "Opcode", field.Dec, field.Mask(0x7800), field.Named(opcodeName))
	bitAA       = Proto.Bit("dns.flags.authoritative", "Authoritative", 0x0400, field.Two("Server is an authority for domain", "Server is not an authority for domain"))
	bitC        = Proto.Bit("dns.flags.conflict", "Conflict", 0x0400, field.Two("The sender received multiple responses", "None"))
	bitCReply   = Proto.Bit("dns.flags.conflict", "Conflict", 0x0400, field.Two("The name is not considered unique", "The name is considered unique"))
	bitTC       = Proto.Bit("dns.flags.truncated", "Truncated", 0x0200, field.Two("Message is truncated", "Message is not truncated"))
	bitRD       = Proto.Bit("dns.flags.recdesired", "Recursion desired", 0x0100, field.Two("Do query recursively", "Don't do query recursively"))
	bitT        = Proto.Bit("dns.flags.tentative", "Tentative", 0x0100, field.Two("Tentative", "Not tentative"))
	bitRA       = Proto.Bit("dns.flags.recavail", "Recursion available", 0x0080, field.Two("Server can do recursive queries", "Server can't do recursive queries"))
	bitZ        = Proto.Bit("dns.flags.z", "Z", 0x0040, field.Two("reserved - incorrect!", "reserved (0)"))
	bitAD       = Proto.Bit("dns.flags.authenticated", "Answer authenticated", 0x0020, field.Two("Answer/authority portion was authenticated by the server", "Answer/authority portion was not authenticated by the server"))
	bitADQuery  = Proto.Bit("dns.flags.ad", "AD bit", flagAD, field.Two("Set", "Not set"))
	bitCD       = Proto.Bit("dns.flags.checkdisable", "Non-authenticated data", 0x0010, field.Two("Acceptable", "Unacceptable"))
	bitRcode    = Proto.Uint16("dns.flags.rcode", "Reply code", field.Dec, field.Mask(0x000f), field.Named(rcodeName))

	fQuery = Proto.Uint16("dns.flags", "Flags", field.Hex, field.Format(appendFlags),
		field.Bits(bitResponse, bitOpcode, bitTC, bitRD, bitZ, bitCD))
	fQueryAD = Proto.Uint16("dns.flags", "Flags", field.Hex, field.Format(appendFlags),
		field.Bits(bitResponse, bitOpcode, bitTC, bitRD, bitZ, bitADQuery, bitCD))
	fResponse = Proto.Uint16("dns.flags", "Flags", field.Hex, field.Format(appendFlags),
		field.Bits(bitResponse, bitOpcode, bitAA, bitTC, bitRD, bitRA, bitZ, bitAD, bitCD, bitRcode))
	fLocalQuery = Proto.Uint16("dns.flags", "Flags", field.Hex, field.Format(appendFlags),
		field.Bits(bitResponse, bitOpcode, bitC, bitTC, bitT))
	fLocalResponse = Proto.Uint16("dns.flags", "Flags", field.Hex, field.Format(appendFlags),
		field.Bits(bitResponse, bitOpcode, bitCReply, bitTC, bitT, bitRcode))

	fQueries = Proto.Uint16("dns.count.queries", "Questions", field.Dec)
	fAnswers = Proto.Uint16("dns.count.answers", "Answer RRs", field.Dec)
	fAuth    = Proto.Uint16("dns.count.auth_rr", "Authority RRs", field.Dec)
	fAdd     = Proto.Uint16("dns.count.add_rr", "Additional RRs", field.Dec)
	fZones   = Proto.Uint16("dns.count.zones", "Zones", field.Dec)
	fPrereqs = Proto.Uint16("dns.count.prerequisites", "Prerequisites", field.Dec)
	fUpdates = Proto.Uint16("dns.count.updates", "Updates", field.Dec)

	fQuerySection  = Proto.Scope("Queries")
	fAnswerSection = Proto.Scope("Answers")
	fAuthSection   = Proto.Scope("Authoritative nameservers")
	fAddSection    = Proto.Scope("Additional records")
	fZoneSection   = Proto.Scope("Zone")
	fPrereqSection = Proto.Scope("Prerequisites")
	fUpdateSection = Proto.Scope("Updates")

	fExtra       = Proto.Scope("Extraneous Data", field.Format(appendExtra))
	fExtraData   = Proto.Bytes("dns.extraneous.data", "Extraneous Data Bytes")
	fExtraLength = Proto.Generated("dns.extraneous.length", "Extraneous Data Length", field.Int, field.Dec, 4)
)

const (
	flagResponse = 0x8000
	flagAD       = 0x0020
)

// Opcodes whose messages have another format than queries.
const (
	opcodeUpdate = 5 // RFC 2136
	opcodeDSO    = 6 // RFC 8490
)

// header reads the header and all that it announces.
func (r *reading) header() {
	d := r.d
	h := Header{ID: d.Uint16(fID)}
	if b := d.Peek(2); b != nil {
		h.Flags = uint16(b[0])<<8 | uint16(b[1])
	}
	if at := r.p.N; at < MaxMessages && r.shown() {
		r.p.Facts[at].expert(d, h.Response())
	}
	d.Uint16(r.flags(h.Flags))
	if d.Bad() {
		return
	}
	at := r.p.N
	if at < MaxMessages {
		r.p.Headers[at] = h
		r.p.N++
	}
	if r.again {
		r.line = append(r.line, ", "...)
	}
	r.again = true
	r.line = appendHeader(r.line, h)
	if h.opcode() == opcodeUpdate {
		r.sections(
			section{fZones, fZoneSection}, section{fPrereqs, fPrereqSection}, section{fUpdates, fUpdateSection}, section{fAdd, fAddSection})
	} else {
		r.sections(
			section{fQueries, fQuerySection}, section{fAnswers, fAnswerSection}, section{fAuth, fAuthSection}, section{fAdd, fAddSection})
	}
	if h.opcode() == opcodeDSO {
		d.Skip(&Proto.Def, d.Len())
	}
	if at < MaxMessages && r.shown() {
		r.p.Facts[at].show(d, r.start(), h.Response())
	}
}

// start is where the message begins, with its length.
func (r *reading) start() int {
	if r.p.stream {
		return r.base - lengthSize
	}
	return r.base
}

// A section is a list of records and its count in the header.
type section struct {
	count field.U16
	list  *field.Def
}

// sections reads the four counts and what they count: questions first.
func (r *reading) sections(s0, s1, s2, s3 section) {
	d := r.d
	n0, n1, n2, n3 := d.Uint16(s0.count), d.Uint16(s1.count), d.Uint16(s2.count), d.Uint16(s3.count)
	if n0 > 0 && !d.Bad() {
		m := d.Begin(s0.list)
		for ; n0 > 0 && !d.Bad(); n0-- {
			r.question()
		}
		d.End(m)
	}
	r.records(s1.list, n1)
	r.records(s2.list, n2)
	r.records(s3.list, n3)
}

func (r *reading) records(list *field.Def, n uint16) {
	d := r.d
	if n == 0 || d.Bad() {
		return
	}
	m := d.Begin(list)
	for ; n > 0 && !d.Bad(); n-- {
		r.record()
	}
	d.End(m)
}

// flags is the declaration for flags of the value v.
func (r *reading) flags(v uint16) field.U16 {
	response := v&flagResponse != 0
	switch {
	case r.as == linkLocal && response:
		return fLocalResponse
	case r.as == linkLocal:
		return fLocalQuery
	case response:
		return fResponse
	case v&flagAD != 0:
		return fQueryAD
	}
	return fQuery
}

func (h Header) opcode() uint8 { return uint8(h.Flags >> 11 & 15) }
func (h Header) rcode() uint8  { return uint8(h.Flags & 15) }

// appendHeader appends "Standard query response 0x0001 No such name".
func appendHeader(b []byte, h Header) []byte {
	b = appendOpcode(b, h, true)
	if h.Response() {
		b = append(b, " response"...)
	}
	b = field.AppendHex(append(b, " 0x"...), uint64(h.ID), 2)
	if h.Response() && h.rcode() != 0 {
		b = appendRcode(append(b, ' '), h, true)
	}
	return b
}

// appendOpcode appends the name of the operation, with the number of one that has
// none if that is wanted.
func appendOpcode(b []byte, h Header, number bool) []byte {
	return appendKnown(b, opcodeName(uint64(h.opcode())), "Unknown operation", uint64(h.opcode()), number)
}

func appendRcode(b []byte, h Header, number bool) []byte {
	return appendKnown(b, rcodeName(uint64(h.rcode())), "Unknown error", uint64(h.rcode()), number)
}

func appendKnown(b []byte, name, unknown string, v uint64, number bool) []byte {
	switch {
	case name != "":
		return append(b, name...)
	case !number:
		return append(b, unknown...)
	}
	return append(field.AppendUint(append(append(b, unknown...), " ("...), v), ')')
}

// appendFlags appends "Flags: 0x8180 Standard query response, No error".
func appendFlags(b []byte, t *field.Tree, i int) []byte {
	h := Header{Flags: uint16(t.Nodes[i].Val)}
	b = field.AppendHex(append(b, "Flags: 0x"...), uint64(h.Flags), 2)
	b = appendOpcode(append(b, ' '), h, false)
	if h.Response() {
		b = appendRcode(append(b, " response, "...), h, false)
	}
	return b
}

// appendTitle appends "Domain Name System (query)".
func appendTitle(b []byte, t *field.Tree, i int) []byte {
	b = append(b, t.Nodes[i].Def.Label...)
	for c := int32(i) + 1; c < t.Nodes[i].End; c = t.Nodes[c].End {
		if t.Nodes[c].Def.Name == "dns.flags" {
			if t.Nodes[c].Val&flagResponse != 0 {
				return append(b, " (response)"...)
			}
			break
		}
	}
	return append(b, " (query)"...)
}

func appendExtra(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Extraneous Data ("...), t.Nodes[i].Val)
	return append(b, " bytes)"...)
}
