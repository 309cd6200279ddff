package field

// Aliased makes t the tree from with a hidden node for each alias of each node, as
// Wireshark's own tree has them: behind the node, or within it.
func (t *Tree) Aliased(from *Tree) {
	t.Bufs, t.Nodes, t.Full = append(t.Bufs[:0], from.Bufs...), t.Nodes[:0], from.Full
	t.scratch, t.Names = append(t.scratch[:0], from.scratch...), from.Names
	for i := int32(0); i < int32(len(from.Nodes)); i = from.Nodes[i].End {
		t.copyAliased(from, i, -1)
	}
}

// copyAliased appends node i of from below parent, with all below it and its aliases.
func (t *Tree) copyAliased(from *Tree, i, parent int32) {
	n := from.Nodes[i]
	end := n.End
	at := t.Add(parent, n)
	if at < 0 {
		return
	}
	for c := i + 1; c < end; c = from.Nodes[c].End {
		t.copyAliased(from, c, at)
	}
	for _, a := range n.Def.aliases {
		if a.Within {
			t.addAlias(at, at, a)
		}
	}
	t.Nodes[at].End = int32(len(t.Nodes))
	for _, a := range n.Def.aliases {
		if !a.Within {
			t.addAlias(at, parent, a)
		}
	}
}

// addAlias appends a node of alias a, which stands for node of, below parent.
func (t *Tree) addAlias(of, parent int32, a *Def) {
	n := t.Nodes[of]
	n.Def = a
	if a.Kind == Text && t.Nodes[of].Def.Kind != Text {
		from := len(t.scratch)
		t.scratch = t.appendHostName(t.scratch, int(of))
		n.Val = uint64(from)<<32 | uint64(len(t.scratch)-from)
		n.Flags |= IsKept
	}
	t.Add(parent, n)
}
