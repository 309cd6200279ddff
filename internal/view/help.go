package view

import (
	"slices"

	"charm.land/lipgloss/v2"
)

// A helpView lists every key of the key table.
type helpView struct {
	scroll
	lines []helpLine
}

type helpLine struct {
	keys, does string
	title      bool
}

// newHelp makes the page of a key table; the group of where one is comes first.
func newHelp(all []action, here scope) *helpView {
	v := &helpView{}
	v.free = true
	own := here.group()
	rest := slices.DeleteFunc(groups(), func(g string) bool { return g == own })
	for _, g := range append([]string{own}, rest...) {
		v.lines = append(v.lines, helpLine{does: g, title: true})
		for _, a := range all {
			if a.group == g {
				h := a.binding.Help()
				v.lines = append(v.lines, helpLine{keys: h.Key, does: h.Desc})
			}
		}
		v.lines = append(v.lines, helpLine{})
	}
	for _, text := range []string{
		"The mouse selects rows, fields, bytes and tabs, and its wheel scrolls;",
		"with Shift the terminal selects text.",
		"In the list * is a packet that you have marked, ? one that packets",
		"still to be read may change.",
	} {
		v.lines = append(v.lines, helpLine{does: text})
	}
	return v
}

func (v *helpView) scope() scope      { return inHelp }
func (v *helpView) scroller() *scroll { return &v.scroll }
func (v *helpView) hint() string      { return "Esc goes back" }

// draw draws the lines in sight.
func (v *helpView) draw(m *Model, area rect) []string {
	const keys = 18
	st := &m.styles
	v.resize(area.h-1, len(v.lines))
	out := []string{st.title.Bold(true).Render(fit(" Keys", area.w))}
	for i := v.top; i < v.end(); i++ {
		l := v.lines[i]
		switch {
		case l.title:
			out = append(out, lipgloss.NewStyle().Bold(true).Render(fit(" "+l.does, area.w)))
		case l.keys == "":
			out = append(out, fit(" "+l.does, area.w))
		default:
			out = append(out, fit("   "+fit(l.keys, keys)+" "+l.does, area.w))
		}
	}
	return filled(out, area.w, area.h)
}
