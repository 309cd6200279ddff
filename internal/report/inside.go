package report

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

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
	if likePrefix(s) && !slices.Contains(q.Files, s) {
		return nat.Inside{}, fmt.Errorf("--inside %q: want a prefix such as 192.168.0.0/24, an interface or a file", s)
	}
	if slices.Contains(q.Files, s) && !slices.ContainsFunc(q.Files, func(other string) bool {
		return other != s && filepath.Base(other) == filepath.Base(s) // then they are called by their whole names
	}) {
		s = filepath.Base(s)
	}
	return nat.Inside{Interface: s}, nil
}

// likePrefix reports whether s was meant as a prefix: what could be an address, and digits.
func likePrefix(s string) bool {
	a, n, ok := strings.Cut(s, "/")
	return ok && strings.ContainsAny(a, ".:") && strings.Trim(a, "0123456789abcdefABCDEF.:") == "" && n != "" && strings.Trim(n, "0123456789") == ""
}
