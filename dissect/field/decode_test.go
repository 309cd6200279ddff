package field_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// A tree that was not emptied for a packet takes its bytes from the Decoder.
func TestTreeNotReset(t *testing.T) {
	var tree field.Tree
	for _, in := range []string{"\x01\x00\x2aR1", "\x01\x00\x2aa longer name", "\x01\x00\x2aR2"} {
		var d field.Decoder
		d.Reset([]byte(in), field.Span{End: len(in), Wire: len(in)}, &tree, -1)
		var b beacon
		if err := b.Decode(&d); err != nil {
			t.Fatal(err)
		}
		if n := len(tree.Nodes); n != 4 {
			t.Fatalf("%q: %d nodes", in, n)
		}
		if got, want := string(tree.AppendLabel(nil, 3)), "Sender: "+in[3:]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What was decrypted is a buffer of the tree's, listed or not.
func TestTreeInner(t *testing.T) {
	var tree field.Tree
	var d field.Decoder
	d.Reset([]byte("\x01"), field.Span{End: 1, Wire: 1}, &tree, -1)
	m := d.Begin(proto)
	d.Uint8(fKind)
	s := d.Inner(1, []byte("\x00\x2a"))
	d.Uint16(fID)
	d.Outer(s)
	d.End(m)
	if got := string(tree.AppendLabel(nil, 2)); d.Err() != nil || got != "Identifier: 0x002a" || len(tree.Bytes(2)) != 2 {
		t.Errorf("%q %x, %v", got, tree.Bytes(2), d.Err())
	}
}

func TestDecode(t *testing.T) {
	in := []byte("\x01\x00\x2aR1")
	for n := range in {
		var b beacon
		err := field.Decode(&b, in[:n], nil)
		var e *field.Error
		if n < 3 && (!errors.As(err, &e) || !errors.Is(err, field.ErrMalformed)) || n == 3 && err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

func TestJSON(t *testing.T) {
	var tree field.Tree
	if got := string(tree.AppendJSON(nil)); got != "[]" {
		t.Errorf("an empty tree is %s", got)
	}
	for sender, want := range map[string]string{
		"a\"b\\c":         "a\"b\\c",
		"é\u2028\x01":     "é\u2028\\x01",
		"\xff\xfe":        "\ufffd\ufffd",
		"\x1b[31m\n":      "\\x1B[31m\\n",
		"</script>&\x7f":  "</script>&\\x7F",
		"\U0001f600 grin": "\U0001f600 grin",
	} {
		if err := field.Decode(new(beacon), []byte("\x02\x00\x2a"+sender), &tree); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(&tree)
		if err != nil {
			t.Fatal(err)
		}
		var got []struct {
			Name, Label string
			Fields      []struct {
				Name, Label, Value string
				Offset, Length     int
			}
		}
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if len(got) != 1 || len(got[0].Fields) != 3 {
			t.Fatalf("%s", text)
		}
		if f := got[0].Fields[2]; f.Name != "beacon.sender" || f.Label != "Sender: "+want || f.Offset != 3 || f.Length != len(sender) {
			t.Errorf("%q: %+v", sender, f)
		}
	}
}
