package diagnose

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/ike/natd"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// What shows that nobody answers: so many copies of a message in such a time.
const (
	sentUnanswered = 3
	timeUnanswered = 3 * time.Second
)

// unanswered is the message of s that its sender has given up or sends again and again,
// and the role of its sender; nil: there is none.
func unanswered(s *ike.SA) (ike.Role, *ike.Unanswered) {
	if !s.Deleted.IsZero() && s.SupersededBy == 0 || s.ReplacedBy != nil || s.Redundant {
		return 0, nil
	}
	switch s.Failure.Kind {
	case ike.NoAnswer, ike.PeerLost:
		r := s.Failure.By.Other()
		return r, &s.Unanswered[r]
	case ike.NotFailed:
	default:
		return 0, nil
	}
	for r := range s.Unanswered {
		if u := &s.Unanswered[r]; u.Sent >= sentUnanswered && u.Last.Sub(u.First) >= timeUnanswered && !heardSince(s, ike.Role(r).Other(), u.First) {
			return ike.Role(r), u
		}
	}
	return 0, nil
}

// heardSince reports whether a peer has sent something new since a moment, as far as
// the ladder of s has it.
func heardSince(s *ike.SA, r ike.Role, since time.Time) bool {
	return slices.ContainsFunc(s.Log, func(m ike.Message) bool { return m.Role == r && !m.Again && m.Time.After(since) })
}

// span is a time as a sentence has it: "4.8 s", "35 s", "12 min".
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return strconv.FormatFloat(max(d.Seconds(), 0.01), 'f', 2, 64) + " s"
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
	return fmt.Sprintf("%.0f h", d.Hours())
}

// count is "1 message", "4 messages".
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}

// sending is how often and for how long something was sent: "4 messages in 4.8 s".
func sending(n int, first, last time.Time) string {
	if n < 2 {
		return count(n, "message")
	}
	return count(n, "message") + " in " + span(last.Sub(first))
}

// errorsAbout are the ICMP errors about packets from one address to another that came
// within a time, those that tell most first. which selects among what they quote.
func (f *Facts) errorsAbout(src, dst netip.Addr, since, until time.Time, which func(*icmperror.Quote) bool) (list []*icmperror.Error) {
	const grace = 5 * time.Second // of a router that looks for a host, and answers when it has not found it
	for _, e := range f.errors[[2]netip.Addr{src, dst}] {
		if which(&e.Quote) && !e.Tunnelled &&
			!e.Last.Before(since) && !e.First.After(until.Add(grace)) {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b *icmperror.Error) int {
		return cmp.Or(cmp.Compare(b.Reason(), a.Reason()), a.First.Compare(b.First))
	})
	return list
}

// errorEvidence is an ICMP error, as evidence.
func errorEvidence(e *icmperror.Error) Evidence {
	field := "icmp.code"
	if e.IPv6() {
		field = "icmpv6.code"
	}
	return Evidence{
		Frame: e.FirstFrame, Time: e.First, Field: field, Value: strconv.Itoa(int(e.Code)),
		Text: fmt.Sprintf("%s answers ICMP %s, %s", e.From, e.Reason(), times(e.Count)),
	}
}

// times is "once", "4 times".
func times(n uint64) string {
	if n == 1 {
		return "once"
	}
	return strconv.FormatUint(n, 10) + " times"
}

// errorCause says in a sentence what an ICMP error about messages to dst tells.
func errorCause(e *icmperror.Error, dst netip.AddrPort) string {
	own := e.From == dst.Addr()
	switch r := e.Reason(); {
	case r == icmperror.Port && own:
		return fmt.Sprintf("no process has UDP port %d there, or it is a NAT that forwards it to nobody (ICMP port unreachable)", cmp.Or(e.Dst.Port(), dst.Port()))
	case r == icmperror.Prohibited && own:
		return "its own filter rejects them (ICMP administratively prohibited)"
	case r == icmperror.Prohibited:
		return fmt.Sprintf("a filter at %s rejects them (ICMP administratively prohibited)", e.From)
	case r == icmperror.Network:
		return fmt.Sprintf("%s has no route there (ICMP network unreachable)", e.From)
	case r == icmperror.Host:
		return fmt.Sprintf("%s does not find the host (ICMP host unreachable)", e.From)
	case r == icmperror.Hops:
		return fmt.Sprintf("they go in circles until %s gives them up (ICMP time exceeded)", e.From)
	default:
		return fmt.Sprintf("%s answers ICMP %s", e.From, r)
	}
}

// exchangeEvidence is a frame with a message of IKE, by its exchange.
func exchangeEvidence(frame uint64, at time.Time, x isakmp.Exchange, text string) Evidence {
	return Evidence{Frame: frame, Time: at, Field: "isakmp.exchangetype", Value: strconv.Itoa(int(x)), Text: text}
}

// seenAs is the address by which the other peer of s knows the one in role r: that of the NAT
// before it, of which a capture inside of the NAT does not tell.
func seenAs(s *ike.SA, r ike.Role) string {
	side := s.Traversal()[r]
	switch own := s.Now[r].Addr(); {
	case side.Behind != natd.Present || side.Inside.IsValid() && side.Inside.Addr() != own:
		return own.String()
	case side.Outside.IsValid():
		return side.Outside.Addr().String()
	}
	return "<address outside the NAT>"
}

// addressSeen is seenAs of the peer of a tunnel with an address, which is returned where no IKE
// SA of the tunnel tells of a NAT.
func addressSeen(t *tunnel.Tunnel, a netip.Addr) string {
	if s := t.IKE; s != nil {
		for r := range s.Now {
			if s.Now[r].Addr() == a {
				return seenAs(s, ike.Role(r))
			}
		}
	}
	return a.String()
}

// permitIKE are the lines by which a gateway lets IKE and ESP of a peer in, of which it sees
// address a.
func permitIKE(gateway netip.AddrPort, a string) (ios, asa, swan []string) {
	b := gateway.Addr()
	list, family := "ip access-list extended <outside-in>", "ip"
	if b.Is6() {
		list, family = "ipv6 access-list <outside-in>", "ip6"
	}
	ios = []string{
		list,
		fmt.Sprintf(" permit udp host %s host %s eq isakmp", a, b),
		fmt.Sprintf(" permit udp host %s host %s eq non500-isakmp", a, b),
		fmt.Sprintf(" permit esp host %s host %s", a, b),
	}
	asa = []string{
		fmt.Sprintf("access-list <outside-in> extended permit udp host %s host %s eq isakmp", a, b),
		fmt.Sprintf("access-list <outside-in> extended permit udp host %s host %s eq 4500", a, b),
		fmt.Sprintf("access-list <outside-in> extended permit esp host %s host %s", a, b),
	}
	next := "protocol"
	if b.Is6() {
		ios[1], ios[2] = fmt.Sprintf(" permit udp host %s host %s eq 500", a, b), fmt.Sprintf(" permit udp host %s host %s eq 4500", a, b)
		next = "nexthdr"
	}
	swan = inShell(
		fmt.Sprintf("nft insert rule inet filter input %s saddr %s udp dport '{ 500, 4500 }' accept", family, a),
		fmt.Sprintf("nft insert rule inet filter input %s saddr %s %s %s esp accept", family, a, family, next),
	)
	return ios, asa, swan
}
