package diagnose

import (
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// Types of identities beside idIPv4 and idIPv6: RFC 7296, section 3.5.
const (
	idFQDN     = 2
	idUserFQDN = 3
	idDN       = 9
	idKeyID    = 11
)

// identityText is an identity in words, "" where it is not known.
func identityText(id ike.Identity) string {
	if id.Type == 0 {
		return ""
	}
	return printable(string(isakmp.AppendIdentity(nil, id.Type, id.Data)))
}

// identityValue is an identity as a Value, nil where it is not known.
func identityValue(id ike.Identity) any {
	if text := identityText(id); text != "" {
		return text
	}
	return nil
}

// sameIdentity reports whether two identities are known and the same. Names of hosts
// and users are compared as they are: whoever configures them writes them alike.
func sameIdentity(a, b ike.Identity) bool {
	return a.Type != 0 && a.Type == b.Type && slices.Equal(a.Data, b.Data)
}

// otherIdentity reports whether two identities are known and not the same.
func otherIdentity(a, b ike.Identity) bool {
	return a.Type != 0 && b.Type != 0 && !sameIdentity(a, b)
}

// who is the peer of s in a role with its identity, where that is known and says more
// than the address: "gw1.example.org (192.0.2.1)".
func who(s *ike.SA, r ike.Role) string {
	id := s.IDs[r]
	if r == ike.Responder && s.Version == 2 && !hasSpoken(s, r) {
		id = ike.Identity{} // it is what the initiator asks for
	}
	if text := identityText(id); text != "" && text != s.Now[r].Addr().String() {
		return text + " (" + name(s, r) + ")"
	}
	return name(s, r)
}

// hasSpoken reports whether a side has told its own identity.
func hasSpoken(s *ike.SA, r ike.Role) bool { return len(s.Methods[r]) > 0 || s.Auths[r] != 0 }

// ownIdentity is the identity that the peer in role r of s has, by what it said itself:
// in s, or in other SAs between the same addresses, if it has only one there. It is of
// type 0 where it is not known.
func (f *Facts) ownIdentity(s *ike.SA, r ike.Role) (id ike.Identity) {
	if s.IDs[r].Type != 0 && (s.Version == 1 || r == ike.Initiator || hasSpoken(s, r)) {
		return s.IDs[r]
	}
	addr := s.Now[r].Addr()
	for _, x := range f.near(s) {
		for _, role := range [...]ike.Role{ike.Initiator, ike.Responder} {
			switch {
			case x.Now[role].Addr() != addr || x.IDs[role].Type == 0 || x.Version == 2 && role == ike.Responder && !hasSpoken(x, role):
			case otherIdentity(id, x.IDs[role]):
				return ike.Identity{}
			default:
				id = x.IDs[role]
			}
		}
	}
	return id
}

// askedIdentity is the identity that the peer in role r of s expects of the other one,
// by what it asks for when it begins, if it is only one. It is of type 0 where it is not
// known.
func (f *Facts) askedIdentity(s *ike.SA, r ike.Role) (id ike.Identity) {
	if r == ike.Initiator && s.Asked.Type != 0 {
		return s.Asked
	}
	addr := s.Now[r].Addr()
	for _, x := range f.near(s) {
		switch {
		case x.Now[ike.Initiator].Addr() != addr || x.Asked.Type == 0:
		case otherIdentity(id, x.Asked):
			return ike.Identity{}
		default:
			id = x.Asked
		}
	}
	return id
}
