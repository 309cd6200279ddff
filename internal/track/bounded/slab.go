package bounded

// A Slab holds values in blocks that never move, and uses a place again once its
// value was freed. Where T has no pointers, the garbage collector has nothing to
// look at however many values there are. The zero Slab is empty.
type Slab[T any] struct {
	blocks [][]T
	free   []Ref
}

// A Ref is the place of a value in a Slab, from 1; 0 is none.
type Ref uint32

// blockSize is how many values are allocated at once.
const blockSize = 1 << 8

// Len is how many values s holds.
func (s *Slab[T]) Len() int {
	n := len(s.blocks) - 1
	if n < 0 {
		return 0
	}
	return n*blockSize + len(s.blocks[n]) - len(s.free)
}

// Alloc makes a place for a value, which is zero.
func (s *Slab[T]) Alloc() Ref {
	if n := len(s.free) - 1; n >= 0 {
		r := s.free[n]
		s.free = s.free[:n]
		return r
	}
	n := len(s.blocks) - 1
	if n < 0 || len(s.blocks[n]) == blockSize {
		s.blocks = append(s.blocks, make([]T, 0, blockSize))
		n++
	}
	b := &s.blocks[n]
	*b = (*b)[:len(*b)+1]
	return Ref(n*blockSize + len(*b))
}

// At is the value at r, nil for 0.
func (s *Slab[T]) At(r Ref) *T {
	if r == 0 {
		return nil
	}
	return &s.blocks[(r-1)/blockSize][(r-1)%blockSize]
}

// Free forgets the value at r, and what it refers to.
func (s *Slab[T]) Free(r Ref) {
	*s.At(r) = *new(T)
	s.free = append(s.free, r)
}
