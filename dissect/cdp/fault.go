package cdp

import "github.com/pktscope/pktscope/dissect/field"

// What is wrong with a packet. The first three are Wireshark's; it does not
// tell their place.
var (
	fBadChecksum = Proto.Expert("cdp.bad_checksum", "Bad checksum", field.Failure, field.OfChecksum, field.Format(formatBadChecksum))
	fInvalidData = Proto.Expert("cdp.invalid_data", "Invalid bytes at end", field.Failure, field.OfMalformed)
	fInvalidLen  = Proto.Expert("cdp.nrgyz_tlv.length.invalid", "TLV with invalid length", field.Failure, field.OfMalformed, field.Format(formatInvalidLen))
	fInvalidRest = Proto.Scope("Invalid bytes at end")
	fInvalidTLV  = Proto.Scope("EnergyWise TLV", field.Format(formatInvalidLen))
	fRest        = Proto.Bytes("pktscope.cdp.rest", "Bytes behind the value")
	fFault       = Proto.Generated("pktscope.cdp.fault", "Fault", field.Text, field.Dec, 0)
)

// A Fault is a TLV that could not be read, or not to its end.
type Fault struct {
	Type TLVType
	Err  field.Error // the field, the byte at which it was noticed, and the reason
}

// fault notes that f, at byte off of a TLV of type t, has a value that cannot
// be, and goes on.
func (p *Packet) fault(d *field.Decoder, t TLVType, f field.Field, off int) {
	e := field.Error{Def: f.Declaration(), Off: off, Need: -1, Err: field.ErrMalformed}
	p.count(t, e)
	d.Note(f, off)
	if d.Tree() != nil {
		p.tell(d, &e)
	}
}

func (p *Packet) count(t TLVType, e field.Error) {
	if p.Faults == 0 {
		p.First = Fault{t, e}
	}
	p.Faults++
}

func (p *Packet) tell(d *field.Decoder, e *field.Error) {
	d.GenerateTextAt(fFault, e.Off, []byte(e.Error()))
}

// unread closes the value of a TLV of type t: what was missing in it costs
// this TLV and no other, and what is left of it has a field of ours.
func (p *Packet) unread(d *field.Decoder, t TLVType) {
	if d.Bad() {
		e, _ := d.Err().(*field.Error)
		if d.Contain() {
			p.count(t, *e)
			if d.Tree() != nil {
				p.tell(d, e)
			}
		}
		return
	}
	if d.More() {
		d.Rest(fRest)
	}
}

// appendFaults appends "[Malformed Packet: MTU at byte 36, and 2 more]".
func (p *Packet) appendFaults(b []byte) []byte {
	b = p.First.Type.append(append(b, "[Malformed Packet: "...))
	b = field.AppendUint(append(b, " at byte "...), uint64(p.First.Err.Off))
	if p.Faults > 1 {
		b = field.AppendUint(append(b, ", and "...), uint64(p.Faults-1))
		b = append(b, " more"...)
	}
	return append(b, ']')
}

func formatBadChecksum(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendHex(append(b, "Bad checksum [should be 0x"...), t.Nodes[i].Val, 2)
	return append(b, ']')
}

func formatInvalidLen(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "TLV with invalid length "...), t.Nodes[i].Val)
	return append(b, " (< 8)"...)
}
