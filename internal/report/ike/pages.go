package ike

import (
	"iter"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// pages are what the table of SAs has no columns for, in a page: a table for each
// kind, whose rows name their SA.
func pages(all negotiations) []render.Report {
	return []render.Report{
		{Title: "Offers", Table: render.Table[offerRow]{Columns: offerColumns, Rows: each(all, offerRows)}},
		{Title: "Child SAs", Table: render.Table[*childRow]{Columns: childColumns, Rows: each(all, childRows)}},
		{Title: "Notifications", Table: render.Table[noticeRow]{Columns: noticeColumns, Rows: each(all, noticeRows)}},
		{Title: "Messages", Table: render.Table[messageRow]{Columns: messageColumns, Rows: each(all, messageRows)}},
	}
}

// each are the rows of every SA.
func each[T any](all negotiations, rows func(s *ike.SA) []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for s := range all.each {
			for _, r := range rows(s) {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// An offerRow is one offer; by names who made it, or that it was chosen.
type offerRow struct {
	s       *ike.SA
	by      string
	number  uint8
	offered string
}

var offerColumns = []render.Column[offerRow]{
	{Title: "conn-id", Cell: func(r offerRow) any { return ios.ConnectionID(r.s) }},
	{Title: "by", Cell: func(r offerRow) any { return r.by }},
	{Title: "number", Cell: func(r offerRow) any { return r.number }},
	{Title: "policy", Cell: func(r offerRow) any { return r.offered }},
}

func offerRows(s *ike.SA) (rows []offerRow) {
	words := ios.WordsOf(s)
	for r, list := range s.Offers {
		for i := range list {
			rows = append(rows, offerRow{s, ike.Role(r).String(), list[i].Number, offerText(words, &list[i])})
		}
	}
	if s.Policy != nil {
		rows = append(rows, offerRow{s, "chosen", s.Policy.Number, policyText(words, s.Policy)})
	}
	return rows
}

// A childRow is one child SA.
type childRow struct {
	s *ike.SA
	*ike.Child
	local ike.Role // in Child
}

var childColumns = []render.Column[*childRow]{
	{Title: "conn-id", Cell: func(c *childRow) any { return ios.ConnectionID(c.s) }},
	{Title: "state", Cell: func(c *childRow) any { return c.State().String() }},
	{Title: "SPI in", Cell: func(c *childRow) any { return childSPI(c.Child, c.local) }},
	{Title: "SPI out", Cell: func(c *childRow) any { return childSPI(c.Child, c.local.Other()) }},
	{Title: "transform", Cell: func(c *childRow) any { return ios.TransformSet(c.Suite) }},
	{Title: "mode", Cell: func(c *childRow) any { return childWords(c.Child) }},
	{Title: "local", Cell: func(c *childRow) any { return selectorTexts(c.Selectors[c.local]) }},
	{Title: "remote", Cell: func(c *childRow) any { return selectorTexts(c.Selectors[c.local.Other()]) }},
	{Title: "offered", Cell: func(c *childRow) any { return childOffers(c.Child) }},
	{Title: "failure", Cell: func(c *childRow) any { return c.Failure.Text(c.Parent.Version) }},
}

func childRows(s *ike.SA) (rows []*childRow) {
	for _, c := range s.Children {
		rows = append(rows, &childRow{s, c, c.Parent.Local ^ c.By})
	}
	return rows
}

func childOffers(c *ike.Child) (list []string) {
	for i := range c.Offers {
		list = append(list, itoa(c.Offers[i].Number)+": "+childOfferText(&c.Offers[i]))
	}
	return list
}

// A noticeRow is one notification.
type noticeRow struct {
	s *ike.SA
	*ike.Notice
}

var noticeColumns = []render.Column[noticeRow]{
	{Title: "conn-id", Cell: func(n noticeRow) any { return ios.ConnectionID(n.s) }},
	{Title: "time", Cell: func(n noticeRow) any { return n.Time }},
	{Title: "frame", Cell: func(n noticeRow) any { return n.Frame }},
	{Title: "sender", Cell: func(n noticeRow) any { return n.Role.String() }},
	{Title: "notification", Cell: func(n noticeRow) any { return noticeText(n.Notice) }},
}

func noticeRows(s *ike.SA) (rows []noticeRow) {
	for i := range s.Notices {
		rows = append(rows, noticeRow{s, &s.Notices[i]})
	}
	return rows
}

// noticeText is "INVALID_KE_PAYLOAD (17), wants group 14 (2048 bit MODP group)".
func noticeText(n *ike.Notice) string {
	text := noticeName(n.Version, n.Type, n.Child)
	switch {
	case n.Wanted != 0:
		text += ", wants group " + groupText(n.Wanted)
	case n.Value != 0 && n.Type == isakmp.NotifyAuthLifetime:
		text += ": " + itoa(n.Value) + " s"
	case n.Value != 0:
		text += ": " + itoa(n.Value)
	}
	return text
}

// A messageRow is one message of the ladder.
type messageRow struct {
	s *ike.SA
	rung
}

var messageColumns = []render.Column[messageRow]{
	{Title: "conn-id", Cell: func(m messageRow) any { return ios.ConnectionID(m.s) }},
	{Title: "time", Cell: func(m messageRow) any { return m.Time }},
	{Title: "frame", Cell: func(m messageRow) any { return m.Frame }},
	{Title: "sender", Cell: func(m messageRow) any { return m.Role.String() }},
	{Title: "message", Cell: func(m messageRow) any { return exchangeWord(m.Message) + ": " + payloadList(m.Message) }},
	{Title: "meaning", Cell: func(m messageRow) any { return m.says() }},
}

func messageRows(s *ike.SA) (rows []messageRow) {
	for _, r := range rungs(s) {
		rows = append(rows, messageRow{s, r})
	}
	return rows
}
