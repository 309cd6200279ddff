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
	name   string
	recipe string   // the file, or the suite of a tunnel's
	ours   []string // arguments, before -r FILE
	rival  []string // command and arguments, before -r FILE; "pktscope" is the measured binary
	goal   float64  // how many times faster pktscope is to be
}

// A course is the file of a race and its key file.
type course struct{ file, keys string }

// self is pktscope as its own rival, to measure the cost of an option, or another build
// of it.
const self = "pktscope"

// races returns all races. tcpdump cannot name ports without looking up the names
// of addresses as well (-n turns both off), so pktscope with port names on runs
// against the faster rival, tcpdump with -n.
var races = []race{
	{"real", "real", []string{"-n"}, []string{"tcpdump", "-nn"}, 7},
	{"real-S", "real", []string{"-n"}, []string{"tcpdump", "-nnS"}, 7},
	{"real", "real", []string{"-n"}, []string{"tshark", "-n"}, 35},
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
	{"diagnose", "general", []string{"diagnose"}, []string{self, "-q", "-z", "io,phs"}, 1 / 1.3},
	{"diagnose", "mix", []string{"diagnose"}, []string{self, "-q", "-z", "io,phs"}, 1 / 1.3},
	{"nat", natRecipe, []string{"show", "ip", "nat", "statistics"}, []string{"tshark", "-n", "-q", "-z", "conv,ip"}, 5},
}

// natRecipe is the file of both sides of a translator. It has as many flows as
// other files have packets.
const natRecipe = "nat"

// Display filters: by protocol, which is the race's name, by address, and by a field
// within ISAKMP.
const (
	anAddress  = "ip.addr == 80.2.0.2"
	anExchange = "isakmp.exchangetype == 32"
)

func filtered(expr string) []string { return []string{"-n", "-Y", expr} }

func tsharkFiltered(expr string) []string { return append([]string{"tshark"}, filtered(expr)...) }

// label returns the race's name in tables and in -only.
func (r race) label() string { return r.name + "/" + r.rival[0] }

// A lap is one run of one program.
type lap struct {
	wall time.Duration
	cpu  time.Duration // on all cores together
	peak int64         // resident memory in bytes, 0 where unknown
}

// A result holds the typical laps of a race.
type result struct {
	race
	us, them lap
}

// ratio returns how many times faster pktscope is.
func (r result) ratio() float64 { return r.them.wall.Seconds() / r.us.wall.Seconds() }

// cpuRatio returns how many times less processor time pktscope needs.
func (r result) cpuRatio() float64 { return r.them.cpu.Seconds() / r.us.cpu.Seconds() }

// run alternates between the two programs, so that a machine that slows down slows
// both; other is the pktscope that is a rival.
func (r race) run(ctx context.Context, bin, other string, c course, laps int) (result, error) {
	var us, them []lap
	ours := c.arguments(r.ours)
	for range laps {
		a, err := runOnce(ctx, bin, ours)
		if err != nil {
			return result{}, err
		}
		b, err := r.runRival(ctx, other, c)
		if err != nil {
			return result{}, err
		}
		us, them = append(us, a), append(them, b)
	}
	return result{r, typical(us), typical(them)}, nil
}

// arguments are those of pktscope for the course.
func (c course) arguments(options []string) []string {
	all := slices.Concat(options, []string{"-r", c.file})
	if c.keys != "" {
		all = append(all, "--keys", c.keys)
	}
	return all
}

// runRival runs the rival once; other is the pktscope that is one.
func (r race) runRival(ctx context.Context, other string, c course) (lap, error) {
	switch rival := r.rival[0]; {
	case rival == aloneRival:
		return runAlone(ctx, r.rival[1], c.file)
	case rival == self:
		return runOnce(ctx, other, c.arguments(r.rival[1:]))
	default:
		return runOnce(ctx, command(rival), slices.Concat(r.rival[1:], []string{"-r", c.file}))
	}
}

// command is the program of a rival: a tshark 4.6 that is installed beside the system's
// own goes before it.
func command(rival string) string {
	const newer = "tshark46"
	if rival == "tshark" {
		if _, err := exec.LookPath(newer); err == nil {
			return newer
		}
	}
	return rival
}

// against are the races of another build: each set of arguments once, on the same file.
// No goal is set: the ratio is what is asked.
func against(all []race) (list []race) {
	for _, r := range all {
		r.rival, r.goal = append([]string{self}, r.ours...), 1
		if !slices.ContainsFunc(list, func(x race) bool { return x.name == r.name && x.recipe == r.recipe && slices.Equal(x.ours, r.ours) }) {
			list = append(list, r)
		}
	}
	return list
}

// typical returns the medians of the times and the highest peak.
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

// median returns the median of d.
func median(d []time.Duration) time.Duration {
	s := slices.Sorted(slices.Values(d))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}
