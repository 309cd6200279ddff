//go:build unix

package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
	"github.com/pktscope/pktscope/internal/track/nat"
)

// reportFloods are what each report is fed. A report that is not here fails the test.
var reportFloods = map[string][]string{
	"cdp": {"CDP devices"}, "cdp neighbors": {"CDP devices", "CDP ports"}, "cdp neighbors detail": {"CDP devices"}, "cdp entry": {"CDP devices"},
	"cdp interface": {"CDP devices"}, "cdp traffic": {"CDP devices"}, "cdp topology": {"CDP ports"},
	"lldp": {"LLDP devices"}, "lldp neighbors": {"LLDP devices"}, "lldp neighbors detail": {"LLDP devices"}, "lldp entry": {"LLDP devices"},
	"fdp neighbors": {"FDP devices"}, "fdp neighbors detail": {"FDP devices"}, "edp neighbors": {"EDP devices"}, "edp neighbors detail": {"EDP devices"},
	"crypto isakmp sa": {"answered IKEv1 SAs"}, "crypto isakmp sa detail": {"half-open IKEv1 SAs"},
	"crypto ikev2 sa": {"IKEv2 SAs of a pair"}, "crypto ikev2 sa detail": {"answered IKEv2 SAs"},
	"crypto ipsec sa": {"ESP peers", "SPIs of one peer", "AH peers"}, "crypto ipsec sa detail": {"SPIs side by side"},
	"crypto session": {"ESP peers", "IKEv1 SAs of a pair"}, "crypto session detail": {"SPIs of one peer"},
	"ip nat translations": {"translations"}, "ip nat translations verbose": {"translations", "flows on one side"}, "ip nat untranslated": {"flows on one side"}, "ip nat statistics": {"translations"},
	"diagnose": {"ESP peers", "answered IKEv2 SAs", "half-open IKEv1 SAs", "translations", "CDP ports"},
}

// statisticFloods are what statistics are fed, by how their requests begin. The longest
// beginning counts; a statistic without one fails the test.
var statisticFloods = map[string]string{
	"conv,eth": "UDP flows", "conv,ip": "UDP flows", "conv,ipv6": "IPv6 hosts", "conv,tcp": "TCP flows", "conv,udp": "UDP flows", "conv,sctp": "SCTP flows",
	"conv,esp": "ESP peers", "conv,isakmp": "half-open IKEv1 SAs", "conv,cdp": "CDP devices",
	"endpoints,eth": "UDP flows", "endpoints,ip": "UDP flows", "endpoints,ipv6": "IPv6 hosts", "endpoints,tcp": "TCP flows", "endpoints,udp": "UDP flows",
	"endpoints,sctp": "SCTP flows", "endpoints,esp": "ESP peers", "endpoints,isakmp": "half-open IKEv1 SAs", "endpoints,cdp": "CDP devices",
	"io,": "UDP flows", "expert": "TCP flows", "plen": "UDP flows", "ip_": "UDP flows", "ipv6_": "IPv6 hosts", "dests": "UDP flows", "ip6_": "IPv6 hosts",
	"ptype": "UDP flows", "dns": "names of DNS", "hosts": "names of DNS", "http": "requests of HTTP", "flow": "TCP flows", "follow,tcp": "segments of a stream",
	"follow,udp": "datagrams of a flow", "icmp,": "pings", "icmpv6,": "IPv6 pings",
}

// floodFor is the flood that a statistic is fed, "" if none is known.
func floodFor(statistic string) (flood string) {
	longest := -1
	for begin, name := range statisticFloods {
		if strings.HasPrefix(statistic, begin) && len(begin) > longest {
			flood, longest = name, len(begin)
		}
	}
	return flood
}

// many is how much of something a report is fed, and a tenth of it.
const (
	many  = 100_000
	slack = 150 * time.Millisecond // of short runs; a search in a loop takes seconds
)

// room is how much of a flood the tables behind a report or a statistic keep, where that is
// less than many: what they keep is compared with a tenth of it, so that a tenth is not
// nearly all. Trackers behind statistics have tables of their own, some of them smaller
// (requests of HTTP, pings): TestLinear of internal/track is for those.
func room(report, flood string) int {
	announced := func(protocol string) bool { return strings.HasPrefix(flood, protocol+" ") }
	switch {
	case strings.HasPrefix(report, "-z"):
		return stats.DefaultLimit
	case slices.ContainsFunc([]string{"CDP", "LLDP", "FDP", "EDP"}, announced):
		return 17_000 // neighbor.DefaultLimit: 16 MiB
	case flood == "IKEv2 SAs of a pair":
		return 21_000 // ike.DefaultLimits: 256 MiB; of answered SAs all are kept
	case flood == "IKEv1 SAs of a pair":
		return 31_000
	case flood == "flows on one side":
		return nat.DefaultLimits.Pending
	}
	return many
}

// A flooded is the capture of a flood of many, and the files of its beginnings.
type flooded struct {
	bytes []byte
	ends  []int // where each thing ends
	files map[int]string
}

func newFlooded(t *testing.T, name string) *flooded {
	t.Helper()
	f, known := floods[name]
	if !known {
		t.Fatalf("there is no flood %q", name)
	}
	frame, each := f.open(t), max(1, f.each)
	c := &flooded{bytes: pcapHeader(nil), files: map[int]string{}}
	for i := range many * each {
		c.bytes = appendPcap(c.bytes, uint64(i), frame(i))
		if (i+1)%each == 0 {
			c.ends = append(c.ends, len(c.bytes))
		}
	}
	return c
}

// file is a file of the first n things.
func (c *flooded) file(t *testing.T, folder string, n int) string {
	t.Helper()
	if c.files[n] == "" {
		c.files[n] = filepath.Join(folder, strconv.Itoa(n))
		if err := os.WriteFile(c.files[n], c.bytes[:c.ends[n-1]], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return c.files[n]
}

// Ten times as many peers, SAs, neighbours, flows, translations or names cost each report
// and each statistic some ten times as much CPU time.
func TestCostOfReports(t *testing.T) {
	labtest.Slow(t)
	type run struct {
		name, flood string
		args        []string
	}
	var list []run
	for i, words := range reportLines() {
		r := reports()[i]
		of, known := reportFloods[r.Words]
		if !known && !r.Idle {
			t.Errorf("the report %q has no flood: name one in reportFloods", r.Words)
		}
		for _, flood := range of {
			args := slices.Concat([]string{"show"}, words, []string{"--no-sandbox"})
			if r.Inside {
				args = append(args, "--inside", "10.0.0.0/8")
			}
			list = append(list, run{r.Words, flood, args})
		}
	}
	for _, flood := range reportFloods["diagnose"] {
		list = append(list, run{"diagnose", flood, []string{"diagnose", "--no-sandbox", "--inside", "10.0.0.0/8"}})
		list = append(list, run{"report", flood, []string{"report", "--no-sandbox", "--inside", "10.0.0.0/8"}})
	}
	together := map[string][]string{}
	for _, name := range statisticNames() {
		flood := floodFor(name)
		if flood == "" {
			t.Errorf("the statistic %q has no flood: name one in statisticFloods", name)
		}
		together[flood] = append(together[flood], name)
	}
	for flood, names := range together {
		args := []string{"--no-sandbox", "-q"}
		for _, name := range names {
			args = append(args, "-z", name)
		}
		list = append(list, run{"-z " + strings.Join(names, " "), flood, args})
	}
	slices.SortStableFunc(list, func(a, b run) int { return strings.Compare(a.flood, b.flood) })
	folder, flood := t.TempDir(), ""
	var capture *flooded
	for _, r := range list {
		if r.flood != flood {
			flood, capture = r.flood, newFlooded(t, r.flood)
		}
		sizes := []int{many}
		if n := room(r.name, flood); n < many {
			sizes = []int{n, many} // many: what is forgotten costs no more than what is kept
		}
		for _, n := range sizes {
			small, large := capture.file(t, folder, n/10), capture.file(t, folder, n)
			labtest.Linear(t, fmt.Sprintf("%s of %d %s", r.name, n, flood), slack,
				runs(t, append(slices.Clone(r.args), "-r", small)), runs(t, append(slices.Clone(r.args), "-r", large)))
		}
	}
}

// runs runs a command line.
func runs(t *testing.T, args []string) func() {
	return func() {
		t.Helper()
		if status := run(&session.Env{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}, args); status != session.ExitOK {
			t.Fatalf("%q: status %d", args, status)
		}
	}
}
