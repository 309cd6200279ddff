package dissect

import "pktscope/dissect/field"

// An Arena owns the messages of a batch of packets, so that taking a packet
// apart allocates nothing. Reset gives all of them back at once.
type Arena struct {
	pools  [][]*slot // by binding
	used   []int
	layers []Layer
}

// A slot is one message with what it can do, looked up once.
type slot struct {
	msg     Message
	carrier Carrier
	ends    Endpoints
	titled  Titled
	silent  Silent
	quoter  Quoter
	nested  Nested
	trail   Trailing
	state   Stateful
	short   string
}

// NewArena makes an Arena for packets that r takes apart.
func NewArena(r *Registry) *Arena {
	n := len(r.bindings) + 1 // the first is for bytes that nobody claims
	return &Arena{pools: make([][]*slot, n), used: make([]int, n)}
}

// Reset takes every message back: packets that came from a are invalid.
func (a *Arena) Reset() {
	clear(a.used)
	a.layers = a.layers[:0]
}

// get hands out a message of the binding that Registry.find calls index.
func (a *Arena) get(r *Registry, index int) *slot {
	n := a.used[index]
	a.used[index] = n + 1
	if pool := a.pools[index]; n < len(pool) {
		s := pool[n]
		if s.state != nil {
			s.state.ClearFacts()
		}
		return s
	}
	return a.grow(r, index)
}

func (a *Arena) grow(r *Registry, index int) *slot {
	var m Message = new(Data)
	if index > 0 {
		m = r.bindings[index-1].New()
	}
	s := newSlot(m)
	a.pools[index] = append(a.pools[index], s)
	return s
}

// layer hands out the next layer; it holds what it held before.
func (a *Arena) layer() *Layer {
	n := len(a.layers)
	if n == cap(a.layers) {
		a.layers = append(a.layers, Layer{}) // the packets so far keep the old array
	} else {
		a.layers = a.layers[:n+1]
	}
	return &a.layers[n]
}

func newSlot(m Message) *slot {
	s := &slot{msg: m, short: m.Proto().Short}
	s.carrier, _ = m.(Carrier)
	s.ends, _ = m.(Endpoints)
	s.titled, _ = m.(Titled)
	s.silent, _ = m.(Silent)
	s.quoter, _ = m.(Quoter)
	s.nested, _ = m.(Nested)
	s.trail, _ = m.(Trailing)
	s.state, _ = m.(Stateful)
	return s
}

// A Data is a payload that no protocol is bound to.
type Data struct {
	Bytes []byte
	Wire  int // its length before the capture cut it
}

// DataProto declares the fields of Data.
var DataProto = field.NewProto("data", "Data", "Data", field.Format(appendData))

var (
	fData    = DataProto.Bytes("data.data", "Data")
	fDataLen = DataProto.Generated("data.len", "Length", field.Uint, field.Dec, 4)
)

func appendData(b []byte, t *field.Tree, i int) []byte {
	b = field.AppendUint(append(b, "Data ("...), uint64(t.Nodes[i].Len))
	if t.Nodes[i].Len == 1 {
		return append(b, " byte)"...)
	}
	return append(b, " bytes)"...)
}

// Proto implements Message.
func (*Data) Proto() *field.Proto { return DataProto }

// Decode takes all that is left.
func (m *Data) Decode(d *field.Decoder) error {
	mark := d.Begin(&DataProto.Def)
	m.Wire = d.Len()
	at := d.Off()
	m.Bytes = d.Bytes(fData, d.Captured())
	d.GenerateAt(fDataLen, at, uint64(len(m.Bytes)))
	d.End(mark)
	return d.Err()
}

// AppendSummary implements Message.
func (m *Data) AppendSummary(b []byte, _ *field.Names) []byte { return b }

// Silent implements Silent: the layer below has said what there is to say.
func (*Data) Silent() bool { return true }
