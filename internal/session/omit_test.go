package session_test

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/track"
	"github.com/pktscope/pktscope/internal/track/esp"
	"github.com/pktscope/pktscope/internal/track/flow"
)

// displayFilters are of several kinds: protocols that carry others and that do not, fields
// in fixed places and elsewhere, of the frame and of columns, and what holds where there
// is nothing.
var displayFilters = []string{
	"esp", "isakmp", "cdp", "lldp", "stp", "arp", "http", "dns", "udp", "tcp", "icmp", "ipv6", "llc", "eth", "data",
	"not arp", "not cdp", "!(ip || ipv6)", "not esp", "cdp || arp", "cdp && llc", "arp xor ip", "not (not cdp)",
	"tcp.port == 80", "udp.port in {500, 4500}", "ip.addr == 10.0.0.0/8", "ip.src != 10.0.0.1", "ip.addr#1 == 10.0.0.1", "ipv6.addr == fe80::/10",
	"eth.addr[0:3] == 01:00:0c", "eth.type == 0x806", "arp.opcode == 1", "cdp.deviceid contains \"R\"", "llc.oui || eth.len > 100",
	"isakmp.exchangetype == 32", "esp.sequence > 2", "ip.ttl + 1 > 64", "len(cdp.deviceid) > 1", "count(ip.addr) > 2",
	"frame.number > 3", "frame.len < 100 && esp", "frame.time_delta_displayed > 0 && (cdp || isakmp)",
	"_ws.col.protocol == \"CDP\"", "_ws.malformed", "_ws.expert", "esp && _ws.expert", "!_ws.expert", "ip == ip", "frame contains 01:00",
}

// A watcher without interest: every packet is dissected for it, whatever the filter is.
type indifferent struct{}

func (indifferent) Watch(*dissect.Packet) {}

// Packets that a filter hides are left alone where nothing can learn from them. What is
// displayed is what it would be if every packet were dissected: the rows, with all fields
// or without, of every fixture.
func TestOmitted(t *testing.T) {
	labtest.Slow(t)
	all, err := filepath.Glob("../../fixtures/*/*.pcap*")
	if err != nil {
		t.Fatal(err)
	}
	files := slices.DeleteFunc(all, func(file string) bool { return strings.Contains(file, ".keys") })
	for _, expr := range displayFilters {
		t.Run(expr, func(t *testing.T) {
			for _, tree := range []bool{false, true} {
				if all, some := displayed(t, files, expr, tree, true), displayed(t, files, expr, tree, false); all != some {
					t.Errorf("trees %v: %s", tree, firstDifference(all, some))
				}
			}
		})
	}
}

// displayed are the rows of captures that pass a filter, one file behind the other; whole
// dissects every packet.
func displayed(t *testing.T, files []string, expr string, tree, whole bool) string {
	t.Helper()
	plan, err := session.Prepare(&session.Env{Err: io.Discard}, session.Options{DisplayFilter: expr})
	if err != nil {
		t.Fatal(err)
	}
	source, err := capture.OpenSequence(files, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	var out bytes.Buffer
	c := pipeline.Config{Source: source, Registry: plan.Registry, Filter: plan.Filter, Out: &out, Format: rows{tree}, Workers: 1}
	var more []track.Tracker
	if tree {
		more = []track.Tracker{flow.NewAnalysis(), esp.NewNumbers()}
	}
	plan.Track(&c, more...)
	if whole {
		c.Watchers = []track.Watcher{indifferent{}}
	}
	if r := pipeline.Run(t.Context(), c); r.Write != nil {
		t.Fatal(r.Write)
	}
	return out.String()
}

// rows prints what a packet's columns have, and its layers, or its tree.
type rows struct{ tree bool }

func (rows) AppendBegin(b []byte) []byte { return b }
func (rows) AppendEnd(b []byte) []byte   { return b }
func (rows) Separator() string           { return "" }
func (f rows) NeedsTree() bool           { return f.tree }
func (f rows) AppendRow(b []byte, r *render.Row) []byte {
	p := r.Packet
	b = fmt.Appendf(b, "%d %d ", p.Number, r.Frame.Displayed.Low)
	b = append(p.AppendProtocols(b), ' ')
	b = append(p.AppendSource(b), ' ')
	b = append(p.AppendDestination(b), ' ')
	b = p.AppendInfo(append(p.AppendProtocol(b), ' '), nil)
	if f.tree {
		for i := range r.Tree.Nodes {
			b = append(append(b, '\n', ' '), r.Tree.Nodes[i].Def.Name...)
			b = r.Tree.AppendLabel(append(b, ' '), i)
		}
	}
	return append(b, '\n')
}

// firstDifference are the first lines that differ.
func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %q, want %q", i+1, y[i], x[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(y), len(x))
}
