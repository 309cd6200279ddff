package ike

import (
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A NAT is what the peers' hashes of addresses tell of the path between them:
// RFC 3947, section 3.2, and RFC 7296, section 2.23. SA.Traversal says what
// follows from it.
type NAT struct {
	Hashes []NATHash
	Ends   [2][]netip.AddrPort // where each peer was seen
	TTL    [2]uint8            // with which each was seen, the highest
	// Translated tells that the same message was seen with different
	// addresses of a peer: on both sides of a translator.
	Translated [2]bool
	Originals  []netip.Addr // NAT-OA: RFC 3947, section 5.2

	Keepalives [2]Keepalives // by who sent them

	unmasked [2]unmasking
}

// A NATHash is a peer's hash of an address and a port, with where the message
// that held it was seen.
type NATHash struct {
	Role Role // who sent it
	// Own tells that it is of an address of the sender, not of the one that
	// it sent to.
	Own  bool
	Hash []byte
	SPIs [2]SPI         // that were hashed with it: IKEv2's responder has none yet in the request
	Seen netip.AddrPort // the address that it would be of if nobody translated it
}

// of reports whether h is the hash of an address.
func (h *NATHash) of(at netip.AddrPort) bool {
	header := isakmp.Header{InitiatorSPI: h.SPIs[Initiator], ResponderSPI: h.SPIs[Responder]}
	return string(header.NATHash(at, len(h.Hash))) == string(h.Hash) && len(h.Hash) > 0
}

// Notifications of IKEv2 that hold hashes: RFC 7296, section 3.10.1.
const (
	notifyNATSource      = 16388
	notifyNATDestination = 16389
)

// What is kept of one SA.
const (
	maxHashes    = 32
	maxHash      = 64 // SHA-512's
	maxEnds      = 16 // of each peer
	maxOriginals = 8
)

// heard keeps the hashes of m.
func (n *NAT) heard(m *isakmp.Packet, from Role, at *place) {
	add := func(own bool, hash []byte) {
		if len(n.Hashes) >= maxHashes || len(hash) > maxHash {
			return
		}
		seen := at.dst
		if own {
			seen = at.src
		}
		n.Hashes = append(n.Hashes, NATHash{
			Role: from, Own: own, Hash: slices.Clone(hash), SPIs: [2]SPI{m.InitiatorSPI, m.ResponderSPI}, Seen: seen,
		})
	}
	for i, h := range m.NATD { // the first is of the other side's address
		add(i > 0, h)
	}
	for i := range m.Notifies {
		switch m.Notifies[i].Type {
		case notifyNATSource:
			add(true, m.Notifies[i].Data)
		case notifyNATDestination:
			add(false, m.Notifies[i].Data)
		}
	}
}

// met keeps where the peers were seen when from sent m, and their addresses
// before translation.
func (n *NAT) met(m *isakmp.Packet, from Role, at *sight) {
	n.TTL[from] = max(n.TTL[from], at.ttl)
	ends := [2]netip.AddrPort{}
	ends[from], ends[from.Other()] = at.place.src, at.place.dst
	for r, end := range ends {
		if len(n.Ends[r]) < maxEnds && !slices.Contains(n.Ends[r], end) {
			n.Ends[r] = append(n.Ends[r], end)
		}
	}
	for _, a := range m.NATOA {
		if len(n.Originals) < maxOriginals && !slices.Contains(n.Originals, a) {
			n.Originals = append(n.Originals, a)
		}
	}
}

// hasNATD reports whether m holds hashes.
func hasNATD(m *isakmp.Packet) bool {
	return len(m.NATD) > 0 || slices.ContainsFunc(m.Notifies, func(n isakmp.Notify) bool {
		return n.Type == notifyNATSource || n.Type == notifyNATDestination
	})
}

// onLink reports whether no router, and so no translator, lies between r and the
// capture: its packets come with a TTL that hosts begin with.
func (n *NAT) onLink(r Role) bool {
	switch n.TTL[r] {
	case 64, 128, 255:
		return true
	}
	return false
}
