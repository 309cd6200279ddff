package ike

// A Turn is what becomes of an SA.
type Turn uint8

const (
	Established Turn = iota // its peers are authenticated, as far as the capture tells
	Rekeyed                 // ReplacedBy took its place
	Ended                   // a peer has deleted it
)

// turns are what was told of an SA.
type turns struct {
	established, ended bool
	next               uint64 // ID of the successor, 0 without
}

// tell calls Turned with what has become of s, and of those that it replaced or was
// replaced by, since they were told last.
func (t *Tracker) tell(s *SA) {
	if t.Turned == nil {
		return
	}
	for _, x := range [...]*SA{s.Replaces, s, s.ReplacedBy, s.redundant} {
		if x != nil {
			t.tellOf(x)
		}
	}
}

func (t *Tracker) tellOf(s *SA) {
	if !s.Ready.IsZero() && !s.told.established {
		s.told.established = true
		t.Turned(s, Established)
	}
	if s.ReplacedBy != nil && s.ReplacedBy.ID != s.told.next {
		s.told.next = s.ReplacedBy.ID
		t.Turned(s, Rekeyed)
	}
	if !s.Deleted.IsZero() && s.verdict == nil && !s.told.ended {
		s.told.ended = true
		t.Turned(s, Ended)
	}
}
