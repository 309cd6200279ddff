package diagnose

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/internal/track/cleartext"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// How many ESP packets in fragments, errors of ICMP or copies of a segment are no test and
// no accident.
const (
	leastFragmented = 3
	leastUnheeded   = 2
	leastResent     = 3
)

// findMTU finds tunnels whose packets are too large for the path with ESP around them.
func findMTU(f *Facts, found func(Finding)) {
	for _, t := range f.Tunnels {
		d := directionsOf(t)
		var all []Finding
		for i := range d {
			m := mtu{facts: f, tunnel: t, way: &d[i], back: &d[1-i], path: ethernetMTU}
			if len(d[i].sas) == 0 {
				continue
			}
			if x, ok := m.find(); ok {
				all = append(all, x)
			}
		}
		if len(all) > 0 {
			found(worst(all))
		}
	}
}

// worst is the worst of findings on one tunnel, with the evidence and the symptoms of all.
func worst(all []Finding) Finding {
	x := slices.MaxFunc(all, func(a, b Finding) int { return cmp.Compare(a.Severity, b.Severity) })
	for i := range all {
		if all[i].Summary != x.Summary {
			x.Evidence = append(x.Evidence, all[i].Evidence...)
			x.Symptoms = append(x.Symptoms, all[i].Symptoms...)
		}
	}
	return x
}

// An mtu is one direction of a tunnel, and the MTU of its path.
type mtu struct {
	facts     *Facts
	tunnel    *tunnel.Tunnel
	way, back *direction
	path      int // bytes
}

// find is the surest of what shows that packets are too large.
func (m *mtu) find() (Finding, bool) {
	for _, find := range [...]func() (Finding, bool){m.tooBig, m.fragments, m.resent, m.segments} {
		if x, ok := find(); ok {
			return m.complete(x), true
		}
	}
	return Finding{}, false
}

// complete is x with what all findings on the MTU have.
func (m *mtu) complete(x Finding) Finding {
	x.Tunnel = tunnelOfESP(m.tunnel, m.way.sas...)
	if len(m.way.sas) > maxEvidence {
		x.Tunnel = tunnelOfESP(m.tunnel, m.way.sas[:maxEvidence]...)
	}
	x.Values = []Value{{Name: "mtu", Initiator: m.path, Responder: m.path}}
	if x.Severity > Note {
		for _, s := range m.way.sas {
			x.Symptoms = append(x.Symptoms, Symptom{Lossy, s.SPI})
		}
	}
	if x.Severity == Error {
		x.Symptoms = append(x.Symptoms, SilenceOf(m.back.from, m.back.to), SilenceOf(m.way.from, m.way.to))
	}
	x.Remedies = m.remedies()
	if x.Reference == "" {
		x.Reference = "RFC 4301, section 8"
	}
	return x
}

// tooBig finds errors of ICMP that the sender does not heed.
func (m *mtu) tooBig() (x Finding, ok bool) {
	for _, e := range m.facts.errors[[2]netip.Addr{m.way.from, m.way.to}] {
		if e.Reason() != icmperror.TooBig || e.Tunnelled || !m.about(e) {
			continue
		}
		if e.MTU > 0 {
			m.path = int(e.MTU)
		}
		field, value := "icmp.mtu", fmt.Sprint(e.MTU)
		if e.IPv6() {
			field = "icmpv6.mtu"
		}
		x = Finding{
			Severity: Note, Certainty: Certain, Reference: "RFC 1191, section 3",
			Summary: fmt.Sprintf("A link on the way from %s to %s takes %d bytes: %s said so of an ESP packet of %d bytes", m.way.from, m.way.to, m.path, e.From, e.Longest),
			Evidence: []Evidence{
				{Frame: e.FirstFrame, Time: e.First, Field: field, Value: value, Text: fmt.Sprintf("%s: packet too big, MTU %d", e.From, e.MTU)},
			},
		}
		if e.Count >= leastUnheeded {
			x.Severity = Error
			x.Summary = fmt.Sprintf("%s goes on to send ESP packets of %d bytes to %s although %s says that its next link takes %d (%d times): they are dropped",
				m.way.from, e.Longest, m.way.to, e.From, m.path, e.Count)
			x.Evidence = append(x.Evidence, Evidence{Frame: e.LastFrame, Time: e.Last, Field: field, Value: value, Text: "the same for the last time"})
		}
		return x, true
	}
	return x, false
}

// about reports whether e is about ESP.
func (m *mtu) about(e *icmperror.Error) bool {
	const esp, ah, natt = 50, 51, 4500
	return e.Protocol == esp || e.Protocol == ah || e.Protocol == protoUDP && (e.Src.Port() == natt || e.Dst.Port() == natt)
}

// fragments finds ESP packets that are sent in IP fragments.
func (m *mtu) fragments() (x Finding, ok bool) {
	p := m.outside()
	if p == nil || p.Heads < leastFragmented && p.Whole < leastFragmented {
		return x, false
	}
	if p.HeadLength > 0 {
		m.path = min(m.path, p.HeadLength) // or up to seven bytes more: RFC 791, section 3.2
	}
	x = Finding{
		Severity: Warning, Certainty: Certain, Reference: "RFC 4301, section 8.1",
		Summary: fmt.Sprintf("%s sends %s to %s in IP fragments: packets of the protected networks are too large with ESP around them", m.way.from, plural(max(p.Heads, p.Whole), "ESP packet"), m.way.to),
		Evidence: []Evidence{
			{Frame: p.HeadFrame, Field: "ip.flags.mf", Value: "1", Text: fmt.Sprintf("the first fragment of an ESP packet, of %d bytes", p.HeadLength)},
		},
	}
	if p.Src.Is6() {
		x.Evidence[0].Field = "ipv6.fraghdr.more"
	}
	if p.Heads >= p.Whole+leastFragmented {
		x.Severity, x.Certainty = Error, Likely
		x.Summary = fmt.Sprintf("ESP packets from %s to %s are sent in IP fragments, of which the rest does not arrive, at this capture point: %d of %d are never whole", m.way.from, m.way.to, p.Heads-p.Whole, p.Heads)
	}
	return x, true
}

// outside is the pair of the gateways themselves, nil without one.
func (m *mtu) outside() *cleartext.Pair {
	var most *cleartext.Pair
	for _, p := range m.facts.outside(m.way.from, m.way.to) {
		if most == nil || p.Heads > most.Heads {
			most = p
		}
	}
	return most
}

// resent finds segments of TCP in the tunnel that are sent again and again, while shorter
// packets pass.
func (m *mtu) resent() (x Finding, ok bool) {
	for p, back := range m.facts.inside(m.tunnel, m.way) {
		r := &p.Resent
		if r.Times < leastResent || back == nil || !back.End().After(p.Start()) {
			continue
		}
		s := m.way.newest()
		suite, known := s.Suite()
		if !known {
			continue
		}
		x = Finding{
			Severity: Error, Certainty: Likely, Reference: "RFC 2923, section 2.1",
			Summary: fmt.Sprintf("Large packets from %s to %s vanish, and small ones pass: a segment of TCP of %d bytes is sent again %d times, and is longer with ESP around it than a link from %s to %s takes, or without it than one behind %s does",
				p.Src, p.Dst, r.Size, r.Times, m.way.from, m.way.to, m.way.to),
			Evidence: []Evidence{
				{Frame: r.Frame, Field: spiField(s), Value: hexSPI(s), Text: fmt.Sprintf("in it, the segment of %d bytes for the last time", r.Size)},
			},
		}
		if p.Segment > 0 {
			x.Evidence = append(x.Evidence, Evidence{Frame: p.SegmentFrame, Field: "tcp.options.mss_val", Value: fmt.Sprint(p.Segment), Text: "the MSS that is announced in the tunnel"})
		}
		m.path = smaller(suite, s, r.Size)
		return x, true
	}
	return x, false
}

// smaller is a usual MTU that an ESP packet of s with so many bytes in it is too long for.
func smaller(suite ipsec.Suite, s *tunnel.SA, inner int) int {
	for _, usual := range [...]int{1492, 1476, 1454, 1400, 1300, 1280} {
		if innerSize(suite, usual-outer(s)) < inner {
			return usual
		}
	}
	return 1280
}

// segments finds connections in the tunnel that agree on segments which do not fit.
func (m *mtu) segments() (x Finding, ok bool) {
	for p := range m.facts.inside(m.tunnel, m.way) {
		s := m.way.newest()
		fits, known := innerMax(s, m.path)
		if !known || p.Segment == 0 || !p.Src.Is4() || p.Segment <= segmentMax(fits) {
			continue
		}
		return Finding{
			Severity: Note, Certainty: Possible, Reference: "RFC 4301, section 8.2",
			Summary: fmt.Sprintf("%s announces an MSS of %d in the tunnel, and segments of more than %d are longer than %d bytes with ESP around them: they depend on path MTU discovery",
				p.Src, p.Segment, segmentMax(fits), m.path),
			Evidence: []Evidence{{Frame: p.SegmentFrame, Field: "tcp.options.mss_val", Value: fmt.Sprint(p.Segment), Text: "the MSS that is announced in the tunnel"}},
		}, true
	}
	return x, false
}

// remedies have TCP send what fits.
func (m *mtu) remedies() []Remedy {
	s := m.way.newest()
	inner, known := innerMax(s, m.path)
	size := "<mtu>"
	segment := "<mss>"
	if !known { // AES-CBC with SHA-256 and UDP is the most that is usual
		inner = m.path - 88
	}
	if inner > 128 {
		size, segment = fmt.Sprint(inner), fmt.Sprint(segmentMax(inner))
	}
	list := []Remedy{}
	for _, gateway := range [...]netip.Addr{m.way.from, m.back.from} {
		g := endpoint(gateway)
		list = append(list, onRouters(g, "interface <inside>", " ip tcp adjust-mss "+segment, "crypto ipsec df-bit clear", "crypto ipsec fragmentation before-encryption")...)
		list = append(list, remedyOn(ASA, g, "sysopt connection tcpmss "+segment, "crypto ipsec df-bit clear-df outside")...)
		list = append(list, remedyOn(StrongSwan, g, append(inShell(
			"# the longest packet that fits is of "+size+" bytes",
			"nft insert rule inet filter forward tcp flags syn tcp option maxseg size set "+segment),
			inStrongswanConf(
				"plugins {",
				"  kernel-netlink {",
				"    # of the routes that charon installs",
				"    mss = "+segment,
				"    mtu = "+size,
				"  }",
				"}")...)...)...)
	}
	return slices.Clip(list)
}
