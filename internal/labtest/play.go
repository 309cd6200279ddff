package labtest

import (
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
)

// A Player shows packets one after the other, as a run does.
type Player struct {
	Engine *dissect.Engine
	Packet dissect.Packet
	Now    time.Time
	arena  *dissect.Arena
	tree   field.Tree
}

// NewPlayer makes a Player of the protocols of r.
func NewPlayer(r *dissect.Registry) *Player {
	p := &Player{Engine: dissect.NewEngine(r), arena: dissect.NewArena(r)}
	p.Engine.Use(p.arena)
	return p
}

// Restart begins a capture.
func (p *Player) Restart() { p.Packet.Number, p.Now = 0, time.Unix(1_700_000_000, 0) }

// Show dissects a frame that an interface sees now. The packet is valid until the next.
func (p *Player) Show(link capture.LinkType, iface string, frame []byte) *dissect.Packet {
	p.arena.Reset()
	d := &p.Packet
	*d = dissect.Packet{Number: d.Number + 1, Bufs: d.Bufs[:0], Layers: d.Layers[:0]}
	d.Time, d.Wire, d.Interface = p.Now, len(frame), iface
	p.Engine.Dissect(d, uint32(link), frame, len(frame))
	return d
}

// Tree is the tree of the packet that was shown last.
func (p *Player) Tree() *field.Tree {
	p.Engine.Build(&p.Packet, &p.tree)
	return &p.tree
}

// maxShown is how many packets Play shows at most.
const maxShown = 64

// Play shows what choices make of the packets of captures: which, in which order, how
// long after the one before, on which interface, and with which changes. An input of
// zeros shows them as they are, a millisecond apart.
func (p *Player) Play(c *Choices, packets []capture.Packet, see func(*dissect.Packet)) {
	at := -1
	for n := 0; n < maxShown && c.Left(); n++ {
		choice := c.Byte()
		switch choice & 3 {
		case 1: // the same again
			at = max(at, 0)
		case 2:
			at = c.Below(len(packets))
		case 3:
			at += 2
		default:
			at++
		}
		at %= len(packets)
		from := &packets[at]
		frame, iface := from.Data, from.Iface.Label()
		if choice&4 != 0 {
			frame = c.Edit(frame)
		}
		switch choice >> 3 & 3 {
		case 1:
			p.Now = p.Now.Add(time.Duration(c.Byte()) * time.Second)
		case 2:
			p.Now = p.Now.Add(time.Duration(int8(c.Byte())) * time.Minute) // or back
		default:
			p.Now = p.Now.Add(time.Millisecond)
		}
		if choice&32 != 0 {
			iface = packets[c.Below(len(packets))].Iface.Label()
		}
		see(p.Show(from.Link, iface, frame))
	}
}

// CheckTree fails where nodes lie outside of their bytes, or are not nested.
func CheckTree(t testing.TB, tree *field.Tree) {
	t.Helper()
	for i := range tree.Nodes {
		if why := Misplaced(tree, i); why != "" {
			t.Fatalf("node %d (%s) %s", i, tree.Nodes[i].Def.Name, why)
		}
	}
}

// Misplaced says what is wrong with the place of node i among bytes and nodes, "" if
// nothing is.
func Misplaced(t *field.Tree, i int) string {
	x := &t.Nodes[i]
	switch {
	case uint64(x.Off)+uint64(x.Len) > uint64(len(t.Bufs[x.Buf])):
		return "lies outside its buffer"
	case x.End <= int32(i) || int(x.End) > len(t.Nodes) || x.Parent >= int32(i):
		return "is out of order"
	case x.Parent >= 0 && x.End > t.Nodes[x.Parent].End:
		return "outlasts its parent " + t.Nodes[x.Parent].Def.Name
	}
	return ""
}
