package natd

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Traversal is what lies before each peer of an SA, by isakmp.Role.
type Traversal [2]Side

// A Side is what lies before one peer.
type Side struct {
	Behind Finding // a NAT
	// Hidden: the peer's hash of its own address is of none at which it was
	// captured. If it is of a private one (Unmask), the peer is behind a NAT and
	// was captured outside of it; else the peer only claims that there is a NAT,
	// to have ESP in UDP.
	Hidden bool
	OnLink bool           // no router lies between the peer and the capture
	Inside netip.AddrPort // the peer's own address, where it was found
	// Outside is the address that the NAT gives to a peer behind it, not valid where
	// the capture does not show it.
	Outside netip.AddrPort
	Seen    netip.AddrPort // the peer's captured address in the message with the hash
}

// A Finding is an answer to whether something is there.
type Finding uint8

const (
	Unknown Finding = iota
	Absent
	Present
)

// An SA is what the verdict depends on beside the hashes.
type SA struct {
	Version uint8
	// On500: the SA is established and its peers are on UDP 500. Peers that find
	// a NAT go to UDP 4500: RFC 3947, section 4; RFC 7296, section 2.23.
	On500 bool
}

// Traversal is what follows from the hashes and from what the peers have made of
// them.
func (d *Detection) Traversal(s SA) Traversal {
	return Traversal{d.side(s, isakmp.Initiator), d.side(s, isakmp.Responder)}
}

// Forced reports whether a peer claims a NAT that is not there, to have ESP in
// UDP. Where only Unmask can tell, that is unknown until it was called.
func (d *Detection) Forced(s SA) Finding {
	f := Absent
	for r, side := range d.Traversal(s) {
		switch done := d.Unmasked(isakmp.Role(r)); {
		case side.Hidden && done && !d.unmasked[r].inside.IsValid():
			return Present
		case side.Hidden && !done, side.Behind == Unknown:
			f = Unknown
		}
	}
	return f
}

// Verdict is the Traversal in a word.
func (d *Detection) Verdict(s SA) isakmp.NATVerdict {
	t := d.Traversal(s)
	i, r := t[isakmp.Initiator], t[isakmp.Responder]
	switch {
	case i.Behind == Present && r.Behind == Present:
		return isakmp.NATBoth
	case i.Behind == Present:
		return isakmp.NATInitiator
	case r.Behind == Present:
		return isakmp.NATResponder
	case i.Hidden || r.Hidden:
		return isakmp.NATClaimed
	case i.Behind == Absent && r.Behind == Absent:
		return isakmp.NATNone
	}
	return isakmp.NATUndecided
}

// side is what is known of one peer.
func (d *Detection) side(s SA, r isakmp.Role) Side {
	side := d.compare(r)
	u := &d.unmasked[r]
	stayed := s.On500 && len(d.Hashes) > 0 // they looked for a NAT, and found none
	switch {
	case d.Translated[r]:
		side.Behind = Present
	case stayed && !side.Hidden && side.Behind == Unknown:
		side.Behind = Absent
	case stayed && side.Hidden && side.Behind == Present && s.Version == 2:
		// The capture's addresses are not the addresses that the peers had: no hash is
		// of any of them.
		side.Behind, side.Hidden = Absent, false
	case side.Hidden && u.done && u.inside.IsValid():
		side.Behind, side.Inside, side.Outside = Present, u.inside, side.Seen
	case side.Hidden && side.Behind == Unknown && (!isakmp.IsPort(side.Seen.Port()) || d.Keepalives[r].Count > 0):
		side.Behind = Present // its port was changed, or it keeps a translation alive: RFC 3948, section 4
	case side.Hidden && side.Behind == Unknown && d.Unmasked(r):
		side.Behind = Absent
	}
	return side
}

// compare holds two kinds of hashes of one peer's address against each other:
// the hashes that it sent (own), and the hashes that the other peer sent (reported).
//
// IKEv1's are hashed with the same cookies and equal if no NAT lies in between,
// wherever the capture was made. IKEv2's are hashed with different SPIs, so each
// is compared with the addresses at which the peer was captured.
func (d *Detection) compare(r isakmp.Role) Side {
	own, reported := make([]*Hash, 0, maxHashes), make([]*Hash, 0, maxHashes)
	for i := range d.Hashes {
		h := &d.Hashes[i]
		switch {
		case h.Role == r && h.Own:
			own = append(own, h)
		case h.Role != r && !h.Own:
			reported = append(reported, h)
		}
	}
	side := Side{OnLink: d.onLink(r)}
	switch {
	case len(own) > 0:
		side.Seen = own[len(own)-1].Seen
	case len(reported) > 0:
		side.Seen = reported[len(reported)-1].Seen
	}
	inside, isInside := d.resolve(r, own)
	outside, isOutside := d.resolve(r, reported)
	side.Hidden = len(own) > 0 && !isInside
	switch {
	case equal(own, reported), isInside && isOutside && sameEnd(inside, outside):
		side.Behind, side.Hidden = Absent, false
	case len(reported) > 0 && !isOutside:
		side.Behind = Present // the other peer sees it at an address that was not captured
	case isInside && isOutside:
		side.Behind = Present // both addresses were captured
	}
	if isInside && side.Behind == Present {
		side.Inside = inside
	}
	if isOutside && side.Behind == Present {
		side.Outside = outside
	}
	return side
}

// equal reports whether one of own is one of reported.
func equal(own, reported []*Hash) bool {
	for _, a := range own {
		for _, b := range reported {
			if a.SPIs == b.SPIs && string(a.Hash) == string(b.Hash) {
				return true
			}
		}
	}
	return false
}

// resolve is the address at which a peer was captured, of which one of the
// hashes is.
func (d *Detection) resolve(r isakmp.Role, hashes []*Hash) (netip.AddrPort, bool) {
	for _, n := range [...]int{1, 1 + len(d.Endpoints[r])*endpointPorts} {
		for _, h := range hashes {
			if addr, ok := d.match(h, r, n); ok {
				return addr, true
			}
		}
	}
	return netip.AddrPort{}, false
}

// endpointPorts is how many candidates an endpoint is: its address with its own port and with
// those of IKE.
const endpointPorts = 3

// candidate is the i-th address that h may be the hash of: the one in its packet, then those
// at which the peer r was captured.
func (d *Detection) candidate(h *Hash, r isakmp.Role, i int) netip.AddrPort {
	if i == 0 {
		return h.Seen
	}
	end := d.Endpoints[r][(i-1)/endpointPorts]
	ports := [endpointPorts]uint16{end.Port(), isakmp.Port, isakmp.PortNATT}
	return netip.AddrPortFrom(end.Addr(), ports[(i-1)%endpointPorts])
}

// match is which of its first n candidates h is the hash of. Candidates are only added, so
// each is hashed once.
func (d *Detection) match(h *Hash, r isakmp.Role, n int) (netip.AddrPort, bool) {
	for ; h.found == 0 && int(h.tried) < n; h.tried++ {
		if h.of(d.candidate(h, r, int(h.tried))) {
			h.found = h.tried + 1
		}
	}
	if h.found == 0 || int(h.found) > n {
		return netip.AddrPort{}, false
	}
	return d.candidate(h, r, int(h.found)-1), true
}

// sameEnd reports whether two endpoints are one: a peer that goes to port 4500
// may do so between two hashes.
func sameEnd(a, b netip.AddrPort) bool {
	return a == b || a.Addr() == b.Addr() && isakmp.IsPort(a.Port()) && isakmp.IsPort(b.Port())
}
