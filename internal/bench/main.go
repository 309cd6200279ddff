// Bench measures pktscope against tcpdump and tshark on the same files in the same
// run, with output to the null device. It prints ratios, because times are those of
// one machine. docs/performance.md says how to read them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
)

// peakGoal is the most memory that a file of any size may need.
const peakGoal = 64 << 20

// The options are the flags.
type options struct {
	bin, fixtures, dir string
	packets, runs      int
	only               string
	against            string
	alone              string
	grow               bool
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "bin/pktscope", "the pktscope to measure")
	flag.StringVar(&o.fixtures, "fixtures", "fixtures/pcaps", "folder of the captures that the files are made of")
	flag.StringVar(&o.dir, "dir", ".bench", "folder for the files, which are kept")
	flag.IntVar(&o.packets, "packets", 1_000_000, "packets in a file; races of -T json take a tenth")
	flag.IntVar(&o.runs, "runs", 3, "runs of each program, of which the median counts")
	flag.StringVar(&o.only, "only", "", "comma-separated races, by name (general), rival (tshark) or both (general/tshark)")
	flag.StringVar(&o.against, "against", "", "race against this other build of pktscope, and nothing else")
	flag.StringVar(&o.alone, "alone", "", "open the ESP packets of a tunnel's FILE with Go's crypto and nothing else; for this program itself")
	flag.BoolVar(&o.grow, "growth", false, "measure instead what a packet costs in files of 1, 4 and 16 times -packets, and of 10^3 to 10^6 flows")
	flag.Parse()
	if o.alone != "" {
		if err := alone(o.alone, flag.Arg(0), os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench(ctx, o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench runs the races and writes the table. A missed goal is no error, because
// machines differ.
func bench(ctx context.Context, o options, out io.Writer) error {
	if o.packets < 10 || o.runs < 1 {
		return errors.New("-packets and -runs are too small")
	}
	if o.grow {
		return o.growth(ctx, out)
	}
	all, other := races, o.bin
	if o.against != "" {
		all, other = against(races), o.against
	}
	field := choose(all, o.only)
	if len(field) == 0 {
		return fmt.Errorf("no race is called %q", o.only)
	}
	fmt.Fprintf(out, "%d cores, %s\n", runtime.NumCPU(), strings.Join(versions(ctx, field), ", "))
	fmt.Fprintf(out, "%d packets a file, %d for -T json, %d in tunnels; median of %d runs\n\n", o.packets, o.packets/10, o.packets/5, o.runs)
	var results []result
	var failures []error
	for _, r := range field {
		c, err := o.course(r)
		if err != nil {
			return err
		}
		if err := readAll(c.file); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "bench: %s\n", r.label())
		res, err := r.run(ctx, o.bin, other, c, o.runs)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failures = append(failures, err)
			continue
		}
		results = append(results, res)
	}
	failures = append(failures, writeTable(out, results))
	return errors.Join(failures...)
}

// course returns the file of a race, which it makes if there is none.
func (o *options) course(r race) (c course, err error) {
	for i := range suites {
		if s := &suites[i]; s.name == r.recipe {
			c.file, c.keys, err = s.makeTunnel(o.dir, o.packets/5)
			return c, err
		}
	}
	if r.recipe == natRecipe {
		c.file, err = makeNAT(o.dir, o.packets)
		return c, err
	}
	if r.recipe == "real" {
		g, from, err := realRecipe(o.fixtures, o.packets)
		if err != nil {
			return c, err
		}
		c.file, err = g.make(from, o.dir)
		return c, err
	}
	files := map[string]recipe{
		"general": {"general", generalFixtures, isPing, o.packets, false},
		"mix":     {"mix", mixFixtures, nil, o.packets, false},
		"short":   {"general", generalFixtures, isPing, o.packets / 10, false},
	}
	c.file, err = files[r.recipe].make(o.fixtures, o.dir)
	return c, err
}

// choose returns the races named in only, all if it is empty.
func choose(all []race, only string) []race {
	if only == "" {
		return all
	}
	var chosen []race
	for _, r := range all {
		if slices.ContainsFunc(strings.Split(only, ","), func(word string) bool {
			return word == r.name || word == r.rival[0] || word == r.label()
		}) {
			chosen = append(chosen, r)
		}
	}
	return chosen
}

// versions returns the rivals' version lines.
func versions(ctx context.Context, field []race) []string {
	var names []string
	for _, r := range field {
		if r.rival[0] != self && !slices.Contains(names, r.rival[0]) {
			names = append(names, r.rival[0])
		}
	}
	for i, name := range names {
		if name == aloneRival {
			names[i] = runtime.Version()
			continue
		}
		said, _ := exec.CommandContext(ctx, command(name), "--version").CombinedOutput()
		for line := range strings.Lines(string(said)) {
			if words := strings.Fields(line); len(words) > 2 && strings.Contains(strings.ToLower(line), name) {
				names[i] = strings.Join(words[:3], " ")
				break
			}
		}
	}
	return names
}

func writeTable(out io.Writer, results []result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "RACE\tPKTSCOPE\tRIVAL\tRATIO\tGOAL\t\tCPU RATIO\tPEAK\tunder %s\n", memory(peakGoal))
	for _, r := range results {
		peak := "unknown\t"
		if r.us.peak > 0 {
			peak = memory(r.us.peak) + "\t" + verdict(r.us.peak < peakGoal)
		}
		fmt.Fprintf(w, "%s\t%.2f s\t%.2f s\t%s\t%.2g\t%s\t%s\t%s\n", r.label(), r.us.wall.Seconds(), r.them.wall.Seconds(),
			times(r.ratio()), r.goal, verdict(r.ratio() >= r.goal), times(r.cpuRatio()), peak)
	}
	return w.Flush()
}

// times formats a ratio, with two decimals near 1.
func times(ratio float64) string {
	if ratio < 2 {
		return fmt.Sprintf("%.2f", ratio)
	}
	return fmt.Sprintf("%.1f", ratio)
}

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "missed"
}

func memory(n int64) string { return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20)) }
