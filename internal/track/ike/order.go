package ike

// An order holds SAs by when they were used last.
type order struct{ oldest, newest *SA }

// push makes s the one that was used last.
func (o *order) push(s *SA) {
	s.list, s.prev, s.next = o, o.newest, nil
	if o.newest != nil {
		o.newest.next = s
	} else {
		o.oldest = s
	}
	o.newest = s
}

// pull takes s out.
func (o *order) pull(s *SA) {
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		o.oldest = s.next
	}
	if s.next != nil {
		s.next.prev = s.prev
	} else {
		o.newest = s.prev
	}
	s.list, s.prev, s.next = nil, nil, nil
}

// use moves s to where it was used last: among those that both peers go on
// with, once both have sent what a stranger could not have.
func (t *Tracker) use(s *SA) {
	to := &t.begun
	if s.heard[Initiator] && s.heard[Responder] {
		to = &t.lasting
	}
	if s.list == to && to.newest == s {
		return
	}
	if s.list != nil {
		s.list.pull(s)
	}
	to.push(s)
}
