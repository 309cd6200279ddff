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

// AppendPlot appends a plot as a picture in a page.
func AppendPlot(b []byte, p Plot) []byte { return AppendPlots(b, p.Title, []Plot{p}, plotWidth, true) }

// AppendPlots appends plots of this width below each other as one picture, in a page or of
// its own.
func AppendPlots(b []byte, title string, plots []Plot, width float64, inline bool) []byte {
	c := Open(b, Frame{Class: "plot", Title: title, Width: width, Height: plotHeight * float64(max(1, len(plots))), Style: PlotStyle, Inline: inline})
	for i, p := range plots {
		p.draw(c, plotHeight*float64(i), width)
	}
	return c.Close()
}

// draw draws a plot below y.
func (p Plot) draw(c *Canvas, y, width float64) {
	most := 0.0
	for _, v := range p.Values {
		most = max(most, v)
	}
	c.Text(plotLeft, y+14, "label", "", p.Title)
	c.Text(plotLeft, y+28, "note", "", "at most "+p.number(most))
	floor := y + plotHeight - plotBottom
	c.Line("axis", plotLeft, floor, width-plotLeft, floor)
	if d := p.path(most, floor, width); d != "" {
		class := "area"
		if p.Bad {
			class = "fault"
		}
		c.Path(class, d)
	}
	c.Text(plotLeft, y+plotHeight-8, "small", "", "0 s")
	c.Text(width-plotLeft, y+plotHeight-8, "small", "end", Seconds(time.Duration(len(p.Values))*p.Width))
}

// path is the line above the values, and the floor below them.
func (p Plot) path(most, floor, width float64) string {
	if most == 0 || len(p.Values) == 0 {
		return ""
	}
	const height = plotHeight - plotTop - plotBottom
	x := func(i int) float64 { return plotLeft + (width-2*plotLeft)*float64(i)/float64(len(p.Values)) }
	d := []byte("M" + tenths(plotLeft) + "," + tenths(floor))
	for i, v := range p.Values {
		y := " V" + tenths(floor-height*max(0, v)/most)
		d = append(d, y+" H"+tenths(x(i+1))...)
	}
	return string(append(d, " V"+tenths(floor)+" Z"...))
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
