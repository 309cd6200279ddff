package ios

import (
	"bytes"
	"slices"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// SALetters are the letters of what an IKE SA does: C for IKE configuration mode, D for
// dead peer detection, N for NAT traversal, X for extended authentication.
func SALetters(s *ike.SA) (letters string) {
	if s.Configured {
		letters += "C"
	}
	if detectsDeadPeers(s) {
		letters += "D"
	}
	if s.Floated {
		letters += "N"
	}
	if s.Policy != nil && s.Policy.Auth.XAUTH() {
		letters += "X"
	}
	return letters
}

// SessionLetters are SALetters and F for IKE fragmentation.
func SessionLetters(s *ike.SA) string {
	letters := SALetters(s)
	if s.Version == 2 && notified(s, ike.Initiator, isakmp.NotifyFragmentation) && notified(s, ike.Responder, isakmp.NotifyFragmentation) {
		letters += "F"
	}
	return letters
}

// dpdVendor is the vendor ID of dead peer detection, without the version at its
// end: RFC 3706, section 5.1.
const dpdVendor = "\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57"

// detectsDeadPeers reports whether the peers of an SA ask each other for a sign of
// life. In IKEv2 every peer answers: RFC 7296, section 2.4.
func detectsDeadPeers(s *ike.SA) bool {
	if s.Version == 2 {
		return s.Probes.Asked > 0
	}
	return hasVendorID(s, ike.Initiator, dpdVendor) && hasVendorID(s, ike.Responder, dpdVendor)
}

// hasVendorID reports whether a peer sent a vendor ID that begins with prefix.
func hasVendorID(s *ike.SA, r ike.Role, prefix string) bool {
	return slices.ContainsFunc(s.Vendors[r], func(v []byte) bool { return bytes.HasPrefix(v, []byte(prefix)) })
}

// notified reports whether a peer sent a notification.
func notified(s *ike.SA, r ike.Role, t isakmp.NotifyType) bool {
	return slices.ContainsFunc(s.Notices, func(n ike.Notice) bool { return n.Role == r && n.Type == t })
}
