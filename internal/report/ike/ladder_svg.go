package ike

import (
	"fmt"
	"math"
	"strconv"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/svg"
	"github.com/pktscope/pktscope/internal/track/ike"
)

// maxDrawn is how many ladders a picture has: more are not readable.
const maxDrawn = 32

// Sizes in pixels. Characters are reckoned wider than in most fonts, because the viewer's
// font is not known.
const (
	ladderWidth = 500
	initiatorX  = 78 // of the line that stands for a peer
	responderX  = 490
	textInset   = 8 // of a text from that line
	arrowHead   = 7
	textLine    = 14
	rungGap     = 12
)

// Characters in a line, by their size: 13 and 11 pixels in bold, 11 pixels.
const (
	titleChars   = 56
	labelChars   = 52
	meaningChars = 59
)

// LadderStyle is how ladders look beside what all pictures have in common.
const LadderStyle = `
.ladder .peer { stroke: #818b98; stroke-width: 2 }
.ladder .arrow { fill: none; stroke: #0969da; stroke-width: 1.5 }
.ladder .refuses { fill: none; stroke: #b3261e; stroke-width: 1.5 }
@media screen and (prefers-color-scheme: dark) {
.ladder .peer { stroke: #656c76 }
.ladder .arrow { stroke: #4493f8 }
.ladder .refuses { stroke: #ff8a80 }
}
`

// A sketch is a ladder with its texts in lines.
type sketch struct {
	s      *ike.SA
	titles []string
	peers  [2]string
	rungs  []step
}

// A step is a rung with the lines above and below its arrow.
type step struct {
	rung
	label, says []string
}

// newSketch breaks the texts of a ladder into lines.
func newSketch(s *ike.SA) *sketch {
	k := &sketch{s: s, titles: render.Wrap(titleOf(s)+", "+s.State.String(), titleChars)}
	for r, peer := range s.Peers {
		k.peers[r] = ike.Role(r).String() + " " + peer.String()
	}
	for _, r := range rungs(s) {
		x := step{rung: r, label: render.Wrap(r.label(), labelChars)}
		if says := r.says(); says != "" {
			x.says = render.Wrap(says, meaningChars)
		}
		k.rungs = append(k.rungs, x)
	}
	return k
}

// stacked reports whether the peers have no room beside each other.
func (k *sketch) stacked() bool { return len(k.peers[0])+len(k.peers[1]) > labelChars-4 }

// height is that of the ladder.
func (k *sketch) height() float64 {
	h := float64((textLine+2)*len(k.titles) + 3*textLine + rungGap)
	if k.stacked() {
		h += textLine
	}
	for i := range k.rungs {
		h += float64(textLine*(len(k.rungs[i].label)+len(k.rungs[i].says))) + rungGap
	}
	return h
}

// appendLadderSVG appends the ladders of SAs as one picture.
func appendLadderSVG(b []byte, list []*ike.SA, notes []string, inline bool) []byte {
	var all []*sketch
	h := float64(len(notes)) * textLine
	for _, s := range list {
		k := newSketch(s)
		if inline { // the page has it
			k.titles = nil
		}
		all = append(all, k)
		h += k.height()
	}
	if len(all) == 0 || len(notes) > 0 {
		h += textLine
	}
	c := svg.Open(b, svg.Frame{Class: "ladder", Title: "Messages of IKE", Width: ladderWidth, Height: h, Style: LadderStyle, Inline: inline})
	y := 0.0
	for _, k := range all {
		y = k.draw(c, y)
	}
	for _, n := range notes {
		y += textLine
		c.Text(textInset, y, "note", "", n)
	}
	return c.Close()
}

// draw draws the ladder below y and returns where it ends.
func (k *sketch) draw(c *svg.Canvas, y float64) float64 {
	end := y + k.height()
	for _, title := range k.titles {
		y += textLine + 2
		c.Text(textInset, y, "name", "", title)
	}
	y += textLine + 6
	c.Text(initiatorX, y, "label", "start", k.peers[ike.Initiator])
	if k.stacked() {
		y += textLine
	}
	c.Text(responderX, y, "label", "end", k.peers[ike.Responder])
	y += 6
	c.Line("peer", initiatorX, y, initiatorX, end-textLine)
	c.Line("peer", responderX, y, responderX, end-textLine)
	for i := range k.rungs {
		y = k.arrow(c, &k.rungs[i], y)
	}
	if n := notLogged(k.s); n > 0 {
		c.Text(initiatorX+textInset, y+textLine, "note", "", render.Plural(n, "more message", "more messages"))
	}
	return end
}

// arrow draws a message below y and returns where it ends.
func (k *sketch) arrow(c *svg.Canvas, x *step, y float64) float64 {
	from, to, inset, anchor := float64(initiatorX), float64(responderX), float64(textInset), "start"
	if x.Role == ike.Responder {
		from, to, inset, anchor = to, from, -inset, "end"
	}
	class, says := "arrow", "more"
	if x.refuses() {
		class, says = "refuses", "bad"
	}
	y += rungGap / 2
	for _, line := range x.label {
		y += textLine
		c.Text(from+inset, y, "label", anchor, line)
	}
	y += 5
	c.Text(initiatorX-textInset, y, "note", "end", strconv.FormatFloat(x.Time.Sub(k.s.First).Seconds(), 'f', 6, 64))
	c.Line(class, from, y, to, y)
	back := to - math.Copysign(arrowHead, inset)
	c.Path(class, "M"+svg.Point(back, y-4)+" L"+svg.Point(to, y)+" L"+svg.Point(back, y+4))
	for _, line := range x.says {
		y += textLine
		c.Text(from+inset, y, says, anchor, line)
	}
	return y + rungGap/2 - 5
}

// drawn are the SAs that a picture has room for, and what it says of the others.
func drawn(all negotiations) (list []*ike.SA, notes []string) {
	more := 0
	for s := range all.each {
		if len(list) < maxDrawn {
			list = append(list, s)
		} else {
			more++
		}
	}
	if len(list) == 0 {
		notes = append(notes, fmt.Sprintf("No SA of IKEv%d", all.version))
	}
	if more > 0 {
		notes = append(notes, render.Plural(more, "more SA; --format json has it", "more SAs; --format json has them"))
	}
	return list, append(notes, all.notes()...)
}
