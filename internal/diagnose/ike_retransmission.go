package diagnose

import (
	"fmt"
	"slices"
	"time"

	"github.com/pktscope/pktscope/dissect/isakmp"
	"github.com/pktscope/pktscope/internal/track/icmperror"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// What makes retransmissions worth a warning: copies of one message, or copies among all
// messages with a share of them in percent.
const (
	copiesOfOne   = 2
	copiesOfAll   = 3
	copiesPercent = 10
)

// leastPause is between a message and its retransmission; a copy that comes sooner was
// captured twice.
const leastPause = 100 * time.Millisecond

// checkRetransmission finds messages of IKE that were sent again, and tells whether the
// message or its answer was lost.
func checkRetransmission(f *Facts, found func(Finding)) {
	for _, s := range f.SAs {
		r := retransmissionsOf(s)
		if r.copies() == 0 {
			continue
		}
		x := Finding{Severity: Note, Certainty: Certain, Tunnel: tunnelOf(s), Reference: "RFC 7296, section 2.1"}
		if s.Version == 1 {
			x.Reference = "RFC 2408, section 5.1"
		}
		last := r.last
		if last != nil && s.Deleted.IsZero() && f.neverAnswered(s, last) {
			x.Severity, x.Certainty, x.Symptoms = f.OfFailure(s), Likely, []Symptom{FailureOf(s)}
			x.Summary = fmt.Sprintf("%s repeats %s though %s answers: the answers do not reach it, at this capture point (%s)",
				name(s, last.first.Role), r.name(s, last.first), name(s, last.first.Role.Other()), sending(last.sent, last.first.Time, last.until))
			x.Evidence = last.evidence()
			found(x)
			continue
		}
		if s.Failure.Failed() && s.Ready.IsZero() {
			continue
		}
		if r.quickMode != nil {
			found(f.ofQuickMode(s, r.quickMode))
			continue
		}
		if !s.Ready.IsZero() && (r.most >= copiesOfOne || r.copies() >= copiesOfAll && 100*r.copies() >= copiesPercent*r.messages) {
			x.Severity = Warning
		}
		errs := f.rejectedCopies(s, &r)
		x.Summary, x.Symptoms = r.summary(s, errs), []Symptom{lossOf(s)}
		if r.worst != nil {
			x.Evidence = r.worst.evidence()
		} else {
			m := &s.Log[0]
			x.Evidence = []Evidence{exchangeEvidence(m.Frame, m.Time, m.Exchange, fmt.Sprintf("the first message, sent %s", times(1+s.FirstAgain)))}
		}
		for _, e := range errs {
			if e != nil {
				x.Evidence = append(x.Evidence, errorEvidence(e))
			}
		}
		found(x)
	}
}

// Retransmissions are the messages of an SA that were sent again.
type retransmissions struct {
	messages int
	lost     [2]int          // copies by the sender of the message: no answer was captured before the copy
	late     [2]int          // and those that were sent though the answer was captured before
	during   [2][2]time.Time // from the first of the messages that lost counts copies of to the last copy
	most     int             // copies of one message
	worst    *repeat
	last     *repeat // whose copy came last
	// quickMode is message 1 of a quick mode that was sent again and again, and never
	// answered.
	quickMode *repeat
}

// A repeat is a message that was sent again.
type repeat struct {
	first    *ike.Message
	again    *ike.Message // the first copy
	sent     int
	until    time.Time // of the last copy
	answered bool      // before each copy
	answer   *ike.Message
}

func (r *retransmissions) copies() int { return r.lost[0] + r.lost[1] + r.late[0] + r.late[1] }

// retransmissionsOf looks through the ladder of s. Responses that are sent again are no
// retransmissions of their own: requests make them be sent.
func retransmissionsOf(s *ike.SA) (r retransmissions) {
	known := map[uint64]*repeat{} // by the frame of the first copy
	if len(s.Log) > 0 && s.FirstAgain > 0 {
		r.lost[ike.Initiator], r.most = int(s.FirstAgain), int(s.FirstAgain)
		r.lostBetween(ike.Initiator, s.Log[0].Time, s.Log[min(1, len(s.Log)-1)].Time) // copies are not in Log
	}
	var waits uint64 // the frame of a message that still waits: no answer is missing yet
	for i := range s.Unanswered {
		if u := &s.Unanswered[i]; u.Sent > 1 {
			waits = u.FirstFrame
		}
	}
	for i := range s.Log {
		m := &s.Log[i]
		if !m.Again {
			r.messages++
			known[m.Frame] = &repeat{first: m, sent: 1, until: m.Time, answered: true}
			continue
		}
		x := known[m.Of]
		if x == nil || m.Of == waits || m.Time.Sub(x.until) < leastPause || m.Response || s.Version == 1 && (reacts(s.Log[:i], m) || toldOff(s.Log[:i], x.first)) {
			continue
		}
		if x.again == nil {
			x.again = m
		}
		x.sent++
		x.until = m.Time
		if x.answer == nil {
			x.answer = answerTo(s, x.first, m.Time)
		}
		if x.answer != nil {
			r.late[m.Role]++
		} else {
			x.answered = false
			r.lost[m.Role]++
			r.lostBetween(m.Role, x.first.Time, m.Time)
		}
		if r.last = x; r.worst == nil || x.sent > r.worst.sent {
			r.worst = x
		}
		r.most = max(r.most, x.sent-1)
	}
	for _, x := range known {
		if x.first.Exchange == isakmp.ExchangeQuick && x.sent >= sentUnanswered && x.until.Sub(x.first.Time) >= timeUnanswered && !heardSince(s, x.first.Role.Other(), x.first.Time) &&
			(r.quickMode == nil || x.first.Frame < r.quickMode.first.Frame) {
			r.quickMode = x
		}
	}
	return r
}

// lostBetween widens during.
func (r *retransmissions) lostBetween(role ike.Role, since, until time.Time) {
	d := &r.during[role]
	if d[0].IsZero() || since.Before(d[0]) {
		d[0] = since
	}
	if until.After(d[1]) {
		d[1] = until
	}
}

// rejectedCopies is, by the sender of messages, an ICMP error about those that were sent again.
func (f *Facts) rejectedCopies(s *ike.SA, r *retransmissions) (errs [2]*icmperror.Error) {
	for i, d := range r.during {
		if r.lost[i] == 0 {
			continue
		}
		if list := f.errorsAbout(s.Now[i].Addr(), s.Now[1-i].Addr(), d[0], d[1], (*icmperror.Quote).IsIKE); len(list) > 0 {
			errs[i] = list[0]
		}
	}
	return errs
}

// ofQuickMode is the finding that a quick mode is not answered: there is no child SA, or none
// more than those that carry traffic.
func (f *Facts) ofQuickMode(s *ike.SA, q *repeat) Finding {
	from, to := q.first.Role, q.first.Role.Other()
	x := Finding{
		Severity: f.ofNoChild(s), Certainty: Likely, Tunnel: tunnelOf(s), Reference: "RFC 2409, section 5.5", Symptoms: []Symptom{lossOf(s), FailureOf(s)},
		Evidence: q.evidence(),
	}
	which, outcome := "the quick mode", "there is no child SA"
	if f.carries(s) {
		x.Severity, x.Symptoms = Warning, []Symptom{lossOf(s)}
		which, outcome = "a further quick mode", "there is no further child SA, in place of the one there is or beside it"
	}
	x.Summary = fmt.Sprintf("%s does not answer %s of %s, at this capture point (%s): %s. The message is lost, or %s drops it: its log tells",
		name(s, to), which, name(s, from), sending(q.sent, q.first.Time, q.until), outcome, name(s, to))
	return x
}

// ofNoChild is how bad it is that s has no child SA: a warning where another SA between its
// peers has one after it.
func (f *Facts) ofNoChild(s *ike.SA) Severity {
	for _, other := range f.near(s) {
		if other.ID > s.ID && (f.carries(other) || slices.ContainsFunc(other.Children, func(c *ike.Child) bool { return !c.Ready.IsZero() && !c.Failure.Failed() })) {
			return Warning
		}
	}
	return Error
}

// reacts reports whether m, a message of IKEv1 that is sent again, is so as the other
// side has just sent its own one again.
func reacts(before []ike.Message, m *ike.Message) bool {
	if len(before) == 0 {
		return false
	}
	last := &before[len(before)-1]
	return last.Again && last.Role != m.Role && m.Time.Sub(last.Time) < leastPause
}

// toldOff reports whether first, a message of quick mode, was followed by an Informational
// of the other side: it has arrived, and may be refused. Some peers repeat it all the same.
func toldOff(before []ike.Message, first *ike.Message) bool {
	return first.Exchange == isakmp.ExchangeQuick && slices.ContainsFunc(before, func(m ike.Message) bool {
		return m.Exchange == isakmp.ExchangeInformational && m.Role != first.Role && m.Frame > first.Frame
	})
}

// answerTo is a message of the other side that answers m and was captured before a
// moment, nil without one.
func answerTo(s *ike.SA, m *ike.Message, before time.Time) *ike.Message {
	for i := range s.Log {
		a := &s.Log[i]
		if a.Role == m.Role || a.Exchange != m.Exchange || a.Time.Before(m.Time) || !a.Time.Before(before) {
			continue
		}
		if a.ID == m.ID && (s.Version == 1 || a.Response && !m.Response) {
			return a
		}
	}
	return nil
}

// ends reports whether nothing new came after the copies of x.
func (x *repeat) ends(s *ike.SA) bool {
	for i := range s.Log {
		if m := &s.Log[i]; !m.Again && m.Frame > x.first.Frame && m != x.answer {
			return false
		}
	}
	return true
}

// neverAnswered reports whether x is repeated to the end though it is answered, and s is not
// established for its sender: nothing else of it follows.
func (f *Facts) neverAnswered(s *ike.SA, x *repeat) bool {
	if !x.answered || x.sent < sentUnanswered || x.until.Sub(x.first.Time) < timeUnanswered || !x.ends(s) {
		return false
	}
	switch x.first.Exchange {
	case isakmp.ExchangeMain, isakmp.ExchangeAggressive, isakmp.ExchangeAuth:
		return !f.lastESP(s, x.first.Role).After(x.first.Time)
	}
	return s.Ready.IsZero()
}

// evidence is the message, its copy and the answer before that.
func (x *repeat) evidence() []Evidence {
	list := []Evidence{exchangeEvidence(x.first.Frame, x.first.Time, x.first.Exchange, "sent "+times(uint64(x.sent)))}
	if x.answer != nil {
		list = append(list, exchangeEvidence(x.answer.Frame, x.answer.Time, x.answer.Exchange, "the answer"))
	}
	if x.again != nil {
		list = append(list, exchangeEvidence(x.again.Frame, x.again.Time, x.again.Exchange, "the first retransmission"))
	}
	return list
}

// name is what a sentence calls a message.
func (r *retransmissions) name(s *ike.SA, m *ike.Message) string {
	if s.Version == 2 {
		return isakmp.ExchangeName(2, m.Exchange)
	}
	return "a message of " + isakmp.ExchangeName(1, m.Exchange)
}

// summary tells how many messages were sent again, and where they or their answers were
// lost, or by which of errs they were rejected.
func (r *retransmissions) summary(s *ike.SA, errs [2]*icmperror.Error) string {
	be := "are"
	if r.copies() == 1 {
		be = "is"
	}
	text := fmt.Sprintf("%d of %d IKE messages %s sent again", r.copies(), r.messages+r.copies(), be)
	sep := ""
	for i := range r.lost {
		from, to := name(s, ike.Role(i)), name(s, ike.Role(i).Other())
		if r.lost[i] > 0 && errs[i] != nil {
			text += fmt.Sprintf("%s by %s: %s", sep, from, errorCause(errs[i], s.Now[1-i]))
			sep = ", and"
		} else if r.lost[i] > 0 {
			text += fmt.Sprintf("%s by %s, as if lost on the way to %s", sep, from, to)
			sep = ", and"
		}
		if r.late[i] > 0 {
			text += fmt.Sprintf("%s by %s though %s had answered, as if its answers were lost on the way back", sep, from, to)
			sep = ", and"
		}
	}
	return text + ", at this capture point"
}
