package cli

import (
	"fmt"
	"io"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/stats"
)

// writeStatistics writes the reports of -z. Their notes are below tables, and on
// standard error for formats that programs read. Why a report has nothing to tell is on
// standard error in all formats: what tshark prints has no line for it.
func (r *readFlags) writeStatistics(e *session.Env, set *stats.Set) error {
	reports := set.Reports()
	for i := range reports {
		reports[i].Exact = r.exactSizes
	}
	if err := e.Folded(nil, func(w io.Writer) error { return render.WriteReport(w, r.reportFormat, reports...) }); err != nil {
		return err
	}
	for i := range reports {
		if reports[i].None() {
			fmt.Fprintf(e.Err, "pktscope: -z %s: %s\n", reports[i].Key, set.None(i))
		}
	}
	if r.reportFormat == "json" || r.reportFormat == "csv" {
		for i := range reports {
			for _, note := range reports[i].Notes {
				fmt.Fprintf(e.Err, "pktscope: -z %s: %s\n", reports[i].Key, note)
			}
		}
	}
	return nil
}
