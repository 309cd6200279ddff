// Package terminal tells what a terminal shows: colours or none, and before which
// background.
package terminal

import (
	"os"
	"runtime"
)

// Colors reports whether text is to have colours: when is always, never or auto, tty
// whether it goes to a terminal. For auto the environment decides: NO_COLOR
// (no-color.org) is against them, FORCE_COLOR (force-color.org) and CLICOLOR_FORCE
// (bixense.com/clicolors) are for them, into pipes as well; else a terminal has them
// that is not dumb.
func Colors(when string, tty bool, env func(string) string) bool {
	switch {
	case when == "always" || when == "never":
		return when == "always"
	case env("NO_COLOR") != "":
		return false
	case forces(env("FORCE_COLOR")) || forces(env("CLICOLOR_FORCE")):
		return true
	}
	return tty && !Dumb(env)
}

// forces reports whether the value of a variable that forces something does.
func forces(value string) bool { return value != "" && value != "0" && value != "false" }

// Dumb reports whether the terminal knows no escape sequences. Windows names no terminal.
func Dumb(env func(string) string) bool {
	name := env("TERM")
	return name == "dumb" || name == "" && runtime.GOOS != "windows"
}

// A Background is what a terminal writes on.
type Background uint8

// The Backgrounds.
const (
	Unknown Background = iota
	Dark
	Light
)

// BackgroundOf finds the background of the terminal out: it asks, where in is the same
// terminal and this process may; where it does not answer, COLORFGBG is a hint.
func BackgroundOf(in, out *os.File, env func(string) string) Background {
	if in != nil && out != nil && !Dumb(env) {
		if b := parseReply(ask(in, out)); b != Unknown {
			return b
		}
	}
	return hint(env("COLORFGBG"))
}
