package ike

import (
	"fmt"
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
	b = appendIKEv2Families(b, all, at, true)
	for s := range all.each {
		b = all.flush(appendSA(b, s, at))
	}
	return b
}

func appendIKEv2Families(b []byte, all negotiations, at time.Time, detail bool) []byte {
	for _, ipv6 := range [...]bool{false, true} {
		b = append(b, " "+familyName(ipv6)+" Crypto IKEv2  SA\n\n"...)
		header := "Tunnel-id Local                 Remote                fvrf/ivrf            Status\n"
		for s := range all.family(ipv6) {
			b = append(b, header...)
			header = ""
			b = appendIKEv2Row(b, s, at)
			if detail {
				b = appendIKEv2More(b, s)
			}
			b = all.flush(append(b, '\n'))
		}
	}
	return b
}

// appendIKEv2Row appends an SA. Local is the initiator.
func appendIKEv2Row(b []byte, s *ike.SA, at time.Time) []byte {
	b = fmt.Appendf(b, "%-9d ", ios.ConnectionID(s))
	for _, p := range s.Now {
		b = ios.AppendColumn(b, p.Addr().String()+"/"+itoa(p.Port()), 22)
	}
	b = fmt.Appendf(b, "%-20s %s\n", "none/none", ios.Status(s))
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
			ios.OrUnknown(ios.PeerMethod(s, ike.Initiator)), ios.OrUnknown(ios.PeerMethod(s, ike.Responder)))
	}
	return fmt.Appendf(b, "      Life/Active Time: -/%d sec\n", int64(s.Age(at)/time.Second))
}

// appendIKEv2More appends the lines that IOS has in its detail.
func appendIKEv2More(b []byte, s *ike.SA) []byte {
	description := "Negotiation done"
	if !s.State.Established() {
		description = s.State.String()
	}
	b = fmt.Appendf(b, "      Status Description: %s\n", description)
	b = fmt.Appendf(b, "      Local spi: %X       Remote spi: %X\n", s.SPIs[ike.Initiator], s.SPIs[ike.Responder])
	b = ios.AppendLine(b, "      Local id: ", ios.OrUnknown(identityOf(s, ike.Initiator)))
	b = ios.AppendLine(b, "      Remote id: ", ios.OrUnknown(identityOf(s, ike.Responder)))
	return append(b, "      Initiator of SA : Yes\n"...)
}
