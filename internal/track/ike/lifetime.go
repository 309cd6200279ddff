package ike

import "time"

// LifetimeLeft returns what is left at a moment of the lifetime that the peers
// agreed on. ok is false if they agreed on none in seconds, or the SA failed.
func (s *SA) LifetimeLeft(at time.Time) (d time.Duration, ok bool) {
	if s.Policy == nil || s.Policy.Seconds == 0 || at.IsZero() || s.Failure.Failed() {
		return 0, false
	}
	from := s.Ready
	if from.IsZero() {
		from = s.First
	}
	life := time.Duration(min(s.Policy.Seconds, 1<<32)) * time.Second
	return max(0, life-at.Sub(from)), true
}

// Age returns for how long the SA has existed at a moment, or existed until it
// was deleted or failed.
func (s *SA) Age(at time.Time) time.Duration {
	switch {
	case !s.Deleted.IsZero():
		at = s.Deleted
	case s.Failure.Failed():
		at = s.Failure.Time
	case at.Before(s.Last):
		at = s.Last
	}
	if s.First.IsZero() {
		return 0
	}
	return at.Sub(s.First)
}
