package ike

import (
	"bytes"
	"fmt"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// appendISAKMP is IOS's layout of "show crypto isakmp sa".
func appendISAKMP(b []byte, all negotiations, at time.Time) []byte {
	b = append(b, "IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n"...)
	for s := range all.family(false) {
		b = ios.AppendColumn(b, s.Now[ike.Responder].Addr().String(), 16)
		b = ios.AppendColumn(b, s.Now[ike.Initiator].Addr().String(), 16)
		b = all.flush(fmt.Appendf(ios.AppendColumn(b, s.State.String(), 15), "%7d %s\n", ios.ConnectionID(s), ios.Status(s)))
	}
	b = append(b, "\nIPv6 Crypto ISAKMP SA\n\n"...)
	for s := range all.family(true) {
		b = all.flush(fmt.Appendf(b, " dst: %s\n src: %s\n state: %s  conn-id: %7d  status: %s\n\n",
			s.Now[ike.Responder].Addr(), s.Now[ike.Initiator].Addr(), s.State, ios.ConnectionID(s), ios.Status(s)))
	}
	return b
}

func familyName(ipv6 bool) string {
	if ipv6 {
		return "IPv6"
	}
	return "IPv4"
}

func isIPv6(s *ike.SA) bool { return s.Now[ike.Initiator].Addr().Is6() }

// capCodes explains the last column of the detailed table.
const capCodes = `Codes: C - IKE configuration mode, D - Dead Peer Detection
       K - Keepalives, N - NAT-traversal
       T - cTCP encapsulation, X - IKE Extended Authentication
       psk - Preshared key, rsig - RSA signature
       renc - RSA encryption
`

const detailHeader = "C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.\n"

// appendISAKMPDetail is IOS's layout of "show crypto isakmp sa detail", and a
// block for each SA with what IOS does not print.
func appendISAKMPDetail(b []byte, all negotiations, at time.Time) []byte {
	b = append(b, capCodes...)
	for _, ipv6 := range [...]bool{false, true} {
		b = append(b, familyName(ipv6)+" Crypto ISAKMP SA\n\n"+detailHeader+"\n"...)
		for s := range all.family(ipv6) {
			b = all.flush(appendDetailRow(b, s, at))
		}
		b = append(b, '\n')
	}
	for s := range all.each {
		b = all.flush(appendSA(b, s, at))
	}
	return b
}

// appendDetailRow appends an SA's row of the detailed table. Local is the
// initiator.
func appendDetailRow(b []byte, s *ike.SA, at time.Time) []byte {
	p := s.Policy
	if p == nil {
		p = &isakmp.Policy{}
	}
	life := ""
	if d, ok := s.LifetimeLeft(at); ok {
		life = ios.HMS(d)
	}
	status := "ACTIVE"
	if !s.Deleted.IsZero() {
		status = "DELETE"
	}
	b = fmt.Appendf(b, "%-5d ", ios.ConnectionID(s))
	b = ios.AppendColumn(b, s.Now[ike.Initiator].Addr().String(), 16)
	b = ios.AppendColumn(b, s.Now[ike.Responder].Addr().String(), 16)
	b = fmt.Appendf(b, "%-6s %-6s %-4s %-6s %-4s %-2s %-8s ", "", status, ios.ISAKMP.Encr(p.Encr), ios.ISAKMP.Hash(p), ios.ISAKMP.Auth(p.Auth), ios.OrNumber("", uint16(p.Group)), life)
	return append(ios.TrimRight(append(b, capabilityLetters(s)...)), '\n')
}

// capabilityLetters are the letters of the last column.
func capabilityLetters(s *ike.SA) (letters string) {
	if s.Configured {
		letters += "C"
	}
	if hasVendorID(s, ike.Initiator, dpdVendor) && hasVendorID(s, ike.Responder, dpdVendor) {
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

// dpdVendor is the vendor ID of dead peer detection, without the version at its
// end: RFC 3706, section 5.1.
const dpdVendor = "\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57"

// hasVendorID reports whether a peer sent a vendor ID that begins with prefix.
func hasVendorID(s *ike.SA, r ike.Role, prefix string) bool {
	for _, v := range s.Vendors[r] {
		if bytes.HasPrefix(v, []byte(prefix)) {
			return true
		}
	}
	return false
}
