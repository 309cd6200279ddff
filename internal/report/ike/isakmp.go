package ike

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// isakmpColumns are the columns of "show crypto isakmp sa".
var isakmpColumns = []ios.Column[*ike.SA]{
	{Title: "dst", Width: 16, Cell: func(s *ike.SA) string { return s.Now[ike.Responder].Addr().String() }},
	{Title: "src", Width: 16, Cell: func(s *ike.SA) string { return s.Now[ike.Initiator].Addr().String() }},
	{Title: "state", Width: 15, Cell: func(s *ike.SA) string { return s.State.String() }},
	{Title: "conn-id", Width: 8, Cell: func(s *ike.SA) string { return fmt.Sprintf("%7d", ios.ConnectionID(s)) }},
	{Title: "status", Cell: func(s *ike.SA) string { return ios.Status(s) }},
}

// appendISAKMP appends "show crypto isakmp sa" in IOS's layout.
func appendISAKMP(b []byte, all negotiations, at time.Time) []byte {
	b = ios.AppendHeadings(append(b, "IPv4 Crypto ISAKMP SA\n"...), isakmpColumns)
	for s := range all.family(false) {
		b = all.flush(ios.AppendRow(b, isakmpColumns, s))
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

// capCodes explains the last column of the detailed table.
const capCodes = `Codes: C - IKE configuration mode, D - Dead Peer Detection
       K - Keepalives, N - NAT-traversal
       T - cTCP encapsulation, X - IKE Extended Authentication
       psk - Preshared key, rsig - RSA signature
       renc - RSA encryption
`

// detailColumns are the columns of "show crypto isakmp sa detail". Local is the
// initiator.
var detailColumns = []ios.Column[row]{
	{Title: "C-id", Width: 6, Cell: func(s row) string { return itoa(ios.ConnectionID(s.SA)) }},
	{Title: "Local", Width: 16, Cell: func(s row) string { return s.Now[ike.Initiator].Addr().String() }},
	{Title: "Remote", Width: 16, Cell: func(s row) string { return s.Now[ike.Responder].Addr().String() }},
	{Title: "I-VRF", Width: 7, Cell: func(row) string { return "" }},
	{Title: "Status", Width: 7, Cell: func(s row) string { return detailStatus(s.SA) }},
	{Title: "Encr", Width: 5, Cell: func(s row) string { return ios.ISAKMP.Encr(s.policy().Encr) }},
	{Title: "Hash", Width: 7, Cell: func(s row) string { return ios.ISAKMP.Hash(s.policy()) }},
	{Title: "Auth", Width: 5, Cell: func(s row) string { return ios.ISAKMP.Auth(s.policy().Auth) }},
	{Title: "DH", Width: 3, Cell: func(s row) string { return ios.OrNumber("", uint16(s.policy().Group)) }},
	{Title: "Lifetime", Width: 9, Cell: func(s row) string { return lifetimeText(s) }},
	{Title: "Cap.", Cell: func(s row) string { return ios.SALetters(s.SA) }},
}

// appendISAKMPDetail appends "show crypto isakmp sa detail" in IOS's layout, and a
// block for each SA with what IOS does not print.
func appendISAKMPDetail(b []byte, all negotiations, at time.Time) []byte {
	b = append(b, capCodes...)
	if all.router {
		return appendRouterISAKMP(b, all, at)
	}
	for _, ipv6 := range [...]bool{false, true} {
		b = append(b, familyName(ipv6)+" Crypto ISAKMP SA\n\n"...)
		b = append(ios.AppendHeadings(b, detailColumns), '\n')
		for s := range all.family(ipv6) {
			b = all.flush(ios.AppendRow(b, detailColumns, row{SA: s, at: at}))
		}
		b = append(b, '\n')
	}
	return appendBlocks(b, all, at)
}

// appendBlocks appends a block for each SA with what IOS does not print.
func appendBlocks(b []byte, all negotiations, at time.Time) []byte {
	if all.router {
		return b
	}
	lost := all.lost()
	for s := range all.each {
		b = all.flush(appendSA(b, s, lost, at))
	}
	return b
}

// policy returns the policy that the peers agreed on, an empty one if there is none.
func (s row) policy() *isakmp.Policy {
	if s.Policy == nil {
		return &isakmp.Policy{}
	}
	return s.Policy
}

// detailStatus names the status of an SA in the detailed table.
func detailStatus(s *ike.SA) string {
	if s.Deleted.IsZero() && !s.Failure.Failed() {
		return "ACTIVE"
	}
	return "DELETE"
}

// Status is what has become of an SA: the status in a router's table, or why it failed, which
// that does not tell from a deletion where it is of IKEv1.
func Status(s *ike.SA) string {
	if s.Failure.Failed() {
		return "Failed: " + s.Failure.Text(s.Version)
	}
	return ios.Status(s)
}

// lifetimeText returns the lifetime that is left, "" if the peers agreed on none.
func lifetimeText(s row) string {
	if left, ok := s.LifetimeLeft(s.at); ok {
		return ios.HMS(left)
	}
	return ""
}
