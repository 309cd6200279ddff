package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

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
	if r.reportFormat == "svg" {
		return writePicture(e, reports)
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

// writePicture writes the one report as a picture.
func writePicture(e *session.Env, reports []render.Report) error {
	_, err := e.Out.Write(reports[0].Picture(false))
	return err
}

// checkPicture returns an error for statistics that are no one picture.
func (r *readFlags) checkPicture() error {
	if len(r.stats) == 1 {
		if width, ok := strings.CutPrefix(r.stats[0], "io,stat,"); ok {
			if width, _, _ = strings.Cut(width, ","); strings.Trim(width, "0.") != "" {
				return nil
			}
		}
	}
	return errors.New("--format svg needs one statistic over time: -z io,stat,SECONDS")
}
