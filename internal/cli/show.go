package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// reports are what can follow "show".
func reports() []report {
	return slices.Concat(
		showCDP(),
		[]report{showTopology()},
		showLLDP(),
		showIKE(),
		showIPsec(),
		showNAT(),
		[]report{showInterfaces()},
	)
}

// declare puts the flags of every report into f.
func (q *query) declare(f *pflag.FlagSet) {
	declareFormat(f, &q.format, "in this `FORMAT`, or one that the report has of its own: ")
	f.StringVar(&q.at, "at", "end", "tell holdtimes and idle times at this `TIME`: "+momentHelp)
	f.BoolVar(&q.watch, "watch", false, "draw the report anew as packets arrive")
	f.StringVar(&q.inside, "inside", "", "the inside of a NAT: an `INTERFACE`, a file or a prefix")
	f.IntVar(&q.flows, "flows", 0, "remember `N` flows at most, where a report is about flows")
	q.declareInput(f)
	q.declareRun(f)
}

// runShow is "pktscope show": words and flags in any order.
func runShow(e *env, args []string) int {
	var q query
	flags := newFlags("show")
	q.declare(flags)
	if err := flags.Parse(args); err != nil {
		return e.complain(err)
	}
	words := flags.Args()
	if q.live.list {
		return listInterfaces(e)
	}
	if n := len(words); q.help || n > 0 && words[n-1] == "?" {
		return showHelp(e, words, flags)
	}
	if err := q.read(words); err != nil {
		return e.retort(err)
	}
	var err error
	if q.moment, err = parseMoment(q.at); err != nil {
		return e.complain(err)
	}
	q.atEnd = flags.Changed("at")
	if err := q.check(); err != nil {
		return e.complain(err)
	}
	if !q.report.idle {
		if err := q.checkInput(flags); err != nil {
			return e.complain(err)
		}
	}
	return q.run(e)
}

// read finds the report that the words name, its operand, and the captures
// behind them: words with a point or a slash in them, files, and "-".
func (q *query) read(words []string) error {
	r, rest, err := find(reports(), words)
	if err != nil {
		return err
	}
	q.report = r
	q.merge = q.merge || r.merge
	optional := strings.HasPrefix(r.operand, "[")
	if r.operand != "" && len(rest) > 0 && !(optional && isFile(rest[0])) {
		q.operand, rest = rest[0], rest[1:]
		if len(rest) > 0 && isName(q.operand) && isNumber(rest[0]) {
			q.operand, rest = q.operand+rest[0], rest[1:] // "FastEthernet 0/1"
		}
	}
	if q.operand == "" && r.operand != "" && !optional {
		return &wordError{"% Incomplete command.", []choice{{word: r.operand}}}
	}
	for len(rest) > 0 {
		if !strings.ContainsAny(rest[0], "./") && !isFile(rest[0]) {
			return invalid(words, len(words)-len(rest), behind(reports(), r))
		}
		q.files, rest = append(q.files, rest[0]), rest[1:]
	}
	return nil
}

// isFile reports whether a word that may be an operand is a capture instead.
func isFile(word string) bool {
	_, err := os.Stat(word)
	return word == "-" || err == nil
}

// isName and isNumber tell the two words of an interface's name.
func isName(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' }) < 0
}

func isNumber(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9' && strings.Trim(s, "0123456789/.:") == ""
}

// retort is the router's answer to words that cannot be followed.
func (e *env) retort(err error) int {
	fmt.Fprintln(e.err, err)
	return exitUsage
}

// showHelp says how to use the reports whose names begin with the words.
func showHelp(e *env, words []string, flags *pflag.FlagSet) int {
	some := reports()
	for i, w := range words {
		found := choices(some, i, w)
		if len(found) == 0 {
			break
		}
		var next []report
		for _, c := range found {
			next = append(next, with(some, i, c.word)...)
		}
		some = next
	}
	b := []byte("pktscope show prints a report. Words may be shortened as long as they are unique.\n\n" +
		"Usage:\n  pktscope show REPORT [options] [FILE]...\n\nReports:\n")
	for _, r := range some {
		name := strings.TrimRight(r.words+" "+r.operand, " ")
		b = append(appendColumns(append(b, "  "...), name, 32, r.brief), '\n')
	}
	return e.print(string(b) + "\nOptions:\n" + flags.FlagUsages())
}
