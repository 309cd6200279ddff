package metrics

import (
	"io"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/events"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// A Run is what the metrics of a session are made of.
type Run struct {
	session *session.Session
	plan    *session.Plan
	events  *events.Run
	version string

	displayed uint64
	pools     []nat.Pool // as of counted
	active    int
	counted   time.Time
}

// Begin has the session of p, which c runs, write events to out, nil for nowhere, and tell
// its metrics if it listens. end is called once it has run.
func Begin(s *session.Session, p *session.Plan, c *pipeline.Config, out io.Writer, version string) (end func() error) {
	r := &Run{session: s, plan: p, events: events.Begin(s, p, c, out), version: version}
	l := s.Listener()
	if l == nil {
		return r.events.End
	}
	c.Watchers = append(c.Watchers, r)
	server := Serve(l, r.page)
	return func() error {
		server.Close()
		return r.events.End()
	}
}

// Watch implements track.Watcher.
func (r *Run) Watch(*dissect.Packet) { r.displayed++ }

// page is all metrics as text.
func (r *Run) page() (b []byte) {
	r.events.Look(func(s *events.Stream) {
		for _, f := range families {
			f.append(r, s, &b)
		}
	})
	return b
}

// A metric is a family, and what fills it.
type metric struct {
	family
	fill func(f *family, r *Run, s *events.Stream)
}

func (m metric) append(r *Run, s *events.Stream, b *[]byte) {
	f := m.family
	m.fill(&f, r, s)
	*b = f.append(*b)
}

// Names are the metrics that there are.
func Names() (names []string) {
	for _, f := range families {
		names = append(names, f.name)
	}
	return names
}

// Described are the metrics that there are, each with what it counts.
func Described() (list [][2]string) {
	for _, f := range families {
		list = append(list, [2]string{f.name, f.help})
	}
	return list
}

// families are all metrics. One more is a row here and a row in docs/operations.md.
var families = []metric{
	{family{name: "pktscope_build_info", help: "The version of pktscope; always 1.", kind: gauge}, func(f *family, r *Run, _ *events.Stream) {
		f.add(1, "version", r.version, "goversion", runtime.Version())
	}},
	{family{name: "pktscope_packets_total", help: "Packets that were read.", kind: counter}, func(f *family, _ *Run, s *events.Stream) {
		for _, x := range s.Totals().Interfaces {
			f.add(float64(x.Packets), "interface", x.Interface)
		}
	}},
	{family{name: "pktscope_bytes_total", help: "Bytes of these packets on the wire.", kind: counter}, func(f *family, _ *Run, s *events.Stream) {
		for _, x := range s.Totals().Interfaces {
			f.add(float64(x.Bytes), "interface", x.Interface)
		}
	}},
	{family{name: "pktscope_last_packet_timestamp_seconds", help: "The latest time of a packet, or that has passed without one.", kind: gauge}, func(f *family, _ *Run, s *events.Stream) {
		if now := s.Now(); !now.IsZero() {
			f.add(float64(now.UnixMilli()) / 1000)
		}
	}},
	{family{name: "pktscope_displayed_packets_total", help: "Packets that passed the display filter.", kind: counter}, func(f *family, r *Run, _ *events.Stream) {
		f.add(float64(r.displayed))
	}},
	{family{name: "pktscope_saved_packets_total", help: "Packets that were saved.", kind: counter}, func(f *family, r *Run, _ *events.Stream) {
		if saver := r.session.Saver(); saver != nil {
			f.add(float64(saver.Count()))
		}
	}},
	{family{name: "pktscope_capture_received_packets_total", help: "Packets that passed the capture filter.", kind: counter}, func(f *family, r *Run, _ *events.Stream) {
		devices := r.session.Devices()
		for i, x := range r.session.Stats() {
			f.add(float64(x.Received), "interface", devices[i])
		}
	}},
	{family{name: "pktscope_capture_dropped_packets_total", help: "Packets that were lost: by the kernel, by the interface, or while the interface was away.", kind: counter}, func(f *family, r *Run, _ *events.Stream) {
		devices := r.session.Devices()
		for i, x := range r.session.Stats() {
			f.add(float64(x.Dropped), "interface", devices[i], "by", "kernel")
			f.add(float64(x.InterfaceDropped), "interface", devices[i], "by", "interface")
			f.add(float64(x.Missed), "interface", devices[i], "by", "away")
		}
	}},
	{family{name: "pktscope_events_total", help: "Events of --events, by their names.", kind: counter}, func(f *family, _ *Run, s *events.Stream) {
		addAll(f, "event", s.Totals().Events)
	}},
	{family{name: "pktscope_ike_failures_total", help: "Failures of IKE SAs and their children, by the rule that found the cause.", kind: counter}, func(f *family, _ *Run, s *events.Stream) {
		addAll(f, "rule", s.Totals().Failures)
	}},
	{family{name: "pktscope_findings_total", help: "What works badly and is no failure, by the rule that found it.", kind: counter}, func(f *family, _ *Run, s *events.Stream) {
		addAll(f, "rule", s.Totals().Findings)
	}},
	{family{name: "pktscope_ike_sas", help: "IKE SAs that are known, by version and state.", kind: gauge}, addSAs},
	{family{name: "pktscope_ike_half_open_sas", help: "First messages of IKE without an answer.", kind: gauge}, func(f *family, _ *Run, s *events.Stream) {
		_, n := s.IKE.Len()
		f.add(float64(n))
	}},
	{family{name: "pktscope_ipsec_sas", help: "SAs of ESP and AH that are known.", kind: gauge}, func(f *family, _ *Run, s *events.Stream) {
		f.add(float64(s.ESP().Len()))
	}},
	{family{name: "pktscope_ipsec_packets_total", help: "Packets of ESP and AH, by peers.", kind: counter}, ofPairs(func(p *events.Pair) uint64 { return p.Packets })},
	{family{name: "pktscope_ipsec_bytes_total", help: "Bytes of these packets from the SPI on.", kind: counter}, ofPairs(func(p *events.Pair) uint64 { return p.Bytes })},
	{family{name: "pktscope_ipsec_lost_packets_total", help: "Sequence numbers that did not come within a second.", kind: counter}, ofPairs(func(p *events.Pair) uint64 { return p.Lost })},
	{family{name: "pktscope_ipsec_replayed_packets_total", help: "Packets that came again, or so late that a window of 1024 has gone by.", kind: counter}, ofPairs(func(p *events.Pair) uint64 { return p.Replayed })},
	{family{name: "pktscope_neighbors", help: "Neighbours whose holdtime has not run out.", kind: gauge}, func(f *family, _ *Run, s *events.Stream) {
		for _, d := range s.Discoveries() {
			f.add(float64(len(d.Table.Neighbors(s.Now()))), "protocol", d.Name)
		}
	}},
	{family{name: "pktscope_nat_translations", help: "Translations that are in use, where both sides are captured.", kind: gauge}, func(f *family, r *Run, s *events.Stream) {
		r.count(s)
		f.add(float64(r.active))
	}},
	{family{name: "pktscope_nat_ports", help: "The most ports of an inside global address that were in use at one time.", kind: gauge}, func(f *family, r *Run, s *events.Stream) {
		r.count(s)
		for i := range r.pools {
			p := &r.pools[i]
			f.add(float64(p.Peak), "inside_global", p.Global.String(), "protocol", nat.ProtocolName(p.Protocol))
		}
	}},
	{family{name: "pktscope_ip_reassembly_total", help: "Datagrams of several fragments: whole, given up after a minute, or for want of room.", kind: counter}, func(f *family, r *Run, _ *events.Stream) {
		x := r.plan.Fragments
		f.add(float64(x.Whole), "result", "whole")
		f.add(float64(x.Expired), "result", "expired")
		f.add(float64(x.Evicted), "result", "evicted")
	}},
	{family{name: "pktscope_forgotten_total", help: "Entries of tables that were forgotten for want of room.", kind: counter}, func(f *family, _ *Run, s *events.Stream) {
		f.add(float64(s.IKE.EvictedSAs), "table", "ike")
		f.add(float64(s.IKE.EvictedHalfOpen), "table", "ike_half_open")
		f.add(float64(s.ESP().Evicted()), "table", "ipsec")
		for _, d := range s.Discoveries() {
			f.add(float64(d.Table.Evicted), "table", d.Name)
		}
		translations, flows, _ := s.NAT().Evicted()
		f.add(float64(translations), "table", "nat_translations")
		f.add(float64(flows), "table", "nat_flows")
	}},
}

// addAll adds counts by their names, in the order of these.
func addAll(f *family, label string, counts map[string]uint64) {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		f.add(float64(counts[name]), label, name)
	}
}

// addSAs adds IKE SAs by version and state.
func addSAs(f *family, _ *Run, s *events.Stream) {
	type group struct {
		version uint8
		state   string
	}
	counts := map[group]int{}
	var order []group
	for sa := range s.IKE.All() {
		g := group{sa.Version, sa.State.String()}
		if counts[g] == 0 {
			order = append(order, g)
		}
		counts[g]++
	}
	for _, g := range order {
		f.add(float64(counts[g]), "version", strconv.Itoa(int(g.version)), "state", g.state)
	}
}

// others stands for the peers behind events.MaxPairs.
const others = "other"

// ofPairs adds a count of each pair of peers.
func ofPairs(count func(*events.Pair) uint64) func(*family, *Run, *events.Stream) {
	return func(f *family, _ *Run, s *events.Stream) {
		for _, p := range s.Pairs() {
			src, dst := others, others
			if p.Src.IsValid() {
				src, dst = p.Src.String(), p.Dst.String()
			}
			f.add(float64(count(p)), "src", src, "dst", dst)
		}
	}
}

// What is told of translations.
const (
	maxPools  = 64               // inside global addresses and protocols: those with the most ports
	countPool = 10 * time.Second // between two countings, which have packets wait
)

// count counts the translations, unless it was just done.
func (r *Run) count(s *events.Stream) {
	if now := time.Now(); r.counted.IsZero() || now.Sub(r.counted) >= countPool {
		r.counted = now
		x := s.NAT().Account(nat.Inside{}).Statistics(s.Now())
		slices.SortStableFunc(x.Pools, func(a, b nat.Pool) int { return b.Peak - a.Peak })
		r.active, r.pools = x.Active, x.Pools[:min(len(x.Pools), maxPools)]
	}
}
