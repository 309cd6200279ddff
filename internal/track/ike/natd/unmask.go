package natd

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

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// An unmasked is what Unmask has found for one peer.
type unmasked struct {
	done   bool
	inside netip.AddrPort // not valid: no address fits
}

// Unmask looks for the address of which r sent a hash, where that is none at
// which r was captured: first among named, the addresses that other payloads of
// the SA name, then among all private addresses. If one fits, r is behind a NAT
// and was captured outside of it. If none does, r has hashed no address of its
// own, as strongSwan does (encap=yes) to have ESP in UDP. The search takes a
// second or so, once. It is left out for a peer on the captured link, where no
// NAT can hide its address.
//
// ok is false where no address is hidden.
func (d *Detection) Unmask(r isakmp.Role, named []netip.Addr) (inside netip.AddrPort, forced, ok bool) {
	side := d.compare(r)
	if !side.Hidden {
		return side.Inside, false, false
	}
	u := &d.unmasked[r]
	if !d.Unmasked(r) {
		u.inside, u.done = d.search(r, side.Seen.Port(), named), true
	}
	return u.inside, !u.inside.IsValid(), true
}

// Unmasked reports whether Unmask was called for r, or need not be.
func (d *Detection) Unmasked(r isakmp.Role) bool { return d.unmasked[r].done || d.onLink(r) }

// search looks for the address inside of a peer that was captured with a port.
func (d *Detection) search(r isakmp.Role, seen uint16, named []netip.Addr) netip.AddrPort {
	addrs := append(slices.Clone(d.Originals), named...)
	for i := range d.Hashes {
		h := &d.Hashes[i]
		if h.Role != r || !h.Own {
			continue
		}
		for _, a := range addrs {
			for _, port := range []uint16{seen, isakmp.Port, isakmp.PortNATT} {
				if addr := netip.AddrPortFrom(a, port); h.of(addr) {
					return addr
				}
			}
		}
	}
	for i := range d.Hashes { // IKEv1 may have several: the first is tried
		if h := &d.Hashes[i]; h.Role == r && h.Own {
			return h.search(h.ports(seen), append(d.near(), private...))
		}
	}
	return netip.AddrPort{}
}

// ports are those that the peer may have hashed that was captured with port seen. A
// NAT that changed the address may have kept the port.
func (h *Hash) ports(seen uint16) []uint16 {
	switch {
	case seen == isakmp.Port, seen == isakmp.PortNATT && h.Version == 2:
		return []uint16{seen}
	case seen == isakmp.PortNATT: // vpnc changes the port in aggressive mode, and hashes the one before
		return []uint16{isakmp.PortNATT, isakmp.Port}
	}
	return []uint16{isakmp.Port, isakmp.PortNATT, seen}
}

// private are the networks inside of NATs: RFC 1918, RFC 6598; small ones first.
var private = []netip.Prefix{
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
}

// near are the networks that the peers were captured in: the addresses inside of
// a laboratory's NAT are often not private ones.
func (d *Detection) near() []netip.Prefix {
	var out []netip.Prefix
	for _, ends := range d.Endpoints {
		for _, end := range ends {
			if p, err := end.Addr().Prefix(16); err == nil && end.Addr().Is4() && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// search tries all addresses of some networks, on all cores.
func (h *Hash) search(ports []uint16, networks []netip.Prefix) netip.AddrPort {
	var found atomic.Uint64
	for _, net := range networks {
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
func (h *Hash) sweep(net netip.Prefix, port uint16, found *atomic.Uint64) {
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
func (h *Hash) try(first, n uint32, port uint16) (uint32, bool) {
	var m [8 + 8 + 4 + 2]byte
	copy(m[:], h.SPIs[isakmp.Initiator][:])
	copy(m[8:], h.SPIs[isakmp.Responder][:])
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

// matcher compares with the hash, nil where its algorithm is another than MD5,
// SHA-1 and SHA-256.
func (h *Hash) matcher() func(*[22]byte) bool {
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
