package view

import (
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"

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

// Texts have a contrast of 4.5 to 1 on backgrounds from black to a dark grey, and from
// white to a light one: WCAG 2.2, success criterion 1.4.3, level AA.
func TestContrast(t *testing.T) {
	all := shades()
	for i, s := range append(all[1:], dimShade()) {
		for _, ground := range []uint8{16, 234, 235} {
			if c := contrast(s.dark, ground); c < 4.5 {
				t.Errorf("hue %d: %d on %d: %.2f", i+1, s.dark, ground, c)
			}
		}
		for _, ground := range []uint8{231, 255, 254} {
			if c := contrast(s.light, ground); c < 4.5 {
				t.Errorf("hue %d: %d on %d: %.2f", i+1, s.light, ground, c)
			}
		}
	}
	for i, p := range []patch{goodPatch(), badPatch(), quietPatch()} {
		if c := contrast(p.text.dark, p.ground.dark); c < 4.5 {
			t.Errorf("patch %d, dark: %.2f", i, c)
		}
		if c := contrast(p.text.light, p.ground.light); c < 4.5 {
			t.Errorf("patch %d, light: %.2f", i, c)
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
