package view

import (
	"fmt"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// graphHeight is the height of a graph on a page of some height.
func graphHeight(page int) int { return max(4, min(10, page/3)) }

// draw draws the graph: a title, columns of blocks that are an eighth of a line each, and
// the times of its ends. It draws nothing where there is no graph.
func (g *Graph) draw(st *styles, width, height int) []string {
	if g == nil || len(g.Counts) == 0 {
		return nil
	}
	const margin = 10
	columns, joined := g.columns(width - margin)
	most := 1
	for _, n := range columns {
		most = max(most, n)
	}
	per := g.Every * time.Duration(joined)
	out := []string{st.title.Bold(true).Render(fit(fmt.Sprintf(" Packets in %g s, at most %d", per.Seconds(), most), width))}
	rows := height - 2
	for y := rows - 1; y >= 0; y-- {
		label := ""
		switch y {
		case rows - 1:
			label = fmt.Sprint(most)
		case 0:
			label = "0"
		}
		out = append(out, st.dim.Render(fitRight(label, margin-2)+" │")+st.hues[render.HueTCP].Render(fit(bars(columns, most, y, rows), width-margin)))
	}
	times := ends(g.First.Format("15:04:05.000"), g.Last.Format("15:04:05.000"), len(columns))
	return append(out, st.dim.Render(fit(blanks(margin)+times, width)))
}

// columns joins intervals, so many that all have room.
func (g *Graph) columns(width int) (columns []int, joined int) {
	width = max(1, width)
	joined = (len(g.Counts) + width - 1) / width
	columns = make([]int, (len(g.Counts)+joined-1)/joined)
	for i, n := range g.Counts {
		columns[i/joined] += n
	}
	return columns, joined
}

// bars is line y of rows, from below, of columns of which the highest is most.
func bars(columns []int, most, y, rows int) string {
	blocks := []rune(" ▁▂▃▄▅▆▇█")
	line := make([]rune, len(columns))
	for x, n := range columns {
		eighths := (n*rows*8 + most - 1) / most // what is not 0 is seen
		line[x] = blocks[max(0, min(8, eighths-8*y))]
	}
	return string(line)
}
