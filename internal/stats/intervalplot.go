package stats

import (
	"strconv"
	"strings"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/svg"
)

// pictureWidth is that of the picture of intervals, in pixels.
const pictureWidth = 640

// picture is what each column counts, over time.
func (s *intervals) picture(inline bool) []byte {
	var plots []svg.Plot
	for _, c := range s.counts {
		for _, column := range c.columns(len(s.counts) == 1, s.span) {
			p := svg.Plot{Title: string(render.AppendClean(nil, column.Title)) + " in " + svg.Seconds(s.width), Width: s.width}
			for row := range s.rows {
				value, whole := valueOf(column.Cell(row))
				p.Values, p.Whole = append(p.Values, value), whole
			}
			plots = append(plots, p)
		}
	}
	return svg.AppendPlots(nil, "IO Statistics", plots, pictureWidth, inline)
}

// valueOf is the number in a cell, and whether such cells hold whole numbers.
func valueOf(cell any) (value float64, whole bool) {
	switch v := cell.(type) {
	case uint64:
		return float64(v), true
	case render.Seconds:
		return v.Seconds(), false
	case string:
		value, _ = strconv.ParseFloat(v, 64)
	}
	return value, false
}

// bars are the columns of a text table that show the last count of each interval as a bar,
// the longest for the interval with the most.
func (s *intervals) bars() []render.Column[int] {
	if s.width == 0 || len(s.counts) != 1 {
		return nil
	}
	const longest = 24
	counted := s.counts[0].columns(true, s.span)
	last := counted[len(counted)-1]
	most := -1.0
	return []render.Column[int]{{Title: " ", In: render.InTable, Cell: func(row int) any {
		if most < 0 {
			for i := range s.rows {
				v, _ := valueOf(last.Cell(i))
				most = max(most, v)
			}
		}
		value, _ := valueOf(last.Cell(row))
		if most <= 0 || value <= 0 {
			return ""
		}
		return strings.Repeat("#", max(1, int(value/most*longest)))
	}}}
}
