package ike

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// maxUnmask bounds the peers of one report whose hash is compared with the hashes of all
// private addresses: each takes a second or so.
const maxUnmask = 4

// unmask looks for the private address of peers whose hash of their own address
// (RFC 3947, section 3.2) fits none that was seen: first where it decides whether
// there is a NAT, then where one is, and the address inside is not known.
func (n negotiations) unmask() {
	left := maxUnmask
	for _, known := range [...]bool{false, true} {
		for s := range n.answered {
			for r, side := range s.Traversal() {
				if left == 0 || !side.Hidden || (side.Behind == natd.Present) != known || s.Unmasked(ike.Role(r)) {
					continue
				}
				left--
				s.Unmask(ike.Role(r))
			}
		}
	}
}

// natCell is which peers are behind a NAT, and whether NAT-T is forced without one.
func natCell(s *ike.SA) any {
	t := s.Traversal()
	return render.Object{
		{Key: "initiator", Value: findingCell(t[ike.Initiator].Behind)}, {Key: "responder", Value: findingCell(t[ike.Responder].Behind)},
		{Key: "forced", Value: findingCell(s.Forced())},
		{Key: "initiator_inside", Value: insideCell(&t[ike.Initiator])}, {Key: "responder_inside", Value: insideCell(&t[ike.Responder])},
	}
}

func findingCell(f natd.Finding) any {
	if f == natd.Unknown {
		return nil
	}
	return f == natd.Present
}

func insideCell(side *natd.Side) any {
	if !side.Inside.IsValid() {
		return nil
	}
	return side.Inside.String()
}

// appendTraversal appends what is known of NAT between the peers.
func appendTraversal(b []byte, s *ike.SA) []byte {
	if len(s.NAT.Hashes) == 0 && !s.Floated {
		return b
	}
	b = append(append(b, "  NAT traversal: "...), traversalText(s)...)
	if s.Floated {
		b = append(b, ", the peers changed to UDP 4500"...)
	}
	b = append(b, '\n')
	for r, side := range s.Traversal() {
		b = appendSide(b, s, ike.Role(r), &side)
	}
	if len(s.NAT.Originals) > 0 {
		b = fmt.Appendf(b, "    Addresses before translation (NAT-OA): %v\n", s.NAT.Originals)
	}
	return b
}

// traversalText says which peers are behind a NAT.
func traversalText(s *ike.SA) string {
	t := s.Traversal()
	switch i, r := t[ike.Initiator].Behind, t[ike.Responder].Behind; {
	case i == natd.Present && r == natd.Present:
		return "both peers are behind a NAT"
	case i == natd.Present:
		return "the initiator is behind a NAT"
	case r == natd.Present:
		return "the responder is behind a NAT"
	case s.Forced() == natd.Present:
		return "forced, there is no NAT"
	case i == natd.Absent && r == natd.Absent:
		return "no NAT between the peers"
	}
	return "it is not known whether there is a NAT"
}

// appendSide appends what is known of one peer.
func appendSide(b []byte, s *ike.SA, r ike.Role, side *natd.Side) []byte {
	switch {
	case side.Inside.IsValid() && side.Outside.IsValid() && side.Inside != side.Outside:
		b = fmt.Appendf(b, "    The %s, %s, is behind %s\n", r, side.Inside, side.Outside)
	case side.Inside.IsValid() && side.Behind == natd.Present:
		b = fmt.Appendf(b, "    The %s, %s, is behind a NAT whose outer address is not in this capture\n", r, side.Inside)
	case side.Hidden && side.OnLink:
		b = fmt.Appendf(b, "    The %s's hash of its own address does not match %s although no router lies between it and the capture: it requests UDP encapsulation\n", r, side.Seen)
	case side.Hidden && s.Unmasked(r):
		b = fmt.Appendf(b, "    The %s's hash of its own address matches neither %s nor any private address: it requests UDP encapsulation\n", r, side.Seen)
	case side.Hidden:
		b = fmt.Appendf(b, "    The %s's hash of its own address does not match %s\n", r, side.Seen)
	}
	if k := &s.NAT.Keepalives[r]; k.Count > 0 {
		b = fmt.Appendf(b, "    Keepalives of the %s: %d", r, k.Count)
		if every := k.Interval(); every > 0 {
			b = fmt.Appendf(b, ", every %s (%s to %s)", every.Round(time.Millisecond), k.Shortest.Round(time.Millisecond), k.Longest.Round(time.Millisecond))
		}
		b = append(b, '\n')
	}
	return b
}
