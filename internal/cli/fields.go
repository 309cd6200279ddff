package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/filter"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// fieldsFlags are the flags of "pktscope fields".
type fieldsFlags struct {
	glossary bool
	elastic  bool
	format   string
	help     bool
}

func (o *fieldsFlags) declare(f *pflag.FlagSet) {
	f.BoolVarP(&o.glossary, "glossary", "G", false, "in the form of tshark -G fields: P and F lines, tabs between")
	f.BoolVar(&o.elastic, "elastic-mapping", false, "as an index template of Elasticsearch and OpenSearch, for -T ek")
	declareFormat(f, &o.format, "`FORMAT` of the list: ")
	declareHelp(f, &o.help)
}

// runFields is "pktscope fields": what display filters and -e can name.
func runFields(e *session.Env, args []string) int {
	var o fieldsFlags
	flags := newFlags("fields")
	o.declare(flags)
	if err := flags.Parse(args); err != nil {
		return complain(e, flags, err)
	}
	if o.help {
		return e.Print(help(e, "fields", fieldsUsage, flags))
	}
	registry, err := session.NewRegistry()
	if err != nil {
		return e.Fail(err)
	}
	defs := findFields(registry, flags.Args())
	if len(defs) == 0 {
		return e.Fail(fmt.Errorf("fields: no field matches %s", strings.Join(flags.Args(), " ")))
	}
	if o.elastic {
		template, err := render.ElasticTemplate(fittingFields(registry, flags.Args()))
		if err != nil {
			return e.Fail(err)
		}
		return e.Print(string(template) + "\n")
	}
	if o.glossary {
		var b []byte
		for _, d := range defs {
			b = appendGlossary(b, d)
		}
		return e.Print(string(b))
	}
	report := render.Report{Table: render.Table[*field.Def]{Columns: fieldColumns, Rows: slices.Values(defs)}}
	return printReport(e, o.format, report)
}

var fieldColumns = []render.Column[*field.Def]{
	{Title: "Name", Key: "name", Cell: func(d *field.Def) any { return d.Name }},
	{Title: "Type", Key: "type", Cell: func(d *field.Def) any { return filter.TypeName(d) }},
	{Title: "Description", Key: "description", Cell: func(d *field.Def) any { return d.Label }},
}

const fieldsUsage = `pktscope fields lists the fields and protocols that filters (-Y) and -e accept.

Usage:
  pktscope fields [PATTERN]...    fields whose name or description contains it; 'ip.*' matches whole names

`

// findFields are the fields that fit one of the patterns, all without one: each
// protocol, and its fields in the order of their names.
func findFields(r *dissect.Registry, patterns []string) []*field.Def {
	return slices.CompactFunc(fittingFields(r, patterns), func(a, b *field.Def) bool { return a.Name == b.Name })
}

// fittingFields are the same with all declarations of one name.
func fittingFields(r *dissect.Registry, patterns []string) (all []*field.Def) {
	for _, d := range r.Named() {
		if len(patterns) == 0 || slices.ContainsFunc(patterns, func(s string) bool { return fieldFits(d, s) }) {
			all = append(all, d)
		}
	}
	return all
}

// fieldFits reports whether a pattern fits a field.
func fieldFits(d *field.Def, pattern string) bool {
	pattern = strings.ToLower(pattern)
	if strings.ContainsAny(pattern, "*?[") {
		ok, err := path.Match(pattern, strings.ToLower(d.Name))
		return ok && err == nil
	}
	return strings.Contains(strings.ToLower(d.Name), pattern) || strings.Contains(strings.ToLower(d.Label), pattern)
}

// appendGlossary appends the line that tshark -G fields has for d; the last
// column, a longer description, is empty.
func appendGlossary(b []byte, d *field.Def) []byte {
	if d == &d.Proto.Def {
		return fmt.Appendf(b, "P\t%s\t%s\n", d.Label, d.Name)
	}
	return fmt.Appendf(b, "F\t%s\t%s\t%s\t%s\t%s\t%#x\t\n", d.Label, d.Name, filter.TypeConstant(d), d.Proto.Name, base(d), d.TypeMask())
}

// base is the column of a number's base, or of a bit's container.
func base(d *field.Def) string {
	switch {
	case d.Kind == field.Bool && d.Mask == 0:
		return "0"
	case d.Kind == field.Bool && d.Width != 0:
		return fmt.Sprint(d.Width)
	case d.Kind == field.Bool:
		return fmt.Sprint(int(d.Size) * 8)
	case d.Kind != field.Uint && d.Kind != field.Int:
		return ""
	}
	switch d.Base {
	case field.Hex:
		return "BASE_HEX"
	case field.HexDec:
		return "BASE_HEX_DEC"
	case field.DecHex:
		return "BASE_DEC_HEX"
	case field.OUI:
		return "BASE_OUI"
	}
	return "BASE_DEC"
}
