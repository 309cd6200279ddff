// Package dissecttest holds a dissector to what every dissector promises, as
// testing/fstest does for file systems.
package dissecttest

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

// A Seed is one whole message as it stands on the wire.
type Seed struct {
	Name  string
	Bytes []byte
	Info  string    // what tshark has in the Info column; "": it is not compared
	Env   field.Env // what the layers below would have told
	// Bufs are the packet's further buffers: what the facts on the message say
	// was decrypted or put together.
	Bufs [][]byte
	// Need is how many bytes the message cannot do without, 0: all. An
	// ESP packet's ciphertext may be cut: nothing in it is read.
	Need int
}

// Run checks the messages that newMessage makes against seeds, each of which
// must decode without an error:
//
//   - every prefix that cuts into the message (for a carrier: into its header)
//     is field.ErrTruncated when the capture cut it, never a success and never
//     a panic; as a packet of its own length it is no panic;
//   - a tree changes neither the message nor the error, nor does it where a byte of a seed
//     is another one: a length that is too short or too long among them;
//   - nodes are in bounds and nested, and belong to the message's Proto or are expert information;
//   - names are unique, but where one field has several forms of one kind;
//   - decoding and the summary allocate nothing.
func Run(t *testing.T, newMessage func() dissect.Message, seeds []Seed) {
	t.Helper()
	if len(seeds) == 0 {
		t.Fatal("no seeds")
	}
	checkProto(t, newMessage().Proto())
	for _, s := range seeds {
		t.Run(s.Name, func(t *testing.T) {
			whole(t, newMessage, s)
			prefixes(t, newMessage, s)
			changes(t, newMessage, s)
			allocations(t, newMessage, s)
		})
	}
}

func checkProto(t *testing.T, p *field.Proto) {
	t.Helper()
	kinds := map[string]field.Kind{}
	for _, f := range p.Fields {
		if f.Proto != p {
			t.Errorf("%s: declared by another Proto", f.Name)
		}
		if f.Name == "" {
			continue
		}
		if k, ok := kinds[f.Name]; ok && k != f.Kind {
			t.Errorf("%s: declared twice, with different kinds of value", f.Name)
		}
		kinds[f.Name] = f.Kind
		if f.Label == "" {
			t.Errorf("%s: no label", f.Name)
		}
	}
}

// A run is what one decoding gave.
type run struct {
	msg  dissect.Message
	err  error
	pay  field.Span
	tree *field.Tree
	done int
}

func decode(m dissect.Message, s Seed, data []byte, wire int, tree *field.Tree) run {
	var d field.Decoder
	d.Env = s.Env
	if tree != nil {
		tree.Reset(data)
		tree.Bufs = append(tree.Bufs, s.Bufs...)
	}
	d.Reset(data, field.Span{End: len(data), Wire: wire}, tree, -1)
	err := m.Decode(&d)
	pay, ok := d.TakePayload()
	if !ok {
		pay.Off = -1
	}
	return run{msg: m, err: err, pay: pay, tree: tree, done: d.Off()}
}

func whole(t *testing.T, newMessage func() dissect.Message, s Seed) {
	t.Helper()
	r := decode(newMessage(), s, s.Bytes, len(s.Bytes), new(field.Tree))
	if r.err != nil {
		t.Fatalf("does not decode: %v", r.err)
	}
	if len(r.tree.Nodes) == 0 {
		t.Fatal("no nodes")
	}
	compare(t, newMessage, s, s.Bytes, len(s.Bytes))
	info, ok := bytes.CutPrefix(r.msg.AppendSummary([]byte("x"), nil), []byte("x"))
	if !ok {
		t.Error("the summary does not append")
	}
	if s.Info != "" && string(info) != s.Info {
		t.Errorf("Info is %q, want %q", info, s.Info)
	}
}

func prefixes(t *testing.T, newMessage func() dissect.Message, s Seed) {
	t.Helper()
	full := decode(newMessage(), s, s.Bytes, len(s.Bytes), nil)
	need := len(s.Bytes)
	if full.pay.Off >= 0 {
		need = full.pay.Off
	} else if full.done < need {
		need = full.done
	}
	if s.Need > 0 {
		need = s.Need
	}
	for n := range len(s.Bytes) {
		cut := bytes.Clone(s.Bytes[:n])
		r := decode(newMessage(), s, cut, len(s.Bytes), nil)
		if n < need && !errors.Is(r.err, field.ErrTruncated) {
			t.Fatalf("the first %d of %d bytes: error is %v, want ErrTruncated", n, len(s.Bytes), r.err)
		}
		r.msg.AppendSummary(nil, nil)
		compare(t, newMessage, s, cut, len(s.Bytes))
		compare(t, newMessage, s, cut, n)
	}
}

// changes compares s with each of its bytes changed; of a long s, with some.
func changes(t *testing.T, newMessage func() dissect.Message, s Seed) {
	t.Helper()
	if testing.Short() {
		return
	}
	const many = 64
	data := bytes.Clone(s.Bytes)
	for i := 0; i < len(data); i += 1 + i/many {
		was := data[i]
		for _, b := range [...]byte{was - 1, was + 1, 0, 0xff} {
			data[i] = b
			compare(t, newMessage, s, data, len(data))
		}
		data[i] = was
	}
}

// Compare decodes data with a tree and without and reports where the tree
// changed the message or is not sound. Fuzz targets call it.
func Compare(t testing.TB, newMessage func() dissect.Message, data []byte, wire int, env field.Env) {
	t.Helper()
	compare(t, newMessage, Seed{Env: env}, data, wire)
}

// compare is Compare for the data of s, or part of them.
func compare(t testing.TB, newMessage func() dissect.Message, s Seed, data []byte, wire int) {
	t.Helper()
	with := decode(newMessage(), s, data, wire, new(field.Tree))
	without := decode(newMessage(), s, data, wire, nil)
	if !sameError(with.err, without.err) {
		t.Fatalf("a tree changes the error: %v, without %v", with.err, without.err)
	}
	if !reflect.DeepEqual(with.msg, without.msg) || with.pay != without.pay || with.done != without.done {
		t.Fatalf("a tree changes the message:\n%+v\nwithout:\n%+v", with.msg, without.msg)
	}
	checkTree(t, with.tree, with.msg.Proto())
	if i, ok := with.msg.(dissect.Irregular); !ok || !i.Irregular() {
		checkPlaces(t, with.tree)
	}
	a := with.msg.AppendSummary(nil, nil)
	if b := without.msg.AppendSummary(nil, nil); !bytes.Equal(a, b) {
		t.Fatalf("summaries differ: %q and %q", a, b)
	}
	if pay := with.pay; pay.Off >= 0 {
		if n := len(with.tree.Bufs[pay.Buf]); pay.Off > pay.End || pay.End > n || pay.End > pay.Wire {
			t.Fatalf("the payload is out of bounds: %+v of %d bytes", pay, n)
		}
	}
	if c, ok := with.msg.(dissect.Carrier); ok {
		for i := 0; c.Next(i).Space != field.None; i++ {
			if i > 16 {
				t.Fatal("Next does not end")
			}
		}
	}
}

func sameError(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Error() == b.Error()
}

func checkTree(t testing.TB, tree *field.Tree, p *field.Proto) {
	t.Helper()
	var line []byte
	for i := range tree.Nodes {
		x := &tree.Nodes[i]
		if n := len(tree.Bufs[x.Buf]); uint64(x.Off)+uint64(x.Len) > uint64(n) {
			t.Fatalf("node %d (%s) covers bytes %d to %d of %d", i, x.Def.Name, x.Off, x.Off+x.Len, n)
		}
		if x.End <= int32(i) || int(x.End) > len(tree.Nodes) || x.Parent >= int32(i) {
			t.Fatalf("node %d (%s) is out of order: end %d, parent %d of %d", i, x.Def.Name, x.End, x.Parent, len(tree.Nodes))
		}
		if q := x.Def.Proto; q != p && q != p.Whole && q != field.ExpertProto {
			t.Fatalf("node %d (%s) belongs to another protocol", i, x.Def.Name)
		}
		if x.Parent >= 0 {
			up := &tree.Nodes[x.Parent]
			if x.End > up.End {
				t.Fatalf("node %d (%s) outlasts its parent", i, x.Def.Name)
			}
			if x.Buf == up.Buf && x.Flags&(field.IsGenerated|field.IsBeyond) == 0 && (x.Off < up.Off || x.Off+x.Len > up.Off+up.Len) {
				t.Fatalf("node %d (%s, bytes %d to %d) lies outside its parent %s (%d to %d)", i, x.Def.Name, x.Off, x.Off+x.Len, up.Def.Name, up.Off, up.Off+up.Len)
			}
		}
		line = tree.AppendLabel(line[:0], i)
		if i+1 < len(tree.Nodes) && tree.Nodes[i+1].Def.Name == "_ws.expert.message" && string(line) != string(tree.Text(i+1)) {
			t.Fatalf("node %d (%s) is %q, and its message %q", i, x.Def.Name, line, tree.Text(i+1))
		}
		line = tree.AppendShow(line[:0], i)
	}
}

// checkPlaces holds the fields that always stand in one place to it.
func checkPlaces(t testing.TB, tree *field.Tree) {
	t.Helper()
	for i := range tree.Nodes {
		x := &tree.Nodes[i]
		if at := x.Def.At; at != nil && (x.Buf != 0 || !slices.Contains(at, uint8(min(x.Off, 255)))) {
			t.Fatalf("node %d (%s) stands at byte %d, not at %d", i, x.Def.Name, x.Off, at)
		}
	}
}

func allocations(t *testing.T, newMessage func() dissect.Message, s Seed) {
	t.Helper()
	m := newMessage()
	out := make([]byte, 0, 4096)
	var d field.Decoder
	d.Env = s.Env
	n := testing.AllocsPerRun(10, func() {
		d.Reset(s.Bytes, field.Span{End: len(s.Bytes), Wire: len(s.Bytes)}, nil, -1)
		_ = m.Decode(&d)
		out = m.AppendSummary(out[:0], nil)
	})
	if n != 0 {
		t.Errorf("decoding and the summary allocate %v times", n)
	}
}

// Fuzz runs the messages that make makes, chosen by the first byte of the
// input, over arbitrary bytes; the second byte is how much the capture cut.
func Fuzz(f *testing.F, seeds map[int][]Seed, makers ...func() dissect.Message) {
	for which, list := range seeds {
		for _, s := range list {
			f.Add(append([]byte{byte(which), 0}, s.Bytes...))
		}
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) < 2 {
			return
		}
		newMessage := makers[int(in[0])%len(makers)]
		Compare(t, newMessage, in[2:], len(in)-2+int(in[1]), field.Env{})
	})
}

// CompareSeed is Compare for a seed that may have further buffers.
func CompareSeed(t testing.TB, newMessage func() dissect.Message, s Seed) {
	t.Helper()
	compare(t, newMessage, s, s.Bytes, len(s.Bytes))
}
