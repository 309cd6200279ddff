package cli

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/pktscope/pktscope/internal/render"
	"github.com/pktscope/pktscope/internal/session"
	"github.com/pktscope/pktscope/internal/terminal"
)

// declareColor declares --color. Alone it is always, as in tshark.
func declareColor(f *pflag.FlagSet, when *string) {
	f.StringVar(when, "color", "auto", "`WHEN` to colour: auto, always or never; alone: always")
	f.Lookup("color").NoOptDefVal = "always"
}

// checkColor returns an error for a value that --color does not take.
func checkColor(when string) error {
	if isColor(when) {
		return nil
	}
	return fmt.Errorf("--color %q: want auto, always or never", when)
}

func isColor(when string) bool { return when == "auto" || when == "always" || when == "never" }

// colors reports whether what goes to standard output has colours, and of which palette.
// The terminal is asked for its background, which only works before the process is
// confined and while nobody else reads from it.
func colors(e *session.Env, when string) (bool, render.Palette) {
	out := session.Terminal(e.Out)
	if !terminal.Colors(when, out != nil, os.Getenv) {
		return false, render.AnyBackground
	}
	return true, render.PaletteBefore(terminal.BackgroundOf(session.Terminal(e.In), out, os.Getenv))
}
