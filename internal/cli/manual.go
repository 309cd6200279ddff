package cli

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/roff"
)

// A ManualPage is a page of section 1 of the manual, in roff.
type ManualPage struct {
	Name string // pktscope-show
	Text []byte
}

// Manual returns the manual pages, as of a date: pktscope's own and one a command, made of
// their helps.
func Manual(date time.Time) (pages []ManualPage) {
	for _, c := range documented() {
		pages = append(pages, ManualPage{c.pageName(), c.manualPage(date)})
	}
	return pages
}

// documented are the commands with a page. The first, without a name, is pktscope itself.
func documented() []command {
	root := command{brief: "analyse packet captures of networks of routers, switches and VPNs", usage: synopsis, flags: new(readFlags).declare}
	return append([]command{root}, slices.DeleteFunc(commands(), func(c command) bool { return c.flags == nil })...)
}

// pageName is the name of a command's page, as git names its commands'.
func (c command) pageName() string { return strings.TrimSuffix("pktscope-"+c.name, "-") }

// manualPage is the page of a command.
func (c command) manualPage(date time.Time) []byte {
	p := roff.New(c.pageName(), 1, date, application)
	flags := newFlags(c.name)
	c.flags(flags)
	says, lines := usageParts(c.usage)

	p.Section("NAME")
	p.Paragraph(roff.Plain(c.pageName() + " - " + c.brief))
	p.Section("SYNOPSIS")
	p.Paragraph(synopses(lines)...)
	p.Section("DESCRIPTION")
	p.Paragraph(roff.Plain(says))
	explain(p, lines)
	switch c.name {
	case "":
		p.Section("COMMANDS")
		p.Paragraph(roff.Plain("A command has a page of its own, such as pktscope-show(1)."))
		for _, other := range commands() {
			p.Item(roff.Bold(other.name), roff.Plain(other.brief))
		}
	case "show":
		p.Section("REPORTS")
		for _, r := range reports() {
			p.Item(markup(synopsisOf(r)), roff.Plain(r.Brief))
		}
	}
	p.Section("OPTIONS")
	c.describeFlags(p, flags)
	p.Section("EXAMPLES")
	explain(p, examples(c.name))
	p.Section("EXIT STATUS")
	for _, s := range c.statuses() {
		s.describe(p, flags)
	}
	p.Section("ENVIRONMENT")
	for _, v := range variables() {
		v.describe(p, flags)
	}
	if flags.Lookup("profile") != nil {
		p.Section("FILES")
		p.Item(roff.Italic("~/.config/wireshark/profiles/NAME"), roff.Plain("Wireshark's configuration profile, for --profile; without profiles/NAME, for Default."))
	}
	p.Section("SEE ALSO")
	p.Paragraph(c.others(flags))
	return p.Bytes()
}

// usageParts takes apart what a help begins with: the paragraph, and the lines of usage
// with what each does.
func usageParts(usage string) (says string, lines []example) {
	says, usage, _ = strings.Cut(usage, "\n\nUsage:\n")
	for line := range strings.Lines(usage) {
		line, does, _ := strings.Cut(strings.TrimSpace(line), "   ")
		if line != "" {
			lines = append(lines, example{line, strings.TrimSpace(does)})
		}
	}
	return says, lines
}

func synopses(lines []example) (out []roff.Text) {
	for _, x := range lines {
		out = append(out, markup(x.line))
	}
	return out
}

// explain lists lines of which something is said.
func explain(p *roff.Page, lines []example) {
	for _, x := range lines {
		if x.prints != "" {
			p.Item(markup(x.line), roff.Plain(x.prints))
		}
	}
}

// placeholder is a word in a line of usage that stands for another: FILE, [options].
var placeholder = regexp.MustCompile(`\b[A-Z][A-Z]+\b|\boptions\b|\bwords\]`)

// markup sets a line that is typed: bold, placeholders italic.
func markup(line string) (t roff.Text) {
	for line != "" {
		at := placeholder.FindStringIndex(line)
		if at == nil {
			return t + roff.Bold(line)
		}
		if at[0] > 0 {
			t += roff.Bold(line[:at[0]])
		}
		t, line = t+roff.Italic(line[at[0]:at[1]]), line[at[1]:]
	}
	return t
}

// describeFlags lists a command's flags by section, its own first. Behind pktscope's stand
// those of tshark.
func (c command) describeFlags(p *roff.Page, f *pflag.FlagSet) {
	sections := flagSections(f)
	if i := slices.IndexFunc(sections, func(s flagSection) bool { return s.title == ownFlags }); i > 0 {
		sections = slices.Concat(sections[i:i+1], sections[:i], sections[i+1:])
	}
	for _, s := range sections {
		if s.title != ownFlags {
			p.Subsection(s.title)
		}
		s.flags.VisitAll(func(flag *pflag.Flag) { p.Item(flagLabel(flag), flagText(flag)) })
	}
	if c.name != "" {
		return
	}
	p.Subsection("Flags of tshark that have no effect")
	for _, taken := range []bool{true, false} {
		if !taken {
			p.Subsection("Flags of tshark that are not taken")
		}
		for _, row := range foreignFlags() {
			if row.taken == taken {
				p.Item(roff.Bold(row.label()), roff.Plain(row.says))
			}
		}
	}
}

// flagLabel is how a flag is typed: -r, --read FILE. A value that may be left out is in
// brackets.
func flagLabel(flag *pflag.Flag) (t roff.Text) {
	if flag.Shorthand != "" {
		t = roff.Bold("-"+flag.Shorthand) + ", "
	}
	t += roff.Bold("--" + flag.Name)
	value, _ := pflag.UnquoteUsage(flag)
	switch {
	case value == "":
		return t
	case flag.NoOptDefVal != "":
		return t + "[=" + roff.Italic(value) + "]"
	}
	return t + " " + roff.Italic(value)
}

// flagText is what a flag does, its value's name in italics, and the default that is not
// nothing.
func flagText(flag *pflag.Flag) (t roff.Text) {
	for i, part := range strings.Split(flag.Usage, "`") {
		if i == 1 {
			t += roff.Italic(part)
		} else {
			t += roff.Plain(part)
		}
	}
	switch flag.DefValue {
	case "", "0", "false", "[]":
		return t
	}
	return t + " (default " + roff.Bold(flag.DefValue) + ")"
}

// A remark is told on the pages of commands that have a flag, of all where it is "".
type remark struct{ term, says, flag string }

func (r remark) describe(p *roff.Page, f *pflag.FlagSet) {
	if r.flag == "" || f.Lookup(r.flag) != nil {
		p.Item(roff.Bold(r.term), roff.Plain(r.says))
	}
}

// statuses are the exit statuses of a command.
func (c command) statuses() []remark {
	signalled := remark{"130", "interrupted by a signal; a live capture ends so with 0", "read"}
	if c.name == "view" {
		signalled = remark{"128 and the signal's number", "ended by a signal: 143 by SIGTERM", ""}
	}
	return []remark{
		{"0", "success", ""},
		{"1", "wrong usage", ""},
		{"2", "a file, an interface or a filter that cannot be used; a damaged input; nothing found where fields, ports or decrypt look", ""},
		{"3", "a finding is as severe as --fail-on says", "fail-on"},
		signalled,
	}
}

// variables are the environment variables that count.
func variables() []remark {
	return []remark{
		{"PKTSCOPE_PAGER, PAGER", "the program that shows long texts on a terminal; less if neither is set, none if it is empty or cat", "no-pager"},
		{"NO_COLOR", "no colours, unless --color asks for them", "color"},
		{"FORCE_COLOR, CLICOLOR_FORCE", "colours, into pipes and files as well", "color"},
		{"COLORFGBG", "the colours of a terminal that does not tell its background", "color"},
		{"TERM", "dumb: no colours and no pager", ""},
		{"TZ", "the time zone of local times, by name or in POSIX's form", "read"},
		{"XDG_CONFIG_HOME", "where Wireshark's configuration is, in place of ~/.config", "profile"},
	}
}

// others are the pages to read as well: those of the other commands, and of the languages
// of filters.
func (c command) others(f *pflag.FlagSet) (t roff.Text) {
	page := func(name, section string) {
		if t != "" {
			t += ", "
		}
		t += roff.Bold(name) + roff.Plain("("+section+")")
	}
	for _, other := range documented() {
		if other.name != c.name {
			page(other.pageName(), "1")
		}
	}
	if f.Lookup("capture-filter") != nil {
		page("pcap-filter", "7")
	}
	if f.Lookup("display-filter") != nil {
		page("wireshark-filter", "4")
	}
	return t
}
