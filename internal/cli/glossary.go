package cli

import (
	"bufio"
	"fmt"
	"io"
	"math/bits"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// A glossary is a report of -G: lines with tabs between columns, in tshark's form.
type glossary struct {
	name  string
	write func(w io.Writer, r *dissect.Registry, prefix string)
}

var glossaries = []glossary{
	{"fields", writeFields},
	{"protocols", writeProtocols},
	{"values", writeValues},
	{"column-formats", writeColumnFormats},
	{"elastic-mapping", writeMapping},
}

// runGlossary is "pktscope -G REPORT[,PREFIX]".
func runGlossary(e *session.Env, report string) int {
	name, prefix, _ := strings.Cut(report, ",")
	for _, g := range glossaries {
		if g.name != name {
			continue
		}
		registry, err := session.NewRegistry()
		if err != nil {
			return e.Fail(err)
		}
		var text strings.Builder
		w := bufio.NewWriter(&text)
		g.write(w, registry, prefix)
		_ = w.Flush() // to a Builder
		return e.Print(text.String())
	}
	return e.Complain(fmt.Errorf("-G %s: there is no such report; there are %s", name, strings.Join(glossaryNames(), ", ")))
}

// writeFields is -G fields, and of a prefix the names and labels alone.
func writeFields(w io.Writer, r *dissect.Registry, prefix string) {
	for _, d := range findFields(r, nil) {
		switch {
		case prefix == "":
			_, _ = w.Write(appendGlossary(nil, d))
		case strings.HasPrefix(d.Name, prefix):
			fmt.Fprintf(w, "%s\t%s\n", d.Name, d.Label)
		}
	}
}

// writeProtocols is -G protocols. The last three columns say that a protocol is enabled,
// from the start too, and that it can be disabled, which none can here.
func writeProtocols(w io.Writer, r *dissect.Registry, _ string) {
	for _, d := range findFields(r, nil) {
		if d == &d.Proto.Def {
			fmt.Fprintf(w, "%s\t%s\t%s\tT\tT\tF\n", d.Label, d.Proto.Short, d.Name)
		}
	}
}

// mostValues bounds the values of a field whose names are asked for.
const mostValues = 1 << 16

// writeValues is -G values: the names of values, and of both values of booleans.
func writeValues(w io.Writer, r *dissect.Registry, prefix string) {
	for _, d := range findFields(r, nil) {
		if d.Names == nil || d.Kind == field.Scope || !strings.HasPrefix(d.Name, prefix) {
			continue
		}
		if d.Kind == field.Bool {
			fmt.Fprintf(w, "T\t%s\t%s\t%s\n", d.Name, d.Names(1), d.Names(0))
			continue
		}
		for v := range namedValues(d) {
			if name := d.Names(v); name != "" {
				fmt.Fprintf(w, "V\t%s\t%d\t%s\n", d.Name, v, strings.TrimSpace(name))
			}
		}
	}
}

// namedValues is how many values d has, mostValues at most.
func namedValues(d *field.Def) uint64 {
	width := 8 * int(d.Size)
	if d.Mask != 0 {
		width = bits.Len64(d.Mask) - bits.TrailingZeros64(d.Mask)
	}
	return min(mostValues, uint64(1)<<min(width, 32))
}

// writeColumnFormats is -G column-formats: what columns can show.
func writeColumnFormats(w io.Writer, _ *dissect.Registry, _ string) {
	for _, c := range render.ColumnFormats() {
		fmt.Fprintf(w, "%s\t%-35s\t%s\n", c.Format, c.Description, c.Field)
	}
}

// glossaryNames are the reports of -G.
func glossaryNames() (names []string) {
	for _, g := range glossaries {
		names = append(names, g.name)
	}
	return names
}
