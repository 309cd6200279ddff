package isakmp_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A length that no message can have is called so. The lines are those of tshark 4.6.9.
func TestLengthLine(t *testing.T) {
	for _, c := range []struct {
		length uint32
		want   string
	}{
		{28, "Length: 28"},
		{0x8000001b, "Length: 2147483675"},
		{0x8000001c, "Length: (bogus, length is 2147483676, which is too large)"},
		{0xffffffff, "Length: (bogus, length is 4294967295, which is too large)"},
	} {
		data := v1(mainMode)
		binary.BigEndian.PutUint32(data[24:], c.length)
		if got := lineOf(data, "isakmp.length"); got != c.want {
			t.Errorf("%d: %q, want %q", c.length, got, c.want)
		}
	}
}

// The number of an attribute without a name has two digits, as tshark 4.6.9 prints it.
func TestUnknownAttributeLine(t *testing.T) {
	const want = "IKE Attribute (t=0,l=2): Unknown Attribute Type (00)"
	data := v1(mainMode, payload(1, uint32(1), uint32(1), chain(prop(1, 1, "", payload(3, 1, 1, uint16(0), tv(0, 7))))))
	if got := lineOf(data, "isakmp.ike.attr"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// lineOf is the line of the first field of that name.
func lineOf(data []byte, name string) string {
	var p isakmp.Packet
	var d field.Decoder
	var tree field.Tree
	tree.Reset(data)
	d.Reset(data, field.Span{End: len(data), Wire: len(data)}, &tree, -1)
	_ = p.Decode(&d)
	for i := range tree.Nodes {
		if tree.Nodes[i].Def.Name == name {
			return strings.TrimSpace(string(tree.AppendLabel(nil, i)))
		}
	}
	return ""
}
