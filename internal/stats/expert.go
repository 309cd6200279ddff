package stats

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
)

// expert is -z expert: the items of expert information and how often each occurred.
type expert struct {
	least  field.Severity
	filter string
	found  map[string]int // indices of rows, by the items
	rows   []expertItem   // in the order of their first packets
	times  []uint64
	more   uint64     // items that rows had no room for
	own    expertItem // of addOwn
	take   func(expertItem)
}

// maxItems bounds an expert's tables.
const maxItems = 4096

// severityWords are tshark's words for severities in -z expert.
var severityWords = [...]string{field.Comment: "Comment", field.Chat: "Chat", field.Note: "Note", field.Warning: "Warn", field.Failure: "Error"}

// expert reads [error|warn|note|chat|comment][,FILTER].
func (p *plan) expert(text, options string) (request, error) {
	word, rest, _ := strings.Cut(options, ",")
	e := &expert{least: field.Comment, filter: options, found: map[string]int{}}
	e.take = e.add // bound once: a packet allocates nothing
	if i := slices.IndexFunc(severityWords[field.Comment:], func(s string) bool { return strings.EqualFold(s, word) }); i >= 0 {
		e.least, e.filter = field.Comment+field.Severity(i), rest
	}
	p.experts = true
	p.comments = p.comments || e.least == field.Comment
	return p.ask(text, e, e.filter)
}

func (e *expert) add(x expertItem) {
	if x.severity() < e.least {
		return
	}
	i, ok := e.found[string(x)]
	switch {
	case ok:
		e.times[i]++
	case len(e.rows) == maxItems:
		e.more++
	default:
		e.found[string(x)] = len(e.rows)
		e.rows, e.times = append(e.rows, slices.Clone(x)), append(e.times, 1)
	}
}

// addOwn adds an item that no tree has.
func (e *expert) addOwn(s field.Severity, g field.Group, protocol string, text []byte) {
	e.own = endExpert(append(beginExpert(e.own[:0], s, g, protocol), text...), 0)
	e.add(e.own)
}

func (e *expert) count(s *sample) {
	if e.least == field.Comment {
		for text := range s.comments() {
			e.addOwn(field.Comment, field.OfComments, "Frame", text)
		}
	}
	takeExperts(s.expertsFrom(), e.take)
	if s.Notes > 0 && s.Noted != nil {
		e.addOwn(field.Failure, field.OfMalformed, s.Noted.Short, []byte(dissect.MalformedElement))
	}
	if s.Err != nil {
		e.broken(s.Err)
	}
}

// broken adds the item of a malformed packet. One that the capture truncated has none.
func (e *expert) broken(err error) {
	var bad *field.Error
	if errors.As(err, &bad) && errors.Is(bad, field.ErrMalformed) && bad.Def.Proto != nil {
		e.addOwn(field.Failure, field.OfMalformed, bad.Def.Proto.Short, []byte("Malformed Packet (Exception occurred)"))
	}
}

// columns are those of an item, by its index.
func (e *expert) columns() []render.Column[int] {
	return []render.Column[int]{
		{Title: "Severity", Key: "severity", Cell: func(i int) any { return severityWords[e.rows[i].severity()] }},
		{Title: "Frequency", Key: "frequency", Number: true, Cell: func(i int) any { return e.times[i] }},
		{Title: "Group", Key: "group", Cell: func(i int) any { return e.rows[i].group().String() }},
		{Title: "Protocol", Key: "protocol", Cell: func(i int) any { return e.rows[i].protocol() }},
		{Title: "Summary", Key: "summary", Cell: func(i int) any { return e.rows[i].summary() }},
	}
}

// ranked are the indices of the items, the most severe first.
func (e *expert) ranked() []int {
	order := make([]int, len(e.rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(e.rows[b].severity(), e.rows[a].severity()) })
	return order
}

func (e *expert) report() render.Report {
	r := render.Report{
		Title: title("Expert Information", e.filter),
		Table: render.Table[int]{Columns: e.columns(), Rows: slices.Values(e.ranked())},
	}
	if e.more > 0 {
		r.Notes = []string{fmt.Sprintf("%d items are left out: there is room for %d kinds of them.", e.more, maxItems)}
	}
	return r
}
