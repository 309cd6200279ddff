package isakmp

// A span gives a run of numbers one name.
type span struct {
	lo, hi uint16
	name   string
}

// spans are the names of one numbering, in ascending order.
type spans []span

// name is the name of v, "" where it has none.
func (s spans) name(v uint64) string {
	for i := range s {
		if v <= uint64(s[i].hi) {
			if v < uint64(s[i].lo) {
				return ""
			}
			return s[i].name
		}
	}
	return ""
}
