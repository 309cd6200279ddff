package ike

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
)

// unknownWord is IOS's word for an algorithm that is not negotiated yet.
const unknownWord = "Unknown - 0"

// appendRouterISAKMP appends the tables of "show crypto isakmp sa detail" as IOS lays them
// out, and nothing else. The one of IPv6 has headings only above SAs.
func appendRouterISAKMP(b []byte, all negotiations, at time.Time) []byte {
	b = append(ios.AppendHeadings(append(b, "IPv4 Crypto ISAKMP SA\n\n"...), detailColumns), '\n')
	for s := range all.family(false) {
		b = all.flush(appendRouterRow(b, row{SA: s, at: at}))
	}
	b = append(b, "\nIPv6 Crypto ISAKMP SA\n\n"...)
	first := true
	for s := range all.family(true) {
		if first {
			b = append(ios.AppendHeadings(b, detailColumns), '\n')
		}
		first = false
		b = all.flush(appendRouterRow(b, row{SA: s, at: at}))
	}
	return b
}

// appendRouterRow appends an SA of IKEv1, and the line of a router's own numbers.
func appendRouterRow(b []byte, s row) []byte {
	return append(ios.AppendRow(b, detailColumns, s), "       Engine-id:Conn-id =  SW:0\n"...)
}

// appendRouterSA appends an SA of "show crypto ikev2 sa [detail]" as IOS lays it out,
// and nothing else. What no message tells, as the lifetime, is 0.
func appendRouterSA(b []byte, s *ike.SA, at time.Time, detail bool) []byte {
	b = ios.AppendRow(b, routerColumns(), s)
	p := s.Policy
	if p == nil {
		p = &isakmp.Policy{}
	}
	b = append(b, "      Encr: "+cmp.Or(ios.IKEv2.Encr(p.Encr), unknownWord)...)
	if p.KeyBits > 0 {
		b = fmt.Appendf(b, ", keysize: %d", p.KeyBits)
	}
	b = fmt.Appendf(b, ", PRF: %s, Hash: %s, DH Grp:%d, Auth sign: %s, Auth verify: %s\n      Life/Active Time: 0/%d sec\n",
		cmp.Or(ios.IKEv2.PRF(p), unknownWord), cmp.Or(ios.IKEv2.Hash(p), "None"), p.Group,
		cmp.Or(ios.PeerMethod(s, s.Local), unknownWord), cmp.Or(ios.PeerMethod(s, s.Local.Other()), unknownWord), int64(s.Age(at)/time.Second))
	if detail {
		b = appendRouterDetail(b, s)
	}
	return b
}

// appendRouterDetail appends the lines of IOS's detail.
func appendRouterDetail(b []byte, s *ike.SA) []byte {
	b = append(b, "      CE id: 0, Session-id: 0\n      Status Description: "+routerDescription(s)+"\n"...)
	b = appendIKEv2Peers(b, s)
	next := nextIDs(s)
	for _, name := range [...]string{"req msg id: ", "next msg id:", "req queued: "} {
		b = fmt.Appendf(b, "      Local %s %-14d Remote %s %d\n", name, next[s.Local], name, next[s.Local.Other()])
	}
	b = append(b, "      Local window:      1              Remote window:      1\n      DPD configured for 0 seconds, retry 0\n"...)
	b = append(b, "      Fragmentation not configured.\n      Extended Authentication not configured.\n"...)
	b = append(b, "      "+natWords(s)+"\n      Cisco Trust Security SGT is disabled\n"...)
	return appendInitiator(b, s)
}

// routerColumns are ikev2Columns with the statuses that a router has: it deletes an SA
// that failed.
func routerColumns() []ios.Column[*ike.SA] {
	columns := slices.Clone(ikev2Columns)
	status := &columns[len(columns)-1]
	status.Cell = func(s *ike.SA) string {
		if s.Failure.Failed() {
			return "DELETE"
		}
		return ios.Status(s)
	}
	return columns
}

// routerDescription is the state of an SA in a router's words.
func routerDescription(s *ike.SA) string {
	waiting := "Responder waiting for AUTH message"
	if s.Local == ike.Initiator {
		waiting = "Initiator waiting for AUTH response"
	}
	switch {
	case s.Failure.Failed() || !s.Deleted.IsZero():
		return "Deleted"
	case s.State.Established():
		return "Negotiation done"
	case s.State == ike.InitSent || s.State == ike.InitRefused:
		return "Initiator waiting for INIT response"
	}
	return waiting
}

// nextIDs are the message IDs of the requests that each peer would send next, by
// those that were seen: RFC 7296, section 2.2.
func nextIDs(s *ike.SA) (next [2]uint32) {
	for i := range s.Log {
		if m := &s.Log[i]; !m.Response && m.ID >= next[m.Role] {
			next[m.Role] = m.ID + 1
		}
	}
	return next
}

// natWords is what IOS says of a NAT before itself, or before its peer.
func natWords(s *ike.SA) string {
	t := s.Traversal()
	switch {
	case t[s.Local].Behind == natd.Present:
		return "NAT-T is detected inside"
	case t[s.Local.Other()].Behind == natd.Present:
		return "NAT-T is detected outside"
	}
	return "NAT-T is not detected"
}
