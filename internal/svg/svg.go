// Package svg writes pictures: the elements of SVG 1.1, how wide a text is, and the style
// that all pictures have in common. They are legible on light and on dark ground.
package svg

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Canvas appends the elements of one picture. Lengths are in pixels.
type Canvas struct{ b []byte }

// A Frame is what a picture is as a whole.
type Frame struct {
	Class         string // of its style: "topology"
	Title         string // for those who do not see it
	Width, Height float64
	Style, Defs   string // in CSS and in SVG; Style is its own, beside that of all
	// Inline says that it is part of a page, which has the style of all and its own.
	Inline bool
}

// Open begins a picture behind b.
func Open(b []byte, f Frame) *Canvas {
	c := &Canvas{b}
	w, h := Pixels(f.Width), Pixels(f.Height)
	c.Add("<svg")
	if !f.Inline {
		c.Add(` xmlns="http://www.w3.org/2000/svg"`)
	}
	c.Add(` class="picture `, f.Class, `" role="img" width="`, w, `" height="`, h, `" viewBox="0 0 `, w, ` `, h, `">`+"\n")
	c.Title(f.Title)
	if !f.Inline {
		c.Add("<style>", Style, f.Style, "</style>\n")
	}
	if f.Defs != "" {
		c.Add("<defs>\n", f.Defs, "</defs>\n")
	}
	c.Add(`<rect class="ground" width="100%" height="100%"/>` + "\n")
	return c
}

// Close ends the picture and returns what was appended to.
func (c *Canvas) Close() []byte { return append(c.b, "</svg>\n"...) }

// Add appends parts of elements as they are.
func (c *Canvas) Add(parts ...string) {
	for _, p := range parts {
		c.b = append(c.b, p...)
	}
}

// Title tells what the element around it is.
func (c *Canvas) Title(text string) { c.Add("<title>", Escape(text), "</title>\n") }

// Text writes a line of text at its baseline; anchor is "", "end" or "middle".
func (c *Canvas) Text(x, y float64, class, anchor, text string) {
	c.Add(`<text class="`, class, `" x="`, Pixels(x), `" y="`, Pixels(y), `"`)
	if anchor != "" {
		c.Add(` text-anchor="`, anchor, `"`)
	}
	c.Add(">", Escape(text), "</text>\n")
}

// Rect draws a rectangle whose corners have the radius r.
func (c *Canvas) Rect(class string, x, y, w, h, r float64) {
	c.Add(`<rect class="`, class, `" x="`, Pixels(x), `" y="`, Pixels(y), `" width="`, Pixels(w), `" height="`, Pixels(h),
		`" rx="`, Pixels(r), `"/>`+"\n")
}

// Path draws what d describes.
func (c *Canvas) Path(class, d string) { c.Add(`<path class="`, class, `" d="`, d, `"/>`+"\n") }

// Line draws a straight line.
func (c *Canvas) Line(class string, xa, ya, xb, yb float64) {
	c.Path(class, "M"+Point(xa, ya)+" L"+Point(xb, yb))
}

// Point is a place in a path.
func Point(x, y float64) string { return Pixels(x) + "," + Pixels(y) }

// Pixels is v, rounded to a whole number.
func Pixels(v float64) string { return strconv.Itoa(int(math.Round(v))) }

// Width is that of a text whose characters have the width char.
func Width(text string, char float64) float64 {
	return math.Ceil(float64(utf8.RuneCountInString(text)) * char)
}

// Escape escapes a printable text for XML, which cannot hold two characters.
func Escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\ufffe", "\ufffd", "\uffff", "\ufffd").Replace(text)
}
