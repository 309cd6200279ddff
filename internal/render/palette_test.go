package render_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/terminal"
)

// xterm is the luminance of one of xterm's 256 colours, but for the first 16, which each
// user sets.
func xterm(n uint8) float64 {
	var rgb [3]float64
	levels := [...]float64{0, 95, 135, 175, 215, 255}
	for i := range rgb {
		if n >= 232 {
			rgb[i] = float64(8+10*(int(n)-232)) / 255
			continue
		}
		rgb[i] = levels[(int(n)-16)/[...]int{36, 6, 1}[i]%6] / 255
	}
	return terminal.Luminance(rgb)
}

func hex(rgb int) float64 {
	return terminal.Luminance([3]float64{float64(rgb>>16) / 255, float64(rgb>>8&0xff) / 255, float64(rgb&0xff) / 255})
}

// TestContrast: text in each colour has a contrast of 4.5:1 or more (WCAG 2.2, 1.4.3,
// level AA) to each background that its palette is for.
func TestContrast(t *testing.T) {
	backgrounds := map[render.Palette][]int{
		render.AnyBackground:   {0x000000, 0xffffff},
		render.DarkBackground:  {0x000000, 0x1e1e1e, 0x282828, 0x300a24, 0x002b36}, // black, and those of VS Code, Gruvbox, Ubuntu, Solarized
		render.LightBackground: {0xffffff, 0xeeeeee, 0xfdf6e3},                     // white, light grey, Solarized
	}
	for p, list := range backgrounds {
		for h := render.HueErr; h <= render.HueFaint; h++ {
			n := p.Color(h)
			if n == 0 && p == render.AnyBackground {
				continue
			}
			if n < 16 {
				t.Errorf("palette %d has no colour of its own for hue %d", p, h)
				continue
			}
			for _, background := range list {
				if c := terminal.Contrast(xterm(n), hex(background)); c < 4.5 {
					t.Errorf("palette %d, hue %d: colour %d has %.2f:1 on #%06x", p, h, n, c, background)
				}
			}
		}
	}
}
