package view

// A scroll is a list of which a part is shown: an entry is selected, or, in a text that
// is only read (free), the first line.
type scroll struct {
	at    int // the selected entry
	top   int // the first that is shown
	rows  int // that are shown at most
	count int
	free  bool
}

// resize takes the room and the number of entries; the selected one stays in sight.
func (s *scroll) resize(rows, count int) {
	s.rows, s.count = max(1, rows), max(0, count)
	s.to(s.at)
}

// to selects an entry.
func (s *scroll) to(i int) {
	last := s.count - 1
	if s.free {
		last = s.count - s.rows
	}
	s.at = max(0, min(i, last))
	switch {
	case s.free || s.at < s.top:
		s.top = s.at
	case s.at >= s.top+s.rows:
		s.top = s.at - s.rows + 1
	}
	s.top = max(0, min(s.top, s.count-s.rows))
}

// move selects the entry n below.
func (s *scroll) move(n int) { s.to(s.at + n) }

// wheel shows the list n entries below; the selected one stays, as far as it is shown.
func (s *scroll) wheel(n int) {
	if s.free {
		s.move(n)
		return
	}
	s.top = max(0, min(s.top+n, s.count-s.rows))
	s.at = max(s.top, min(s.at, s.top+s.rows-1))
	s.to(s.at)
}

// end is the index behind the last entry that is shown.
func (s *scroll) end() int { return min(s.count, s.top+s.rows) }

// last reports whether the last entry is selected.
func (s *scroll) last() bool { return s.at >= s.count-1 }
