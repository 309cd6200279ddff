package diagnose

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// What makes half-open SAs a flood: so many of one responder, of so many initiators, a
// second.
const (
	floodSAs     = 32
	floodSources = 16
	floodRate    = 1.0
)

// checkHalfOpen finds responders that get more first messages of IKE than negotiations
// come of them: RFC 7296, section 2.6; RFC 8019.
func checkHalfOpen(f *Facts, found func(Finding)) {
	if f.IKE == nil {
		return
	}
	floods := map[netip.Addr]*flood{}
	for _, w := range f.Waiting {
		if w.Exchange.Begins() && w.Most < sentUnanswered {
			floodOf(floods, w.Dst).waiting(w)
		}
	}
	for _, s := range f.SAs {
		if begunOnly(s) {
			x := floodOf(floods, s.Now[ike.Responder])
			x.begun(s)
			x.symptoms = append(x.symptoms, FailureOf(s), lossOf(s))
		}
	}
	for s := range f.IKE.Answered(func(k ike.Known) bool { return k.Compact }) {
		if begunOnly(s) {
			floodOf(floods, s.Now[ike.Responder]).begun(s)
		}
	}
	var all []*flood
	for _, x := range floods {
		if x.sas >= floodSAs && len(x.sources) >= floodSources && x.rate() >= floodRate {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b *flood) int { return a.first.Compare(b.first) })
	for _, x := range all {
		f.flood(x, found)
	}
}

// begunOnly reports whether the initiator of s has sent nothing but its first message.
func begunOnly(s *ike.SA) bool {
	if !s.Ready.IsZero() || s.Late || s.Failure.Kind != ike.NotFailed && s.Failure.Kind != ike.NoAnswer {
		return false
	}
	n := 0
	for i := range s.Log {
		m := &s.Log[i]
		switch {
		case m.Role == ike.Initiator && !m.Exchange.Begins(), m.Role == ike.Responder && m.Exchange != s.Exchange:
			return false
		case m.Role == ike.Initiator && !m.Again:
			n++
		}
	}
	return n <= 1 || n == 2 && asksCookie(s) != nil
}

// asksCookie is the notification by which the responder of s asks for a cookie, nil
// without one.
func asksCookie(s *ike.SA) *ike.Notice {
	for i := range s.Notices {
		if n := &s.Notices[i]; n.Type == isakmp.NotifyCookie && n.Role == ike.Responder && s.Version == 2 {
			return n
		}
	}
	return nil
}

// A flood is the half-open SAs of one responder.
type flood struct {
	responder   netip.AddrPort
	sas         int
	sources     map[netip.Addr]bool // of at most maxFloodSources
	first, last time.Time
	frame       uint64
	exchange    isakmp.Exchange
	version     uint8
	cookies     int
	cookie      *ike.Notice // the first one
	symptoms    []Symptom
}

const maxFloodSources = 1 << 12

func floodOf(floods map[netip.Addr]*flood, responder netip.AddrPort) *flood {
	x := floods[responder.Addr()]
	if x == nil {
		x = &flood{responder: responder, sources: map[netip.Addr]bool{}}
		floods[responder.Addr()] = x
	}
	return x
}

// add adds half-open SAs of one initiator.
func (x *flood) add(n int, source netip.Addr, first, last time.Time, frame uint64, exchange isakmp.Exchange, version uint8) {
	x.sas += n
	if len(x.sources) < maxFloodSources {
		x.sources[source] = true
	}
	if x.first.IsZero() || first.Before(x.first) {
		x.first, x.frame, x.exchange, x.version = first, frame, exchange, version
	}
	if last.After(x.last) {
		x.last = last
	}
}

func (x *flood) waiting(w *ike.Waiting) {
	x.add(w.SAs, w.Src.Addr(), w.First, w.Last, w.Frame, w.Exchange, w.Version)
	for _, spi := range w.SPIs {
		x.symptoms = append(x.symptoms, Symptom{Failed, spi})
	}
}

func (x *flood) begun(s *ike.SA) {
	frame := uint64(0)
	if len(s.Log) > 0 {
		frame = s.Log[0].Frame
	}
	x.add(1, s.Now[ike.Initiator].Addr(), s.First, s.First, frame, s.Exchange, s.Version)
	if n := asksCookie(s); n != nil {
		x.cookies++
		if x.cookie == nil || n.Time.Before(x.cookie.Time) {
			x.cookie = n
		}
	}
}

// rate is how many half-open SAs were begun a second.
func (x *flood) rate() float64 {
	return float64(x.sas) / max(x.last.Sub(x.first), time.Second).Seconds()
}

// flood tells of half-open SAs.
func (f *Facts) flood(x *flood, found func(Finding)) {
	sources := strconv.Itoa(len(x.sources))
	if len(x.sources) == maxFloodSources {
		sources = "more than " + sources
	}
	y := Finding{
		Severity: Warning, Certainty: Likely, Symptoms: x.symptoms, Reference: "RFC 7296, section 2.6",
		Summary: fmt.Sprintf("%s is flooded with IKE: %d negotiations from %s addresses in %s are begun and go no further (%.0f a second)",
			Address(x.responder), x.sas, sources, span(x.last.Sub(x.first)), x.rate()),
		Evidence: []Evidence{exchangeEvidence(x.frame, x.first, x.exchange, "the first of them")},
		Remedies: floodRemedies(x),
	}
	switch {
	case x.cookie != nil:
		y.Summary += fmt.Sprintf("; it asks %d of them for a cookie", x.cookies)
		y.Evidence = append(y.Evidence, Evidence{
			Frame: x.cookie.Frame, Time: x.cookie.Time, Field: "isakmp.notify.msgtype", Value: strconv.Itoa(int(isakmp.NotifyCookie)), Text: "the first COOKIE",
		})
	case x.version == 2:
		y.Summary += "; it asks for no cookies"
	}
	found(y)
}

// floodRemedies limit half-open SAs, and ask for cookies before anything is computed.
func floodRemedies(x *flood) (list []Remedy) {
	at := x.responder
	if x.version == 2 {
		list = onRouters(at, "crypto ikev2 cookie-challenge 10", "crypto ikev2 limit max-in-negotation-sa 40")
		list = append(list, remedyOn(ASA, at, "crypto ikev2 cookie-challenge always", "crypto ikev2 limit max-in-negotiation-sa 40")...)
	} else {
		list = onRouters(at, "crypto call admission limit ike in-negotiation-sa 40")
	}
	return append(list, remedyOn(StrongSwan, at, inStrongswanConf("cookie_threshold = 10", "block_threshold = 5", "init_limit_half_open = 100")...)...)
}
