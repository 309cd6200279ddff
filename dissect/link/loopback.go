package link

import "github.com/pktscope/pktscope/dissect/field"

// LoopbackProto declares the fields of Ethernet's own loopback protocol.
var LoopbackProto = field.NewProto("loop", "LOOP", "Configuration Test Protocol (loopback)")

var (
	loopSkip     = LoopbackProto.Uint16("loop.skipcount", "skipCount", field.Dec)
	loopRelevant = LoopbackProto.Generated("loop.relevant_function", "Relevant function", field.Uint, field.Dec, 2, field.Named(loopName))
	loopFunction = LoopbackProto.Uint16("loop.function", "Function", field.Dec, field.Named(loopName))
	loopReceipt  = LoopbackProto.Uint16("loop.receipt_number", "Receipt number", field.Dec)
	loopForward  = LoopbackProto.Ether("loop.forwarding_address", "Forwarding address")
)

// A LoopFunction is what a station is asked to do with a loopback message.
type LoopFunction uint16

// Functions of the Configuration Testing Protocol, Ethernet version 2.0
// section 8.2.
const (
	LoopReply   LoopFunction = 1
	LoopForward LoopFunction = 2
)

func loopName(v uint64) string {
	switch LoopFunction(v) {
	case LoopReply:
		return "Reply"
	case LoopForward:
		return "Forward Data"
	}
	return ""
}

// A Loopback is a message of Ethernet's Configuration Testing Protocol, with
// which Cisco's switches and routers test that their ports live. Its numbers
// are little-endian.
type Loopback struct {
	Skip     uint16
	Function LoopFunction // the one that is due, as Skip says
	found    bool
	cut      bool // before the function that is due
}

// Proto implements dissect.Message.
func (*Loopback) Proto() *field.Proto { return LoopbackProto }

// Decode reads functions up to the first that forwards nothing.
func (m *Loopback) Decode(d *field.Decoder) error {
	*m = Loopback{}
	mark := d.Begin(&LoopbackProto.Def)
	start := d.Off()
	m.Skip = d.Uint16LE(loopSkip)
	for more := true; more && !d.Bad(); {
		off := d.Off()
		function := LoopFunction(peek16LE(d))
		due := off == start+2+int(m.Skip) && d.Captured() >= 2
		if due {
			m.Function, m.found = function, true
			d.Put(loopRelevant, off, 2, uint64(function))
		}
		d.Uint16LE(loopFunction)
		switch function {
		case LoopForward:
			d.Ether(loopForward)
		case LoopReply:
			d.Uint16LE(loopReceipt)
			more = false
		default:
			more = false
		}
	}
	m.cut = d.Bad()
	if d.Len() > 0 {
		d.Payload()
		d.SkipRest()
	}
	d.End(mark)
	return d.Err()
}

func peek16LE(d *field.Decoder) uint16 {
	v := peek16(d)
	return v<<8 | v>>8
}

// Next is nothing: what follows is data.
func (*Loopback) Next(int) field.Key { return field.Key{} }

// AppendSummary appends the function that is due.
func (m *Loopback) AppendSummary(b []byte, _ *field.Names) []byte {
	if m.cut && !m.found {
		return b
	}
	if !m.found {
		return append(b, "No valid function found"...)
	}
	if s := loopName(uint64(m.Function)); s != "" {
		return append(b, s...)
	}
	return append(field.AppendUint(append(b, "Unknown function ("...), uint64(m.Function)), ')')
}
