package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"pktscope/internal/render"
	"pktscope/internal/stats"
)

// newStatistics makes what -z asks for.
func (r *reading) newStatistics() (*stats.Set, error) {
	if !slices.Contains(render.ReportFormats, r.report) {
		return nil, fmt.Errorf("--format %q: want %s", r.report, strings.Join(render.ReportFormats, ", "))
	}
	return stats.New(r.stats, stats.DefaultLimit)
}

// tell writes what the statistics came to, one after the other.
func (e *env) tell(set *stats.Set, format string) error {
	for i, result := range set.Results() {
		if i > 0 {
			if _, err := io.WriteString(e.out, "\n"); err != nil {
				return err
			}
		}
		if err := e.tellOne(result, format); err != nil {
			return err
		}
	}
	return nil
}

// tellOne writes one result. What it does not hold is said below tables, and on
// standard error where programs read.
func (e *env) tellOne(r stats.Result, format string) error {
	notes := e.out
	var err error
	switch format {
	case "json", "csv":
		notes = e.err
		err = render.WriteReport(e.out, format, r.Report)
	case "table":
		if r.Tree != "" {
			_, err = io.WriteString(e.out, r.Tree)
			break
		}
		if _, err = fmt.Fprintf(e.out, "%s\nFilter: %s\n\n", r.Title, r.Filter); err == nil {
			err = render.WriteReport(e.out, format, r.Report)
		}
	default:
		err = render.WriteReport(e.out, format, r.Report)
	}
	for _, n := range r.Notes {
		if err == nil {
			_, err = fmt.Fprintln(notes, n)
		}
	}
	return err
}
