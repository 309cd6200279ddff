package view

import (
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"github.com/pktscope/pktscope/internal/terminal"
)

// Where there is no terminal to draw on, the error says what to use instead.
func TestNoTerminal(t *testing.T) {
	for _, c := range []struct {
		out     *os.File
		environ []string
		want    string
	}{
		{nil, []string{"TERM=xterm"}, "standard output is none"},
		{os.Stdout, []string{"TERM=xterm", "TERM=dumb"}, `TERM is "dumb"`},
		{os.Stdout, nil, `TERM is ""`},
	} {
		_, err := OpenTerminal(os.Stdin, c.out, c.environ, "auto")
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "pktscope -r FILE") {
			t.Errorf("%v: %v", c.environ, err)
		}
	}
}

// The environment says how many colours there are; NO_COLOR wins, whatever its value, but against
// --color always.
func TestProfile(t *testing.T) {
	for _, c := range []struct {
		color   string
		environ []string
		want    colorprofile.Profile
		ground  terminal.Background
	}{
		{"auto", []string{"TERM=xterm-256color"}, colorprofile.ANSI256, terminal.Unknown},
		{"auto", []string{"TERM=xterm-256color", "COLORFGBG=15;0"}, colorprofile.ANSI256, terminal.Dark},
		{"auto", []string{"TERM=xterm-256color", "COLORFGBG=0;15", "NO_COLOR=yes"}, colorprofile.ASCII, terminal.Unknown},
		{"always", []string{"TERM=xterm-256color", "COLORFGBG=0;15", "NO_COLOR=yes"}, colorprofile.ANSI256, terminal.Light},
		{"never", []string{"TERM=xterm-256color", "COLORFGBG=15;0"}, colorprofile.ASCII, terminal.Unknown},
		{"auto", []string{"TERM=tmux-256color", "COLORFGBG=0;7", "TMUX=/nowhere"}, colorprofile.ANSI256, terminal.Light},
	} {
		got, err := OpenTerminal(closed(t), closed(t), c.environ, c.color)
		if err != nil {
			t.Fatal(err)
		}
		is(t, strings.Join(c.environ, " "), got.profile, c.want)
		is(t, strings.Join(c.environ, " "), got.ground, c.ground)
	}
}

// closed is a file that is no terminal.
func closed(t *testing.T) *os.File {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
