package view

import (
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/terminal"
)

// luminance is the relative luminance of a colour of the 256-colour palette.
func luminance(index uint8) float64 {
	var rgb [3]float64
	if index >= 232 {
		rgb = [3]float64{float64(index-232)*10 + 8, float64(index-232)*10 + 8, float64(index-232)*10 + 8}
	} else {
		level := [6]float64{0, 95, 135, 175, 215, 255}
		i := index - 16
		rgb = [3]float64{level[i/36], level[i/6%6], level[i%6]}
	}
	for i := range rgb {
		rgb[i] /= 255
	}
	return terminal.Luminance(rgb)
}

func contrast(a, b uint8) float64 { return terminal.Contrast(luminance(a), luminance(b)) }

// Texts on a background of their own have a contrast of 4.5 to 1: WCAG 2.2, success
// criterion 1.4.3, level AA.
func TestContrast(t *testing.T) {
	for i, p := range []patch{goodPatch(), badPatch(), quietPatch()} {
		for k := range p.text {
			if c := contrast(p.text[k], p.ground[k]); c < 4.5 {
				t.Errorf("patch %d, %d: %.2f", i, k, c)
			}
		}
	}
}

// Where the terminal does not answer, colours are those that are legible on both.
func TestNoAnswer(t *testing.T) {
	s := newStyles(terminal.Unknown)
	for h := range s.hues {
		want := render.AnyBackground.Color(render.Hue(h))
		if got := s.hues[h].GetForeground(); want != 0 && got != lipgloss.ANSIColor(want) {
			t.Errorf("hue %d: %v, want %d", h, got, want)
		}
	}
}

// The terminal's answer chooses the colours, unless there shall be none.
func TestBackground(t *testing.T) {
	row := func(colored bool, c color.Color) string {
		d := newDriver(t, newFake())
		d.m.colored = colored
		d.send(tea.BackgroundColorMsg{Color: c})
		s, _ := d.m.screen()
		return s
	}
	none, onDark, onLight := row(false, color.Black), row(true, color.Black), row(true, color.White)
	if none == onDark || onDark == onLight || none == onLight {
		t.Error("the background changes nothing")
	}
}
