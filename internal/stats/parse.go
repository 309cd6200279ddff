package stats

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
)

// ErrUnknown is a request for a statistic that does not exist.
var ErrUnknown = errors.New("there is no such statistic")

// New makes the statistics of requests, which have the syntax of -z. Tables keep
// limit rows. The error is a *filter.Error where a filter is wrong.
func New(requests []string, fields render.Fields, limit int) (*Set, error) {
	s := &Set{plan: plan{registry: fields, limit: limit}}
	for _, text := range requests {
		r, err := s.parse(text)
		if err != nil {
			return nil, fmt.Errorf("-z %s: %w", text, err)
		}
		s.stats = append(s.stats, r)
	}
	return s, nil
}

// Names returns the syntax of each statistic.
func Names() []string {
	var types []string
	for _, k := range kinds() {
		types = append(types, k.name)
	}
	of := strings.Join(types, "|")
	var trees []string
	for _, f := range forests() {
		trees = append(trees, f.name)
	}
	trees = append(trees, "dns", "http")
	return []string{"conv," + of, "endpoints," + of, "io,phs", "io,stat,SECONDS", "expert", strings.Join(trees, "|") + ",tree", "flow,any|tcp|icmp|icmpv6,standard|network",
		"follow,tcp|udp,ascii|hex|raw|yaml,STREAM[,FIRST-LAST]", "icmp|icmpv6,srt", "hosts"}
}

// single returns the names of statistics, each of its own.
func single() (names []string) {
	for _, name := range Names() {
		head, tail, _ := strings.Cut(name, ",")
		for what := range strings.SplitSeq(head, "|") {
			for which := range strings.SplitSeq(tail, "|") {
				which, _, _ = strings.Cut(which, ",")
				names = append(names, what+","+which)
			}
		}
	}
	return names
}

// parse reads a request: the statistic and its filter.
func (p *plan) parse(text string) (request, error) {
	what, rest, _ := strings.Cut(text, ",")
	which, filter, _ := strings.Cut(rest, ",")
	switch {
	case what == "io" && which == "phs":
		return p.ask(text, newHierarchy(filter), filter)
	case what == "io" && which == "stat":
		st, err := p.intervals(filter)
		return request{statistic: st, text: text, picks: everything}, err
	case what == "expert":
		return p.expert(text, rest)
	case what == "hosts":
		h, err := p.newHosts(rest)
		return request{statistic: h, text: text, picks: everything}, err
	case what == "follow":
		return p.follow(text, rest)
	case what == "flow":
		return p.flow(text, which, filter)
	case which == "srt" && (what == "icmp" || what == "icmpv6"):
		return p.ask(text, &responses{proto: what, filter: filter, limit: p.limit}, filter)
	case which == "tree" && (what == "http" || what == "dns"):
		make := p.newHTTP
		if what == "dns" {
			make = p.newDNS
		}
		t, err := make(filter)
		if err != nil {
			return request{}, err
		}
		return p.ask(text, t, filter)
	case which == "tree":
		if t := newTree(what, filter, p.limit); t != nil {
			return p.ask(text, t, filter)
		}
	}
	kinds := kinds()
	i := slices.IndexFunc(kinds, func(k named) bool { return k.name == which })
	switch {
	case i >= 0 && what == "conv":
		return p.askOf(text, kinds[i], kinds[i].conversations(filter, p.limit), filter)
	case i >= 0 && what == "endpoints":
		return p.askOf(text, kinds[i], kinds[i].endpoints(filter, p.limit), filter)
	}
	if says := instead(what); says != "" {
		return request{}, errors.New(says)
	}
	if near := dissect.NearestWords(what+","+which, single()); len(near) > 0 {
		return request{}, fmt.Errorf("%w; near it: %s", ErrUnknown, strings.Join(near, " "))
	}
	return request{}, fmt.Errorf("%w; -z help lists those there are", ErrUnknown)
}

// instead is the answer to statistics of tshark that there are not, "" for others.
func instead(what string) string {
	switch what {
	case "credentials":
		return "passwords are not gathered; a display filter finds the packets that hold them: ftp, http.authbasic, pop, smtp"
	case "proto":
		return "use -T fields -e FIELD for the values of fields"
	case "rtp", "sip", "h225", "mgcp", "megaco":
		return "telephony is not analysed"
	case "smb", "smb2", "rpc", "dcerpc", "ldap", "ncp", "afp", "camel", "diameter", "scsi", "kerberos", "snmp":
		return "response times there are of icmp and icmpv6 only; frame.time_delta_displayed with -Y shows others"
	}
	return ""
}

// ask makes a request of a statistic and a filter.
func (p *plan) ask(text string, st statistic, filter string) (request, error) {
	picks, err := p.pick(filter)
	return request{statistic: st, text: text, picks: picks}, err
}

// askOf makes a request of a statistic of a kind.
func (p *plan) askOf(text string, k named, st statistic, filter string) (request, error) {
	r, err := p.ask(text, st, filter)
	r.reads = k.reads
	return r, err
}

// flow reads any|tcp|icmp|icmpv6[,standard|network[,FILTER]].
func (p *plan) flow(text, which, rest string) (request, error) {
	addresses, filter, _ := strings.Cut(rest, ",")
	f, err := newFlow(which, addresses, filter, p.limit)
	if err != nil {
		return request{}, err
	}
	return p.ask(text, f, filter)
}

// intervals reads SECONDS[,COLUMN]...
func (p *plan) intervals(text string) (*intervals, error) {
	width, rest, more := strings.Cut(text, ",")
	s, err := newIntervals(width)
	if err != nil {
		return nil, err
	}
	columns := []string{""}
	if more {
		columns = split(rest)
	}
	if len(columns) > maxColumns {
		return nil, fmt.Errorf("%d columns: want no more than %d", len(columns), maxColumns)
	}
	for _, text := range columns {
		c, err := p.column(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		s.counts = append(s.counts, c)
	}
	return s, nil
}

// column reads a filter, or CALCULATION(FIELD)FILTER.
func (p *plan) column(text string) (*column, error) {
	c := &column{text: text, values: -1}
	calc, of, filter, ok := function(text)
	if !ok {
		filter = text
	}
	var err error
	if c.picks, err = p.pick(filter); err != nil || !ok {
		return c, err
	}
	c.calc = calc
	if calc == countFrames || calc == countBytes {
		return c, nil
	}
	i, d, err := p.want(of)
	if err != nil {
		return nil, err
	}
	c.values, c.kind = i, d.Kind
	return c, calc.calculates(d)
}

// split splits columns at commas outside braces, parentheses and quotes.
func split(text string) (columns []string) {
	depth, quote, from := 0, byte(0), 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{' || c == '(':
			depth++
		case c == '}' || c == ')':
			depth--
		case c == ',' && depth <= 0:
			columns = append(columns, text[from:i])
			from = i + 1
		}
	}
	return append(columns, text[from:])
}
