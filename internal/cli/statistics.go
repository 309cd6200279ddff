package cli

import (
	"fmt"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/stats"
)

// tell writes what the statistics came to. What they lack is said below tables,
// and on standard error where programs read.
func (r *reading) tell(e *env, set *stats.Set) error {
	reports := set.Reports()
	if err := render.WriteReport(e.out, r.report, reports...); err != nil {
		return err
	}
	if r.report == "json" || r.report == "csv" {
		for i := range reports {
			for _, note := range reports[i].Notes {
				fmt.Fprintf(e.err, "pktscope: -z %s: %s\n", reports[i].Key, note)
			}
		}
	}
	return nil
}
