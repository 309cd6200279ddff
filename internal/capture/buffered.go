package capture

// Buffered reports whether the next packet can be had without reading. A packet that
// is yet to come through a pipe cannot, and a caller that gathers packets processes
// what it has first.
func (r *Reader) Buffered() bool {
	return r.size >= 0 || !r.done && (r.format.buffered() || r.pending != nil && r.pending())
}

// Buffered reports it of the current file; the next file counts as buffered.
func (s *Sequence) Buffered() bool { return s.cur == nil || s.cur.Buffered() }

// buffered reports whether a whole record is in the buffer.
func (f *pcapFile) buffered() bool {
	b := f.r.in.buffered()
	if len(b) < f.header {
		return false
	}
	captured, _ := f.lengths(b)
	return uint64(len(b)) >= uint64(f.header)+uint64(captured)
}

// buffered reports whether a whole block is in the buffer.
func (f *pcapngFile) buffered() bool {
	b := f.r.in.buffered()
	return len(b) >= blockHeader && uint64(len(b)) >= uint64(f.order.u32(b[4:]))
}

// Buffered reports whether the next packet of s can be had without waiting; a source
// that does not tell never waits.
func Buffered(s Source) bool {
	b, ok := s.(interface{ Buffered() bool })
	return !ok || b.Buffered()
}
