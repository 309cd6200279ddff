package view

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A driver is a terminal for tests: what a Model asks for is done before the next
// message, in the goroutine of the test.
type driver struct {
	t       *testing.T
	m       *Model
	src     *fake
	clip    string // what was sent to the clipboard
	quit    bool
	cleared bool
	halted  bool // the process was suspended
}

func newDriver(t *testing.T, src *fake) *driver {
	d := drive(t, src)
	d.src = src
	return d
}

// drive is a driver of any Source, on a terminal of 80 columns.
func drive(t *testing.T, src Source) *driver {
	d := &driver{t: t, m: newModel(t.Context(), src)}
	d.m.tick = func() tea.Cmd { return nil }
	d.m.stopped = func() { d.halted = true }
	d.do(d.m.Init())
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d
}

// send gives the Model a message, and does what it asks for.
func (d *driver) send(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.do(cmd)
}

// do does what the Model asks for.
func (d *driver) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.do(c)
		}
	case tea.QuitMsg:
		d.quit = true
	case rowsMsg, detailMsg, pageMsg, ladderMsg, compareMsg, jobMsg, markedMsg, noteMsg, tickMsg:
		d.send(msg)
	default:
		switch fmt.Sprintf("%T", msg) {
		case "tea.setClipboardMsg":
			d.clip = reflect.ValueOf(msg).String()
		case "tea.clearScreenMsg":
			d.cleared = true
		case "tea.backgroundColorMsg":
		default:
			d.t.Errorf("the Model asks for %T", msg)
		}
	}
}

// press gives the Model keys by their names, as in the key table.
func (d *driver) press(keys ...string) {
	for _, k := range keys {
		d.send(keyOf(k))
	}
}

// keyOf is the message of a key.
func keyOf(name string) tea.KeyPressMsg {
	named := map[string]rune{
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab,
		"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "space": tea.KeySpace, "f1": tea.KeyF1,
	}
	k := tea.KeyPressMsg{}
	rest := name
	for {
		if r, ok := strings.CutPrefix(rest, "ctrl+"); ok {
			k.Mod, rest = k.Mod|tea.ModCtrl, r
		} else if r, ok := strings.CutPrefix(rest, "shift+"); ok {
			k.Mod, rest = k.Mod|tea.ModShift, r
		} else {
			break
		}
	}
	if code, ok := named[rest]; ok {
		k.Code = code
	} else {
		k.Code = []rune(rest)[0]
	}
	if k.Mod == 0 && len([]rune(rest)) == 1 {
		k.Text = rest
	}
	if rest == "space" {
		k.Text = " "
	}
	return k
}

// typed types a text.
func (d *driver) typed(text string) {
	for _, r := range text {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// screen is what is on the screen, without colours.
func (d *driver) screen() string {
	s, _ := d.m.screen()
	lines := strings.Split(ansi.Strip(s), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// shows fails the test unless texts are on the screen.
func (d *driver) shows(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(d.screen(), text) {
			d.t.Errorf("%q is not on the screen:\n%s", text, d.screen())
		}
	}
}

// lacks fails the test if one of texts is on the screen.
func (d *driver) lacks(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(d.screen(), text) {
			d.t.Errorf("%q is on the screen:\n%s", text, d.screen())
		}
	}
}

// is fails the test unless got is want.
func is[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
