package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/tables"
	"github.com/pktscope/pktscope/internal/session"
)

// exportFlags are the flags of "pktscope export".
type exportFlags struct {
	input  inputFlags
	folder string
	to     string
	inside string
	help   bool
}

// declare puts the flags into f.
func (w *exportFlags) declare(f *pflag.FlagSet) {
	f.StringVarP(&w.folder, "output", "o", "", "write the tables in this `FOLDER`, which is made if there is none")
	f.StringVar(&w.to, "to", "parquet", "`FORMAT` of the tables: parquet")
	f.StringVar(&w.inside, "inside", "", "the inside of a NAT: an `INTERFACE`, a file or a prefix")
	section(f, "Input", w.input.declareInput)
	section(f, "Decryption and decoding", w.input.declareDecoding)
	w.input.declareRun(f, &w.help)
}

const exportUsage = `pktscope export writes tables for DuckDB, Spark, ClickHouse and others: packets,
IKE SAs with their messages, ESP SAs, neighbors, links, translations, findings
and conversations, as files of Parquet by capture and day. docs/export.md has
their columns, and questions to ask of them.

Usage:
  pktscope export [options] CAPTURE... -o FOLDER

`

// runExport is "pktscope export".
func runExport(e *session.Env, args []string) int {
	var w exportFlags
	flags := newFlags("export")
	w.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if w.help {
		return e.Print(help(e, "export", exportUsage, flags))
	}
	o := &w.input.options
	o.Files = append(o.Files, flags.Args()...)
	if err := w.check(flags); err != nil {
		return e.Complain(err)
	}
	x := &tables.Export{Dir: w.folder, Names: o.Names}
	o.Export, o.Tree = w.folder, true
	o.Outputs = func() error { return x.Open(o.Files) }
	q := report.Request{Report: x.Report(), Format: report.ForTables, Inside: w.inside, AtEnd: true, Options: *o}
	if err := q.Check(); err != nil {
		return e.Complain(err)
	}
	e.Bound(maxExport)
	return q.Run(e)
}

// maxExport is what an export's memory comes near at most, in bytes, as far as garbage is some
// of it. With some 40 MiB of the program, of which Linux maps more than runs where it was just
// written, an export has 128 MiB.
const maxExport = 86 << 20

// check returns an error for flags that are missing or contradict each other.
func (w *exportFlags) check(flags *pflag.FlagSet) error {
	switch {
	case len(w.input.options.Files) == 0:
		return errors.New("no capture to read: name a file, or '-' for standard input")
	case w.folder == "":
		return errors.New("name the folder that the tables are written in: -o FOLDER")
	case w.to != "parquet":
		return fmt.Errorf("--to %q: want parquet", w.to)
	}
	return w.input.check(flags)
}
