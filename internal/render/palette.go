package render

import (
	"strconv"

	"github.com/pktscope/pktscope/internal/terminal"
)

// A Palette is the colours of hues before a background: numbers of xterm's 256 colours.
// Each has a contrast of 4.5:1 or more (WCAG 2.2, level AA) to the backgrounds that it
// is for.
type Palette uint8

// The palettes. AnyBackground is for black and for white, of which few colours differ
// that much: not all hues have one.
const (
	AnyBackground Palette = iota
	DarkBackground
	LightBackground
)

// colors are the colours of the hues by palette, 0 for the terminal's own.
var colors = [...][hues]uint8{
	AnyBackground:   {HueErr: 131, HueFound: 98, HueKeys: 163, HueSafe: 29, HueTCP: 63, HueLink: 243, HueFaint: 243},
	DarkBackground:  {HueErr: 203, HueFound: 176, HueKeys: 208, HueSafe: 37, HueTCP: 75, HueUDP: 107, HueICMP: 211, HueLink: 179, HueFaint: 247},
	LightBackground: {HueErr: 160, HueFound: 91, HueKeys: 94, HueSafe: 23, HueTCP: 26, HueUDP: 58, HueICMP: 125, HueLink: 95, HueFaint: 59},
}

// PaletteBefore is the palette for a terminal's background.
func PaletteBefore(b terminal.Background) Palette {
	switch b {
	case terminal.Dark:
		return DarkBackground
	case terminal.Light:
		return LightBackground
	}
	return AnyBackground
}

// Color is the number of a hue's colour, 0 for the terminal's own.
func (p Palette) Color(h Hue) uint8 { return colors[p][h] }

// Escape returns what begins text of the hue on a terminal, "" for its default colour.
func (p Palette) Escape(h Hue) string {
	if n := p.Color(h); n != 0 {
		return "\x1b[38;5;" + strconv.Itoa(int(n)) + "m"
	}
	return ""
}

// In returns text in a hue.
func (p Palette) In(h Hue, text string) string { return p.Escape(h) + text + colorOff }

// Bold returns text in a hue, bold.
func (p Palette) Bold(h Hue, text string) string { return bold + p.In(h, text) }

// escapes are what begins text of each hue.
func (p Palette) escapes() (list [hues]string) {
	for h := range list {
		list[h] = p.Escape(Hue(h))
	}
	return list
}
