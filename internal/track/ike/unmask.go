package ike

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"net/netip"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// An unmasking is what Unmask has found.
type unmasking struct {
	done   bool
	inside netip.AddrPort // not valid: there is none
}

// Unmask looks for the address of which r made a hash that fits none at which it
// was seen: what else was said first, then all private addresses there are. It
// tells with certainty whether r is behind a translator and was captured outside
// of it. If not, r has made its hash of nothing, as strongSwan does (encap=yes)
// for ESP to go in UDP. It takes a second or so, once, unless r is on the link
// that was captured, where nobody can hide it.
//
// ok is false where there is nothing to be found out.
func (s *SA) Unmask(r Role) (inside netip.AddrPort, forced, ok bool) {
	side := s.hashed(r)
	if !side.Hidden {
		return side.Inside, false, false
	}
	u := &s.NAT.unmasked[r]
	if !s.settled(r) {
		u.inside = s.unmask(r, &side)
		u.done = true
	}
	return u.inside, !u.inside.IsValid(), true
}

// Unmasked reports whether Unmask was asked for r, or need not be.
func (s *SA) Unmasked(r Role) bool { return s.settled(r) }

func (s *SA) settled(r Role) bool { return s.NAT.unmasked[r].done || s.NAT.onLink(r) }

func (s *SA) unmask(r Role, side *Side) netip.AddrPort {
	ports := []uint16{portIKE, portNATT, side.Seen.Port()}
	if isIKE(side.Seen.Port()) {
		ports = ports[2:] // it would have kept it
	}
	for i := range s.NAT.Hashes {
		h := &s.NAT.Hashes[i]
		if h.Role != r || !h.Own {
			continue
		}
		for _, a := range s.candidates(r) {
			for _, port := range append(ports, portIKE, portNATT) {
				if at := netip.AddrPortFrom(a, port); h.of(at) {
					return at
				}
			}
		}
	}
	for i := range s.NAT.Hashes { // IKEv1 may have several: the first is tried
		if h := &s.NAT.Hashes[i]; h.Role == r && h.Own {
			return search(h, ports, s.near())
		}
	}
	return netip.AddrPort{}
}

// private are the networks that translators hide: RFC 1918, RFC 6598; small ones
// first.
var private = []netip.Prefix{
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
}

// near are the networks that the peers are seen in: labs have others inside, too.
func (s *SA) near() []netip.Prefix {
	var out []netip.Prefix
	for _, ends := range s.NAT.Ends {
		for _, end := range ends {
			if p, err := end.Addr().Prefix(16); err == nil && end.Addr().Is4() && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// search tries all addresses of some networks, and all private ones, on all
// cores.
func search(h *NATHash, ports []uint16, first []netip.Prefix) netip.AddrPort {
	var found atomic.Uint64
	for _, net := range append(first, private...) {
		for _, port := range ports {
			h.sweep(net, port, &found)
			if v := found.Load(); v != 0 {
				var a [4]byte
				binary.BigEndian.PutUint32(a[:], uint32(v))
				return netip.AddrPortFrom(netip.AddrFrom4(a), port)
			}
		}
	}
	return netip.AddrPort{}
}

// sweep looks for the address in one network.
func (h *NATHash) sweep(net netip.Prefix, port uint16, found *atomic.Uint64) {
	const block = 1 << 16
	first := net.Addr().As4()
	begin := binary.BigEndian.Uint32(first[:])
	blocks := uint32(1) << (32 - net.Bits()) / block
	var next atomic.Uint32
	var working sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		working.Go(func() {
			for {
				n := next.Add(1) - 1
				if n >= blocks || found.Load() != 0 {
					return
				}
				if a, ok := h.try(begin+n*block, block, port); ok {
					found.Store(uint64(a))
				}
			}
		})
	}
	working.Wait()
}

// try looks for the address among n from first on.
func (h *NATHash) try(first, n uint32, port uint16) (uint32, bool) {
	var m [8 + 8 + 4 + 2]byte
	copy(m[:], h.SPIs[Initiator][:])
	copy(m[8:], h.SPIs[Responder][:])
	binary.BigEndian.PutUint16(m[20:], port)
	is := h.matcher()
	if is == nil {
		return 0, false
	}
	for a := first; a-first < n; a++ {
		binary.BigEndian.PutUint32(m[16:], a)
		if is(&m) {
			return a, true
		}
	}
	return 0, false
}

// matcher compares with the hash, nil where its algorithm is none of those that
// are fast.
func (h *NATHash) matcher() func(*[22]byte) bool {
	switch len(h.Hash) {
	case md5.Size:
		want := [md5.Size]byte(h.Hash)
		return func(m *[22]byte) bool { return md5.Sum(m[:]) == want }
	case sha1.Size:
		want := [sha1.Size]byte(h.Hash)
		return func(m *[22]byte) bool { return sha1.Sum(m[:]) == want }
	case sha256.Size:
		want := [sha256.Size]byte(h.Hash)
		return func(m *[22]byte) bool { return sha256.Sum256(m[:]) == want }
	}
	return nil
}

// candidates are addresses that r may have inside, by what else was said.
func (s *SA) candidates(r Role) []netip.Addr {
	out := slices.Clone(s.NAT.Originals)
	if id := &s.IDs[r]; id.Type == idIPv4 || id.Type == idIPv6 {
		if a, ok := netip.AddrFromSlice(id.Data); ok {
			out = append(out, a)
		}
	}
	for _, c := range s.Children {
		for _, list := range c.Selectors {
			for _, x := range list {
				if x.First == x.Last {
					out = append(out, x.First)
				}
			}
		}
	}
	return out
}

// Types of identities: RFC 2407, section 4.6.2; RFC 7296, section 3.5.
const (
	idIPv4 = 1
	idIPv6 = 5
)
