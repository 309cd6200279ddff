package diagnose

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// leastAsked is how many packets ask in vain where both sides send.
const leastAsked = 3

// A beyond is a direction of a tunnel whose packets are captured and seem not to arrive,
// while the other side sends as well: what is asked inside is never answered.
type beyond struct {
	facts   *Facts
	tunnel  *tunnel.Tunnel
	d, back *direction

	pair        *cleartext.Pair // that asks most
	pings, syns int             // of all pairs
	since, last int64
	again       *cleartext.Pair // the other side asks again what this one answers
	worked      bool            // the host that is asked has answered before, and sends
}

// findBeyond finds tunnels of which one direction is lost behind the capture point, as what is
// decrypted shows.
func findBeyond(f *Facts, t *tunnel.Tunnel, d, back *direction, found func(Finding)) {
	b := beyond{facts: f, tunnel: t, d: d, back: back}
	if b.applies() {
		found(b.finding())
	}
}

// applies reports whether nothing of what d asks is answered any more, though all that comes
// back can be read.
func (b *beyond) applies() bool {
	d, back := b.d, b.back
	if len(d.sas) == 0 || len(back.sas) == 0 || back.decrypted < back.packets || unrouted(d.to) || unrouted(d.from) {
		return false
	}
	n, r := d.newest(), back.newest()
	if n.Shared || r.Shared || n.AfterDelete() || r.AfterDelete() {
		return false
	}
	arrived := b.collect()
	if b.pair == nil || b.pings+b.syns < leastAsked || b.since <= arrived {
		return false
	}
	since := time.Unix(0, b.since)
	return time.Duration(b.last-b.since) >= leastAloneTime && b.facts.At.Sub(since) >= leastWait && r.Recent.After(since) >= leastAlone
}

// collect adds up what the pairs within d ask, and returns when one of them was seen to arrive
// last: 0, never.
func (b *beyond) collect() (arrived int64) {
	most := 0
	for p, back := range b.facts.inside(b.tunnel, b.d) {
		a := p.Asked
		if a == nil {
			continue
		}
		arrived = max(arrived, a.Arrived)
		if n := a.Pings + a.SYNs; n > 0 && !b.aside(p) {
			if b.pair == nil || a.Since < b.since {
				b.since = a.Since
			}
			b.last = max(b.last, a.Last)
			b.pings += a.Pings
			b.syns += a.SYNs
			if n > most {
				b.pair, most = p, n
			}
			b.worked = b.worked || a.Arrived != 0 && back != nil && back.Last > a.Since
		}
		if a.Again > 0 {
			b.again = p
		}
	}
	if b.again != nil && b.again.Asked.AgainLast < arrived {
		b.again = nil
	}
	return arrived
}

// aside reports whether what p asks may be answered outside of the tunnel.
func (b *beyond) aside(p *cleartext.Pair) bool {
	for _, o := range b.facts.outside(p.Dst, p.Src) {
		if o.Leaked() > 0 && o.Last > p.Asked.Since {
			return true
		}
	}
	return false
}

func (b *beyond) finding() Finding {
	d, p := b.d, b.pair
	n := d.newest()
	x := Finding{
		Severity: Note, Certainty: Possible, Tunnel: tunnelOfESP(b.tunnel, n, b.back.newest()), Reference: "RFC 4301, section 5",
		Symptoms: []Symptom{SilenceOf(d.from, d.to)},
		Evidence: []Evidence{askedEvidence(p, p.Asked.Frame, p.Asked.Since, "the first one that is not answered")},
	}
	if p.Asked.Arrived != 0 {
		x.Evidence = append([]Evidence{{Frame: p.Asked.ArrivedFrame, Time: time.Unix(0, p.Asked.Arrived), Text: "the last answer of " + p.Dst.String()}}, x.Evidence...)
	}
	if p.Asked.LastFrame != p.Asked.Frame {
		x.Evidence = append(x.Evidence, askedEvidence(p, p.Asked.LastFrame, p.Asked.Last, "the last one"))
	}
	why, seems := "; or the hosts that are asked do not answer", "may be"
	if b.again != nil {
		a := b.again.Asked
		x.Evidence = append(x.Evidence, Evidence{Frame: a.AgainFrame, Time: time.Unix(0, a.AgainLast), Field: "tcp.flags.syn", Value: "True", Text: b.again.Dst.String() + " sends a SYN again that was answered"})
		why = fmt.Sprintf(", and %s asks again what %s has answered", b.again.Dst, b.again.Src)
	} else if b.worked {
		why = ", though " + p.Dst.String() + " has answered before, and sends"
	}
	if b.again != nil || b.worked {
		x.Severity, x.Certainty, seems = Error, Likely, "seems to be"
		x.Remedies = b.remedies()
	}
	x.Summary = fmt.Sprintf("One way: %s of %s to %s %s lost behind this capture point, or dropped by %s, while %s comes back: %s in %s without an answer%s",
		protocolOf(n), d.from, d.to, seems, d.to, protocolOf(b.back.newest()), b.what(), about(time.Duration(b.last-b.since)), why)
	return x
}

// what tells what is asked: "10 pings of 10.1.0.1 to 10.2.0.1".
func (b *beyond) what() string {
	var list []string
	if b.pings > 0 {
		list = append(list, plural(b.pings, "ping"))
	}
	if b.syns > 0 {
		list = append(list, plural(b.syns, "SYN")+" of TCP")
	}
	text := strings.Join(list, " and ")
	if a := b.pair.Asked; a.Pings+a.SYNs == b.pings+b.syns {
		return text + " of " + b.pair.Src.String() + " to " + b.pair.Dst.String()
	}
	return text + ", of " + b.pair.Src.String() + " to " + b.pair.Dst.String() + " for one"
}

// askedEvidence is a packet that asks.
func askedEvidence(p *cleartext.Pair, frame uint64, at int64, text string) Evidence {
	e := Evidence{Frame: frame, Time: time.Unix(0, at), Text: text}
	switch {
	case p.Asked.SYNs > 0 && p.Asked.Pings > 0:
	case p.Asked.SYNs > 0:
		e.Field, e.Value = "tcp.flags.syn", "True"
	case p.Src.Is6():
		e.Field, e.Value = "icmpv6.type", "128"
	default:
		e.Field, e.Value = "icmp.type", "8"
	}
	return e
}

// remedies are what is to be looked at on the gateway that seems to get nothing.
func (b *beyond) remedies() []Remedy {
	d := b.d
	gateway, peer := endpoint(d.to), addressSeen(b.tunnel, d.from)
	return append(permitESP(gateway, d.to, peer,
		"! decaps stays as it is: let ESP through where it is dropped on the way",
		"! decaps or its errors grow: the gateway drops it, or the network behind it",
		"do show crypto ipsec sa peer "+peer+" | include decaps|errors"),
		remedyOn(StrongSwan, gateway, inShell("# bytes in stay as they are: let ESP through where it is dropped on the way", "swanctl --list-sas", acceptESP(d.to, peer))...)...)
}

// permitESP are lines for routers that let ESP of peer in at a gateway with an address, behind
// others.
func permitESP(gateway netip.AddrPort, to netip.Addr, peer string, before ...string) []Remedy {
	permit := []string{
		"access-list 110 permit esp host " + peer + " host " + to.String(),
		"access-list 110 permit udp host " + peer + " host " + to.String() + " eq non500-isakmp",
	}
	if to.Is6() {
		permit = []string{"ipv6 access-list <outside-in>", " permit esp host " + peer + " host " + to.String(), " permit udp host " + peer + " host " + to.String() + " eq 4500"}
	}
	return onRouters(gateway, append(before, permit...)...)
}

// acceptESP is the command of nftables that lets ESP of peer in.
func acceptESP(to netip.Addr, peer string) string {
	family, next := "ip", "protocol"
	if to.Is6() {
		family, next = "ip6", "nexthdr"
	}
	return "nft insert rule inet filter input " + family + " saddr " + peer + " " + family + " " + next + " esp accept"
}
