package inet

import "github.com/pktscope/pktscope/dissect/field"

// A Reassembly is what is known of a datagram that was put together, as a
// tracker leaves it on the message that completed it.
type Reassembly struct {
	Fragments []FragmentFact // by offset
	Length    int            // of the payload
	Buf       uint8          // among the packet's buffers, where it lies
}

// A FragmentFact is one of the fragments of a datagram.
type FragmentFact struct {
	Frame       uint64
	Offset, Len int
	Overlap     bool // of bytes that were there
	Conflict    bool // and were others
	TooLong     bool // reaches behind the end
	SecondTail  bool // ends the datagram elsewhere than the first that did
}

// bad reports whether the fragment cannot be right.
func (f *FragmentFact) bad() bool { return f.Conflict || f.TooLong || f.SecondTail }

// An ipReassembly is the fields of a reassembly, which IPv4 and IPv6 name
// alike.
type ipReassembly struct {
	whole                                  field.Bytes
	fragment, broken                       *field.Def
	overlap, conflict, tooLong, secondTail *field.Def
	count, length                          *field.Def
	data                                   field.Bytes
}

var (
	ip4ReassemblyFields = ipReassemblyOf(IPv4Proto, "IPv4")
	ip6ReassemblyFields = ipReassemblyOf(IPv6Proto, "IPv6")
)

func ipReassemblyOf(p *field.Proto, version string) *ipReassembly {
	flag := func(name, label string) *field.Def {
		return p.Generated(p.Name+".fragment."+name, label, field.Bool, field.Dec, 1)
	}
	return &ipReassembly{
		whole:      p.Bytes(p.Name+".fragments", version+" Fragments", field.Format(formatFragments)),
		fragment:   p.Generated(p.Name+".fragment", version+" Fragment", field.FrameNum, field.Dec, 4, field.Format(formatFragment)),
		broken:     p.Generated(p.Name+".fragment.error", "Defragmentation error", field.FrameNum, field.Dec, 4, field.Format(formatFragment)),
		overlap:    flag("overlap", "Fragment overlap"),
		conflict:   flag("overlap.conflict", "Conflicting data in fragment overlap"),
		tooLong:    flag("toolongfragment", "Fragment too long"),
		secondTail: flag("multipletails", "Multiple tail fragments found"),
		count:      p.Generated(p.Name+".fragment.count", "Fragment count", field.Uint, field.Dec, 4),
		length:     p.Generated(p.Name+".reassembled.length", "Reassembled "+version+" length", field.Uint, field.Dec, 4),
		data:       p.Bytes(p.Name+".reassembled.data", "Reassembled "+version+" data"),
	}
}

// generate adds the fields of r; without a tree or without r it does nothing.
func (r *Reassembly) generate(d *field.Decoder, f *ipReassembly) {
	t := d.Tree()
	if r == nil || t == nil || int(r.Buf) >= len(t.Bufs) {
		return
	}
	add := func(up int32, def *field.Def, off, n int, v uint64) int32 {
		return t.Add(up, field.Node{Def: def, Val: v, Off: uint32(off), Len: uint32(n), Buf: r.Buf, Flags: field.IsGenerated})
	}
	top := add(d.Up(), f.whole.Def, 0, r.Length, uint64(len(r.Fragments)))
	if top < 0 {
		return
	}
	for i := range r.Fragments {
		x := &r.Fragments[i]
		def := f.fragment
		if x.bad() {
			def = f.broken
		}
		up := add(top, def, x.Offset, max(0, min(x.Len, r.Length-x.Offset)), x.Frame)
		if up < 0 {
			break
		}
		flags := [...]struct {
			set bool
			def *field.Def
		}{{x.Overlap, f.overlap}, {x.Conflict, f.conflict}, {x.SecondTail, f.secondTail}, {x.TooLong, f.tooLong}}
		for _, g := range flags {
			if g.set {
				add(up, g.def, x.Offset, 0, 1)
			}
		}
		t.Nodes[up].End = int32(len(t.Nodes))
	}
	add(top, f.count, 0, 0, uint64(len(r.Fragments)))
	add(top, f.length, 0, 0, uint64(r.Length))
	add(top, f.data.Def, 0, r.Length, 0)
	t.Nodes[top].End = int32(len(t.Nodes))
}

// formatFragments lists the frames: "2 IPv4 Fragments (64 bytes): #1(24), #2(40)".
func formatFragments(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = append(append(field.AppendUint(b, n.Val), ' '), n.Def.Label...)
	b = append(field.AppendUint(append(b, " ("...), uint64(n.Len)), " bytes): "...)
	first := true
	for c := int32(i) + 1; c < n.End; c = t.Nodes[c].End {
		x := &t.Nodes[c]
		if x.Def.Kind != field.FrameNum {
			continue
		}
		if !first {
			b = append(b, ", "...)
		}
		first = false
		b = field.AppendUint(append(b, '#'), x.Val)
		b = append(field.AppendUint(append(b, '('), uint64(x.Len)), ')')
	}
	return b
}

// formatFragment places a frame: "Frame: 1, payload: 0-23 (24 bytes)".
func formatFragment(b []byte, t *field.Tree, i int) []byte {
	n := &t.Nodes[i]
	b = field.AppendUint(append(b, "Frame: "...), n.Val)
	b = field.AppendUint(append(b, ", payload: "...), uint64(n.Off))
	b = field.AppendUint(append(b, '-'), uint64(n.Off)+max(uint64(n.Len), 1)-1)
	return append(field.AppendUint(append(b, " ("...), uint64(n.Len)), " bytes)"...)
}
