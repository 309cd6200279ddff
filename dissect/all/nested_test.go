package all_test

import (
	"cmp"
	"path/filepath"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/labtest"
)

// In every packet of the fixtures, whole and cut, each node of the tree lies within its
// parent and in its buffer.
func TestNodesLieInParents(t *testing.T) {
	labtest.Slow(t)
	files, err := filepath.Glob("../../fixtures/*/*.pcap*")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	registry := labtest.Registry(t)
	engine, arena := dissect.NewEngine(registry), dissect.NewArena(registry)
	engine.Use(arena)
	var tree field.Tree
	for _, file := range files {
		n := 0
		for p := range labtest.Packets(t, file) {
			if n++; n > 300 {
				break
			}
			for _, size := range []int{len(p.Data), len(p.Data) * 3 / 4, len(p.Data) / 2} {
				var q dissect.Packet
				arena.Reset()
				engine.Dissect(&q, uint32(p.Link), p.Data[:size], p.WireLen)
				engine.Build(&q, &tree)
				for i := range tree.Nodes {
					if why := cmp.Or(labtest.Misplaced(&tree, i), outside(&tree, i)); why != "" {
						t.Errorf("%s, packet %d, %d bytes: node %d (%s) %s", file, n, size, i, tree.Nodes[i].Def.Name, why)
					}
				}
			}
		}
	}
}

// outside says that node i lies outside of its parent, "" if it does not.
func outside(t *field.Tree, i int) string {
	x := &t.Nodes[i]
	if x.Parent < 0 || x.Def.Name == "macsec.ICV" { // stands behind the payload; tshark has it so, too
		return ""
	}
	up := &t.Nodes[x.Parent]
	switch {
	case x.Buf != up.Buf || x.Flags&(field.IsGenerated|field.IsBeyond) != 0 || x.Def.Proto != up.Def.Proto:
		return ""
	case x.Off < up.Off || x.Off+x.Len > up.Off+up.Len:
		return "lies outside its parent " + up.Def.Name
	}
	return ""
}
