package topology

import (
	"strings"

	"github.com/pktscope/pktscope/internal/svg"
)

// Sizes of a legend in pixels.
const (
	legendHeight = 26 // of a row
	legendIcon   = 16
	legendGap    = 18 // between two entries
)

// An entry is a kind at its place in a row of the legend.
type entry struct {
	kind
	x float64
}

// width is that of an entry of the legend.
func (k kind) width() float64 { return legendIcon + 6 + svg.Width(k.words, textWidth) }

// legend is the rows of a legend that a picture has room for.
func legend(kinds []kind, width float64) (rows [][]entry) {
	x := width
	for _, k := range kinds {
		if x+k.width() > width-margin {
			rows, x = append(rows, nil), margin
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], entry{k, x})
		x += k.width() + legendGap
	}
	return rows
}

// legend draws the rows, the first below top.
func (s *picture) legend(rows [][]entry, top float64) {
	for i, row := range rows {
		y := top + float64(i*legendHeight)
		for _, e := range row {
			s.symbol(e.kind, e.x, y, legendIcon)
			s.Text(e.x+legendIcon+6, y+legendIcon-4, "legend", "", e.words)
		}
	}
}

// icon draws the icon of a device.
func (s *picture) icon(k kind, x, y float64) { s.symbol(k, x, y, iconSize) }

// symbol draws an icon in a size.
func (s *picture) symbol(k kind, x, y, size float64) {
	s.Add(`<use class="icon `, k.name, `" href="#icon-`, k.name, `" x="`, svg.Pixels(x), `" y="`, svg.Pixels(y),
		`" width="`, svg.Pixels(size), `" height="`, svg.Pixels(size), `"/>`+"\n")
}

// symbols are the icons of kinds for a picture's definitions.
func symbols(kinds []kind) string {
	var b strings.Builder
	for _, k := range kinds {
		b.WriteString(`<symbol id="icon-` + k.name + `" viewBox="0 0 24 24">` + k.symbol + "</symbol>\n")
	}
	return b.String()
}
