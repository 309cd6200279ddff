package bounded

// A table that is larger than the processor's caches is waited for at each look into it,
// but not at several that do not depend on each other: these wait together. An owner of
// many keys at once has parts of the table read ahead, for all keys before it uses the
// first. What is returned means nothing; it is to be kept, or the compiler leaves the
// reading out.

// AheadOfSlot reads where the index begins to look for a key.
func (t *Table[K, V]) AheadOfSlot(hash uint64) uint32 {
	if t.index.used == 0 {
		return 0
	}
	return t.index.slots[t.index.home(tag(hash))].tag
}

// AheadOfEntry reads the entry that likely has a key; found is false where there is none.
func (t *Table[K, V]) AheadOfEntry(hash uint64) (read uint32, found bool) {
	if t.index.used == 0 {
		return 0, false
	}
	for i := t.index.home(tag(hash)); ; i = t.index.after(i) {
		switch s := t.index.slots[i]; {
		case s.ref == 0:
			return 0, false
		case s.tag == tag(hash):
			return t.entries.At(s.ref).weight, true
		}
	}
}

// AheadOfEviction reads what the next n entries, which t has no room for, push out.
func (t *Table[K, V]) AheadOfEviction(n int) (read uint32) {
	if n = min(n, t.cost+n-t.max); n <= 0 {
		return 0
	}
	t.hashes = t.hashes[:0]
	for e := t.Oldest(); e != nil && len(t.hashes) < n; e = t.entries.At(e.newer) {
		t.hashes = append(t.hashes, t.Hash(e.Key))
	}
	for _, hash := range t.hashes {
		read += t.AheadOfSlot(hash)
	}
	return read
}
