package inet

import "github.com/pktscope/pktscope/dissect/field"

// A placeFields is the fields that tell where in its conversation a packet stands.
type placeFields struct {
	number, times, since, delta *field.Def
}

var (
	udpPlaceFields = placeFieldsOf(UDPProto, "")
	tcpPlaceFields = placeFieldsOf(TCPProto, " in this TCP stream")
)

// placeFieldsOf declares the fields; where is what their labels end with.
func placeFieldsOf(p *field.Proto, where string) placeFields {
	since := func(name, label string) *field.Def {
		return p.Generated(p.Name+"."+name, label+where, field.Relative, field.Dec, 8)
	}
	return placeFields{
		number: p.Generated(p.Name+".stream.pnum", "Stream Packet Number", field.Uint, field.Dec, 4),
		times:  p.Scope("Timestamps"),
		since:  since("time_relative", "Time since first frame"),
		delta:  since("time_delta", "Time since previous frame"),
	}
}

// generateStream tells the number of the packet's conversation, where a tracker
// has found it.
func generateStream(d *field.Decoder, f field.Field) {
	if c := d.Env.Conversation; c != nil {
		d.Generate(f, uint64(c.Number))
	}
}

// generatePlace tells where in its conversation the packet that begins at byte start
// stands.
func generatePlace(d *field.Decoder, start int, f *placeFields) {
	generateNumber(d, start, f)
	generateTimes(d, start, f)
}

func generateNumber(d *field.Decoder, start int, f *placeFields) {
	if c := d.Env.Conversation; c != nil && c.Packet > 0 {
		d.GenerateAt(f.number, start, uint64(c.Packet))
	}
}

func generateTimes(d *field.Decoder, start int, f *placeFields) {
	c := d.Env.Conversation
	if c == nil || c.Packet == 0 || d.Tree() == nil {
		return
	}
	m := d.BeginGenerated(f.times, start)
	d.GenerateAt(f.since, start, uint64(c.Since))
	d.GenerateAt(f.delta, start, uint64(c.Delta))
	d.EndGenerated(m)
}
