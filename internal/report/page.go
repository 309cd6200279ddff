package report

import (
	"iter"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// page is the answer as a page of HTML.
func (q *Request) page(a *Answer, at time.Time, lost []Forgotten) render.Page {
	if a.Page != nil {
		return a.Page(at).With(render.Section{Notes: linesOf(lost)})
	}
	tables := noted(a.Tables(at), lost)
	p := render.PageOf(q.Report.Name(), tables...)
	if layout := a.layout(at); q.Report.Detail && layout != nil {
		p = p.With(render.Section{Title: "In full", Text: layout})
	}
	return p
}

// layout is the router's layout in parts, nil if there is none.
func (a *Answer) layout(at time.Time) iter.Seq[string] {
	const enough = 16 << 10
	switch {
	case a.Text != nil:
		return func(yield func(string) bool) { yield(string(a.Text(nil, at))) }
	case a.Long != nil:
		return func(yield func(string) bool) {
			ended := false
			part := func(b []byte) []byte {
				if len(b) < enough {
					return b
				}
				ended = ended || !yield(string(b))
				return b[:0]
			}
			if rest := a.Long(nil, at, part); !ended {
				yield(string(rest))
			}
		}
	}
	return nil
}
