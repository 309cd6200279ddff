// Package natd tells whether a NAT lies before each peer of an IKE SA, from what
// the peers exchange to find that out: RFC 3947, section 3.2, and RFC 7296,
// section 2.23.
//
// A Detection collects hashes and endpoints, message by message. Traversal says
// what follows from them, and Unmask looks for an address that was hashed and
// that the capture does not show.
package natd

import (
	"net/netip"
	"slices"
	"unsafe"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Detection is what the messages of one SA tell of the path between its peers.
// Arrays of two are indexed by isakmp.Role.
type Detection struct {
	Hashes    []Hash
	Endpoints [2][]netip.AddrPort // at which each peer was captured
	TTL       [2]uint8            // with which each was captured, the highest
	// Translated: one message was captured with two addresses of a peer, on
	// both sides of a NAT.
	Translated [2]bool
	Originals  []netip.Addr // NAT-OA payloads: RFC 3947, section 5.2

	Keepalives [2]Keepalives // by sender

	unmasked [2]unmasked
}

// A Hash is a peer's hash of an address and a port.
type Hash struct {
	Role isakmp.Role // the sender
	// Own: of an address of the sender, not of the one that it sent to.
	Own     bool
	Hash    []byte
	SPIs    [2]isakmp.SPI  // hashed with it: in IKEv2's request the responder has none yet
	Seen    netip.AddrPort // address in the captured packet: it is the hash of this one if no NAT lies in between
	Version uint8          // major version of the message

	tried uint8 // how many candidates it was compared with
	found uint8 // the one that it is of, and one; 0: none of these
}

// of reports whether h is the hash of an address.
func (h *Hash) of(addr netip.AddrPort) bool {
	header := isakmp.Header{InitiatorSPI: h.SPIs[isakmp.Initiator], ResponderSPI: h.SPIs[isakmp.Responder]}
	return string(header.NATHash(addr, len(h.Hash))) == string(h.Hash) && len(h.Hash) > 0
}

// Inherited is what d tells of an SA that replaces d's, whose initiator had the role
// by there.
func (d *Detection) Inherited(by isakmp.Role) Detection {
	n := *d
	n.Hashes, n.Originals = slices.Clone(d.Hashes), slices.Clone(d.Originals)
	for i := range n.Hashes {
		n.Hashes[i].Role ^= by
	}
	for r := range n.Endpoints {
		x := isakmp.Role(r) ^ by
		n.Endpoints[r], n.TTL[r], n.Translated[r] = slices.Clone(d.Endpoints[x]), d.TTL[x], d.Translated[x]
		n.Keepalives[r], n.unmasked[r] = Keepalives{}, d.unmasked[x]
	}
	return n
}

// What is kept of one SA.
const (
	maxHashes    = 32
	maxHash      = 64 // SHA-512's
	maxEndpoints = 16 // of each peer
	maxOriginals = 8
)

// HasHashes reports whether m holds hashes: NAT-D payloads of IKEv1,
// notifications of IKEv2.
func HasHashes(m *isakmp.Packet) bool {
	return len(m.NATD) > 0 || slices.ContainsFunc(m.Notifies, func(n isakmp.Notify) bool {
		return n.Type == isakmp.NotifyNATSource || n.Type == isakmp.NotifyNATDestination
	})
}

// AddHashes keeps the hashes of m, which was sent by a peer and captured on its
// way from src to dst.
func (d *Detection) AddHashes(m *isakmp.Packet, from isakmp.Role, src, dst netip.AddrPort) {
	add := func(own bool, hash []byte) {
		if len(d.Hashes) >= maxHashes || len(hash) > maxHash {
			return
		}
		seen := dst
		if own {
			seen = src
		}
		d.Hashes = append(d.Hashes, Hash{
			Role: from, Own: own, Hash: slices.Clone(hash), SPIs: [2]isakmp.SPI{m.InitiatorSPI, m.ResponderSPI}, Seen: seen, Version: m.Major(),
		})
	}
	for i, h := range m.NATD { // the first is of the other peer's address: RFC 3947, section 3.2
		add(i > 0, h)
	}
	for i := range m.Notifies {
		switch m.Notifies[i].Type {
		case isakmp.NotifyNATSource:
			add(true, m.Notifies[i].Data)
		case isakmp.NotifyNATDestination:
			add(false, m.Notifies[i].Data)
		}
	}
}

// AddEndpoints keeps where the peers are in a message that was captured on its
// way from src to dst, 0 for a TTL that is not known.
func (d *Detection) AddEndpoints(from isakmp.Role, src, dst netip.AddrPort, ttl uint8) {
	d.TTL[from] = max(d.TTL[from], ttl)
	ends := [2]netip.AddrPort{}
	ends[from], ends[from.Other()] = src, dst
	for r, end := range ends {
		if len(d.Endpoints[r]) < maxEndpoints && !slices.Contains(d.Endpoints[r], end) {
			d.Endpoints[r] = append(d.Endpoints[r], end)
		}
	}
}

// AddOriginals keeps the addresses before translation that m names.
func (d *Detection) AddOriginals(m *isakmp.Packet) {
	for _, a := range m.NATOA {
		if len(d.Originals) < maxOriginals && !slices.Contains(d.Originals, a) {
			d.Originals = append(d.Originals, a)
		}
	}
}

// onLink reports whether no router, and so no NAT, lies between a peer and the
// capture: its packets come with a TTL that hosts begin with.
func (d *Detection) onLink(r isakmp.Role) bool {
	switch d.TTL[r] {
	case 64, 128, 255:
		return true
	}
	return false
}

// Size is how many bytes the lists of d take.
func (d *Detection) Size() int {
	const hash, end, addr = int(unsafe.Sizeof(Hash{})), int(unsafe.Sizeof(netip.AddrPort{})), int(unsafe.Sizeof(netip.Addr{}))
	n := hash*cap(d.Hashes) + end*(cap(d.Endpoints[isakmp.Initiator])+cap(d.Endpoints[isakmp.Responder])) + addr*cap(d.Originals)
	for i := range d.Hashes {
		n += cap(d.Hashes[i].Hash)
	}
	return n
}
