package view

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"github.com/pktscope/pktscope/internal/terminal"
)

// A Terminal is what the screen is drawn on, and what keys come from. It is opened
// before the process confines itself. How many colours it has the environment says: to ask
// terminfo or tmux, as bubbletea does otherwise, would open files and run programs.
type Terminal struct {
	in, out *os.File
	environ []string
	profile colorprofile.Profile
	ground  terminal.Background
}

// instead is what to use where there is no terminal.
const instead = "without one, 'pktscope -r FILE' prints packets, -V their detail, and 'pktscope show' reports"

// OpenTerminal finds the terminal. out is nil if standard output is none; in is nil if
// standard input is none, as where it is the capture: keys then come from the terminal
// that controls the process. color is always, never, or auto: then the environment decides.
func OpenTerminal(in, out *os.File, environ []string, color string) (*Terminal, error) {
	env := func(name string) string { return lookup(environ, name) }
	switch {
	case terminal.Dumb(env):
		return nil, fmt.Errorf("view draws on a terminal that can place its cursor, and TERM is %q; %s", env("TERM"), instead)
	case out == nil:
		return nil, errors.New("view draws on a terminal, and standard output is none; " + instead)
	}
	if in == nil {
		tty, err := os.OpenFile("/dev/tty", os.O_RDONLY, 0)
		if err != nil {
			return nil, fmt.Errorf("view takes keys from a terminal, and standard input is none: %w; %s", err, instead)
		}
		in = tty
	}
	t := &Terminal{in: in, out: out, environ: environ, profile: colorprofile.ASCII}
	if terminal.Colors(color, true, env) {
		t.profile = max(colorprofile.ANSI, colorprofile.Env(without(environ, "NO_COLOR")))
		t.ground = terminal.BackgroundOf(nil, nil, env) // a hint: bubbletea asks the terminal
	}
	return t, nil
}

// colored reports whether the terminal has colours, and shall show them.
func (t *Terminal) colored() bool { return t.profile > colorprofile.ASCII }

// without leaves out a variable, which a flag has overruled.
func without(environ []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(s string) bool { return strings.HasPrefix(s, name+"=") })
}

// lookup is the value of an environment variable, "" if it is not set.
func lookup(environ []string, name string) string {
	for i := len(environ) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(environ[i], name+"="); ok {
			return value
		}
	}
	return ""
}
