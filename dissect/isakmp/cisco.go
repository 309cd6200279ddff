package isakmp

import "github.com/pktscope/pktscope/dissect/field"

// Cisco's fragments of IKEv1, between peers that both sent the vendor ID for it: a
// message that would need IP fragmentation is sent in parts, each in a message of its
// own. It is not published.
var (
	fCiscoID   = Proto.Uint16("isakmp.frag.packetid", "Frag ID", field.Hex)
	fCiscoSeq  = Proto.Uint8("isakmp.frag.seq", "Frag seq", field.Dec)
	fCiscoLast = Proto.Uint8("isakmp.frag.last", "Frag last", field.Dec, field.Named(lastFragment))
)

// A CiscoFragment is a part of a message.
type CiscoFragment struct {
	ID     uint16 // of the message
	Number uint8  // of the part, from 1
	Last   bool
	Data   []byte // nil: the message is no fragment
}

// IsPart reports whether p is a part of a message, and not the whole.
func (p *Packet) IsPart() bool { return p.Cisco.Data != nil && !p.whole }

// ciscoFragment reads a fragment. With a reassembled message in Facts, which this
// fragment completes, p becomes that message.
func (p *Packet) ciscoFragment(d *field.Decoder) {
	var f CiscoFragment
	f.ID = d.Uint16(fCiscoID)
	f.Number = d.Uint8(fCiscoSeq)
	f.Last = d.Uint8(fCiscoLast) != 0
	f.Data = d.Peek(d.Captured())
	d.Skip(fData, d.Len())
	if p.whole || p.inside || d.Bad() {
		return
	}
	p.Cisco = f
	p.fragments(d)
	if w := &p.Facts.Whole; w.Bytes != nil {
		p.whole = true
		p.Payloads = p.Payloads[:0]
		a := d.Inner(w.Buf, w.Bytes)
		if kindOf(d) == message {
			p.message(d)
		} else {
			d.Rest(fData)
		}
		d.Outer(a)
	}
}

// append appends which part of a message this is: " (Reassembled +
// Message fragment 2 - last)".
func (f *CiscoFragment) append(b []byte, whole bool) []byte {
	b = append(b, " ("...)
	if whole {
		b = append(b, "Reassembled + "...)
	}
	b = field.AppendUint(append(b, "Message fragment "...), uint64(f.Number))
	if f.Last {
		b = append(b, " - last"...)
	}
	return append(b, ')')
}

func lastFragment(v uint64) string {
	switch v {
	case 0:
		return "More fragments"
	case 1:
		return "Last fragment"
	}
	return ""
}
