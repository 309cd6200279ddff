package dissect

import "github.com/pktscope/pktscope/dissect/field"

// A Data is a payload that no protocol is bound to.
type Data struct {
	Bytes []byte
	Wire  int // its length before the capture cut it
}

// DataProto declares the fields of Data.
var DataProto = field.NewProto("data", "Data", "Data", field.Format(appendData))

var (
	fData    = DataProto.Bytes("data.data", "Data")
	fDataLen = DataProto.Generated("data.len", "Length", field.Int, field.Dec, 4)
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

// Silent implements Silent: the columns are those of the layer below.
func (*Data) Silent() bool { return true }
