package diagnose

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeDuplicateIdentity finds initiators of one identity at different endpoints, each of
// which ends the SA of the other, and both of which come back. A peer that moves, or
// that has restarted, does not go back and forth.
func ikeDuplicateIdentity(f *Facts, found func(Finding)) {
	byIdentity := map[[2]string][]*ike.SA{}
	for _, s := range f.SAs {
		if s.Replaces == nil && !s.Ready.IsZero() && s.IDs[ike.Initiator].Type != 0 {
			k := [2]string{s.Now[ike.Responder].Addr().String(), fmt.Sprint(s.IDs[ike.Initiator].Type) + string(s.IDs[ike.Initiator].Data)}
			byIdentity[k] = append(byIdentity[k], s)
		}
	}
	for _, s := range f.SAs {
		k := [2]string{s.Now[ike.Responder].Addr().String(), fmt.Sprint(s.IDs[ike.Initiator].Type) + string(s.IDs[ike.Initiator].Data)}
		if list := byIdentity[k]; len(list) > 0 && list[0] == s {
			duplicates(list, found)
		}
	}
}

// duplicates looks for evictions back and forth among SAs of one identity with one
// responder, in the order of their first messages.
func duplicates(list []*ike.SA, found func(Finding)) {
	var ends []netip.AddrPort // of the initiators that were evicted, one after the other
	var x Finding
	seen := true // that each SA ends, and not only that the other peer is back
	for i := 1; i < len(list); i++ {
		old, s := list[i-1], list[i]
		if old.Peers[ike.Initiator] == s.Peers[ike.Initiator] || !evicts(s, old) && !mayEvict(old) {
			continue
		}
		seen = seen && evicts(s, old)
		ends = append(ends, old.Peers[ike.Initiator])
		x.Evidence = append(x.Evidence, Evidence{Frame: firstFrame(s), Time: s.First, Text: fmt.Sprintf("%s begins, after %s", s.Peers[ike.Initiator], old.Peers[ike.Initiator])})
		x.Symptoms = append(x.Symptoms, FailureOf(old))
		x.Tunnel = tunnelOf(s)
	}
	if !backAndForth(ends) {
		return
	}
	last := list[len(list)-1]
	id, r := identityText(last.IDs[ike.Initiator]), name(last, ike.Responder)
	x.Severity, x.Certainty = Warning, Certain
	if !seen {
		x.Certainty = Likely
	}
	x.Summary = fmt.Sprintf("Two peers identify themselves as %s at %s, from %s and %s: each ends the tunnel of the other", id, r, ends[0], ends[1])
	x.Values = []Value{{Name: "identity", Initiator: id}}
	x.Reference = "RFC 7296, section 2.4"
	x.Remedies = append(onRouters(endpoint(ends[1].Addr()), "crypto ikev2 profile PROFILE", " identity local fqdn <name of its own>"),
		remedyOn(StrongSwan, endpoint(ends[1].Addr()), connection("local {", "  id = <name of its own>", "}")...)...)
	if last.Version == 1 {
		x.Reference = "RFC 2407, section 4.6.3.3"
		x.Remedies = append(onRouters(endpoint(ends[1].Addr()), "hostname <name of its own>", "crypto isakmp identity hostname"),
			remedyOn(StrongSwan, endpoint(ends[1].Addr()), connection("local {", "  id = <name of its own>", "}")...)...)
	}
	found(x)
}

// evicts reports whether old ended because s was established: by INITIAL_CONTACT, or
// because the responder allows one SA of an identity.
func evicts(s, old *ike.SA) bool {
	if old.SupersededBy == s.ID {
		return true
	}
	return !old.Deleted.IsZero() && old.Deleted.After(s.First) && old.Deleted.Before(s.Ready.Add(time.Second))
}

// mayEvict reports whether it is not known if old was deleted: nothing of it is decrypted.
func mayEvict(old *ike.SA) bool {
	return old.Encrypted > 0 && old.Decrypted == 0 && old.Deleted.IsZero()
}

// backAndForth reports whether an endpoint that was evicted has come back and evicted
// the other, and was evicted again.
func backAndForth(ends []netip.AddrPort) bool {
	for i := 2; i < len(ends); i++ {
		if ends[i] == ends[i-2] && ends[i] != ends[i-1] {
			return true
		}
	}
	return false
}

// firstFrame is the frame of the first message of s, 0 where it is not kept.
func firstFrame(s *ike.SA) uint64 {
	if len(s.Log) > 0 {
		return s.Log[0].Frame
	}
	return 0
}
