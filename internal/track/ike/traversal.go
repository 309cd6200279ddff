package ike

import (
	"net/netip"

	"github.com/pktscope/pktscope/dissect/isakmp"
)

// A Traversal is what lies before each peer of an SA, by Role.
type Traversal [2]Side

// A Side is what lies before one peer.
type Side struct {
	Behind Finding // a translator
	// Hidden tells that the peer's hash of its own address fits none at which
	// it was seen. If it fits a private one (SA.Unmask), that is behind a
	// translator outside of which the capture was made; else the peer only
	// claims that there is one, for ESP to go in UDP.
	Hidden bool
	OnLink bool           // no router lies between it and the capture
	Inside netip.AddrPort // its own address, where that was found
	Seen   netip.AddrPort // where it was seen when it told
}

// A Finding is what is known of something.
type Finding uint8

const (
	Unknown Finding = iota
	Absent
	Present
)

// Traversal tells what the hashes of s say, and what the peers have made of them.
func (s *SA) Traversal() Traversal {
	return Traversal{s.side(Initiator), s.side(Responder)}
}

// Forced reports whether a peer claims a translator, to have ESP in UDP: as far
// as Unmask was asked for where that alone can tell.
func (s *SA) Forced() Finding {
	f := Absent
	for r, side := range s.Traversal() {
		switch done := s.settled(Role(r)); {
		case side.Hidden && done && !s.NAT.unmasked[r].inside.IsValid():
			return Present
		case side.Hidden && !done, side.Behind == Unknown:
			f = Unknown
		}
	}
	return f
}

// verdict is the Traversal in a word.
func (s *SA) verdict() isakmp.NATVerdict {
	t := s.Traversal()
	i, r := t[Initiator], t[Responder]
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

// side tells what is known of one peer.
func (s *SA) side(r Role) Side {
	side := s.hashed(r)
	u := &s.NAT.unmasked[r]
	switch {
	case s.NAT.Translated[r]:
		side.Behind = Present
	case s.stayed() && !side.Hidden && side.Behind == Unknown:
		side.Behind = Absent
	case s.stayed() && side.Hidden && side.Behind == Present && s.Version == 2:
		// No hash fits: the capture's addresses are not those that the peers had.
		side.Behind, side.Hidden = Absent, false
	case side.Hidden && u.done && u.inside.IsValid():
		side.Behind, side.Inside = Present, u.inside
	case side.Hidden && side.Behind == Unknown && (!isIKE(side.Seen.Port()) || s.NAT.Keepalives[r].Count > 0):
		side.Behind = Present // its port was changed, or it keeps a translation alive: RFC 3948, section 4
	case side.Hidden && side.Behind == Unknown && s.settled(r):
		side.Behind = Absent
	}
	return side
}

// stayed reports whether the peers looked for translators and, as far as the SA
// has come, found none: they would have gone to port 4500.
func (s *SA) stayed() bool {
	return len(s.NAT.Hashes) > 0 && !s.Ready.IsZero() && !s.Floated && s.Now[Initiator].Port() == portIKE && s.Now[Responder].Port() == portIKE
}

// hashed tells what the hashes say of one peer: those that it has made of its own
// addresses, and the one that the other has made of where it sees it.
//
// In IKEv1 these are of the same cookies, and equal if nobody translates: that
// is exact wherever the capture was made. IKEv2's are of different SPIs. Each is
// held against the addresses at which the peer was seen.
func (s *SA) hashed(r Role) Side {
	var own, told []*NATHash
	for i := range s.NAT.Hashes {
		h := &s.NAT.Hashes[i]
		switch {
		case h.Role == r && h.Own:
			own = append(own, h)
		case h.Role != r && !h.Own:
			told = append(told, h)
		}
	}
	side := Side{OnLink: s.NAT.onLink(r)}
	for _, h := range append(told, own...) {
		side.Seen = h.Seen
	}
	mine, isMine := s.resolve(r, own)
	theirs, isTheirs := s.resolve(r, told)
	side.Hidden = len(own) > 0 && !isMine
	switch {
	case equal(own, told), isMine && isTheirs && sameEnd(mine, theirs):
		side.Behind, side.Hidden = Absent, false
	case len(told) > 0 && !isTheirs:
		side.Behind = Present // it is seen at an address that is not here
	case isMine && isTheirs:
		side.Behind = Present // and both are
	}
	if isMine && side.Behind == Present {
		side.Inside = mine
	}
	return side
}

// equal reports whether one of own is one of told.
func equal(own, told []*NATHash) bool {
	for _, a := range own {
		for _, b := range told {
			if a.SPIs == b.SPIs && string(a.Hash) == string(b.Hash) {
				return true
			}
		}
	}
	return false
}

// resolve is the address at which r was seen, of which one of the hashes is.
func (s *SA) resolve(r Role, hashes []*NATHash) (netip.AddrPort, bool) {
	for _, h := range hashes {
		if h.of(h.Seen) {
			return h.Seen, true
		}
	}
	for _, h := range hashes {
		for _, end := range s.NAT.Ends[r] {
			for _, port := range [...]uint16{end.Port(), portIKE, portNATT} {
				if at := netip.AddrPortFrom(end.Addr(), port); h.of(at) {
					return at, true
				}
			}
		}
	}
	return netip.AddrPort{}, false
}

// sameEnd reports whether two ends are one: a peer that goes to port 4500 may
// say so in between.
func sameEnd(a, b netip.AddrPort) bool {
	return a == b || a.Addr() == b.Addr() && isIKE(a.Port()) && isIKE(b.Port())
}
