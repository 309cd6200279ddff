package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// A race is pktscope against a rival, on the same file.
type race struct {
	name  string
	grist string   // the file, or the suite of a tunnel's
	ours  []string // arguments, before -r FILE
	rival []string // command and arguments, before -r FILE; "pktscope" is the one that is measured
	goal  float64  // how many times faster pktscope is to be
}

// A course is the file of a race: where it is, and the keys to it.
type course struct{ file, keys string }

// self is pktscope as its own rival: what something costs beside something else.
const self = "pktscope"

// races lists them all. tcpdump has no way to name ports without asking for
// the names of addresses as well (-n is both), so with port names on pktscope
// runs against the harder rival, the one that looks nothing up.
var races = []race{
	{"general", "general", []string{"-n"}, []string{"tcpdump", "-nn"}, 10},
	{"general", "general", []string{"-n"}, []string{"tshark", "-n"}, 25},
	{"mix", "mix", []string{"-n"}, []string{"tcpdump", "-nn"}, 10},
	{"mix", "mix", []string{"-n"}, []string{"tshark", "-n"}, 10},
	{"ports", "general", nil, []string{"tcpdump", "-nn"}, 7},
	{"json", "short", []string{"-n", "-T", "json"}, []string{"tshark", "-n", "-T", "json"}, 20},
	{"decrypt-cbc", "cbc", []string{"-q"}, []string{aloneRival, "cbc"}, 0.6},
	{"decrypt-gcm", "gcm", []string{"-q"}, []string{aloneRival, "gcm"}, 0.6},
	{"decrypt-chacha", "chacha", []string{"-q"}, []string{aloneRival, "chacha"}, 0.6},
	{"decrypt-cbc", "cbc", []string{"-n"}, slices.Concat([]string{"tshark", "-n"}, suites[0].table()), 10},
	{"decrypt-gcm", "gcm", []string{"-n"}, slices.Concat([]string{"tshark", "-n"}, suites[1].table()), 10},
	{"esp", "mix", filtered("esp"), []string{self, "-n"}, 1 / 1.3},
	{"esp", "mix", filtered("esp"), tsharkFiltered("esp"), 25},
	{"address", "mix", filtered(anAddress), []string{self, "-n"}, 1 / 1.3},
	{"address", "mix", filtered(anAddress), tsharkFiltered(anAddress), 25},
	{"exchange", "mix", filtered(anExchange), tsharkFiltered(anExchange), 10},
	{"conversations", "general", []string{"-n", "-q", "-z", "conv,ip"}, []string{"tshark", "-n", "-q", "-z", "conv,ip"}, 5},
	{"nat", natGrist, []string{"show", "ip", "nat", "statistics"}, []string{"tshark", "-n", "-q", "-z", "conv,ip"}, 5},
}

// natGrist is the file of both sides of a translator: as many flows as others
// have packets.
const natGrist = "nat"

// Display filters: by presence, which goes by the name of the race, by an
// address, and by a field within ISAKMP.
const (
	anAddress  = "ip.addr == 80.2.0.2"
	anExchange = "isakmp.exchangetype == 32"
)

func filtered(expr string) []string { return []string{"-n", "-Y", expr} }

func tsharkFiltered(expr string) []string { return append([]string{"tshark"}, filtered(expr)...) }

// label is how tables and -only name a race.
func (r race) label() string { return r.name + "/" + r.rival[0] }

// A lap is one run of one program.
type lap struct {
	wall time.Duration
	cpu  time.Duration // on all cores together
	peak int64         // resident memory in bytes, 0 where the system does not tell
}

// A result is what a race comes to.
type result struct {
	race
	us, them lap
}

// ratio is how many times faster pktscope is.
func (r result) ratio() float64 { return r.them.wall.Seconds() / r.us.wall.Seconds() }

// cpuRatio is how many times less it works for that.
func (r result) cpuRatio() float64 { return r.them.cpu.Seconds() / r.us.cpu.Seconds() }

// run lets the two take turns, so that a machine that slows down slows both.
func (r race) run(ctx context.Context, bin string, c course, laps int) (result, error) {
	var us, them []lap
	ours := slices.Concat(r.ours, []string{"-r", c.file})
	if c.keys != "" {
		ours = append(ours, "--keys", c.keys)
	}
	for range laps {
		a, err := runOnce(ctx, bin, ours)
		if err != nil {
			return result{}, err
		}
		b, err := r.runRival(ctx, bin, c.file)
		if err != nil {
			return result{}, err
		}
		us, them = append(us, a), append(them, b)
	}
	return result{r, typical(us), typical(them)}, nil
}

// runRival runs the rival once.
func (r race) runRival(ctx context.Context, bin, file string) (lap, error) {
	rival := r.rival[0]
	switch rival {
	case aloneRival:
		return runAlone(ctx, r.rival[1], file)
	case self:
		rival = bin
	}
	return runOnce(ctx, rival, slices.Concat(r.rival[1:], []string{"-r", file}))
}

// typical is the median of the times, and the highest of the peaks.
func typical(laps []lap) (l lap) {
	var wall, cpu []time.Duration
	for _, one := range laps {
		wall, cpu = append(wall, one.wall), append(cpu, one.cpu)
		l.peak = max(l.peak, one.peak)
	}
	l.wall, l.cpu = median(wall), median(cpu)
	return l
}

// runOnce runs a program with its output to the null device.
func runOnce(ctx context.Context, name string, args []string) (lap, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return lap{}, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(complaint.Bytes()))
	}
	return lap{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peakMemory(cmd.ProcessState)}, nil
}

// median is the middle of d, or the mean of the two in the middle.
func median(d []time.Duration) time.Duration {
	s := slices.Sorted(slices.Values(d))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}
