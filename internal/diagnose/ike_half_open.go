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
	var all []*Flood
	for _, x := range f.floods() {
		if x.SAs >= floodSAs && len(x.Sources) >= floodSources && x.rate() >= floodRate {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b *Flood) int { return a.First.Compare(b.First) })
	for _, x := range all {
		f.flood(x, found)
	}
}

// floods are the half-open SAs of each responder, however few.
func (f *Facts) floods() map[netip.Addr]*Flood {
	floods := map[netip.Addr]*Flood{}
	for _, p := range f.Parts {
		for _, x := range p.Floods {
			floodOf(floods, x.Responder).join(x)
		}
	}
	if f.IKE == nil {
		return floods
	}
	for _, w := range f.Waiting {
		if w.Exchange.Begins() && w.Most < sentUnanswered {
			floodOf(floods, w.Dst).waiting(w)
		}
	}
	for _, s := range f.SAs {
		if begunOnly(s) {
			x := floodOf(floods, s.Now[ike.Responder])
			x.begun(s)
			x.Begun = append(x.Begun, s.SPIs[ike.Initiator])
		}
	}
	for s := range f.IKE.Answered(func(k ike.Known) bool { return k.Compact }) {
		if begunOnly(s) {
			floodOf(floods, s.Now[ike.Responder]).begun(s)
		}
	}
	return floods
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

// A Flood is the half-open SAs of one responder.
type Flood struct {
	Responder   netip.AddrPort
	SAs         int
	Sources     map[netip.Addr]bool // of at most maxFloodSources
	First, Last time.Time
	Frame       uint64 // with First, as are the next two
	Exchange    isakmp.Exchange
	Version     uint8
	Cookies     int       // how many it asked for
	CookieFrame uint64    // the first one; 0: there is none
	Cookie      time.Time // with CookieFrame
	Waiting     []SPI     // of the initiators of SAs without an answer
	Begun       []SPI     // of those of SAs that are answered and whose initiator did not go on
}

const maxFloodSources = 1 << 12

func floodOf(floods map[netip.Addr]*Flood, responder netip.AddrPort) *Flood {
	x := floods[responder.Addr()]
	if x == nil {
		x = &Flood{Responder: responder, Sources: map[netip.Addr]bool{}}
		floods[responder.Addr()] = x
	}
	return x
}

// join adds the half-open SAs of the same responder with other peers.
func (x *Flood) join(y *Flood) {
	if x.First.IsZero() || y.First.Before(x.First) {
		x.Responder = y.Responder
	}
	for a := range y.Sources {
		x.add(0, a, y.First, y.Last, y.Frame, y.Exchange, y.Version)
	}
	x.SAs += y.SAs
	x.asked(y.Cookies, y.CookieFrame, y.Cookie)
	x.Waiting, x.Begun = append(x.Waiting, y.Waiting...), append(x.Begun, y.Begun...)
}

// add adds half-open SAs of one initiator.
func (x *Flood) add(n int, source netip.Addr, first, last time.Time, frame uint64, exchange isakmp.Exchange, version uint8) {
	x.SAs += n
	if len(x.Sources) < maxFloodSources {
		x.Sources[source] = true
	}
	if x.First.IsZero() || first.Before(x.First) {
		x.First, x.Frame, x.Exchange, x.Version = first, frame, exchange, version
	}
	if last.After(x.Last) {
		x.Last = last
	}
}

// asked adds cookies that the responder asked for.
func (x *Flood) asked(n int, frame uint64, first time.Time) {
	if x.Cookies += n; n > 0 && (x.CookieFrame == 0 || first.Before(x.Cookie)) {
		x.CookieFrame, x.Cookie = frame, first
	}
}

func (x *Flood) waiting(w *ike.Waiting) {
	x.add(w.SAs, w.Src.Addr(), w.First, w.Last, w.Frame, w.Exchange, w.Version)
	x.Waiting = append(x.Waiting, w.SPIs...)
}

func (x *Flood) begun(s *ike.SA) {
	x.add(1, s.Now[ike.Initiator].Addr(), s.First, s.First, firstFrame(s), s.Exchange, s.Version)
	if n := asksCookie(s); n != nil {
		x.asked(1, n.Frame, n.Time)
	}
}

// symptoms are what the SAs show themselves by.
func (x *Flood) symptoms() (list []Symptom) {
	for _, spi := range x.Waiting {
		list = append(list, Symptom{Failed, spi})
	}
	for _, spi := range x.Begun {
		list = append(list, Symptom{Failed, spi}, Symptom{Lossy, spi})
	}
	return list
}

// rate is how many half-open SAs were begun a second.
func (x *Flood) rate() float64 {
	return float64(x.SAs) / max(x.Last.Sub(x.First), time.Second).Seconds()
}

// flood tells of half-open SAs.
func (f *Facts) flood(x *Flood, found func(Finding)) {
	sources := strconv.Itoa(len(x.Sources))
	if len(x.Sources) == maxFloodSources {
		sources = "more than " + sources
	}
	y := Finding{
		Severity: Warning, Certainty: Likely, Symptoms: x.symptoms(), Reference: "RFC 7296, section 2.6",
		Summary: fmt.Sprintf("%s is flooded with IKE: %d negotiations from %s addresses in %s are begun and go no further (%.0f a second)",
			Address(x.Responder), x.SAs, sources, span(x.Last.Sub(x.First)), x.rate()),
		Evidence: []Evidence{exchangeEvidence(x.Frame, x.First, x.Exchange, "the first of them")},
		Remedies: floodRemedies(x),
	}
	switch {
	case x.CookieFrame > 0:
		y.Summary += fmt.Sprintf("; it asks %d of them for a cookie", x.Cookies)
		y.Evidence = append(y.Evidence, Evidence{
			Frame: x.CookieFrame, Time: x.Cookie, Field: "isakmp.notify.msgtype", Value: strconv.Itoa(int(isakmp.NotifyCookie)), Text: "the first COOKIE",
		})
	case x.Version == 2:
		y.Summary += "; it asks for no cookies"
	}
	found(y)
}

// floodRemedies limit half-open SAs, and ask for cookies before anything is computed.
func floodRemedies(x *Flood) (list []Remedy) {
	at := x.Responder
	if x.Version == 2 {
		list = onRouters(at, "crypto ikev2 cookie-challenge 10", "crypto ikev2 limit max-in-negotation-sa 40")
		list = append(list, remedyOn(ASA, at, "crypto ikev2 cookie-challenge always", "crypto ikev2 limit max-in-negotiation-sa 40")...)
	} else {
		list = onRouters(at, "crypto call admission limit ike in-negotiation-sa 40")
	}
	return append(list, remedyOn(StrongSwan, at, inStrongswanConf("cookie_threshold = 10", "block_threshold = 5", "init_limit_half_open = 100")...)...)
}
