package cli

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/report"
	"github.com/pktscope/pktscope/internal/report/ike"
	"github.com/pktscope/pktscope/internal/report/ipsec"
	"github.com/pktscope/pktscope/internal/report/nat"
	"github.com/pktscope/pktscope/internal/report/neighbors"
	"github.com/pktscope/pktscope/internal/session"
)

// reports are what can follow "show".
func reports() report.List {
	return slices.Concat(
		neighbors.Reports(),
		ike.Reports(),
		ipsec.Reports(),
		nat.Reports(),
		[]report.Report{showInterfaces()},
	)
}

// showFlags are the flags of "pktscope show".
type showFlags struct {
	input  inputFlags
	format string
	at     string
	watch  bool
	inside string
	flows  int
	color  string
	help   bool
}

// declare puts the flags of every report into f.
func (w *showFlags) declare(f *pflag.FlagSet) {
	declareFormat(f, &w.format, "`FORMAT` of the report: ios (a router's lines and no others), its own, or one of: ")
	f.StringVar(&w.at, "at", "end", "describe the state at this `TIME`: "+report.MomentHelp)
	f.BoolVar(&w.watch, "watch", false, "redraw the report as packets arrive")
	f.StringVar(&w.inside, "inside", "", "the inside of a NAT: an `INTERFACE`, a file or a prefix")
	f.IntVar(&w.flows, "flows", 0, "keep `N` flows at most, in reports about flows")
	declareColor(f, &w.color)
	w.input.declare(f)
	w.input.declareRun(f, &w.help)
}

const showUsage = `pktscope show prints a report. Words may be shortened as long as they are unique.

Usage:
  pktscope show REPORT [options] [FILE]...

`

// wordsOf is what is typed for a report.
func wordsOf(r report.Report) string { return strings.TrimRight(r.Words+" "+r.Operand, " ") }

// synopsisOf is the same with what may narrow it.
func synopsisOf(r report.Report) string {
	b := wordsOf(r)
	for _, l := range r.Limits {
		b += " [" + l.String() + "]"
	}
	return b
}

// runShow is "pktscope show": words and flags in any order.
func runShow(e *session.Env, args []string) int {
	var w showFlags
	flags := newFlags("show")
	w.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, cmp.Or(wordAsFlag(flags, args), err))
	}
	if err := wordAsFlag(flags, args); err != nil {
		return complain(e, flags, err)
	}
	words := apart(flags.Args())
	if w.input.listInterfaces {
		return listInterfaces(e)
	}
	if n := len(words); w.help || n > 0 && words[n-1] == "?" {
		return showHelp(e, words, flags)
	}
	if err := inShell(args); err != nil {
		return retort(e, err)
	}
	asked, files, err := parseShow(words)
	if err != nil {
		return retort(e, inPlace(err, words))
	}
	r := asked.Report
	if r.Operand != "" && isFile(asked.Operand) {
		if len(files) == 0 && !w.input.given() {
			return retort(e, report.Incomplete(report.Choice{Word: r.Operand}))
		}
		fmt.Fprintf(e.Err, "pktscope: %s is a file: where * was typed, the shell makes names of files of it; type '*'\n", asked.Operand)
	}
	w.input.options.Files = append(w.input.options.Files, files...)
	if err := checkColor(w.color); err != nil {
		return e.Complain(err)
	}
	moment, err := report.ParseMoment(w.at)
	if err != nil {
		return e.Complain(err)
	}
	q := report.Request{
		Report: r, Operand: asked.Operand, Only: asked.Only, Format: w.format, Inside: w.inside, Flows: w.flows,
		Moment: moment, AtEnd: flags.Changed("at"), Watch: w.watch, Options: w.input.options,
	}
	if err := q.Check(); err != nil {
		return e.Complain(err)
	}
	if !r.Idle {
		if err := w.input.check(flags); err != nil {
			return e.Complain(err)
		}
		q.Options = w.input.options // with the limits of -a
	}
	if q.Format == "table" && !q.Watch {
		q.Color, q.Palette = colors(e, w.color)
	}
	e.Paged = !q.Watch && len(q.Options.Live.Interfaces) == 0 && !r.Idle
	return q.Run(e)
}

// wordAsFlag says that a word of a report was typed as a flag: "--detail", "-detail".
func wordAsFlag(flags *pflag.FlagSet, args []string) error {
	for _, arg := range args {
		word := strings.TrimLeft(arg, "-")
		if word == arg || len(word) < 3 || flags.Lookup(word) != nil {
			continue
		}
		for _, r := range reports() {
			if slices.Contains(strings.Fields(r.Words), word) || slices.ContainsFunc(r.Limits, func(l report.Limit) bool { return l.Word == word }) {
				return fmt.Errorf("%s is a word of a report, not a flag: type %s", word, word)
			}
		}
	}
	return nil
}

// apart takes a whole command in one word apart. IOS has "detailed" of IKEv2.
func apart(words []string) []string {
	if len(words) > 0 && strings.Contains(words[0], " ") && !isFile(words[0]) {
		words = append(strings.Fields(words[0]), words[1:]...)
	}
	words = slices.Clone(words)
	for i, w := range words {
		if strings.HasPrefix(w, "detail") && strings.HasPrefix("detailed", w) && !isFile(w) {
			words[i] = "detail"
		}
	}
	return words
}

// parseShow finds the report that the words name, what narrows it, and the captures
// behind them: words with a point or a slash in them, files, and "-".
func parseShow(words []string) (asked report.Asked, files []string, err error) {
	if n := slices.IndexFunc(words, func(w string) bool { return !meantForFile(w) }); n > 0 && len(reports().Choices(0, words[0])) == 0 {
		line := slices.Concat([]string{"pktscope show"}, words[n:], words[:n])
		return asked, nil, fmt.Errorf("%% The words of the report come first: type %s", strings.Join(line, " "))
	}
	r, rest, err := reports().Find(words)
	if err != nil {
		if _, _, short := reports().Find(withoutFiles(words)); report.IsIncomplete(short) {
			err = short // in place of a complaint about the capture
		}
		return asked, nil, err
	}
	asked.Report = r
	optional := strings.HasPrefix(r.Operand, "[")
	if r.Operand != "" && len(rest) > 0 && !(optional && meantForFile(rest[0])) {
		asked.Operand, rest = rest[0], rest[1:]
		if len(rest) > 0 && isName(asked.Operand) && isNumber(rest[0]) {
			asked.Operand, rest = asked.Operand+rest[0], rest[1:] // "FastEthernet 0/1"
		}
	}
	if asked.Operand == "" && r.Operand != "" && !optional {
		return asked, nil, report.Incomplete(report.Choice{Word: r.Operand})
	}
	if rest, err = reports().Narrow(&asked, rest, meantForFile); err != nil {
		return asked, nil, err
	}
	for i, file := range rest {
		if !strings.ContainsAny(file, "./") && !isFile(file) {
			return asked, nil, reports().InvalidBehind(asked.Report, words, len(words)-len(rest)+i)
		}
	}
	return asked, rest, nil
}

// withoutFiles are the words before the captures at their end.
func withoutFiles(words []string) []string {
	for len(words) > 0 && isFile(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return words
}

// isFile reports whether a word that may be an operand is a capture instead.
func isFile(word string) bool {
	_, err := os.Stat(word)
	return word == "-" || err == nil
}

// isName and isNumber recognise the two words of an interface's name.
func isName(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' }) < 0
}

func isNumber(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9' && strings.Trim(s, "0123456789/.:") == ""
}

// retort writes a router's % message for wrong words.
func retort(e *session.Env, err error) int {
	fmt.Fprintln(e.Err, err)
	return session.ExitUsage
}

// appendLimits appends what may narrow a report.
func appendLimits(b []byte, r *report.Report) []byte {
	if len(r.Limits) == 0 {
		return b
	}
	b = fmt.Appendf(b, "\nBehind %s:\n", r.Words)
	for _, l := range r.Limits {
		b = append(report.AppendColumns(append(b, "  "...), l.String(), 32, l.Brief), '\n')
	}
	return b
}

// showHelp writes the usage of the reports whose names begin with words.
func showHelp(e *session.Env, words []string, flags *pflag.FlagSet) int {
	some := reports()
	for i, w := range words {
		found := some.Choices(i, w)
		if len(found) == 0 && w != "?" && !slices.ContainsFunc(some, func(r report.Report) bool { return len(strings.Fields(r.Words)) <= i }) {
			return retort(e, some.Invalid(words, i))
		}
		if len(found) == 0 {
			break
		}
		var next report.List
		for _, c := range found {
			next = append(next, some.With(i, c.Word)...)
		}
		some = next
	}
	b := []byte(showUsage + "Reports:\n")
	for _, r := range some {
		b = append(report.AppendColumns(append(b, "  "...), wordsOf(r), 32, r.Brief), '\n')
	}
	if len(some) < len(reports()) && len(some) > 0 {
		b = appendLimits(b, &some[0])
	}
	return e.Print(help(e, "show", string(b), flags))
}
