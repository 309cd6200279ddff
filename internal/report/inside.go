package report

import (
	"net/netip"
	"path/filepath"
	"slices"

	"github.com/pktscope/pktscope/internal/track/nat"
)

// InsideOf reads the value of --inside.
func (q *Query) InsideOf() (nat.Inside, error) {
	s := q.Inside
	if s == "" {
		return nat.Inside{}, nil
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return nat.Inside{Prefix: p.Masked()}, nil
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return nat.Inside{Prefix: netip.PrefixFrom(a, a.BitLen())}, nil
	}
	if slices.Contains(q.Files, s) && !slices.ContainsFunc(q.Files, func(other string) bool {
		return other != s && filepath.Base(other) == filepath.Base(s) // then they are called by their whole names
	}) {
		s = filepath.Base(s)
	}
	return nat.Inside{Interface: s}, nil
}
