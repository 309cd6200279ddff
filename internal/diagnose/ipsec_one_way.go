package diagnose

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// A direction is silent if the other one has so many packets, over so long a time, while
// it has none; and if the capture goes on for as long, so that an answer would be there.
const (
	leastAlone     = 3
	leastAloneTime = 400 * time.Millisecond
	leastWait      = time.Second // from the first packet on
	leastLater     = 5           // where there were packets both ways before
	leastLaterTime = 800 * time.Millisecond
	leastLaterWait = 2 * time.Second
)

// findOneWay finds tunnels with packets in one direction alone, or of which one direction seems
// not to arrive.
func findOneWay(f *Facts, found func(Finding)) {
	for _, t := range f.Tunnels {
		d := directionsOf(t)
		for i := range d {
			o := oneWay{facts: f, tunnel: t, talks: &d[i], silent: &d[1-i]}
			if o.applies() {
				o.tell(found)
			} else {
				findBeyond(f, t, &d[i], &d[1-i], found)
			}
		}
	}
}

// A oneWay is a direction that talks while the other is silent.
type oneWay struct {
	facts         *Facts
	tunnel        *tunnel.Tunnel
	talks, silent *direction
	alone         int // packets of the one that talks since the other is silent, eight at most where it was not always
}

// applies reports whether the one direction talks long enough while the other is silent.
func (o *oneWay) applies() bool {
	t, s := o.talks, o.silent
	if len(t.sas) == 0 || unrouted(t.to) {
		return false
	}
	n := t.newest()
	if n.Shared {
		return false // SAs of a group: what comes back may be another's
	}
	if s.packets == 0 {
		o.alone = int(min(t.packets, 1<<30))
		return o.alone >= leastAlone && t.last.Sub(t.first) >= leastAloneTime && o.facts.At.Sub(t.first) >= leastWait
	}
	if n.AfterDelete() {
		return false
	}
	const atOnce = 100 * time.Millisecond
	from := s.last.Add(atOnce)
	o.alone = n.Recent.After(from)
	return o.alone >= leastLater && t.last.Sub(from) >= leastLaterTime && o.facts.At.Sub(from) >= leastLaterWait && n.Recent.Span() >= leastLaterTime
}

// A verdict is what is known of packets in one direction.
type verdict struct {
	severity  Severity
	certainty Certainty
	why       string // a part of the sentence
}

func (o *oneWay) tell(found func(Finding)) {
	v, ok := o.judge()
	if !ok {
		return
	}
	t, s := o.talks, o.silent
	n := t.newest()
	x := Finding{
		Severity: v.severity, Certainty: v.certainty, Tunnel: tunnelOfESP(o.tunnel, n), Symptoms: []Symptom{SilenceOf(s.from, s.to)},
		Evidence: []Evidence{firstEvidence(t.sas[0], "the first packet of "+t.from.String()), lastEvidence(n, "the last packet of "+t.from.String())},
	}
	never := "and none comes back"
	if s.packets > 0 {
		old := s.newest()
		never = fmt.Sprintf("and none has come back for %s, while some did before", about(t.last.Sub(s.last)))
		x.Evidence = slices.Insert(x.Evidence, 1, lastEvidence(old, "the last packet of "+s.from.String()))
		x.Tunnel = tunnelOfESP(o.tunnel, n, old)
	}
	x.Summary = fmt.Sprintf("One way: %s sends %s to %s, %s%s, at this capture point", t.from, protocolOf(n), t.to, never, v.why)
	x.Values = []Value{o.packets()}
	if v.severity > Note {
		x.Remedies = o.remedies()
	}
	x.Reference = "RFC 4301, section 5"
	found(x)
}

// packets are those of each side.
func (o *oneWay) packets() Value {
	v := Value{Name: "packets", Initiator: o.talks.packets, Responder: o.silent.packets}
	if n := o.tunnel.IKE; n != nil && n.Now[ike.Initiator].Addr() == o.silent.from {
		v.Initiator, v.Responder = v.Responder, v.Initiator
	} else if n == nil && o.tunnel.Local == o.silent.from {
		v.Initiator, v.Responder = v.Responder, v.Initiator
	}
	return v
}

// judge tells what the silence means; ok is false if nothing is wrong.
func (o *oneWay) judge() (v verdict, ok bool) {
	t := o.talks
	negotiations := o.facts.Between(t.from, t.to)
	switch {
	case slices.ContainsFunc(negotiations, func(s *ike.SA) bool { return s.Failure.Kind == ike.PeerLost || o.waits(s) }):
		return v, false // nothing at all comes back: it is not about ESP
	case o.silent.packets == 0 && oneSided(negotiations):
		return verdict{Note, Possible, "; IKE is captured one way as well, so that the capture may have one direction alone"}, true
	case len(negotiations) == 0 && o.silent.packets == 0:
		return verdict{Note, Possible, "; no IKE is captured, so that the capture may have one direction alone"}, true
	case t.decrypted > 0:
		if p := o.unanswered(); p != nil {
			return verdict{Error, Certain, fmt.Sprintf(", although %s asks %s for an answer (%s)", p.Src, p.Dst, conversation(p))}, true
		}
		return v, false // what is inside wants no answer
	case o.silent.packets > 0:
		return verdict{Error, Likely, ""}, o.alike()
	case wantsAnswer(o.talks.newest()):
		return verdict{Error, Likely, ""}, true
	}
	return verdict{Note, Possible, "; not decrypted, so that it is not known whether an answer is wanted"}, true
}

// waits reports whether s waits for an answer of the silent side.
func (o *oneWay) waits(s *ike.SA) bool {
	for r := range s.Unanswered {
		u := &s.Unanswered[r]
		if u.Sent > 2 && s.Now[r].Addr() == o.talks.from && u.Last.After(o.silent.last) {
			return true
		}
	}
	return false
}

// oneSided reports whether all messages of some IKE SAs that were captured are of one
// side, which may be the initiator of one SA and the responder of another.
func oneSided(negotiations []*ike.SA) bool {
	var side netip.Addr
	for _, s := range negotiations {
		for i := range s.Log {
			from := s.Now[s.Log[i].Role].Addr()
			if side.IsValid() && side != from {
				return false
			}
			side = from
		}
	}
	return side.IsValid()
}

// alike reports whether the last packets are such as nobody sends who gets what he wants:
// of about one length, and slowly.
func (o *oneWay) alike() bool {
	const padding, slow = 16, 20 // bytes; packets a second
	n := o.talks.newest()
	least, most := n.Recent.Sizes()
	if most-least > padding || n.Recent.Span() <= time.Second*time.Duration(n.Recent.Len())/slow {
		return false
	}
	mean := int(n.Bytes/n.Packets) + outer(n) // and those that were answered were such as well
	return mean-least <= padding && most-mean <= padding && (o.silent.packets+2)*5 >= (o.talks.packets-uint64(o.alone))*4
}

// What ESP makes of the echo requests that systems send unless told otherwise: 84 bytes of
// Linux, BSD and macOS, 100 of Cisco, with any usual suite in tunnel mode.
const (
	leastEcho = 108
	mostEcho  = 168
)

// wantsAnswer reports whether the last packets of s, which nothing has come back of, are such as
// somebody sends who waits for an answer: of one length, slowly, and as long as echo
// requests or with pauses that double as those of TCP do (RFC 6298, section 5.5).
func wantsAnswer(s *tunnel.SA) bool {
	const slow = 20 // packets a second
	least, most := s.Recent.Sizes()
	if most != least || s.Recent.Span() <= time.Second*time.Duration(s.Recent.Len())/slow {
		return false
	}
	pauses := s.Recent.Pauses()
	for i := 1; i < len(pauses); i++ {
		if before := pauses[i-1]; pauses[i] > before*9/5 && pauses[i] < before*11/5 && before > time.Second/2 {
			return true
		}
	}
	size := least - outer(s)
	return size >= leastEcho && size <= mostEcho
}

// unanswered is a pair inside the tunnel that asks and gets no answer, nil without one.
func (o *oneWay) unanswered() *cleartext.Pair {
	for p, back := range o.facts.inside(o.tunnel, o.talks) {
		if p.Asking == 0 {
			continue
		}
		if back == nil || p.End().Sub(back.End()) >= leastLaterTime {
			return p
		}
	}
	return nil
}

// remedies are what is to be looked at on the gateway that sends nothing.
func (o *oneWay) remedies() []Remedy {
	s := o.silent
	gateway, peer := endpoint(s.from), addressSeen(o.tunnel, s.to)
	src, dst, known := prefixes(o.tunnel, s)
	behind, other := "<local> <wildcard>", "<remote> <wildcard>"
	asaBehind, asaOther := "<local> <mask>", "<remote> <mask>"
	if known {
		behind, other = iosNetwork(src), iosNetwork(dst)
		asaBehind, asaOther = asaNetwork(src), asaNetwork(dst)
	}
	here, there, _ := networks(o.tunnel, s)
	permit := []string{
		"access-list 110 permit esp host " + s.from.String() + " host " + peer,
		"access-list 110 permit udp host " + s.from.String() + " eq non500-isakmp host " + peer,
	}
	if s.from.Is6() {
		permit = []string{"ipv6 access-list <outside-in>", " permit esp host " + s.from.String() + " host " + peer, " permit udp host " + s.from.String() + " eq 4500 host " + peer}
	}
	list := onRouters(gateway, append([]string{
		"! encaps 0: the answers miss the access list of the crypto map, are translated by NAT, or have no route",
		"do show crypto ipsec sa peer " + peer + " | include encaps|decaps",
		"access-list 101 permit ip " + behind + " " + other,
		"! in the access list of the NAT; by its number the line is before the permit:",
		"ip access-list extended 100",
		" 5 deny ip " + behind + " " + other,
		"! encaps grows: let ESP through where it is dropped on the way",
	}, permit...)...)
	list = append(list, remedyOn(ASA, gateway,
		"access-list VPN extended permit ip "+asaBehind+" "+asaOther,
		"nat (inside,outside) source static <local> <local> destination static <remote> <remote> no-proxy-arp route-lookup")...)
	return append(list, remedyOn(StrongSwan, gateway, inShell(
		"# the answers need a route to "+there+", a policy for them, and must not be translated",
		"ip xfrm policy",
		"ip route get "+anyHost(dst, known)+" from "+anyHost(src, known),
		"nft insert rule ip nat postrouting ip saddr "+here+" ip daddr "+there+" accept",
		acceptESP(s.from, peer))...)...)
}

// anyHost is the first address of a network that is no network address.
func anyHost(p netip.Prefix, known bool) string {
	switch {
	case !known:
		return "<host>"
	case p.IsSingleIP():
		return p.Addr().String()
	}
	return p.Masked().Addr().Next().String()
}
