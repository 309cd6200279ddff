package stats

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/render"
)

// maxNodes bounds the columns of a flow graph, as in Wireshark.
const maxNodes = 40

// A flow is -z flow: a graph with a column for each address and an arrow for each
// packet.
type flow struct {
	kind    string // any, tcp, icmp or icmpv6
	network bool   // addresses of IP only
	filter  string
	limit   int // of arrows
	nodes   []string
	arrows  []arrow
	left    uint64 // packets that came when there were too many arrows or nodes
}

// An arrow is one packet.
type arrow struct {
	at             time.Duration
	from, to       int // nodes
	ports          [2]uint16
	label, comment string
	stream         uint32 // of TCP
}

func newFlow(kind, addresses, filter string, limit int) (*flow, error) {
	f := &flow{kind: kind, network: addresses == "network", filter: filter, limit: limit}
	if !slices.Contains([]string{"any", "tcp", "icmp", "icmpv6"}, kind) {
		return nil, fmt.Errorf("there is no flow,%s; want any, tcp, icmp or icmpv6 behind the comma", kind)
	}
	if addresses != "" && addresses != "standard" && !f.network {
		return nil, fmt.Errorf("%q: want standard or network addresses", addresses)
	}
	return f, nil
}

// count implements statistic.
func (f *flow) count(s *sample) {
	src, dst, found := f.ends(s.Packet)
	if !found || src == "" || dst == "" {
		return
	}
	a := arrow{at: s.at}
	tcp, answer := -1, false
	for i := range s.Layers {
		if s.Layers[i].Quoted {
			continue
		}
		switch m := s.Layers[i].Message.(type) {
		case *inet.TCP:
			a.ports, tcp = [2]uint16{m.SrcPort, m.DstPort}, i
		case *inet.UDP:
			a.ports = [2]uint16{m.SrcPort, m.DstPort}
		case *inet.SCTP:
			a.ports = [2]uint16{m.SrcPort, m.DstPort}
		case *inet.ICMP, *inet.ICMPv6:
			if e, ok := echoOf(s.Packet, i); ok && f.kind == e.proto {
				answer = e.reply && e.proto == "icmp" // which Wireshark draws so for an address that pings itself
				a.ports[1] = e.kind << 8              // as Wireshark has it: the type, and no code
			}
		}
	}
	if f.kind == "tcp" {
		if tcp < 0 {
			return
		}
		m := s.Layers[tcp].Message.(*inet.TCP)
		a.label, a.comment = tcpLabel(m), tcpComment(m)
		a.stream = m.Facts.Stream
	} else {
		a.label = string(s.AppendInfo(nil, nil))
		a.comment = string(append(s.AppendProtocol(nil), ": "...)) + a.label
	}
	var ok bool
	if a.from, a.to, ok = f.between(src, dst, answer || a.ports[0] < a.ports[1] && a.ports[0] != 0); !ok || len(f.arrows) >= f.limit {
		f.left++
		return
	}
	f.arrows = append(f.arrows, a)
}

// ends are the addresses of a packet that the graph is about.
func (f *flow) ends(p *dissect.Packet) (src, dst string, ok bool) {
	var from, to netip.Addr
	ok = f.kind == "any"
	for i := range p.Layers {
		if p.Layers[i].Quoted {
			continue
		}
		for _, of := range []func(p *dissect.Packet, i int) (src, dst netip.Addr){ipv4, ipv6} {
			if s, d := of(p, i); d.IsValid() {
				from, to = s, d
			}
		}
		switch p.Layers[i].Message.(type) {
		case *inet.TCP:
			ok = ok || f.kind == "tcp"
		case *inet.ICMP, *inet.ICMPv6:
			e, echo := echoOf(p, i)
			ok = ok || echo && f.kind == e.proto
		}
	}
	switch {
	case to.IsValid():
		return from.String(), to.String(), ok
	case f.network:
		return "", "", false
	}
	return string(p.AppendSource(nil)), string(p.AppendDestination(nil)), ok
}

// between returns the nodes of two addresses, which it makes if there are none. An
// address that sends to itself has two: back is from the second to the first.
func (f *flow) between(src, dst string, back bool) (from, to int, ok bool) {
	from, ok = f.node(src, 0)
	if src != dst {
		var other bool
		to, other = f.node(dst, 0)
		return from, to, ok && other
	}
	to, ok = f.node(dst, 1)
	if back {
		from, to = to, from
	}
	return from, to, ok
}

// node returns the node of an address: the first, or the second of its name.
func (f *flow) node(name string, second int) (int, bool) {
	for i, n := range f.nodes {
		if n == name {
			if second == 0 {
				return i, true
			}
			second--
		}
	}
	if len(f.nodes) >= maxNodes {
		return 0, false
	}
	f.nodes = append(f.nodes, name)
	return len(f.nodes) - 1, true
}

// tcpLabel is the flags of a segment, and how much it carries.
func tcpLabel(m *inet.TCP) string {
	label := string(m.Flags.AppendNames(nil))
	if m.Len > 0 {
		label += fmt.Sprintf(" - Len: %d", m.Len)
	}
	return label
}

// tcpComment is the place of a segment in its stream.
func tcpComment(m *inet.TCP) string {
	text := fmt.Sprintf("Seq = %d", m.Seq-m.Facts.SeqBase)
	if m.Flags&inet.FlagACK != 0 {
		text += fmt.Sprintf(" Ack = %d", m.Ack-m.Facts.AckBase)
	}
	return text
}

// report implements statistic.
func (f *flow) report() render.Report {
	node := func(i int) any { return f.nodes[i] }
	r := render.Report{
		Title: title("Flow "+f.kind, f.filter),
		Table: render.Table[arrow]{Rows: slices.Values(f.arrows), Columns: []render.Column[arrow]{
			{Title: "Time", Key: "time", Number: true, Cell: func(a arrow) any { return render.Seconds{Duration: a.at, Digits: 6} }},
			{Title: "From", Key: "from", Cell: func(a arrow) any { return node(a.from) }},
			{Title: "Port", Key: "from_port", Number: true, Cell: func(a arrow) any { return uint64(a.ports[0]) }},
			{Title: "To", Key: "to", Cell: func(a arrow) any { return node(a.to) }},
			{Title: "Port", Key: "to_port", Number: true, Cell: func(a arrow) any { return uint64(a.ports[1]) }},
			{Title: "Label", Key: "label", Cell: func(a arrow) any { return a.label }},
			{Title: "Comment", Key: "comment", Cell: func(a arrow) any { return a.comment }},
		}},
		Text: f.text(),
	}
	if f.left > 0 {
		r.Notes = []string{fmt.Sprintf("%d packets are left out: there are no more than %d addresses and %d packets.", f.left, maxNodes, f.limit)}
	}
	return r
}

// The graph is drawn in cells of this width, with a bar between them.
const cellWidth = 19

// text is the graph that tshark prints.
func (f *flow) text() string {
	if len(f.arrows) == 0 {
		return ""
	}
	var b strings.Builder
	first, second := "|Time     |", "|         |"
	before, blank := "", ""
	if f.kind == "tcp" {
		before, first, second, blank = "Conv.", "Conv.| Time    |", "     |         |", "     "
	}
	b.WriteString(first)
	for i := 0; i < len(f.nodes); i += 2 {
		fmt.Fprintf(&b, " %-*s|", 2*cellWidth, f.nodes[i])
	}
	b.WriteString("\n" + second + strings.Repeat(" ", cellWidth) + "|")
	for i := 1; i < len(f.nodes); i += 2 {
		name := f.nodes[i]
		if len(name) < cellWidth {
			name = fmt.Sprintf("%-*s|%*s", cellWidth-1, name, cellWidth, "")
		} else {
			name = fmt.Sprintf("%-*s", 2*cellWidth, name)
		}
		b.WriteString(" " + name)
		if i+2 < len(f.nodes) {
			b.WriteByte('|')
		}
	}
	b.WriteByte('\n')
	for i := range f.arrows {
		a := &f.arrows[i]
		if before != "" {
			before = fmt.Sprintf("%-5d", a.stream)
		}
		if f.kind == "tcp" && i > 0 && a.stream != f.arrows[i-1].stream {
			b.WriteString(strings.Repeat("-", 17+len(f.nodes)*(cellWidth+1)) + "\n")
		}
		fmt.Fprintf(&b, "%s|%-9s|%s|%s\n", before, fmt.Sprintf("%.6f", a.at.Seconds()), f.row(a, a.labelText()), a.comment)
		fmt.Fprintf(&b, "%s|         |%s|\n", blank, f.row(a, a.line()))
	}
	return b.String()
}

// span is the left end of an arrow, and over how many cells it leads.
func (a *arrow) span() (left, cells int) { return min(a.from, a.to), max(a.from-a.to, a.to-a.from) }

// labelText is the label as far as the arrow below has room for it.
func (a *arrow) labelText() string {
	_, cells := a.span()
	room := max(cells, 1) * (cellWidth + 1)
	runes := []rune(a.label)
	return fmt.Sprintf("%9s%s", "", string(runes[:min(room, len(runes))]))
}

// line is the arrow between two ports.
func (a *arrow) line() string {
	_, cells := a.span()
	dashes := strings.Repeat("-", max(cells, 1)*(cellWidth+1)-2)
	if a.from <= a.to {
		return fmt.Sprintf("%-9s%s>  %-9s", fmt.Sprintf("(%d)", a.ports[0]), dashes, fmt.Sprintf("(%d)", a.ports[1]))
	}
	return fmt.Sprintf("%-9s<%s  %-9s", fmt.Sprintf("(%d)", a.ports[1]), dashes, fmt.Sprintf("(%d)", a.ports[0]))
}

// row lays a text over the cells from the left end of an arrow on.
func (f *flow) row(a *arrow, text string) string {
	left, _ := a.span()
	var b strings.Builder
	b.WriteString(strings.Repeat(strings.Repeat(" ", cellWidth)+"|", left) + text)
	width := left*(cellWidth+1) + utf8.RuneCountInString(text)
	for ; width < len(f.nodes)*(cellWidth+1)-1; width++ {
		if (width+1)%(cellWidth+1) == 0 {
			b.WriteByte('|')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
