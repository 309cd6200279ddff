package ike

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// appendIKEv2 is IOS's layout of "show crypto ikev2 sa".
func appendIKEv2(b []byte, all negotiations, at time.Time) []byte {
	return appendIKEv2Families(b, all, at, false)
}

// appendIKEv2Detail is IOS's layout of "show crypto ikev2 sa detail", and a block
// for each SA with what IOS does not print.
func appendIKEv2Detail(b []byte, all negotiations, at time.Time) []byte {
	return appendBlocks(appendIKEv2Families(b, all, at, true), all, at)
}

func appendIKEv2Families(b []byte, all negotiations, at time.Time, detail bool) []byte {
	for _, ipv6 := range [...]bool{false, true} {
		b = append(b, " "+familyName(ipv6)+" Crypto IKEv2  SA\n\n"...)
		first := true
		for s := range all.family(ipv6) {
			if first {
				b = ios.AppendHeadings(b, ikev2Columns)
			}
			first = false
			switch {
			case all.router:
				b = appendRouterSA(b, s, at, detail)
			default:
				b = appendIKEv2SA(b, s, at)
				if detail {
					b = appendIKEv2More(b, s)
				}
			}
			b = all.flush(append(b, '\n'))
		}
	}
	return b
}

// ikev2Columns are the columns of "show crypto ikev2 sa". Local is the initiator of
// the first of the SAs that follow each other by rekeying.
var ikev2Columns = []ios.Column[*ike.SA]{
	{Title: "Tunnel-id", Width: 10, Cell: func(s *ike.SA) string { return itoa(ios.ConnectionID(s)) }},
	{Title: "Local", Width: 22, Cell: func(s *ike.SA) string { return endpoint(s.Now[s.Local]) }},
	{Title: "Remote", Width: 22, Cell: func(s *ike.SA) string { return endpoint(s.Now[s.Local.Other()]) }},
	{Title: "fvrf/ivrf", Width: 21, Cell: func(*ike.SA) string { return "none/none" }},
	{Title: "Status", Cell: func(s *ike.SA) string { return ios.Status(s) }},
}

// endpoint writes an address and a port as IOS does: "10.0.0.1/500".
func endpoint(p netip.AddrPort) string { return p.Addr().String() + "/" + itoa(p.Port()) }

// appendIKEv2SA appends the row of an SA and the lines below it.
func appendIKEv2SA(b []byte, s *ike.SA, at time.Time) []byte {
	b = ios.AppendRow(b, ikev2Columns, s)
	if p := s.Policy; p != nil {
		b = append(b, "      Encr: "+ios.OrUnknown(ios.IKEv2.Encr(p.Encr))...)
		if p.KeyBits > 0 {
			b = fmt.Appendf(b, ", keysize: %d", p.KeyBits)
		}
		hash := ios.IKEv2.Hash(p)
		if hash == "" {
			hash = "None" // the cipher's own
		}
		b = fmt.Appendf(b, ", PRF: %s, Hash: %s, DH Grp:%d, Auth sign: %s, Auth verify: %s\n", ios.OrUnknown(ios.IKEv2.PRF(p)), hash, p.Group,
			ios.OrUnknown(ios.PeerMethod(s, s.Local)), ios.OrUnknown(ios.PeerMethod(s, s.Local.Other())))
	}
	return fmt.Appendf(b, "      Life/Active Time: -/%d sec\n", int64(s.Age(at)/time.Second))
}

// appendIKEv2More appends lines that IOS has in its detail.
func appendIKEv2More(b []byte, s *ike.SA) []byte {
	b = fmt.Appendf(b, "      Status Description: %s\n", ios.StatusDescription(s))
	return appendInitiator(appendIKEv2Peers(b, s), s)
}

// appendInitiator appends whether the local peer is the initiator.
func appendInitiator(b []byte, s *ike.SA) []byte {
	if s.Local == ike.Initiator {
		return append(b, "      Initiator of SA : Yes\n"...)
	}
	return append(b, "      Initiator of SA : No\n"...)
}

// appendIKEv2Peers appends the SPIs and identities of an SA.
func appendIKEv2Peers(b []byte, s *ike.SA) []byte {
	b = fmt.Appendf(b, "      Local spi: %X       Remote spi: %X\n", s.SPIs[s.Local], s.SPIs[s.Local.Other()])
	b = ios.AppendLine(b, "      Local id: ", ios.OrUnknown(identityOf(s, s.Local)))
	return ios.AppendLine(b, "      Remote id: ", ios.OrUnknown(identityOf(s, s.Local.Other())))
}
