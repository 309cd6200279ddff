package stats

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/dissect/inet"
)

// dnsFields tell what a message of DNS is; dnsNamed of them by the names of their values.
var (
	dnsFields = []string{"dns.id", "dns.count.queries", "dns.count.answers", "dns.count.auth_rr", "dns.count.add_rr",
		"dns.qry.name.len", "dns.count.labels", "dns.length", "dns.time", "dns.unsolicited", "dns.retransmission"}
	dnsNamed = []string{"dns.flags.response", "dns.flags.opcode", "dns.flags.rcode", "dns.qry.type", "dns.qry.class", "dns.resp.type"}
)

// dnsItems are the items of dns,tree that are always there.
type dnsItems struct {
	total, responses, types, answers, names, classes, rcodes, opcodes, size int
	queries, nameLen, labels                                                int
	levels                                                                  [4]int
	counts                                                                  [4]int // as the counts in the header
	delay, unsolicited, repeated                                            int
}

// newDNS makes dns,tree: messages of DNS by what they ask and answer.
func (p *plan) newDNS(filter string) (*tree, error) {
	for _, name := range dnsFields {
		if err := p.wantText(name); err != nil {
			return nil, err
		}
	}
	for _, name := range dnsNamed {
		if err := p.wantName(name); err != nil {
			return nil, err
		}
	}
	t := &tree{title: "DNS", item: "Packet Type", filter: filter, limit: p.limit}
	n := newDNSItems(t)
	t.tick = func(t *tree, s *sample) {
		var m map[string][]string
		var length []string // over TCP it precedes the message
		for field, text := range s.said() {
			switch {
			case field == "dns.length":
				length = []string{text}
				continue
			case field == dnsFields[0]: // each message begins with it
				n.count(t, s, m)
				m = map[string][]string{"dns.length": length}
			}
			if m != nil {
				m[field] = append(m[field], text)
			}
		}
		n.count(t, s, m)
	}
	return t, nil
}

func newDNSItems(t *tree) *dnsItems {
	valued := func(parent int, name string) int {
		i := t.add(parent, name)
		t.items[i].valued = true
		return i
	}
	n := &dnsItems{
		total: t.add(root, "Total Packets"), responses: t.add(root, "Response"), types: t.add(root, "Query Type"),
		answers: t.add(root, "Answer Type"), names: t.add(root, "Query Name"), classes: t.add(root, "Class"),
		rcodes: t.add(root, "rcode"), opcodes: t.add(root, "opcodes"), size: valued(root, "Payload size"), queries: t.add(root, "Query Stats"),
	}
	stats, service := t.add(root, "Response Stats"), t.add(root, "Service Stats")
	n.nameLen, n.labels = valued(n.queries, "Qname Len"), t.add(n.queries, "Label Stats")
	for i, name := range []string{"1st Level", "2nd Level", "3rd Level", "4th Level or more"} {
		n.levels[i] = t.add(n.labels, name)
	}
	for i, name := range []string{"questions", "answers", "authorities", "additionals"} {
		n.counts[i] = valued(stats, "no. of "+name)
	}
	n.delay = valued(service, "request-response time (msec)")
	t.items[n.delay].ms = true
	n.unsolicited, n.repeated = t.add(service, "no. of unsolicited responses"), t.add(service, "no. of retransmissions")
	return n
}

// count counts a message by the values of its fields.
func (n *dnsItems) count(t *tree, s *sample, m map[string][]string) {
	if m == nil {
		return
	}
	first := func(name string) string {
		if v := m[name]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	number := func(name string) uint64 {
		v, _ := strconv.ParseUint(first(name), 10, 64) // none is 0
		return v
	}
	under := func(item int, names ...string) {
		for _, name := range names {
			t.bump(item)
			t.within(item, name)
		}
	}
	t.bump(n.total)
	response := strings.Contains(first("dns.flags.response"), "response")
	rcode := first("dns.flags.rcode")
	if rcode == "" { // a query has none
		rcode = "No error"
	}
	kind := "Query"
	if response {
		kind = "Response"
	}
	under(n.responses, kind)
	under(n.types, m["dns.qry.type"]...)
	under(n.classes, m["dns.qry.class"]...)
	under(n.rcodes, rcode)
	under(n.opcodes, first("dns.flags.opcode"))
	if size, ok := datagramSize(s); m["dns.length"] != nil { // over TCP
		t.value(n.size, number("dns.length"))
	} else if ok {
		t.value(n.size, size)
	}
	if !response {
		n.query(t, m)
		return
	}
	under(n.answers, m["dns.resp.type"]...) // of all sections, as in Wireshark
	for range 2 {                           // as Wireshark 4.6 does
		for i, name := range dnsFields[1:5] {
			t.value(n.counts[i], number(name))
		}
	}
	if delay := first("dns.time"); delay != "" {
		if v, err := strconv.ParseFloat(delay, 64); err == nil {
			t.value(n.delay, uint64(max(v, 0)*1e9+0.5))
		}
	}
	if first("dns.unsolicited") != "" {
		t.bump(n.unsolicited)
	}
	if first("dns.retransmission") != "" {
		t.bump(n.repeated)
	}
}

// query counts the names that a query asks for.
func (n *dnsItems) query(t *tree, m map[string][]string) {
	for _, text := range m["dns.qry.name.len"] {
		if v, err := strconv.ParseUint(text, 10, 64); err == nil {
			t.value(n.nameLen, v)
		}
	}
	for _, text := range m["dns.count.labels"] {
		if v, err := strconv.Atoi(text); err == nil && v > 0 {
			t.bump(n.levels[min(v, len(n.levels))-1])
		}
	}
	if len(m["dns.retransmission"]) > 0 {
		t.bump(n.repeated)
	}
}

// datagramSize is how many bytes the innermost datagram of UDP carries.
func datagramSize(s *sample) (uint64, bool) {
	for i := len(s.Layers) - 1; i >= 0; i-- {
		if m, ok := s.Layers[i].Message.(*inet.UDP); ok && !s.Layers[i].Quoted && m.Length >= 8 {
			return uint64(m.Length) - 8, true
		}
	}
	return 0, false
}

// inMilliseconds is a value of nanoseconds as tshark prints it.
func inMilliseconds(v uint64) string { return fmt.Sprintf("%f", float32(float64(v)/1e6)) }
