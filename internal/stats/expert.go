package stats

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	wirecdp "github.com/pktscope/pktscope/dissect/cdp"
	wireesp "github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/render"
)

// A severity is Wireshark's expert severity.
type severity uint8

const (
	isComment severity = iota
	isChat
	isNote
	isWarning
	isError
)

var severities = []string{"Comment", "Chat", "Note", "Warn", "Error"}

// A finding is one item of expert information. summary may be a format with one
// verb for number.
type finding struct {
	severity        severity
	group, protocol string
	summary         string
	number          int // -1: none
}

// expert is -z expert: findings and how often each occurred. The texts are
// tshark's, which has more findings because it analyses TCP acknowledgements.
type expert struct {
	least  severity
	filter string
	found  map[finding]int
	rows   []finding // in the order of their first packets
	times  []uint64
	more   uint64 // findings that rows had no room for
}

// maxFindings bounds an expert's tables.
const maxFindings = 4096

// expert reads [error|warn|note|chat|comment][,FILTER].
func (p *plan) expert(text, options string) (request, error) {
	word, rest, _ := strings.Cut(options, ",")
	e := &expert{filter: options, found: map[finding]int{}}
	if i := slices.IndexFunc(severities, func(s string) bool { return strings.EqualFold(s, word) }); i >= 0 {
		e.least, e.filter = severity(i), rest
	}
	p.comments = p.comments || e.least == isComment
	return p.ask(text, e, e.filter)
}

func (e *expert) add(s severity, group, protocol, summary string, number int) {
	if s < e.least {
		return
	}
	f := finding{s, group, protocol, summary, number}
	i, ok := e.found[f]
	switch {
	case ok:
		e.times[i]++
	case len(e.rows) == maxFindings:
		e.more++
	default:
		e.found[f] = len(e.rows)
		e.rows, e.times = append(e.rows, f), append(e.times, 1)
	}
}

func (e *expert) count(s *sample) {
	if e.least == isComment {
		for text := range s.comments() {
			e.add(isComment, "Comment", "Frame", string(text), -1)
		}
	}
	for i := range s.Layers {
		l := &s.Layers[i]
		if l.Quoted {
			break
		}
		switch m := l.Message.(type) {
		case *inet.IPv4:
			e.ipv4(m)
		case *inet.TCP:
			e.tcp(m)
		case *wireesp.Packet:
			if m.PadBogus {
				e.add(isWarning, "Protocol", "ESP", "Padding MUST increment starting with 1 [RFC 4303 2.4]", -1)
			}
		case *wirecdp.Packet:
			if m.Sum == wirecdp.SumBad {
				e.add(isWarning, "Checksum", "CDP", "Bad checksum", -1)
			}
		}
	}
	if s.Notes > 0 && s.Noted != nil {
		e.add(isError, "Malformed", s.Noted.Short, "Malformed element, passed over", -1)
	}
	if s.Err != nil {
		e.broken(s.Err)
	}
}

// broken adds a finding for a malformed packet. One that the capture truncated is
// none.
func (e *expert) broken(err error) {
	var bad *field.Error
	if errors.As(err, &bad) && errors.Is(bad, field.ErrMalformed) && bad.Def.Proto != nil {
		e.add(isError, "Malformed", bad.Def.Proto.Short, "Malformed Packet (Exception occurred)", -1)
	}
}

// Routing protocols in the Protocol field of IPv4, which send with a TTL of 1.
const (
	protoOSPF = 89
	protoPIM  = 103
)

// ipv4 adds a finding for a low TTL, but for routing protocols.
func (e *expert) ipv4(m *inet.IPv4) {
	const low = 5
	if m.Dst.IsValid() && m.TTL < low && !m.Dst.IsMulticast() && m.Protocol != protoPIM && m.Protocol != protoOSPF {
		e.add(isNote, "Sequence", "IPv4", `"Time To Live" only %d`, int(m.TTL))
	}
}

// tcp adds findings for the beginning and end of connections.
func (e *expert) tcp(m *inet.TCP) {
	const group, protocol = "Sequence", "TCP"
	const open = inet.FlagSYN | inet.FlagACK
	switch {
	case !m.Whole():
		return
	case m.Flags&open == open:
		e.add(isChat, group, protocol, "Connection establish acknowledge (SYN+ACK): server port %d", int(m.SrcPort))
	case m.Flags&inet.FlagSYN != 0:
		e.add(isChat, group, protocol, "Connection establish request (SYN): server port %d", int(m.DstPort))
	}
	if m.Flags&inet.FlagFIN != 0 {
		e.add(isChat, group, protocol, "Connection finish (FIN)", -1)
		e.add(isNote, group, protocol, closing(m), -1)
	}
	if m.Flags&inet.FlagRST != 0 {
		e.add(isWarning, group, protocol, "Connection reset (RST)", -1)
	}
}

// closing returns the finding of a FIN, which depends on which side sent one first.
func closing(m *inet.TCP) string {
	if m.Facts.Close == inet.ClosePassive {
		return "This frame undergoes the connection closing"
	}
	return "This frame initiates the connection closing"
}

// columns are those of a finding, by its index.
func (e *expert) columns() []render.Column[int] {
	return []render.Column[int]{
		{Title: "Severity", Key: "severity", Cell: func(i int) any { return severities[e.rows[i].severity] }},
		{Title: "Frequency", Key: "frequency", Number: true, Cell: func(i int) any { return e.times[i] }},
		{Title: "Group", Key: "group", Cell: func(i int) any { return e.rows[i].group }},
		{Title: "Protocol", Key: "protocol", Cell: func(i int) any { return e.rows[i].protocol }},
		{Title: "Summary", Key: "summary", Cell: func(i int) any { return e.rows[i].text() }},
	}
}

// text is the summary with its number.
func (f *finding) text() string {
	if f.number < 0 {
		return f.summary
	}
	return fmt.Sprintf(f.summary, f.number)
}

// ranked are the indices of the findings, the most severe first.
func (e *expert) ranked() []int {
	order := make([]int, len(e.rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(e.rows[b].severity, e.rows[a].severity) })
	return order
}

func (e *expert) report() render.Report {
	r := render.Report{
		Title: title("Expert Information", e.filter),
		Table: render.Table[int]{Columns: e.columns(), Rows: slices.Values(e.ranked())},
	}
	if e.more > 0 {
		r.Notes = []string{fmt.Sprintf("%d findings are left out: there is room for %d kinds of them.", e.more, maxFindings)}
	}
	return r
}
