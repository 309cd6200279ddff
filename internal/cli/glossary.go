package cli

import (
	"fmt"
	"strings"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
)

// glossaries are the reports of -G.
func glossaries() []string { return []string{"fields", "column-formats"} }

// writeGlossary is -G.
func writeGlossary(e *session.Env, what string) int {
	name, prefix, _ := strings.Cut(what, ",")
	switch name {
	case "fields":
		args := []string{"-G"}
		if prefix != "" {
			args = append(args, prefix+"*")
		}
		return runFields(e, args)
	case "column-formats":
		return e.Print(columnFormats())
	}
	err := fmt.Errorf("-G %s: there is no such report", what)
	if near := dissect.NearestWords(what, glossaries()); len(near) > 0 {
		err = fmt.Errorf("%w; near it: %s", err, strings.Join(near, ", "))
	}
	return e.Complain(fmt.Errorf("%w; there are %s", err, strings.Join(glossaries(), ", ")))
}

// columnFormats is "-G column-formats": what a column of gui.column.format can show,
// its description, and its field.
func columnFormats() string {
	var b strings.Builder
	for _, c := range render.ColumnFormats() {
		fmt.Fprintf(&b, "%s\t%-35s\t%s\n", c.Format, c.Description, c.Field)
	}
	return b.String()
}
