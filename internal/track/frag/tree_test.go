package frag_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/track/frag"
)

// build makes the tree of p and prints every line of it.
func build(b *bench, p *dissect.Packet) *field.Tree {
	tree := new(field.Tree)
	b.engine.Build(p, tree)
	var line []byte
	for i := range tree.Nodes {
		line = tree.AppendLabel(line[:0], i)
		line = tree.AppendShow(line[:0], i)
	}
	return tree
}

// The labels are tshark 4.0's.
func TestTree(t *testing.T) {
	b := newBench(t, frag.Limits{})
	b.ip4(ip4(17, 1, 0, true, whole[:32]))
	conflict := append([]byte("XXXXXXXX"), whole[32:48]...)
	b.ip4(ip4(17, 1, 24, true, conflict))
	tree := build(b, b.ip4(ip4(17, 1, 48, false, whole[48:])))
	want := []struct{ name, label string }{
		{"ip.fragments", "3 IPv4 Fragments (64 bytes): #1(32), #2(24), #3(16)"},
		{"ip.fragment", "Frame: 1, payload: 0-31 (32 bytes)"},
		{"ip.fragment.error", "Frame: 2, payload: 24-47 (24 bytes)"},
		{"ip.fragment.overlap", "Fragment overlap: True"},
		{"ip.fragment.overlap.conflict", "Conflicting data in fragment overlap: True"},
		{"ip.fragment.count", "Fragment count: 3"},
		{"ip.reassembled.length", "Reassembled IPv4 length: 64"},
		{"udp.srcport", "Source Port: 1000"},
	}
	for _, w := range want {
		found := false
		for i := range tree.Nodes {
			if tree.Nodes[i].Def.Name == w.name {
				found = true
				if got := string(tree.AppendLabel(nil, i)); got != w.label {
					t.Errorf("%s is %q, want %q", w.name, got, w.label)
				}
				break
			}
		}
		if !found {
			t.Errorf("no %s", w.name)
		}
	}
}
