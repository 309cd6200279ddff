package ike

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pktscope/pktscope/dissect/ipsec"
	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// ikeColumns are those of all programs that read the reports, and of people.
var ikeColumns = []render.Column{
	{Title: "dst", Key: "dst"}, {Title: "src", Key: "src"}, {Title: "state", Key: "state"}, {Title: "conn-id", Key: "conn_id"},
	{Title: "status", Key: "status"}, {Title: "version", Key: "version"},
	{Title: "initiator SPI", Key: "initiator_spi"}, {Title: "responder SPI", Key: "responder_spi"}, {Title: "exchange", Key: "exchange"},
	{Title: "policy", Key: "policy"}, {Title: "vendor", Key: "vendor"}, {Title: "NAT", Key: "nat"},
	{Title: "first seen", Key: "first_seen"}, {Title: "last seen", Key: "last_seen"},
	{Title: "messages", Key: "messages"}, {Title: "retransmits", Key: "retransmits"},
	{Title: "rekeyed from", Key: "rekeyed_from"}, {Title: "decrypted", Key: "decrypted"},
}

// ikeMore are what programs get beside them.
var ikeMore = []string{
	"rekeyed_to", "enciphered", "reason", "proofs", "psk", "interface", "src_port", "dst_port", "initiator_id", "responder_id",
	"ready", "deleted", "duration", "lifetime_left", "late", "elsewhere", "floated", "dpd",
}

// ikeMost are what they get of the detail.
var ikeMost = []string{"offers", "vendors", "notifications", "moves", "children", "ladder"}

// short are how many columns people get who read a table.
const ikeShort = 9

// ikeTable has a row for every SA.
func ikeTable(all negotiations, at time.Time, detail bool, format string) render.Report {
	r := render.Report{Columns: slices.Clone(ikeColumns)}
	short := format == "markdown" || format == "html"
	if short {
		r.Columns = r.Columns[:ikeShort]
	} else {
		for _, key := range ikeMore {
			r.Columns = append(r.Columns, render.Column{Title: key, Key: key})
		}
		for _, key := range ikeMost {
			if detail {
				r.Columns = append(r.Columns, render.Column{Title: key, Key: key})
			}
		}
	}
	r.Many = func(yield func([]any) bool) {
		for s := range all.each {
			row := ikeRow(s)
			switch {
			case short:
				row = row[:ikeShort]
			case detail:
				row = append(append(row, ikeMoreCells(s, at)...), ikeMostCells(s)...)
			default:
				row = append(row, ikeMoreCells(s, at)...)
			}
			if !yield(row) {
				return
			}
		}
	}
	return r
}

func ikeRow(s *ike.SA) []any {
	var from any
	if s.RekeyedFrom != nil {
		from = ios.IKESPI(s.RekeyedFrom.SPIs[ike.Initiator])
	}
	return []any{
		render.AddrCell(s.Now[ike.Responder]), render.AddrCell(s.Now[ike.Initiator]), s.State.String(), ios.ConnectionID(s), ios.Status(s), s.Version,
		ios.IKESPI(s.SPIs[ike.Initiator]), ios.IKESPI(s.SPIs[ike.Responder]), ios.Exchange(s), policyCell(s), vendorCell(s), natCell(s),
		s.First, s.Last, s.Messages, s.Retransmits, from, s.Decrypted,
	}
}

// policyCell is what the peers agreed on.
func policyCell(s *ike.SA) any {
	if s.Policy == nil {
		return nil
	}
	return policyObject(ios.WordsOf(s), s.Policy, ios.Authentication(s))
}

func policyObject(words ios.Words, p *isakmp.Policy, auth string) render.Object {
	o := render.Object{
		{Key: "encryption", Value: render.OrNil(words.Encr(p.Encr))}, {Key: "key_length", Value: render.OrNil(uint64(p.KeyBits))},
		{Key: "hash", Value: render.OrNil(words.Hash(p))}, {Key: "prf", Value: render.OrNil(words.PRF(p))},
		{Key: "group", Value: render.OrNil(uint16(p.Group))}, {Key: "authentication", Value: render.OrNil(auth)}, {Key: "lifetime", Value: render.OrNil(p.Seconds)},
	}
	if p.Kilobytes > 0 {
		o = append(o, render.Member{Key: "kilobytes", Value: p.Kilobytes})
	}
	for i, v := range p.Additional {
		if v != 0 {
			o = append(o, render.Member{Key: "additional_key_exchange_" + itoa(i+1), Value: uint16(v)})
		}
	}
	return o
}

// vendorCell are the names of both peers' vendor IDs, each once.
func vendorCell(s *ike.SA) []string {
	out := vendorNames(s, ike.Initiator)
	for _, name := range vendorNames(s, ike.Responder) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func ikeMoreCells(s *ike.SA, at time.Time) []any {
	var to, left, why, psk any
	if s.RekeyedTo != nil {
		to = ios.IKESPI(s.RekeyedTo.SPIs[ike.Initiator])
	}
	if d, ok := s.LifetimeLeft(at); ok {
		left = d
	}
	if s.Decrypted < s.Encrypted {
		_, reason := s.Secret()
		if why = reason; reason == "" {
			why = "no keys were given"
		}
	}
	if p := s.SharedKey.Proof; p != ipsec.Unchecked {
		psk = p == ipsec.Correct
	}
	return []any{
		to, s.Encrypted, why, render.Object{{Key: "right", Value: s.Proven}, {Key: "wrong", Value: s.Disproven}}, psk,
		s.Interface, s.Now[ike.Initiator].Port(), s.Now[ike.Responder].Port(),
		render.OrNil(identityOf(s, ike.Initiator)), render.OrNil(identityOf(s, ike.Responder)),
		s.Ready, s.Deleted, s.Last.Sub(s.First), left, s.Late, s.Elsewhere, s.Floated,
		render.Object{{Key: "asked", Value: s.Probes.Asked}, {Key: "answered", Value: s.Probes.Answered}},
	}
}

func ikeMostCells(s *ike.SA) []any {
	notices := []any{}
	for i := range s.Notices {
		n := &s.Notices[i]
		notices = append(notices, render.Object{
			{Key: "time", Value: n.Time}, {Key: "frame", Value: n.Frame}, {Key: "sender", Value: n.Role.String()},
			{Key: "type", Value: uint16(n.Type)}, {Key: "name", Value: render.OrNil(isakmp.NotifyName(s.Version, n.Type))},
		})
	}
	moves := []any{}
	for _, m := range s.Moves {
		moves = append(moves, render.Object{
			{Key: "time", Value: m.Time}, {Key: "frame", Value: m.Frame}, {Key: "who", Value: m.Role.String()},
			{Key: "from", Value: m.From.String()}, {Key: "to", Value: m.To.String()},
		})
	}
	children := []any{}
	for _, c := range s.Children {
		children = append(children, childObject(c))
	}
	return []any{offersCell(s), vendorsCell(s), notices, moves, children, ladderCell(s)}
}

func offersCell(s *ike.SA) any {
	var o render.Object
	for r, list := range s.Offers {
		offers := []any{}
		for i := range list {
			p, words := &list[i], ios.WordsOf(s)
			offers = append(offers, append(render.Object{{Key: "number", Value: p.Number}}, policyObject(words, p, words.Auth(p.Auth))...))
		}
		o = append(o, render.Member{Key: ike.Role(r).String(), Value: offers})
	}
	return o
}

func vendorsCell(s *ike.SA) any {
	return render.Object{
		{Key: "initiator", Value: vendorNames(s, ike.Initiator)}, {Key: "responder", Value: vendorNames(s, ike.Responder)},
	}
}

func childObject(c *ike.Child) any {
	var replaces, replaced any
	if c.Rekeys != nil {
		replaces = ios.HexSPI(c.Rekeys.SPIs[0])
	}
	if c.RekeyedTo != nil {
		replaced = ios.HexSPI(c.RekeyedTo.SPIs[0])
	}
	ends := []any{}
	for r, spi := range c.SPIs {
		ends = append(ends, render.Object{
			{Key: "dst", Value: childPeer(c, ike.Role(r))}, {Key: "spi", Value: ios.HexSPI(spi)},
			{Key: "idents", Value: selectorTexts(c.Selectors[r])},
		})
	}
	return render.Object{
		{Key: "message_id", Value: fmt.Sprintf("%08x", c.MessageID)}, {Key: "begun_by", Value: c.By.String()},
		{Key: "protocol", Value: strings.ToLower(protocolOf(c))}, {Key: "transform", Value: render.OrNil(childTransform(c))},
		{Key: "mode", Value: childMode(c)}, {Key: "ends", Value: ends}, {Key: "group", Value: render.OrNil(uint16(c.Group))},
		{Key: "lifetime", Value: render.OrNil(c.Seconds)}, {Key: "kilobytes", Value: render.OrNil(c.Kilobytes)},
		{Key: "ready", Value: c.Ready}, {Key: "deleted", Value: c.Deleted}, {Key: "replaces", Value: replaces}, {Key: "replaced_by", Value: replaced},
		{Key: "derived", Value: c.Derived}, {Key: "reason", Value: render.OrNil(c.Why)},
	}
}
