package view

import (
	"charm.land/lipgloss/v2"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/terminal"
)

// styles are how the parts of the screen look. Where colours say something, a text or an
// attribute says it as well.
type styles struct {
	hues     [hues]lipgloss.Style
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

// A shade is a colour of the 256-colour palette on a dark and on a light background.
// Those above 15 are the same on all terminals; TestContrast holds them to a contrast
// of 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
type shade struct{ dark, light uint8 }

// on is the shade as a colour of text.
func (s shade) on(b terminal.Background) lipgloss.Style {
	style := lipgloss.NewStyle()
	switch b {
	case terminal.Dark:
		return style.Foreground(lipgloss.ANSIColor(s.dark))
	case terminal.Light:
		return style.Foreground(lipgloss.ANSIColor(s.light))
	}
	return style
}

// A patch is a text on a background of its own.
type patch struct{ text, ground shade }

// on is the patch, or an attribute where the terminal's background is not known.
func (p patch) on(b terminal.Background, otherwise lipgloss.Style) lipgloss.Style {
	if b == terminal.Unknown {
		return otherwise
	}
	ground := p.ground.dark
	if b == terminal.Light {
		ground = p.ground.light
	}
	return p.text.on(b).Background(lipgloss.ANSIColor(ground))
}

// shades are the colours of hues.
func shades() [hues]shade {
	return [hues]shade{
		render.HueErr:   {203, 124},
		HueWarning:      {214, 94},
		render.HueFound: {177, 90},
		render.HueKeys:  {215, 94},
		render.HueSafe:  {80, 23},
		render.HueTCP:   {111, 25},
		render.HueUDP:   {149, 22},
		render.HueICMP:  {212, 125},
		render.HueLink:  {180, 58},
	}
}

func dimShade() shade   { return shade{248, 240} }
func goodPatch() patch  { return patch{shade{255, 16}, shade{22, 157}} }
func badPatch() patch   { return patch{shade{255, 16}, shade{88, 217}} }
func quietPatch() patch { return patch{shade{255, 16}, shade{238, 252}} }

// newStyles are the styles on a background. On one that is not known nothing is coloured.
func newStyles(b terminal.Background) styles {
	plain := lipgloss.NewStyle()
	s := styles{
		dim:      dimShade().on(b),
		title:    quietPatch().on(b, plain.Underline(true)),
		active:   plain.Reverse(true).Bold(true),
		selected: plain.Reverse(true),
		resting:  quietPatch().on(b, plain.Underline(true)).Bold(true),
		good:     goodPatch().on(b, plain),
		bad:      badPatch().on(b, plain),
		status:   quietPatch().on(b, plain.Reverse(true)),
		changed:  shades()[HueWarning].on(b).Bold(true),
	}
	for h, c := range shades() {
		if render.Hue(h) == render.HueNone { // the terminal's own
			s.hues[h] = plain
			continue
		}
		s.hues[h] = c.on(b)
	}
	return s
}
