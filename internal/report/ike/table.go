package ike

import (
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/ios"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// A row is an SA at a moment.
type row struct {
	*ike.SA
	at   time.Time
	lost lost
}

// columns are the columns of both versions' reports.
var columns = []render.Column[row]{
	{Key: "dst", Cell: func(s row) any { return render.AddrCell(s.Now[s.Local.Other()]) }},
	{Key: "src", Cell: func(s row) any { return render.AddrCell(s.Now[s.Local]) }},
	{Key: "state", Cell: func(s row) any { return s.State.String() }},
	{Title: "conn-id", Key: "conn_id", Cell: func(s row) any { return ios.ConnectionID(s.SA) }},
	{Key: "status", Cell: func(s row) any { return ios.Status(s.SA) }},
	{Key: "version", Cell: func(s row) any { return s.Version }},
	{Title: "initiator SPI", Key: "initiator_spi", Cell: func(s row) any { return ios.IKESPI(s.SPIs[ike.Initiator]) }},
	{Title: "responder SPI", Key: "responder_spi", Cell: func(s row) any { return ios.IKESPI(s.SPIs[ike.Responder]) }},
	{Key: "exchange", Cell: func(s row) any { return ios.Exchange(s.SA) }},
	{Key: "policy", In: render.ForPrograms, Cell: func(s row) any { return policyCell(s.SA) }},
	{Key: "vendor", In: render.ForPrograms, Cell: func(s row) any { return vendorCell(s.SA) }},
	{Key: "nat", In: render.ForPrograms, Cell: func(s row) any { return natCell(s.SA) }},
	{Key: "first_seen", In: render.ForPrograms, Cell: func(s row) any { return s.First }},
	{Key: "last_seen", In: render.ForPrograms, Cell: func(s row) any { return s.Last }},
	{Key: "messages", In: render.ForPrograms, Cell: func(s row) any { return s.Messages }},
	{Key: "retransmits", In: render.ForPrograms, Cell: func(s row) any { return s.Retransmits }},
	{Key: "decrypted", In: render.ForPrograms, Cell: func(s row) any { return s.Decrypted }},
	{Key: "failure", In: render.ForPrograms, Cell: func(s row) any { return render.OrNil(s.Failure.Word(s.Version)) }},
	{Key: "offers", In: render.ForPrograms, Cell: func(s row) any { return offersCell(s.SA) }},
	{Key: "chosen", In: render.ForPrograms, Cell: func(s row) any { return chosenCell(s.SA) }},
	{Key: "auth_local", In: render.ForPrograms, Cell: func(s row) any { return methodWords(s.Methods[s.Local]) }},
	{Key: "auth_remote", In: render.ForPrograms, Cell: func(s row) any { return methodWords(s.Methods[s.Local.Other()]) }},
	{Key: "ppk", In: render.ForPrograms, Cell: func(s row) any { return render.OrNil(ppkOf(s.SA).String()) }},
	{Key: "children", In: render.ForPrograms, Cell: func(s row) any { return childrenCell(s.SA) }},
	{Key: "replaces", In: render.ForPrograms, Cell: func(s row) any { return relatedCell(s.Replaces) }},
	{Key: "replaced_by", In: render.ForPrograms, Cell: func(s row) any { return relatedCell(s.ReplacedBy) }},
	{Key: "deleted_at", In: render.ForPrograms, Cell: func(s row) any { return s.Deleted }},
	{Key: "moved", In: render.ForPrograms, Cell: func(s row) any { return movesCell(s.SA) }},
	{Key: "enciphered", In: render.ForPrograms, Cell: func(s row) any { return s.Encrypted }},
	{Key: "reason", In: render.ForPrograms, Cell: func(s row) any { return render.OrNil(notDecrypted(s.SA)) }},
	{Key: "proofs", In: render.ForPrograms, Cell: func(s row) any {
		return render.Object{{Key: "right", Value: s.Proven}, {Key: "wrong", Value: s.Disproven}}
	}},
	{Key: "psk", In: render.ForPrograms, Cell: func(s row) any { return sharedKeyCell(s.SA) }},
	{Key: "psks", In: render.ForPrograms, Detail: true, Cell: func(s row) any { return sharedKeysCell(s.SA) }},
	{Key: "interface", In: render.ForPrograms, Cell: func(s row) any { return s.Interface }},
	{Key: "src_port", In: render.ForPrograms, Cell: func(s row) any { return s.Now[s.Local].Port() }},
	{Key: "dst_port", In: render.ForPrograms, Cell: func(s row) any { return s.Now[s.Local.Other()].Port() }},
	{Key: "initiator_id", In: render.ForPrograms, Cell: func(s row) any { return render.OrNil(identityOf(s.SA, ike.Initiator)) }},
	{Key: "responder_id", In: render.ForPrograms, Cell: func(s row) any { return render.OrNil(identityOf(s.SA, ike.Responder)) }},
	{Key: "ready", In: render.ForPrograms, Cell: func(s row) any { return s.Ready }},
	{Key: "duration", In: render.ForPrograms, Cell: func(s row) any { return s.Last.Sub(s.First) }},
	{Key: "lifetime_left", In: render.ForPrograms, Cell: func(s row) any { return lifetimeCell(s) }},
	{Key: "late", In: render.ForPrograms, Cell: func(s row) any { return s.Late }},
	{Key: "elsewhere", In: render.ForPrograms, Cell: func(s row) any { return s.Elsewhere }},
	{Key: "floated", In: render.ForPrograms, Cell: func(s row) any { return s.Floated }},
	{Key: "dpd", In: render.ForPrograms, Cell: func(s row) any {
		return render.Object{{Key: "asked", Value: s.Probes.Asked}, {Key: "answered", Value: s.Probes.Answered}}
	}},
	{Key: "vendors", In: render.ForPrograms, Detail: true, Cell: func(s row) any { return vendorsCell(s.SA) }},
	{Key: "notifications", In: render.ForPrograms, Detail: true, Cell: func(s row) any { return noticesCell(s.SA) }},
	{Key: "lost_fragments", In: render.ForPrograms, Detail: true, Cell: func(s row) any { return lostCell(s) }},
	{Key: "frame", In: render.InParquet, Cell: func(s row) any { return firstFrame(s.SA) }},
	{Key: "ladder", In: render.ForPrograms, Detail: true, Cell: func(s row) any { return ladderCell(s.SA) }},
}

// firstFrame is that of the first message of s, nil where none was kept.
func firstFrame(s *ike.SA) any {
	if len(s.Log) == 0 {
		return nil
	}
	return s.Log[0].Frame
}

// table has a row for every SA.
func table(all negotiations, at time.Time, detail bool) render.Table[row] {
	return render.Table[row]{Columns: columns, Detail: detail, Rows: func(yield func(row) bool) {
		lost := all.lost()
		for s := range all.each {
			if !yield(row{s, at, lost}) {
				return
			}
		}
	}}
}

// Members are the cells of an SA at a moment in the JSON reports, by their keys.
func Members(s *ike.SA, at time.Time, keys ...string) render.Object {
	return render.Members(columns, row{SA: s, at: at}, keys...)
}

// methodWords are the methods by which a side authenticates itself.
func methodWords(list []ike.Method) []string {
	out := make([]string, 0, len(list))
	for _, m := range list {
		out = append(out, m.Word)
	}
	return out
}

// relatedCell returns the initiator's SPI of the SA that replaces or was replaced, nil
// if there is none.
func relatedCell(s *ike.SA) any {
	if s == nil {
		return nil
	}
	return ios.IKESPI(s.SPIs[ike.Initiator])
}

// lifetimeCell returns the lifetime that is left, nil if the peers agreed on none.
func lifetimeCell(s row) any {
	if left, ok := s.LifetimeLeft(s.at); ok {
		return left
	}
	return nil
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

// ppkOf is how far s uses a PPK. What replaces an IKE SA gets its keys from that one's
// SK_d, into which the PPK is mixed: RFC 8784, section 3.
func ppkOf(s *ike.SA) ike.PPK {
	for s.Version == 2 && s.PPK == ike.NoPPK && s.Replaces != nil {
		s = s.Replaces
	}
	return s.PPK
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

// noticesCell are the notifications.
func noticesCell(s *ike.SA) any {
	notices := []any{}
	for i := range s.Notices {
		n := &s.Notices[i]
		notices = append(notices, render.Object{
			{Key: "time", Value: n.Time}, {Key: "frame", Value: n.Frame}, {Key: "sender", Value: n.Role.String()},
			{Key: "type", Value: uint16(n.Type)}, {Key: "name", Value: render.OrNil(noticeWord(n.Version, n.Type, n.Child))},
			{Key: "group", Value: render.OrNil(uint16(n.Wanted))}, {Key: "value", Value: render.OrNil(n.Value)},
		})
	}
	return notices
}

// movesCell are the changes of the peers' addresses.
func movesCell(s *ike.SA) any {
	moves := []any{}
	for _, m := range s.Moves {
		moves = append(moves, render.Object{
			{Key: "time", Value: m.Time}, {Key: "frame", Value: m.Frame}, {Key: "who", Value: m.Role.String()},
			{Key: "from", Value: m.From.String()}, {Key: "to", Value: m.To.String()},
		})
	}
	return moves
}

func vendorsCell(s *ike.SA) any {
	return render.Object{
		{Key: "initiator", Value: vendorNames(s, ike.Initiator)}, {Key: "responder", Value: vendorNames(s, ike.Responder)},
	}
}
