package diagnose

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ipsecSelectors finds child SAs that are refused for their traffic: access lists that do
// not mirror each other.
func ipsecSelectors(f *Facts, found func(Finding)) {
	for s, c := range f.refused(invalidIDInformation, tsUnacceptable, singlePairRequired) {
		if (c.Failure.Notify == invalidIDInformation) == (s.Version == 1) {
			if r := f.modesAlone(c); !r.only("mode") {
				found(f.ofSelectors(c))
			}
		}
	}
	for _, c := range f.children() {
		if len(c.Wider[ike.Initiator]) > 0 && !c.Ready.IsZero() && !c.Failure.Failed() {
			if x, ok := f.ofNarrowed(c); ok {
				found(x)
			}
		}
	}
}

// A protected is traffic as a side says it: of the networks behind it, to those behind the
// other one.
type protected struct{ local, remote []ike.Selector }

// asked is the traffic that the side which asks for c protects.
func asked(c *ike.Child) protected {
	p := protected{c.Selectors[ike.Initiator], c.Selectors[ike.Responder]}
	if len(p.local) == 0 { // without identities it is that of the peers: RFC 2409, section 5.5
		p.local = []ike.Selector{hostSelector(asker(c).Addr())}
	}
	if len(p.remote) == 0 {
		p.remote = []ike.Selector{hostSelector(refuser(c).Addr())}
	}
	return p
}

func hostSelector(a netip.Addr) ike.Selector {
	return ike.Selector{First: a, Last: a, PortLast: 0xffff}
}

// mirror is the same traffic as the other side says it.
func (p protected) mirror() protected { return protected{p.remote, p.local} }

func (p protected) String() string {
	return selectorText(p.local) + " to " + selectorText(p.remote)
}

// selectorTexts are selectors as swanctl.conf and Value have them.
func selectorTexts(list []ike.Selector) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.String()
	}
	return out
}

func selectorText(list []ike.Selector) string {
	texts := selectorTexts(list)
	if n := len(texts) - maxSpoken; n > 0 {
		texts = append(texts[:maxSpoken:maxSpoken], count(n, "more network"))
	}
	return strings.Join(texts, ", ")
}

// values are the selectors of both sides: of other, nil is not known.
func (p protected) values(other *protected) []Value {
	list := []Value{{Name: "local_selectors", Initiator: selectorTexts(p.local)}, {Name: "remote_selectors", Initiator: selectorTexts(p.remote)}}
	if other != nil {
		list[0].Responder, list[1].Responder = selectorTexts(other.local), selectorTexts(other.remote)
	}
	return list
}

// ofSelectors is the finding that the traffic of c is refused.
func (f *Facts) ofSelectors(c *ike.Child) Finding {
	x := f.ofChild(c)
	x.Reference = "RFC 2409, section 5.5"
	if c.Parent.Version == 2 {
		x.Reference = "RFC 7296, section 2.9"
	}
	asks, refuses := Address(asker(c)), Address(refuser(c))
	mine := asked(c)
	refusal := failureEvidence(c.Failure, refuses+" refuses: "+c.Failure.Word(c.Parent.Version))
	x.Evidence = append(selectorEvidence(c), refusal)
	x.Remedies = selectorRemedies(c, refuser(c), mine.mirror())
	if c.Parent.Version == 1 { // strongSwan says so where the mode is another
		x.Certainty = Likely
	}
	other := f.oppositeChild(c)
	if other == nil || sameProtected(mine, asked(other).mirror()) {
		x.Values = inRoles(c, mine.values(nil))
		x.Summary = "The access lists do not mirror each other: " + refuses + " has none for the traffic that " + asks + " protects, " + mine.String()
		if other != nil {
			x.Certainty = Possible
			x.Summary = refuses + " refuses the traffic that " + asks + " protects, " + mine.String() + ", though it protects the same itself"
		}
		return x
	}
	theirs := asked(other)
	x.Values = inRoles(c, mine.values(&theirs))
	x.Summary = "The access lists do not mirror each other: " + asks + " protects " + mine.String() + ", " + refuses + " " + theirs.String()
	x.Evidence = append(x.Evidence, selectorEvidence(other)...)
	for same := range f.counterparts(other, asker(other).Addr()) {
		if same.Failure.Failed() && sameProtected(asked(same), theirs) {
			x.Symptoms = append(x.Symptoms, FailureOfChild(same))
		}
	}
	if other.Failure.Failed() {
		x.Symptoms = append(x.Symptoms, FailureOfChild(other))
	}
	return x
}

func sameProtected(a, b protected) bool {
	return slices.Equal(a.local, b.local) && slices.Equal(a.remote, b.remote)
}

// ofNarrowed is the note that the responder narrowed the traffic of c; not ok where that
// is usual: a client that asks for all, or for an address that it is assigned.
func (f *Facts) ofNarrowed(c *ike.Child) (x Finding, ok bool) {
	wide, got := protected{c.Wider[ike.Initiator], c.Wider[ike.Responder]}, asked(c)
	for _, list := range [][]ike.Selector{wide.local, wide.remote} {
		if slices.ContainsFunc(list, isEverything) {
			return x, false
		}
	}
	asks, refuses := Address(asker(c)), Address(refuser(c))
	x = Finding{
		Severity: Note, Certainty: Certain, Tunnel: tunnelOf(c.Parent, c), Reference: "RFC 7296, section 2.9",
		Values:   inRoles(c, wide.values(&protected{got.remote, got.local})),
		Summary:  "The access lists do not mirror each other: " + asks + " protects " + wide.String() + ", of which " + refuses + " takes " + got.String() + " alone",
		Evidence: selectorEvidence(c),
		Remedies: selectorRemedies(c, asker(c), got),
	}
	return x, true
}

// isEverything reports whether s is all addresses, or one that is to be assigned.
func isEverything(s ike.Selector) bool {
	p, ok := s.Prefix()
	return ok && p.Bits() == 0
}

// selectorEvidence is the message that asks for c, with its traffic as IOS writes it.
func selectorEvidence(c *ike.Child) []Evidence {
	m := requestOf(c)
	if m == nil {
		return nil
	}
	p := asked(c)
	if len(c.Wider[ike.Initiator]) > 0 {
		p = protected{c.Wider[ike.Initiator], c.Wider[ike.Responder]}
	}
	text := Address(asker(c)) + " offers " + strings.Join(accessList(p), "; ")
	all := slices.Concat(p.local, p.remote)
	if c.Parent.Version == 1 || len(c.Selectors[ike.Initiator]) == 0 || !slices.ContainsFunc(all, func(s ike.Selector) bool { return s.First.Is4() }) ||
		slices.ContainsFunc(all, func(s ike.Selector) bool { return !s.First.Is4() }) {
		return []Evidence{messageEvidence(m, "", "", text)}
	}
	first := make([]string, len(all))
	for i, s := range all {
		first[i] = s.First.String()
	}
	return []Evidence{messageEvidence(m, "isakmp.ts.start_ipv4", strings.Join(first, ","), text)}
}

// accessList is traffic as IOS has it: "access-list 101 permit ip 10.1.0.0 0.0.0.255
// 10.2.0.0 0.0.0.255".
func accessList(p protected) (lines []string) {
	for _, l := range p.local {
		for _, r := range p.remote {
			lines = append(lines, "access-list 101 "+permit(l, r))
		}
	}
	return lines
}

// permit is a line of an extended access list.
func permit(local, remote ike.Selector) string {
	protocol := protocolOfPair(local, remote)
	word := ios.ACLProtocol(protocol)
	if protocol == 0 && !local.First.Is4() {
		word = "ipv6"
	}
	return "permit " + word + " " + aclEnd(local) + " " + aclEnd(remote)
}

func protocolOfPair(a, b ike.Selector) uint8 {
	if a.Protocol != 0 {
		return a.Protocol
	}
	return b.Protocol
}

// aclEnd is an end of an access list's line: "10.1.0.0 0.0.0.255", "host 10.1.0.1 eq 80".
func aclEnd(s ike.Selector) string {
	return ios.ACLAddress(s.First, s.Last) + ios.ACLPorts(s.Protocol, s.PortFirst, s.PortLast)
}

// selectorRemedies let a gateway protect traffic, which is as it says it.
func selectorRemedies(c *ike.Child, gateway netip.AddrPort, p protected) []Remedy {
	var routers []Remedy
	var asa []string
	if v4 := p.local[0].First.Is4(); v4 {
		routers = onRouters(gateway, append(accessList(p), "crypto map VPNMAP 10 ipsec-isakmp", " match address 101")...)
		for _, l := range p.local {
			for _, r := range p.remote {
				asa = append(asa, "access-list VPN extended "+permitASA(l, r))
			}
		}
		asa = append(asa, "crypto map VPNMAP 10 match address VPN")
	} else {
		lines := []string{"ipv6 access-list VPN"}
		for _, l := range p.local {
			for _, r := range p.remote {
				lines = append(lines, " "+permit(l, r))
			}
		}
		routers = onRouters(gateway, append(lines, "crypto map ipv6 VPNMAP 10 ipsec-isakmp", " match address VPN")...)
	}
	swan := childConnection("local_ts = "+strings.Join(selectorTexts(p.local), ", "), "remote_ts = "+strings.Join(selectorTexts(p.remote), ", "))
	return slices.Concat(routers, remedyOn(ASA, gateway, asa...), remedyOn(StrongSwan, gateway, swan...))
}

// permitASA is the same for ASA, which has masks in the place of wildcards.
func permitASA(local, remote ike.Selector) string {
	return "permit " + ios.ACLProtocol(protocolOfPair(local, remote)) + " " + ios.ASAAddress(local.First, local.Last) + ios.ACLPorts(local.Protocol, local.PortFirst, local.PortLast) +
		" " + ios.ASAAddress(remote.First, remote.Last) + ios.ACLPorts(remote.Protocol, remote.PortFirst, remote.PortLast)
}
