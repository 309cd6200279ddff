package keys

// A Set is what key files hold.
type Set struct {
	IKE      []*IKE
	ESP      []*ESP
	PSK      []*PSK
	Problems []*Problem
}

// Empty reports whether there is no key.
func (s *Set) Empty() bool { return len(s.IKE)+len(s.ESP)+len(s.PSK) == 0 }

// Add adds what is in other.
func (s *Set) Add(other *Set) {
	s.IKE = append(s.IKE, other.IKE...)
	s.ESP = append(s.ESP, other.ESP...)
	s.PSK = append(s.PSK, other.PSK...)
	s.Problems = append(s.Problems, other.Problems...)
}
