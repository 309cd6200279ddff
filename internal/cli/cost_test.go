//go:build unix

package cli

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/labtest"
	"github.com/pktscope/pktscope/internal/session"
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
	"ip nat translations": {"translations"}, "ip nat translations verbose": {"translations"}, "ip nat untranslated": {"translations"}, "ip nat statistics": {"translations"},
	"diagnose": {"ESP peers", "translations"},
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
	"follow,udp": "UDP flows", "icmp,": "pings", "icmpv6,": "IPv6 hosts",
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

// fewFrames is the smaller of the sizes that are compared, ten times as many the larger; of IKE, of which each message
// costs much, and of statistics by the dozen, a fifth of them.
const (
	fewFrames  = 10_000
	worstRatio = 15
	slack      = 150 * time.Millisecond // of short runs; a search in a loop takes seconds
)

// floodFile writes the first n frames of a flood.
func floodFile(t *testing.T, folder, name string, n int) string {
	t.Helper()
	file := filepath.Join(folder, strings.ReplaceAll(name, " ", "-"))
	b := pcapHeader(nil)
	make := floods[name]
	if make == nil {
		t.Fatalf("there is no flood %q", name)
	}
	for i := range n {
		b = appendPcap(b, uint64(i), make(t, i))
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Ten times as many peers, SAs, neighbours, flows, translations or names cost each report
// and each statistic some ten times as much CPU time.
func TestCostOfReports(t *testing.T) {
	labtest.Slow(t)
	type run struct {
		name, flood string
		args        []string
	}
	var runs []run
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
			runs = append(runs, run{r.Words, flood, args})
		}
	}
	for _, flood := range reportFloods["diagnose"] {
		runs = append(runs, run{"diagnose", flood, []string{"diagnose", "--no-sandbox", "--inside", "10.0.0.0/8"}})
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
		runs = append(runs, run{"-z " + strings.Join(names, " "), flood, args})
	}
	slices.SortStableFunc(runs, func(a, b run) int { return strings.Compare(a.flood, b.flood) })
	folder, flood := t.TempDir(), ""
	var small, large string
	for _, r := range runs {
		if r.flood != flood {
			flood = r.flood
			_ = os.Remove(large)
			size := fewFrames
			if strings.Contains(flood, "IKE") || slices.Contains([]string{"IPv6 hosts", "UDP flows", "TCP flows"}, flood) {
				size /= 5
			}
			small = floodFile(t, folder, flood, size)
			small = renameTo(t, small, small+"-few")
			large = floodFile(t, folder, flood, 10*size)
		}
		checkCost(t, r.name+" of "+flood, append(slices.Clone(r.args), "-r", small), append(slices.Clone(r.args), "-r", large))
	}
}

func renameTo(t *testing.T, from, to string) string {
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
	return to
}

// checkCost compares two runs. Where the ratio is too high the least of several counts:
// the machine may have had other work.
func checkCost(t *testing.T, name string, small, large []string) {
	t.Helper()
	var a, b time.Duration
	for try := range 4 {
		if cost := costOf(t, small); try == 0 || cost < a {
			a = cost
		}
		if cost := costOf(t, large); try == 0 || cost < b {
			b = cost
		}
		if b < worstRatio*a+slack {
			break
		}
	}
	t.Logf("%6.2f %8v %8v %.60s", float64(b)/float64(a), a.Round(time.Millisecond), b.Round(time.Millisecond), name)
	if b >= worstRatio*a+slack {
		t.Errorf("%s: %v, but %v for ten times as many", name, a, b)
	}
}

// costOf is the CPU time that a command line takes.
func costOf(t *testing.T, args []string) time.Duration {
	t.Helper()
	before := cpuTime(t)
	if status := run(&session.Env{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}, args); status != session.ExitOK {
		t.Fatalf("%q: status %d", args, status)
	}
	return cpuTime(t) - before
}

func cpuTime(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
