// Command pktscope-fleet makes tables of many captures on an engine of Apache Beam.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/fleet"
)

func main() {
	fleet.Register()
	damaged, err := run(context.Background(), os.Args[1:])
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "pktscope-fleet:", err)
		os.Exit(1)
	case damaged:
		os.Exit(2)
	}
}

// run is the command, in the process that starts the job as well as in its workers, which
// beam.Init keeps. damaged says that a capture could not be read whole.
func run(ctx context.Context, args []string) (damaged bool, err error) {
	var o fleet.Options
	flags := pflag.NewFlagSet("pktscope-fleet", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.StringArrayVar(&o.Inputs, "input", nil, "captures, or a `GLOB` of them; may be repeated")
	flags.StringVar(&o.Output, "output", "", "`FOLDER` of the tables, which all workers write in")
	flags.StringVar((*string)(&o.Keys), "keys", "", "`FILE` with keys of ESP or IKE, which all workers can read")
	flags.IntVar(&o.Shards, "shards", fleet.DefaultShards, "parts of each table that joins captures")
	flags.BoolVar(&o.NoNAT, "no-translations", false, "look for no translations, which most of what is sent between workers is for")
	flags.BoolVar(&o.NoStreams, "no-streams", false, "understand packets of TCP, SCTP and ICMP by those of their own capture alone, and send none between workers")
	flags.IntVar(&o.Branches, "branches", fleet.DefaultBranches, "captures that Prism reads at once; other engines spread them themselves")
	flags.IntVar(&o.Threads, "threads", 1, "goroutines that dissect one capture; 0: one for every core")
	flags.Usage = func() {
		fmt.Fprintf(os.Stderr, "Usage: pktscope-fleet --input GLOB... --output FOLDER [--keys FILE] [FLAG...]\n\n%s", flags.FlagUsages())
		fmt.Fprint(os.Stderr, "\nFlags of Apache Beam, such as --runner, --endpoint and --environment_type, are taken as well.\n")
	}
	theirs := pflag.NewFlagSet("", pflag.ContinueOnError)
	theirs.AddGoFlagSet(flag.CommandLine)
	theirs.VisitAll(func(f *pflag.Flag) { f.Hidden = true })
	flags.AddFlagSet(theirs)
	if err := flags.Parse(args); err != nil {
		if err == pflag.ErrHelp {
			err = nil
		}
		return false, err
	}
	if err := flag.CommandLine.Parse(nil); err != nil { // beam asks whether they are
		return false, err
	}
	beam.Init()
	o.Inputs = append(o.Inputs, flags.Args()...)
	job, err := fleet.Prepare(ctx, o)
	if err != nil {
		return false, err
	}
	p, s := beam.NewPipelineWithRoot()
	job.Build(s)
	if err := beamx.Run(ctx, p); err != nil {
		return false, err
	}
	if err := job.Finish(ctx); err != nil {
		return false, err
	}
	return tell(ctx, job)
}

// tell tells what could not be read, and reports whether there is any.
func tell(ctx context.Context, job *fleet.Job) (bool, error) {
	const most = 20
	faults, captures, err := job.Faults(ctx, most)
	for _, text := range faults {
		fmt.Fprintln(os.Stderr, "pktscope-fleet:", text)
	}
	if captures > most {
		fmt.Fprintf(os.Stderr, "pktscope-fleet: and of %d captures more: the table faults has all\n", captures-most)
	}
	return captures > 0, err
}
