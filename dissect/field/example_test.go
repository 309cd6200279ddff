package field_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/pktscope/pktscope/dissect/field"
)

// The fields of a protocol, each declared once.
var (
	proto   = field.NewProto("beacon", "BEACON", "Beacon Protocol")
	fKind   = proto.Uint8("beacon.kind", "Kind", field.Dec, field.Named(kindName))
	fID     = proto.Uint16("beacon.id", "Identifier", field.Hex)
	fSender = proto.String("beacon.sender", "Sender")
)

func kindName(v uint64) string {
	if v == 1 {
		return "Hello"
	}
	return ""
}

// A beacon is a message of the protocol.
type beacon struct {
	Kind   uint8
	ID     uint16
	Sender []byte
}

func (b *beacon) Decode(d *field.Decoder) error {
	m := d.Begin(proto)
	b.Kind = d.Uint8(fKind)
	b.ID = d.Uint16(fID)
	b.Sender = d.Text(fSender)
	d.End(m)
	return d.Err()
}

// The statement that reads a field fills the struct and the tree.
func Example() {
	var b beacon
	var tree field.Tree
	if err := field.Decode(&b, []byte("\x01\x00\x2a"+"R1"), &tree); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d %d %s\n", b.Kind, b.ID, b.Sender)
	for i := range tree.Nodes {
		fmt.Printf("%s\n", tree.AppendLabel(nil, i))
	}
	// Output:
	// 1 42 R1
	// Beacon Protocol
	// Kind: Hello (1)
	// Identifier: 0x002a
	// Sender: R1
}

// An error names the field and the byte.
func ExampleError() {
	err := field.Decode(new(beacon), []byte("\x01\x00"), nil)
	var e *field.Error
	if errors.As(err, &e) {
		fmt.Println(e)
		fmt.Println(e.Def.Name, e.Off, errors.Is(e, field.ErrMalformed))
	}
	// Output:
	// beacon.id at byte 1: malformed: need 2 bytes, have 1
	// beacon.id 1 true
}

func ExampleTree_MarshalJSON() {
	var tree field.Tree
	if err := field.Decode(new(beacon), []byte("\x01\x00\x2a"+"R1"), &tree); err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.MarshalIndent(&tree, "", " ")
	fmt.Println(string(text), err)
	// Output:
	// [
	//  {
	//   "name": "beacon",
	//   "label": "Beacon Protocol",
	//   "offset": 0,
	//   "length": 5,
	//   "fields": [
	//    {
	//     "name": "beacon.kind",
	//     "label": "Kind: Hello (1)",
	//     "value": "1",
	//     "offset": 0,
	//     "length": 1
	//    },
	//    {
	//     "name": "beacon.id",
	//     "label": "Identifier: 0x002a",
	//     "value": "0x002a",
	//     "offset": 1,
	//     "length": 2
	//    },
	//    {
	//     "name": "beacon.sender",
	//     "label": "Sender: R1",
	//     "value": "R1",
	//     "offset": 3,
	//     "length": 2
	//    }
	//   ]
	//  }
	// ] <nil>
}
