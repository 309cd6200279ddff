package view

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pktscope/pktscope/internal/browse"
	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// findingID and saID are the same for the same finding, or IKE SA, while packets are read.
func findingID(f *diagnose.Finding) string {
	return "finding " + f.Rule + " " + f.Group() + " " + f.Summary
}

func saID(n *browse.Negotiation) string {
	return fmt.Sprintf("sa %s %x %s %s", n.SPIs[ike.Initiator], n.SPIs[ike.Responder], n.Initiator, n.Responder)
}

var errGone = errors.New("this entry is not there any more")

// Ladder implements Source.
func (b *browsed) Ladder(_ context.Context, id string) (*Ladder, error) {
	list, _ := b.c.Negotiations(mostSAs)
	if !strings.HasPrefix(id, "finding ") {
		for i := range list {
			if saID(&list[i]) == id {
				return saLadder(&list[i]), nil
			}
		}
		return nil, errGone
	}
	for _, f := range b.c.Findings(diagnose.Options{Audit: true}) {
		if findingID(&f.Finding) == id {
			return findingLadder(&f, list), nil
		}
	}
	return nil, errGone
}

// saLadder is the messages of one IKE SA.
func saLadder(n *browse.Negotiation) *Ladder {
	l := &Ladder{
		Title:  fmt.Sprintf("IKEv%d SA between %s and %s: %s", n.Version, n.Initiator, n.Responder, n.State),
		Peers:  [2]string{n.Initiator, n.Responder},
		Filter: n.Filter,
	}
	l.add(n, n.First, false)
	if n.Omitted > 0 {
		l.More = append(l.More, Note{Text: fmt.Sprintf("%s not kept", render.Plural(n.Omitted, "message is", "messages are"))})
	}
	return l
}

// add adds the messages of an IKE SA; turned has the initiator at the right.
func (l *Ladder) add(n *browse.Negotiation, first time.Time, turned bool) {
	for i := range n.Ladder {
		r := &n.Ladder[i]
		msg := Message{
			Number: r.Frame, Time: n.First.Add(r.At).Sub(first), From: int(r.Sender), Label: r.Exchange + ": " + r.Payloads, Meaning: r.Meaning, Hue: render.HueKeys,
		}
		if turned {
			msg.From = 1 - msg.From
		}
		if r.Again > 0 {
			msg.Label += fmt.Sprintf(" (sent %d times)", r.Again+1)
		}
		l.Messages = append(l.Messages, msg)
	}
}

// findingLadder is a finding above all messages between the peers that it is about.
func findingLadder(f *browse.Finding, list []browse.Negotiation) *Ladder {
	l := &Ladder{Title: f.Rule, Filter: f.Filter}
	l.notes(f)
	if f.Tunnel == nil {
		return l
	}
	left, right := f.Tunnel.Initiator.Addr(), f.Tunnel.Responder.Addr()
	l.Peers = [2]string{left.String(), right.String()}
	l.Title += " between " + l.Peers[0] + " and " + l.Peers[1]
	var between []*browse.Negotiation
	for i := range list {
		n := &list[i]
		a, b := addressOf(n.Initiator), addressOf(n.Responder)
		if a == left && b == right || a == right && b == left {
			between = append(between, n)
		}
	}
	if len(between) == 0 {
		return l
	}
	first := slices.MinFunc(between, func(a, b *browse.Negotiation) int { return a.First.Compare(b.First) }).First
	for _, n := range between {
		l.add(n, first, addressOf(n.Initiator) != left)
	}
	slices.SortStableFunc(l.Messages, func(a, b Message) int { return int(a.Time - b.Time) })
	if left != right {
		l.Filter = fmt.Sprintf("%s && %s", addressFilter(left), addressFilter(right))
	}
	return l
}

// addressOf is the address of an endpoint.
func addressOf(endpoint string) netip.Addr {
	a, err := netip.ParseAddrPort(endpoint)
	if err != nil {
		plain, _ := netip.ParseAddr(endpoint)
		return plain
	}
	return a.Addr()
}

func addressFilter(a netip.Addr) string {
	if a.Is4() {
		return "ip.addr == " + a.String()
	}
	return "ipv6.addr == " + a.String()
}

// evidenceLine begins the part of a finding that stands below the messages.
const evidenceLine = "  seen in"

// notes adds what is known of a finding, the evidence with its packets.
func (l *Ladder) notes(f *browse.Finding) {
	evidence := f.Evidence
	below := false
	for i, text := range f.Lines(0) {
		n := Note{Text: text}
		if i == 0 {
			n.Hue = severityHue(f.Severity)
		}
		below = below || text == evidenceLine
		if len(evidence) > 0 && evidence[0].Number == numberIn(text) && evidence[0].Number > 0 {
			n.Frame = evidence[0].Frame
			evidence = evidence[1:]
		}
		if below {
			l.More = append(l.More, n)
		} else {
			l.Notes = append(l.Notes, n)
		}
	}
	for n := len(l.Notes); n > 0 && l.Notes[n-1].Text == ""; n-- {
		l.Notes = l.Notes[:n-1]
	}
}

// numberIn is the packet's number of a line of evidence, "    #3  ...", 0 for none.
func numberIn(text string) uint64 {
	word, _, _ := strings.Cut(strings.TrimLeft(text, " "), " ")
	n, err := strconv.ParseUint(strings.TrimPrefix(word, "#"), 10, 64)
	if err != nil || !strings.HasPrefix(word, "#") {
		return 0
	}
	return n
}
