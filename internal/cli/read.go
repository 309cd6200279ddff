package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/pktscope/pktscope/dissect/esp"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/pipeline"
	"github.com/pktscope/pktscope/internal/stats"
)

// runRead is pktscope without a command: captures in, rows out.
func runRead(e *env, args []string) int {
	var r reading
	flags := newFlags("pktscope")
	r.declare(flags)
	if err := flags.Parse(args); err != nil {
		return e.complain(err)
	}
	switch {
	case r.help:
		return e.print(usage(flags))
	case r.version:
		return e.print("pktscope " + version + "\n")
	}
	if r.live.list {
		return listInterfaces(e)
	}
	r.files = append(r.files, flags.Args()...)
	if err := r.check(flags); err != nil {
		return e.complain(err)
	}
	status := r.run(e)
	if status == exitInput && mistyped(args[0]) {
		fmt.Fprintf(e.err, "%s is no command either; there are %s.\n", args[0], strings.Join(commandNames(), ", "))
	}
	return status
}

// mistyped reports whether the first word of the command line may have been
// meant for a command.
func mistyped(word string) bool {
	_, err := os.Stat(word)
	return errors.Is(err, fs.ErrNotExist) && strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}

// run reads the captures and prints or saves what the flags ask for.
func (r *reading) run(e *env) int {
	registry, err := r.newRegistry()
	if err != nil {
		return e.complain(err)
	}
	if err := r.compile(registry); err != nil {
		return e.fail(err)
	}
	set, err := stats.New(r.stats, registry, stats.DefaultLimit)
	switch {
	case errors.As(err, new(*filter.Error)):
		return e.fail(err)
	case err != nil:
		return e.complain(err)
	}
	format, status := r.newFormat(e, registry)
	if status != exitOK {
		return status
	}
	if err := r.secrets.load(e, r.files); err != nil {
		return e.fail(err)
	}
	j, err := r.start(e, format != nil)
	if err != nil {
		return e.fail(err)
	}
	defer j.close()
	config := pipeline.Config{Registry: registry, Format: format, Out: e.out, Each: r.each}
	r.secrets.numbers = format != nil && format.NeedsTree() || r.sieve != nil && r.sieve.Asks(esp.Proto) || len(r.stats) > 0
	r.secrets.stages(&config)
	if len(r.stats) > 0 {
		config.Tap = set
	}
	result := j.run(config)
	if len(r.stats) > 0 && result.Write == nil {
		result.Write = r.tell(e, set)
	}
	return j.end(result)
}
