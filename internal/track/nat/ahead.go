package nat

// A place is where a datagram's conversation is, and its packet among those that are
// pending, in tables that are larger than the processor's caches.
type place struct {
	flow  flow        // of the conversation, undirected
	back  bool        // the packet has the reverse direction of flow
	exact fingerprint // with the identification in it
	key   key         // of flow
	hash  uint64      // of key
	ipv4  bool        // key and hash are known; numbers of other addresses may yet change
}

// readAhead finds the places of all datagrams, and has what is there read: see
// bounded.Table.AheadOfSlot. Each step reads where the one before has led.
func (t *Tracker) readAhead() {
	for i := range t.datagrams {
		s := &t.datagrams[i]
		p := &s.place
		p.exact = s.fingerprint.with(s.id)
		p.flow, p.back = s.flow.undirected()
		if p.ipv4 = p.flow.src.is4() && p.flow.dst.is4(); p.ipv4 {
			p.key, _ = t.addresses.find(&p.flow)
			p.hash = t.flows.Hash(p.key)
		}
	}
	read, added, matched := uint32(0), 0, 0
	for i := range t.datagrams { // little else, so that the processor has many steps in hand
		p := &t.datagrams[i].place
		read += t.exact.set(p.exact).tags[0] + t.flows.AheadOfSlot(p.hash)
	}
	if t.loose != nil {
		for i := range t.datagrams {
			read += t.loose.set(t.datagrams[i].fingerprint).tags[0]
		}
		for i := range t.datagrams {
			packet, _ := t.loose.ahead(t.datagrams[i].fingerprint)
			read += packet
		}
	}
	for i := range t.datagrams {
		p := &t.datagrams[i].place
		packet, found := t.exact.ahead(p.exact)
		if read += packet; found {
			matched++
		}
		if p.ipv4 {
			entry, found := t.flows.AheadOfEntry(p.hash)
			if read += entry; !found {
				added++
			}
		}
	}
	t.ahead = read + t.flows.AheadOfEviction(added) + t.pairs.AheadOfEviction(matched)
}

// findPlaced is the conversation of a datagram, nil without one.
func (t *Tracker) findPlaced(s *datagram) *entry {
	if p := &s.place; p.ipv4 {
		return t.flows.PeekHashed(p.hash, p.key)
	}
	return t.findFlow(&s.place.flow)
}

// addPlaced makes the conversation of a datagram, which has none.
func (t *Tracker) addPlaced(s *datagram) *entry {
	if p := &s.place; p.ipv4 {
		return t.flows.AddHashed(p.hash, p.key)
	}
	return t.flows.Add(t.addresses.add(&s.place.flow))
}

// ahead reads the packet that may have a fingerprint, or the one whose place it would take.
func (b *pendingIndex) ahead(p fingerprint) (read uint32, found bool) {
	g := b.set(p)
	at := g.packets[ways-1]
	for i := range g.tags {
		if g.tags[i] == p.tag() && g.packets[i] != 0 {
			at, found = g.packets[i], true
		}
	}
	if c := b.packets.At(at); c != nil {
		read = uint32(c.at) + uint32(c.flow.iface)
	}
	return read, found
}
