package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/inet"
	"github.com/pktscope/pktscope/internal/render"
)

// An echo is what a ping, or its answer, says.
type echo struct {
	proto string // icmp or icmpv6
	kind  uint16 // its type
	reply bool
	facts inet.EchoFacts
}

// echoOf returns the echo in layer i, if it is one.
func echoOf(p *dissect.Packet, i int) (echo, bool) {
	switch m := p.Layers[i].Message.(type) {
	case *inet.ICMP:
		reply := m.Type == inet.ICMPEchoReply
		return echo{"icmp", uint16(m.Type), reply, m.Facts}, reply || m.Type == inet.ICMPEcho
	case *inet.ICMPv6:
		reply := m.Type == inet.ICMPv6EchoReply
		return echo{"icmpv6", uint16(m.Type), reply, m.Facts}, reply || m.Type == inet.ICMPv6Echo
	}
	return echo{}, false
}

// A responses is -z icmp,srt or icmpv6,srt: how long answers to pings took.
type responses struct {
	proto, filter     string
	limit             int
	requests, replies uint64
	times             []response
}

// A response is how long one answer took.
type response struct {
	ms    float64
	frame uint64 // of the answer
}

// count implements statistic.
func (r *responses) count(s *sample) {
	for i := range s.Layers {
		e, ok := echoOf(s.Packet, i)
		switch {
		case !ok || e.proto != r.proto || s.Layers[i].Quoted:
		case !e.reply:
			r.requests++
		case e.facts.Request != 0:
			r.replies++
			if len(r.times) < r.limit {
				r.times = append(r.times, response{float64(e.facts.Delay) / 1e6, s.number})
			}
		}
	}
}

// A summary is the one row of the report.
type summary struct {
	requests, replies, lost       uint64
	loss                          float64
	least, most, mean, median, sd float64
	leastFrame, mostFrame         uint64
}

func (r *responses) summary() summary {
	s := summary{requests: r.requests, replies: r.replies, lost: r.requests - min(r.replies, r.requests)}
	if r.requests > 0 {
		s.loss = 100 * float64(s.lost) / float64(r.requests)
	}
	if len(r.times) == 0 {
		return s
	}
	times := slices.Clone(r.times)
	slices.SortStableFunc(times, func(a, b response) int { return cmp.Compare(a.ms, b.ms) })
	n := len(times)
	s.least, s.leastFrame = times[0].ms, times[0].frame
	s.most, s.mostFrame = times[n-1].ms, times[n-1].frame
	s.median = (times[(n-1)/2].ms + times[n/2].ms) / 2
	for _, t := range times {
		s.mean += t.ms / float64(n)
	}
	for _, t := range times {
		s.sd += (t.ms - s.mean) * (t.ms - s.mean)
	}
	if n > 1 {
		s.sd = math.Sqrt(s.sd / float64(n-1))
	}
	return s
}

// report implements statistic.
func (r *responses) report() render.Report {
	sum := r.summary()
	ms := func(title, key string, v float64) render.Column[summary] {
		return render.Column[summary]{Title: title, Key: key, Number: true, Cell: func(summary) any { return fmt.Sprintf("%.3f", v) }}
	}
	count := func(title, key string, v uint64) render.Column[summary] {
		return render.Column[summary]{Title: title, Key: key, Number: true, Cell: func(summary) any { return v }}
	}
	return render.Report{
		Title: title(r.name()+" Service Response Time (ms)", r.filter),
		Table: render.Table[summary]{Rows: slices.Values([]summary{sum}), Columns: []render.Column[summary]{
			count("Requests", "requests", sum.requests), count("Replies", "replies", sum.replies), count("Lost", "lost", sum.lost),
			ms("% Loss", "loss_percent", sum.loss), ms("Minimum", "minimum_ms", sum.least), ms("Maximum", "maximum_ms", sum.most),
			ms("Mean", "mean_ms", sum.mean), ms("Median", "median_ms", sum.median), ms("SDeviation", "deviation_ms", sum.sd),
			count("Min Frame", "minimum_frame", sum.leastFrame), count("Max Frame", "maximum_frame", sum.mostFrame),
		}},
		Text:  r.text(sum),
		Empty: sum.requests+sum.replies == 0,
	}
}

// name is the protocol's.
func (r *responses) name() string {
	if r.proto == "icmpv6" {
		return "ICMPv6"
	}
	return "ICMP"
}

// text is what tshark prints.
func (r *responses) text(s summary) string {
	var b strings.Builder
	rule := strings.Repeat("=", 74)
	filter := r.filter
	if filter == "" {
		filter = "<none>"
	}
	fmt.Fprintf(&b, "\n%s\n%s Service Response Time (SRT) Statistics (all times in ms):\nFilter: %s\n", rule, r.name(), filter)
	fmt.Fprintf(&b, "\nRequests  Replies   Lost      %% Loss\n%-10d%-10d%-10d%5.1f%%\n\n", s.requests, s.replies, s.lost, s.loss)
	b.WriteString("Minimum   Maximum   Mean      Median    SDeviation     Min Frame Max Frame\n")
	last := fmt.Sprint(s.mostFrame)
	if s.mostFrame > 0 {
		last = fmt.Sprintf("%-10s", last)
	}
	fmt.Fprintf(&b, "%-10.3f%-10.3f%-10.3f%-10.3f%-10.3f     %-10d%s\n%s\n", s.least, s.most, s.mean, s.median, s.sd, s.leastFrame, last, rule)
	return b.String()
}
