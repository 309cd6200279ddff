package dissect

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// A box is a made-up protocol: a byte that says what is inside, a byte that
// says how long that is, the inside, and a tail.
type box struct {
	proto *field.Proto
	kind  field.U8
	size  field.U8
	tail  field.Bytes

	Kind, Size byte
	first      []byte
}

func newBoxProto(name string) func() Message {
	p := field.NewProto(name, strings.ToUpper(name), name)
	kind, size := p.Uint8(name+".kind", "Kind", field.Dec), p.Uint8(name+".size", "Size", field.Dec)
	tail := p.Bytes(name+".tail", "Tail")
	return func() Message { return &box{proto: p, kind: kind, size: size, tail: tail} }
}

func (b *box) Proto() *field.Proto { return b.proto }

func (b *box) Decode(d *field.Decoder) error {
	m := d.Begin(&b.proto.Def)
	b.first = d.Peek(1)
	b.Kind = d.Uint8(b.kind)
	b.Size = d.Uint8(b.size)
	if b.Size > 0 {
		d.PayloadN(int(b.Size))
	}
	d.End(m)
	return d.Err()
}

func (b *box) AppendSummary(out []byte, _ *field.Names) []byte {
	return append(out, "box "+b.proto.Name...)
}
func (b *box) Trailer(d *field.Decoder)           { d.Bytes(b.tail, d.Captured()) }
func (b *box) Quotes() bool                       { return b.Kind == 200 || b.Kind == 201 }
func (b *box) AppendEncryption(out []byte) []byte { return out }
func (b *box) Resume(d *field.Decoder) error      { b.Kind = b.first[0]; return d.Err() }
func (b *box) Next(i int) field.Key {
	switch {
	case i > 0:
		return field.Key{}
	case b.Kind == 200:
		return field.IPProto.Key(1)
	case b.Kind == 201:
		return field.IPProto.Key(3)
	case b.Kind > 201:
		return field.UDPPort.Key(uint64(b.Kind) - 200)
	}
	return field.IPProto.Key(uint64(b.Kind))
}

// A topBox is a box as UDP is: its payload stands at the top of the tree.
type topBox struct{ *box }

func newTopBox(name string) func() Message {
	make := newBoxProto(name)
	return func() Message { return topBox{make().(*box)} }
}

func (topBox) CarriesToTop() {}

func boxes(t *testing.T) *Registry {
	t.Helper()
	a, b := newBoxProto("a"), newBoxProto("b")
	r, err := NewRegistry(Binding{New: a, Keys: []field.Key{field.Link.Key(1)}}, Binding{New: b, Keys: []field.Key{field.IPProto.Key(1)}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func protocols(p *Packet) string { return string(p.AppendProtocols(nil)) }

func names(t *field.Tree) string {
	var out []string
	for i := range t.Nodes {
		depth := 0
		for up := t.Nodes[i].Parent; up >= 0; up = t.Nodes[up].Parent {
			depth++
		}
		out = append(out, strings.Repeat(">", depth)+t.Nodes[i].Def.Name)
	}
	return strings.Join(out, " ")
}

func TestChain(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	var tree field.Tree
	for _, c := range []struct {
		name, in, protocols, info, tree string
	}{
		{"nested", "\x01\x02\x01\x00", "a:b", "box b", "a >a.kind >a.size b >b.kind >b.size"},
		{"trailer", "\x01\x02\x01\x00zz", "a:b", "box b", "a >a.kind >a.size >a.tail b >b.kind >b.size"},
		{"inner takes less", "\x01\x05\x09\x01x..", "a:b:data", "box b", "a >a.kind >a.size b >b.kind >b.size >b.tail data >data.data >data.len"},
		{"unknown inside", "\x07\x03abc", "a:data", "box a", "a >a.kind >a.size data >data.data >data.len"},
		{"quoted", "\xc8\x02\x01\x00", "a:b", "box a", "a >a.kind >a.size >b >>b.kind >>b.size"},
		{"cut", "\x01\x02\x01", "a:b", "box b[Malformed Packet]", "a >a.kind >a.size b >b.kind"},
	} {
		e.Dissect(&p, 1, []byte(c.in), len(c.in))
		info := string(p.AppendInfo(nil, nil))
		e.Build(&p, &tree)
		if got := protocols(&p); got != c.protocols {
			t.Errorf("%s: protocols %s, want %s", c.name, got, c.protocols)
		}
		if c.name == "cut" {
			e.Dissect(&p, 1, []byte(c.in), len(c.in)+1)
			if got := string(p.AppendInfo(nil, nil)); got != "box b[Packet size limited during capture]" || !errors.Is(p.Err, field.ErrTruncated) {
				t.Errorf("cut by the capture: %q, %v", got, p.Err)
			}
			continue
		}
		if info != c.info {
			t.Errorf("%s: info %q, want %q", c.name, info, c.info)
		}
		if got := names(&tree); got != c.tree {
			t.Errorf("%s: tree\n%s\nwant\n%s", c.name, got, c.tree)
		}
	}
}

func TestContinue(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	var tree field.Tree
	e.Dissect(&p, 1, []byte("\x01\x00"), 2)
	e.Continue(&p, 0, []byte("\x01\x02\x01\x00"))
	if got := protocols(&p); got != "a:b:b" {
		t.Errorf("protocols %s", got)
	}
	if len(p.Bufs) != 2 || p.Layers[1].Span.Buf != 1 {
		t.Errorf("%d buffers, the second layer is in %d", len(p.Bufs), p.Layers[1].Span.Buf)
	}
	e.Build(&p, &tree)
	if want := "a >a.kind >a.size b >b.kind >b.size b >b.kind >b.size"; names(&tree) != want {
		t.Errorf("tree %s, want %s", names(&tree), want)
	}
}

// What a tracker decrypted may change what a message says of itself.
func TestAgain(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	in := []byte("\x07\x02\x01\x00")
	e.Dissect(&p, 1, in, len(in))
	if got := protocols(&p); got != "a" {
		t.Fatalf("protocols %s", got)
	}
	in[0] = 1
	e.Again(&p, 0)
	if got := protocols(&p); got != "a:b" || p.Err != nil {
		t.Errorf("protocols %s, %v", got, p.Err)
	}
	in[1] = 3
	e.Again(&p, 0)
	if got := protocols(&p); got != "a:b" || p.Err != nil {
		t.Errorf("protocols %s, %v", got, p.Err)
	}
}

// A claim overrides the key that the layer has for its payload.
func TestClaim(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	in := []byte("\x07\x02\x01\x00")
	e.Dissect(&p, 1, in, len(in))
	e.Claim(&p, 0, field.IPProto.Key(1), nil)
	if got := protocols(&p); got != "a:b" || p.Err != nil {
		t.Errorf("protocols %s, %v", got, p.Err)
	}
}

// decrypter makes the first byte of a layer's box its kind, and shows what it
// was shown.
type decrypter struct{ shown []string }

func (u *decrypter) Decrypt(e *Engine, p *Packet) bool {
	u.shown = append(u.shown, protocols(p))
	l := &p.Layers[len(p.Layers)-1]
	at := &p.Bufs[l.Span.Buf][l.Span.Off]
	if *at != 7 {
		return false
	}
	*at = 1
	return true
}

// An encrypted layer resumes when a Decrypter has decrypted it, with what is in it, and
// again within.
// ends is a box that guesses as UDP does: by its kind, then by its size.
type ends struct{ *box }

func (b ends) Next(i int) field.Key {
	if i > 1 {
		return field.Key{}
	}
	return field.IPProto.Key(uint64([]byte{b.Kind, b.Size}[i]))
}

// What DecodeAs binds goes before other guesses, before what a tracker claims, and may be
// nothing.
func TestDecodeAs(t *testing.T) {
	a, b, c := newBoxProto("a"), newBoxProto("b"), newBoxProto("c")
	for _, named := range []struct {
		value           uint64
		proto, in, want string
	}{
		{9, "c", "\x01\x02\x00\x00", "a:b"},
		{2, "c", "\x01\x02\x00\x00", "a:c"},
		{1, "c", "\x01\x02\x00\x00", "a:c"},
		{2, "data", "\x01\x02\x00\x00", "a"},
	} {
		r, err := NewRegistry(
			Binding{New: func() Message { return ends{a().(*box)} }, Keys: []field.Key{field.Link.Key(1)}},
			Binding{New: b, Keys: []field.Key{field.IPProto.Key(1)}}, Binding{New: c, Keys: []field.Key{field.IPProto.Key(7)}})
		if err != nil || !r.DecodeAs(field.IPProto.Key(named.value), named.proto) {
			t.Fatal(err)
		}
		e := NewEngine(r)
		var p Packet
		e.Dissect(&p, 1, []byte(named.in), len(named.in))
		if got := protocols(&p); got != named.want {
			t.Errorf("%d as %s: %s, want %s", named.value, named.proto, got, named.want)
		}
		e.Claim(&p, 0, field.IPProto.Key(7), nil)
		claimed := named.want
		if named.value == 9 {
			claimed = "a:c"
		}
		if got := protocols(&p); got != claimed {
			t.Errorf("%d as %s, claimed: %s, want %s", named.value, named.proto, got, claimed)
		}
	}
}

func TestBare(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	var tree field.Tree
	in := []byte("\x01\x02\x01\x00")
	e.Dissect(&p, 1, in, len(in))
	e.Bare(&p, 0)
	if got := protocols(&p); got != "a" || p.Err != nil {
		t.Errorf("%s, %v", got, p.Err)
	}
	e.Build(&p, &tree)
	if got := names(&tree); got != "a >a.kind >a.size data >data.data >data.len" {
		t.Error(got)
	}
}

func TestDecrypt(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	var u decrypter
	e.DecryptWith(&u)
	in := []byte("\x07\x04\x07\x02\x01\x00")
	e.Dissect(&p, 1, in, len(in))
	if got := protocols(&p); got != "a:b:b" || p.Err != nil {
		t.Errorf("protocols %s, %v", got, p.Err)
	}
	if want := []string{"a", "a:b", "a:b:b"}; !slices.Equal(u.shown, want) {
		t.Errorf("shown %q, want %q", u.shown, want)
	}
	e.DecryptWith(nil)
	in = []byte("\x07\x02\x01\x00")
	if e.Dissect(&p, 1, in, len(in)); protocols(&p) != "a" {
		t.Errorf("protocols %s without a Decrypter", protocols(&p))
	}
}

// Several messages of a stream end in one packet, and each may be read again.
func TestAttach(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	var tree field.Tree
	e.Dissect(&p, 1, []byte("\x07\x00"), 2)
	for range 3 {
		e.Attach(&p, 0, field.IPProto.Key(1), []byte("\x01\x02\x05\x00"), nil)
	}
	if got := protocols(&p); got != "a:b:b:b:b:b:b" {
		t.Fatalf("protocols %s", got)
	}
	e.Again(&p, 3)
	if got := protocols(&p); got != "a:b:b:b:b:b:b" {
		t.Errorf("read again: protocols %s", got)
	}
	e.Continue(&p, 1, []byte("\x05\x00"))
	if got := protocols(&p); got != "a:b:b:b:b:b:b" || len(p.Bufs) != 5 || p.Layers[2].Span.Buf != 4 {
		t.Errorf("continued: protocols %s", got)
	}
	e.Claim(&p, 5, field.Key{}, nil)
	if got := protocols(&p); got != "a:b:b:b:b:b:data" {
		t.Errorf("claimed: protocols %s", got)
	}
	e.Build(&p, &tree)
	if want := "a >a.kind >a.size b >b.kind >b.size b >b.kind >b.size b >b.kind >b.size b >b.kind >b.size b >b.kind >b.size"; !strings.HasPrefix(names(&tree), want) {
		t.Errorf("tree %s", names(&tree))
	}
}

// Own bytes are not shared until the arena is reset.
func TestOwn(t *testing.T) {
	e := NewEngine(boxes(t))
	var all [][]byte
	for i := range 200 {
		b := e.Own(i * 10)
		for k := range b {
			b[k] = byte(i)
		}
		all = append(all, b)
	}
	for i, b := range all {
		if len(b) != i*10 || strings.Trim(string(b), string([]byte{byte(i)})) != "" {
			t.Fatalf("the %d-th bytes were given twice", i)
		}
	}
	e.arena.Reset()
	if n := testing.AllocsPerRun(10, func() { e.Own(1000); e.arena.Reset() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestNestingIsBounded(t *testing.T) {
	e := NewEngine(boxes(t))
	var p Packet
	in := []byte(strings.Repeat("\x01\xff", 200))
	e.Dissect(&p, 1, in, len(in))
	if len(p.Layers) > maxLayers {
		t.Errorf("%d layers", len(p.Layers))
	}
}

func TestRegistryRefuses(t *testing.T) {
	a, b := newBoxProto("a"), newBoxProto("b")
	key := field.Link.Key(1)
	if _, err := NewRegistry(Binding{New: a, Keys: []field.Key{key}}, Binding{New: b, Keys: []field.Key{key}}); err == nil {
		t.Error("a key bound twice is accepted")
	}
	const want = "dissect: field a is declared by protocol a (*dissect.box) and by protocol a (dissect.topBox): " +
		"a protocol that has a package has no row in internal/longtail"
	if _, err := NewRegistry(Binding{New: a}, Binding{New: newTopBox("a")}); err == nil || err.Error() != want {
		t.Errorf("a field declared by two protocols: %v", err)
	}
}

func TestDissectAllocates(t *testing.T) {
	e := NewEngine(boxes(t))
	a := NewArena(e.reg)
	e.Use(a)
	var p Packet
	in := []byte("\x01\x02\x01\x00")
	run := func() {
		a.Reset()
		e.Dissect(&p, 1, in, len(in))
	}
	run()
	if n := testing.AllocsPerRun(100, run); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
