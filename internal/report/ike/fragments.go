package ike

import (
	"fmt"
	"strconv"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/frag"
	"github.com/pktscope/pktscope/internal/track/ike"
	"github.com/pktscope/pktscope/internal/track/tunnel"
)

// lost are the messages of which IP fragments did not come.
type lost struct {
	messages map[ike.SPI][]frag.Loss // by the initiator's SPI
	headless map[tunnel.Peers][]frag.Headless
}

// lostIn is what t knows of messages of one version.
func lostIn(t *frag.Tracker, version uint8) lost {
	l := lost{map[ike.SPI][]frag.Loss{}, map[tunnel.Peers][]frag.Headless{}}
	if t == nil {
		return l
	}
	for _, m := range t.Lost() {
		if m.Header.Major() == version {
			spi := m.Header.InitiatorSPI
			l.messages[spi] = append(l.messages[spi], m)
		}
	}
	for _, h := range t.Headless() {
		p := tunnel.PeersOf(h.Src, h.Dst)
		l.headless[p] = append(l.headless[p], h)
	}
	return l
}

// of are the messages of s.
func (l lost) of(s *ike.SA) (list []frag.Loss) {
	for _, m := range l.messages[s.SPIs[ike.Initiator]] {
		if r := m.Header.ResponderSPI; r == s.SPIs[ike.Responder] || r == (ike.SPI{}) {
			list = append(list, m)
		}
	}
	return list
}

// headlessOf are the datagrams without a first fragment between the peers of s, while
// it was there.
func (l lost) headlessOf(s *ike.SA) (list []frag.Headless) {
	for _, h := range l.headless[tunnel.PeersOf(s.Now[ike.Initiator].Addr(), s.Now[ike.Responder].Addr())] {
		if !h.Last.Before(s.First) {
			list = append(list, h)
		}
	}
	return list
}

// appendLost appends a line for each message of s that did not come whole.
func appendLost(b []byte, s *ike.SA, l lost) []byte {
	for _, m := range l.of(s) {
		b = fmt.Appendf(b, "  After %s: %s\n", exchangeBefore(s, m.FirstFrame), lostText(&m))
	}
	for _, h := range l.headlessOf(s) {
		b = fmt.Appendf(b, "  Without the first fragment: %s of UDP %s -> %s, ports not known: %s\n",
			count(h.Datagrams, "datagram"), h.Src, h.Dst, framesText(h.Span))
	}
	return b
}

// exchangeBefore names the exchange of the last message before a frame.
func exchangeBefore(s *ike.SA, frame uint64) string {
	name := "no message"
	for i := range s.Log {
		if s.Log[i].Frame < frame {
			name = exchangeWord(&s.Log[i])
		}
	}
	return name
}

// lostText is "3 first fragments 192.0.2.1 -> 192.0.2.2 of 1480 bytes to UDP 4500 whose
// rest never came: IKE_AUTH request, message ID 1, #3 to #5".
func lostText(m *frag.Loss) string {
	size := strconv.Itoa(m.Least)
	if m.Most > m.Least {
		size += " to " + strconv.Itoa(m.Most)
	}
	rest := "never came"
	switch {
	case m.Partly == m.Datagrams:
		rest = "did not come whole"
	case m.Partly > 0:
		rest = "never came, or not whole"
	}
	h := &m.Header
	return fmt.Sprintf("%s %s -> %s of %s bytes to UDP %d whose rest %s: %s, message ID %d, %s",
		count(m.Datagrams, "first fragment"), m.Src.Addr(), m.Dst.Addr(), size, m.Dst.Port(), rest, messageName(h), h.MessageID, framesText(m.Span))
}

// messageName is "IKE_AUTH request".
func messageName(h *isakmp.Header) string {
	name := ios.OrNumber(isakmp.ExchangeName(h.Major(), h.Exchange), uint16(h.Exchange))
	switch {
	case h.Major() != 2:
		return name
	case h.Flags&isakmp.FlagResponse != 0:
		return name + " response"
	}
	return name + " request"
}

// count is "1 datagram", "2 datagrams".
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

// framesText is "#3", or "#3 to #5".
func framesText(s frag.Span) string {
	if s.FirstFrame == s.LastFrame {
		return fmt.Sprintf("#%d", s.FirstFrame)
	}
	return fmt.Sprintf("#%d to #%d", s.FirstFrame, s.LastFrame)
}

// strayNotes tell of messages that did not come whole and are of no SA among all.
func strayNotes(all negotiations) (list []string) {
	l := all.lost()
	if len(l.messages) == 0 || all.shown != nil || all.only.Is() { // their SAs may be hidden
		return nil
	}
	known := map[ike.SPI]bool{}
	for s := range all.each {
		if spi := s.SPIs[ike.Initiator]; len(l.messages[spi]) > 0 {
			known[spi] = true
		}
	}
	for _, m := range all.fragments.Lost() {
		if spi := m.Header.InitiatorSPI; len(l.messages[spi]) > 0 && !known[spi] {
			list = append(list, fmt.Sprintf("initiator SPI %x: %s", spi, lostText(&m)))
		}
	}
	return list
}

// lostCell are the messages of an SA that did not come whole.
func lostCell(r row) any {
	list := []any{}
	for _, m := range r.lost.of(r.SA) {
		h := &m.Header
		list = append(list, render.Object{
			{Key: "src", Value: m.Src.String()}, {Key: "dst", Value: m.Dst.String()},
			{Key: "exchange", Value: ios.OrNumber(isakmp.ExchangeName(h.Major(), h.Exchange), uint16(h.Exchange))},
			{Key: "message_id", Value: h.MessageID}, {Key: "response", Value: h.Major() == 2 && h.Flags&isakmp.FlagResponse != 0},
			{Key: "message_length", Value: h.Length}, {Key: "datagrams", Value: m.Datagrams}, {Key: "partly", Value: m.Partly},
			{Key: "least_bytes", Value: m.Least}, {Key: "most_bytes", Value: m.Most},
			{Key: "first_frame", Value: m.FirstFrame}, {Key: "last_frame", Value: m.LastFrame},
			{Key: "first_seen", Value: m.First}, {Key: "last_seen", Value: m.Last},
		})
	}
	return list
}
