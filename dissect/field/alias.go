package field

// A Place says where in a tree the nodes of an alias stand.
type Place uint8

const (
	Behind    Place = iota // the field's node
	BehindAll              // the node of the last of the fields: tcp.port
	Foremost               // below the field's node, before all else
	Hindmost               // below it, behind all else, and before the aliases of that
)

// Stands sets where the nodes of an alias stand.
func (d *Def) Stands(p Place) *Def {
	d.place = p
	for _, f := range d.Also {
		f.places |= 1 << p // and the place before, where none may stand any more
	}
	return d
}

// Holding makes the aliases of what is below the fields stand below the alias.
func (d *Def) Holding() *Def {
	d.holding = true
	return d
}

// Texts makes the alias a text: what fn appends for node i of a field. Where that is
// nothing, the alias has no node.
func (d *Def) Texts(fn func(b []byte, t *Tree, i int) []byte) *Def {
	d.Kind, d.Size, d.Names, d.text = Text, 0, nil, fn
	return d
}

// Over makes nodes of the alias cover n bytes.
func (d *Def) Over(n uint8) *Def {
	d.Size = n
	return d
}

// AppendAlias appends the text that alias a has for node i, and reports whether a is a
// text.
func (t *Tree) AppendAlias(b []byte, a *Def, i int) (text []byte, ok bool) {
	if a.text == nil {
		return b, false
	}
	return a.text(b, t, i), true
}

// HasAlias reports whether alias a of node i has a node.
func (t *Tree) HasAlias(a *Def, i int) bool {
	if a.text == nil {
		return true
	}
	at := len(t.scratch)
	t.scratch = a.text(t.scratch, t, i)
	some := len(t.scratch) > at
	t.scratch = t.scratch[:at]
	return some
}

// shared reports whether alias d stands for several fields.
func (d *Def) shared() bool { return len(d.Also) > 1 }

// keeps reports whether d has an alias that has a say in where the aliases of what is
// below d stand.
func (d *Def) keeps() bool {
	for _, a := range d.aliases {
		if a.holding || a.place == Hindmost {
			return true
		}
	}
	return false
}

// Aliased makes t the tree from with a hidden node for each alias of each node, as
// Wireshark's own tree has them: behind the node, or within it.
func (t *Tree) Aliased(from *Tree) {
	t.Bufs, t.Nodes, t.Full = append(t.Bufs[:0], from.Bufs...), t.Nodes[:0], from.Full
	t.scratch, t.Names = append(t.scratch[:0], from.scratch...), from.Names
	t.copySiblings(from, 0, int32(len(from.Nodes)), -1, false)
}

// copySiblings appends the siblings from node c of from up to node end as copyAliased does.
func (t *Tree) copySiblings(from *Tree, c, end, parent int32, kept bool) {
	for c < end {
		n := &from.Nodes[c]
		at := len(t.Nodes)
		if len(n.Def.aliases) > 0 || at >= MaxNodes {
			t.copyAliased(from, c, parent, kept)
			c = n.End
			continue
		}
		t.Nodes = append(t.Nodes, *n)
		m := &t.Nodes[at]
		m.Parent, m.End = parent, int32(at+1)
		if n.End > c+1 {
			t.copySiblings(from, c+1, n.End, int32(at), kept)
			t.Nodes[at].End = int32(len(t.Nodes))
		}
		c = n.End
	}
}

// copyAliased appends node i of from below parent, with all below it and its aliases.
// kept says that its aliases have their place elsewhere.
func (t *Tree) copyAliased(from *Tree, i, parent int32, kept bool) {
	n := from.Nodes[i]
	end := n.End
	at := t.add(parent, n) // with all that is below it
	if at < 0 {
		return
	}
	t.addAliases(from, i, at, Foremost, kept)
	t.copySiblings(from, i+1, end, at, kept || n.Def.keeps())
	if t.addAliases(from, i, at, Hindmost, kept) {
		t.addKept(from, i, at, IsHidden)
	}
	t.Nodes[at].End = int32(len(t.Nodes))
	t.addAliases(from, i, parent, Behind, kept)
	t.addAliases(from, i, parent, BehindAll, kept)
}

// addAliases appends the aliases of node i of from that stand at p, below parent; kept
// as in copyAliased.
func (t *Tree) addAliases(from *Tree, i, parent int32, p Place, kept bool) (some bool) {
	d := from.Nodes[i].Def
	if d.places>>p&1 == 0 {
		return false
	}
	for _, a := range d.aliases {
		if a.place != p || kept && a.shared() {
			continue
		}
		some = true
		if p == BehindAll {
			t.addBehindAll(from, i, parent, a)
			continue
		}
		if at := t.addAlias(from, i, parent, a); at >= 0 && a.holding {
			t.addKept(from, i, at, 0)
			t.Nodes[at].End = int32(len(t.Nodes))
		}
	}
	return some
}

// addBehindAll appends the nodes of alias a for the siblings that it stands for, if node
// i is of the last of their fields.
func (t *Tree) addBehindAll(from *Tree, i, parent int32, a *Def) {
	last := len(a.Also) - 1
	if from.Nodes[i].Def != a.Also[last] {
		return
	}
	for _, d := range a.Also[:last] {
		up := from.Nodes[i].Parent
		if c := from.find(d, up+1, i); c >= 0 {
			t.addAlias(from, int32(c), parent, a)
		}
	}
	t.addAlias(from, i, parent, a)
}

// addKept appends the aliases of what is below node i of from below parent, with the
// flag hidden or without.
func (t *Tree) addKept(from *Tree, i, parent int32, hidden uint8) {
	for c := i + 1; c < from.Nodes[i].End; c = from.Nodes[c].End {
		for _, a := range from.Nodes[c].Def.aliases {
			if !a.shared() {
				continue
			}
			if at := t.addAlias(from, c, parent, a); at >= 0 {
				t.Nodes[at].Flags = t.Nodes[at].Flags&^IsHidden | hidden
				t.addKept(from, c, at, hidden)
				t.Nodes[at].End = int32(len(t.Nodes))
			}
		}
	}
}

// addAlias appends a node of alias a, which stands for node i of from, below parent. It
// returns -1 where there is none.
func (t *Tree) addAlias(from *Tree, i, parent int32, a *Def) int32 {
	n := from.Nodes[i]
	n.Def = a
	if a.text != nil {
		at := len(t.scratch)
		if t.scratch = a.text(t.scratch, from, int(i)); len(t.scratch) == at {
			return -1
		}
		n.Val = uint64(at)<<32 | uint64(len(t.scratch)-at)
		n.Flags |= IsKept
		if a.Size != 0 {
			n.Len = uint32(a.Size)
		}
	}
	return t.Add(parent, n)
}
