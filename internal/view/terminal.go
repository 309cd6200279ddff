package view

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// A Terminal is what the screen is drawn on, and what keys come from. It is opened
// before the process confines itself.
type Terminal struct {
	in, out *os.File
	environ []string
	profile colorprofile.Profile
	ground  background // as far as the environment says
}

// instead is what to use where there is no terminal.
const instead = "without one, 'pktscope -r FILE' prints packets, -V their detail, and 'pktscope show' reports"

// OpenTerminal finds the terminal. out is nil if standard output is none; in is nil if
// standard input is none, as where it is the capture: keys then come from the terminal
// that controls the process.
func OpenTerminal(in, out *os.File, environ []string) (*Terminal, error) {
	switch term := lookup(environ, "TERM"); {
	case term == "" || term == "dumb":
		return nil, fmt.Errorf("view draws on a terminal that can place its cursor, and TERM is %q; %s", term, instead)
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
	t := &Terminal{in: in, out: out, environ: environ, profile: profile(environ)}
	if t.colored() {
		t.ground = groundOf(lookup(environ, "COLORFGBG"))
	}
	return t, nil
}

// profile is how many colours the terminal has, by the environment alone: to ask
// terminfo or tmux would open files and run programs. NO_COLOR, whatever it is set to,
// leaves attributes (https://no-color.org).
func profile(environ []string) colorprofile.Profile {
	if lookup(environ, "NO_COLOR") != "" {
		return colorprofile.ASCII
	}
	return colorprofile.Env(environ)
}

// colored reports whether the terminal has colours, and shall show them.
func (t *Terminal) colored() bool { return t.profile > colorprofile.ASCII }

// groundOf reads what rxvt and Konsole put into COLORFGBG: "15;0", the last number being
// the background's colour.
func groundOf(fgbg string) background {
	n, err := strconv.Atoi(fgbg[strings.LastIndexByte(fgbg, ';')+1:])
	switch {
	case err != nil || n < 0 || n > 15:
		return unknown
	case n == 7 || n > 8:
		return light
	}
	return dark
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
