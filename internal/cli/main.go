// Package cli is the command line: it turns words into a run of the pipeline
// and the outcome into an exit status. One file a command.
package cli

import (
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/session"
)

// version is printed by --version and in outputs that name their program.
const version = "0.1.0"

// application is shb_userappl of saved captures.
const application = "pktscope " + version

// A command is a first word of the command line.
type command struct {
	name  string
	brief string
	usage string // what its help begins with: a paragraph, and lines of usage
	run   func(e *session.Env, args []string) int
	flags func(f *pflag.FlagSet) // declares its flags in f
}

// commands lists what may stand first. Without one, captures are read.
func commands() []command {
	return []command{
		{"fields", "the fields and protocols that filters accept", fieldsUsage, runFields, new(fieldsFlags).declare},
		{"ports", "the names of a port, the ports of a name", portsUsage, runPorts, new(portsFlags).declare},
		{"keys", "keys in files: what they decrypt, and the same in other forms", keysUsage, runKeys, new(keysFlags).declare},
		{"show", "reports, as a router's show command gives them", showUsage, runShow, new(showFlags).declare},
		{"diagnose", "what is wrong with tunnels, why, and what to type", diagnoseUsage, runDiagnose, new(diagnoseFlags).declare},
		{"view", "captures on an interactive screen", viewUsage, runView, new(viewFlags).declare},
		{"report", "one page of HTML about captures, to attach to a ticket", reportUsage, runReport, new(reportFlags).declare},
		{"export", "tables of packets and reports, for DuckDB, Spark and others", exportUsage, runExport, new(exportFlags).declare},
		{"decrypt", "the inner packets of ESP, as a capture", decryptUsage, runDecrypt, new(decryptFlags).declare},
		{"completion", "a shell's completion of these command lines", completionUsage, runCompletion, new(completionFlags).declare},
		{"help", "how to use pktscope, or one of its commands", "", runHelp, nil},
	}
}

// Main runs the command line, to which the process belongs, and returns the exit
// status.
func Main(args []string, in io.Reader, out, errs io.Writer) int {
	signal.Ignore(syscall.SIGPIPE)    // a closed pipe is an error of Write, not a death
	if time.Local.String() == "UTC" { // as well where the standard library finds no file that TZ names
		if zone := posixZone(os.Getenv("TZ")); zone != nil {
			time.Local = zone
		}
	}
	return run(&session.Env{In: in, Out: out, Err: errs, OwnProcess: true}, args)
}

// run runs the command line in an environment.
func run(e *session.Env, args []string) int {
	e.Err = session.NewMessages(e.Err, args)
	args, e.NoPager = withoutPager(args)
	defer e.EndPager()
	if len(args) > 0 {
		if c := commandOf(args[0]); c != nil {
			e.Command = c.name
			return c.run(e, args[1:])
		}
	}
	return runRead(e, args)
}

// withoutPager takes --no-pager out of the words of every command, and reports whether it
// was there.
func withoutPager(args []string) ([]string, bool) {
	end := slices.Index(args, "--")
	if end < 0 {
		end = len(args)
	}
	i := slices.Index(args[:end], "--no-pager")
	if i < 0 {
		return args, false
	}
	return slices.Delete(slices.Clone(args), i, i+1), true
}

// commandOf is the command that a word stands for, nil if it is none.
func commandOf(word string) *command {
	for _, c := range commands() {
		if c.name == word || c.name == "show" && shortened(word, "show") {
			return &c
		}
	}
	return nil
}

// shortened reports whether given stands for name: as on a router, so many of
// its first letters that it is no accident.
func shortened(given, name string) bool {
	return len(given) >= 2 && strings.HasPrefix(name, given)
}

// commandNames are the words that may stand first.
func commandNames() (names []string) {
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

// newFlags makes a set that reports errors instead of printing them.
func newFlags(name string) *pflag.FlagSet {
	f := pflag.NewFlagSet(name, pflag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.SortFlags = false
	return f
}
