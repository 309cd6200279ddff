package svg

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A Plot is values over time: one for each interval of the same length.
type Plot struct {
	Title  string
	Values []float64
	Width  time.Duration // of an interval
	Unit   string        // of the values: "bit/s"; "" for numbers
	Whole  bool          // values are whole numbers, which the axis shows
	Bad    bool          // what is above zero is a fault
}

// Sizes of a plot in pixels.
const (
	plotWidth  = 300
	plotHeight = 120
	plotLeft   = 8
	plotTop    = 34
	plotBottom = 22
)

// PlotStyle is how plots look beside what all pictures have in common.
const PlotStyle = `
.plot .area { fill: #0969da; fill-opacity: .25; stroke: #0969da; stroke-width: 1.5 }
.plot .fault { fill: #b3261e; fill-opacity: .25; stroke: #b3261e; stroke-width: 1.5 }
@media screen and (prefers-color-scheme: dark) {
.plot .area { fill: #4493f8; stroke: #4493f8 }
.plot .fault { fill: #ff8a80; stroke: #ff8a80 }
}
`

// AppendPlot appends a plot as a picture, in a page or of its own.
func AppendPlot(b []byte, p Plot, inline bool) []byte {
	c := Open(b, Frame{Class: "plot", Title: p.Title, Width: plotWidth, Height: plotHeight, Style: PlotStyle, Inline: inline})
	most := 0.0
	for _, v := range p.Values {
		most = max(most, v)
	}
	c.Text(plotLeft, 14, "label", "", p.Title)
	c.Text(plotLeft, 28, "note", "", "at most "+p.number(most))
	floor := float64(plotHeight - plotBottom)
	c.Line("axis", plotLeft, floor, plotWidth-plotLeft, floor)
	if d := p.path(most); d != "" {
		class := "area"
		if p.Bad && most > 0 {
			class = "fault"
		}
		c.Path(class, d)
	}
	c.Text(plotLeft, plotHeight-8, "small", "", "0 s")
	c.Text(plotWidth-plotLeft, plotHeight-8, "small", "end", Seconds(time.Duration(len(p.Values))*p.Width))
	return c.Close()
}

// path is the line above the values, and the floor below them.
func (p Plot) path(most float64) string {
	if most == 0 || len(p.Values) == 0 {
		return ""
	}
	const width, height = plotWidth - 2*plotLeft, plotHeight - plotTop - plotBottom
	x := func(i int) float64 { return plotLeft + width*float64(i)/float64(len(p.Values)) }
	floor := tenths(plotHeight - plotBottom)
	d := []byte("M" + tenths(plotLeft) + "," + floor)
	for i, v := range p.Values {
		y := " V" + tenths(plotHeight-plotBottom-height*v/most)
		d = append(d, y+" H"+tenths(x(i+1))...)
	}
	return string(append(d, " V"+floor+" Z"...))
}

// tenths is v, rounded to a tenth of a pixel.
func tenths(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// number is a value with its unit as people read it: "950 bit/s", "1.5 Mbit/s", "20".
func (p Plot) number(v float64) string {
	if p.Whole {
		return strings.TrimSpace(strconv.FormatFloat(v, 'f', 0, 64) + " " + p.Unit)
	}
	prefix := ""
	for _, next := range []string{"k", "M", "G", "T"} {
		if v < 1000 {
			break
		}
		v, prefix = v/1000, next
	}
	format, digits := byte('f'), 1
	if v < 1 {
		format, digits = 'g', 2
	}
	return strings.TrimSpace(strconv.FormatFloat(v, format, digits, 64) + " " + prefix + p.Unit)
}

// Seconds is a duration as an axis has it: "1.28 s", "41 min", "2.5 h".
func Seconds(d time.Duration) string {
	s := d.Seconds()
	switch {
	case s >= 3*3600:
		return strconv.FormatFloat(s/3600, 'f', 1, 64) + " h"
	case s >= 180:
		return strconv.FormatFloat(s/60, 'f', 1, 64) + " min"
	}
	return strconv.FormatFloat(s, 'g', 3, 64) + " s"
}
