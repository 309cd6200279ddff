package diagnose

import (
	"encoding/hex"
	"fmt"
	"net/netip"

	"github.com/pktscope/pktscope/internal/track/ike"
)

// checkPeerAddress finds first messages of IKE that are answered from another address
// than the one that they were sent to: the answers have the SPI or cookie of the
// request, and its sender does not take them.
func checkPeerAddress(f *Facts, found func(Finding)) {
	if f.IKE == nil {
		return
	}
	asked := map[SPI]*ike.Waiting{}
	var all []*ike.Waiting
	for _, w := range f.Waiting {
		all = append(all, w)
		for _, spi := range w.SPIs {
			if asked[spi] == nil {
				asked[spi] = w
			}
		}
	}
	for _, w := range all { // answers without an SPI of the responder look like first messages
		for _, spi := range w.SPIs {
			if a := asked[spi]; a != w && a.Src.Addr() == w.Dst.Addr() && a.Dst.Addr() != w.Src.Addr() {
				f.answeredElsewhere(a, w.Src, Evidence{Frame: w.Frame, Time: w.First, Field: "ip.src", Value: w.Src.Addr().String()}, spi, found)
				break
			}
		}
	}
	for _, s := range f.SAs {
		a := asked[s.SPIs[ike.Initiator]]
		if a == nil || !s.Late || len(s.Log) == 0 {
			continue
		}
		for r := range s.Peers { // whose role is not known: its request is not of this SA
			if from, to := s.Peers[r], s.Peers[1-r]; to.Addr() == a.Src.Addr() && from.Addr() != a.Dst.Addr() {
				f.answeredElsewhere(a, from, messageEvidence(&s.Log[0], "ip.src", from.Addr().String(), ""), s.SPIs[ike.Initiator], found)
				break
			}
		}
	}
}

// answeredElsewhere tells that first messages are answered from another address.
func (f *Facts) answeredElsewhere(w *ike.Waiting, from netip.AddrPort, answer Evidence, spi SPI, found func(Finding)) {
	answer.Text = "the answer to it, with the same SPI, is from another address"
	if from.Addr().Is6() {
		answer.Field = "ipv6.src"
	}
	x := Finding{
		Severity: Error, Certainty: Certain, Reference: "RFC 7296, section 2.11",
		Tunnel: &Tunnel{Initiator: w.Src, Responder: w.Dst, SPIs: [2]SPI{spi}},
		Summary: fmt.Sprintf("%s sends IKE to %s and is answered from %s, which is not the peer that it has configured (%s)",
			Address(w.Src), Address(w.Dst), Address(from), sending(w.Sent, w.First, w.Last)),
		Evidence: []Evidence{{Frame: w.Frame, Time: w.First, Field: "isakmp.ispi", Value: hex.EncodeToString(spi[:]), Text: "the first message, to " + Address(w.Dst)}, answer},
		Symptoms: []Symptom{{Failed, spi}},
	}
	for _, other := range w.SPIs {
		x.Symptoms = append(x.Symptoms, Symptom{Failed, other})
	}
	if w.Version == 1 { // cookies are of one pair of addresses
		x.Reference = "RFC 2408, section 2.5.3"
	}
	if f.worksBetween(w.Src, w.Dst, w.First) || f.worksBetween(w.Src, from, w.First) {
		x.Severity = Warning
	}
	x.Remedies = append(
		onRouters(w.Dst, fmt.Sprintf("crypto map VPNMAP local-address <interface with %s>", w.Dst.Addr())),
		remedyOn(StrongSwan, w.Dst, connection("local_addrs = "+w.Dst.Addr().String())...)...)
	x.Remedies = append(x.Remedies, onRouters(w.Src, "crypto isakmp key <pre-shared-key> address "+keyAddress(from.Addr().String()), cryptoMap(w.Src), " set peer "+from.Addr().String())...)
	x.Remedies = append(x.Remedies, remedyOn(ASA, w.Src, "crypto map <map> 10 set peer "+from.Addr().String())...)
	x.Remedies = append(x.Remedies, remedyOn(StrongSwan, w.Src, connection("remote_addrs = "+from.Addr().String())...)...)
	found(x)
}
