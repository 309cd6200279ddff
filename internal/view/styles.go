package view

import (
	"charm.land/lipgloss/v2"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/terminal"
)

// styles are how the parts of the screen look. Where colours say something, a text or an
// attribute says it as well.
type styles struct {
	hues     [render.HueFaint + 1]lipgloss.Style
	dim      lipgloss.Style
	title    lipgloss.Style // of a pane
	active   lipgloss.Style // title of the pane with the focus, tab that is shown
	selected lipgloss.Style // in the pane with the focus
	resting  lipgloss.Style // selected, in another pane
	good     lipgloss.Style // a filter that is one
	bad      lipgloss.Style
	status   lipgloss.Style
	changed  lipgloss.Style // what differs between two messages
}

// A patch is a text on a background of its own, which both are numbers of the 256-colour
// palette: before a dark and before a light background. TestContrast holds them to a contrast
// of 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
type patch struct{ text, ground [2]uint8 }

// on is the patch, or an attribute where the terminal's background is not known.
func (p patch) on(b terminal.Background, otherwise lipgloss.Style) lipgloss.Style {
	i := 0
	switch b {
	case terminal.Unknown:
		return otherwise
	case terminal.Light:
		i = 1
	}
	return lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(p.text[i])).Background(lipgloss.ANSIColor(p.ground[i]))
}

func goodPatch() patch  { return patch{[2]uint8{255, 16}, [2]uint8{22, 157}} }
func badPatch() patch   { return patch{[2]uint8{255, 16}, [2]uint8{88, 217}} }
func quietPatch() patch { return patch{[2]uint8{255, 16}, [2]uint8{238, 252}} }

// plainStyles are styles without colours.
func plainStyles() styles {
	plain := lipgloss.NewStyle()
	return styles{
		title: plain.Underline(true), active: plain.Reverse(true).Bold(true), selected: plain.Reverse(true),
		resting: plain.Underline(true).Bold(true), status: plain.Reverse(true), changed: plain.Bold(true),
	}
}

// newStyles are the styles before a background.
func newStyles(b terminal.Background) styles {
	s := plainStyles()
	palette := render.PaletteBefore(b)
	for h := range s.hues {
		if n := palette.Color(render.Hue(h)); n != 0 {
			s.hues[h] = lipgloss.NewStyle().Foreground(lipgloss.ANSIColor(n))
		}
	}
	s.dim = s.hues[render.HueFaint]
	s.title = quietPatch().on(b, s.title)
	s.resting = quietPatch().on(b, s.resting).Bold(true)
	s.good = goodPatch().on(b, s.good)
	s.bad = badPatch().on(b, s.hues[render.HueErr])
	s.status = quietPatch().on(b, s.status)
	s.changed = s.hues[render.HueKeys].Bold(true)
	return s
}
