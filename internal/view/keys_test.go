package view

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A keyCase drives a key: from where, and what it must have done.
type keyCase struct {
	from []string // keys before it
	size int      // lines of the terminal; 0: 24
	with func(*driver)
	then func(*testing.T, *driver)
}

// at asserts which packet is selected.
func at(number uint64) func(*testing.T, *driver) {
	return func(t *testing.T, d *driver) {
		t.Helper()
		if r := d.m.list.current(); r == nil || r.Number != number {
			t.Errorf("selected is %+v, want packet %d", r, number)
		}
	}
}

// screens asserts what is on the screen.
func screens(texts ...string) func(*testing.T, *driver) {
	return func(t *testing.T, d *driver) {
		t.Helper()
		d.shows(texts...)
	}
}

// filtered asserts the display filter.
func filtered(text string) func(*testing.T, *driver) {
	return func(t *testing.T, d *driver) {
		t.Helper()
		is(t, "filter", d.src.status.Filter, text)
		is(t, "tab", d.m.tab, tabPackets)
		is(t, "what covers the tab", len(d.m.over), 0)
	}
}

// onTab asserts which tab is shown.
func onTab(title string) func(*testing.T, *driver) {
	return func(t *testing.T, d *driver) {
		t.Helper()
		is(t, "tab", tabs()[d.m.tab].title, title)
		is(t, "what covers the tab", len(d.m.over), 0)
	}
}

// hasFocus asserts which pane has the focus.
func hasFocus(p pane) func(*testing.T, *driver) {
	return func(t *testing.T, d *driver) {
		t.Helper()
		is(t, "focus", d.m.focus, p)
	}
}

// keyCases has what each row of the key table does, by its help text.
func keyCases() map[string]keyCase {
	live := func(d *driver) {
		d.src.status.Live = true
		d.send(tickMsg{})
	}
	group := []string{"tab", "+", "down", "down", "down", "down", "down", "down"} // Group, in the detail
	pattern := func(text string, keys ...string) []string {
		return append(append(keys, strings.Split(text, "")...), "enter")
	}
	return map[string]keyCase{
		"up":               {from: []string{"down", "down"}, then: at(2)},
		"down":             {then: at(2)},
		"a page up":        {from: []string{"G"}, then: at(93)},
		"a page down":      {then: at(8)},
		"half a page up":   {from: []string{"G"}, then: at(97)},
		"half a page down": {then: at(4)},
		"to the first":     {from: []string{"down", "down"}, then: at(1)},
		"to the last":      {then: at(100)},
		"back; detail: close; texts: to the left": {from: []string{"tab"}, with: func(d *driver) { d.m.packet.tree.to(2) }, then: screens("▸ Internet Security")},
		"on; detail: open; texts: to the right":   {from: []string{"tab"}, then: screens("▾ Frame 1", "Frame Length: 100 bytes")},

		"this help":                       {then: screens(" Keys", "Packets", "Ctrl-N")},
		"next pane":                       {then: hasFocus(treePane)},
		"pane before":                     {then: hasFocus(dumpPane)},
		"the pane alone, or all of them":  {then: func(t *testing.T, d *driver) { d.lacks("Bytes"); d.press("z"); d.shows("Bytes") }},
		"tab Packets":                     {from: []string{"2"}, then: onTab("Packets")},
		"tab Tunnels":                     {then: onTab("Tunnels")},
		"tab Neighbors":                   {then: onTab("Neighbors")},
		"tab Translations":                {then: onTab("Translations")},
		"tab Conversations":               {then: onTab("Conversations")},
		"tab Statistics":                  {then: onTab("Statistics")},
		"next tab":                        {from: []string{"6"}, then: onTab("Packets")},
		"tab before":                      {then: onTab("Statistics")},
		"stop a filter or a search; back": {from: []string{"2", "enter"}, then: onTab("Tunnels")},
		"back; quit": {from: []string{"?"}, then: func(t *testing.T, d *driver) {
			is(t, "quit", d.quit, false)
			d.press("q")
			is(t, "quit", d.quit, true)
		}},
		"quit":      {from: []string{"?"}, then: func(t *testing.T, d *driver) { is(t, "quit", d.quit, true) }},
		"suspend":   {then: func(t *testing.T, d *driver) { is(t, "suspended", d.halted, true) }},
		"draw anew": {then: func(t *testing.T, d *driver) { is(t, "drawn anew", d.cleared, true) }},

		"display filter, as in termshark": {then: func(t *testing.T, d *driver) {
			d.typed("udp")
			d.press("enter")
			filtered("udp")(t, d)
			d.shows("Filter: udp", "50 displayed")
		}},
		"no display filter":              {from: pattern("udp", "/"), then: filtered("")},
		"find a text in rows and fields": {then: func(t *testing.T, d *driver) { d.typed("needle"); d.press("enter"); at(30)(t, d) }},
		"next match":                     {from: pattern("0", "ctrl+f"), then: at(20)},
		"match before":                   {from: pattern("0", "ctrl+f"), with: func(d *driver) { d.m.list.to(49) }, then: at(40)},
		"go to a packet":                 {then: func(t *testing.T, d *driver) { d.typed("77"); d.press("enter"); at(77)(t, d) }},
		"to the detail":                  {then: hasFocus(treePane)},
		"mark the packet":                {then: func(t *testing.T, d *driver) { d.shows("*   1 1.0", "1 marked"); d.press("m"); d.lacks("marked") }},
		"next marked packet":             {from: []string{"m", "down", "down", "m"}, then: at(1)},
		"time: next form":                {then: screens("10:00:01", "time: time of day")},
		"save the displayed packets to the file of -w": {from: pattern("udp", "/"), then: func(t *testing.T, d *driver) {
			is(t, "saved", len(d.src.saved), 50)
			d.shows("50 packets saved to new.pcapng")
		}},
		"save the marked packets to it": {from: []string{"m", "down", "m"}, then: func(t *testing.T, d *driver) {
			if !slices.Equal(d.src.saved, []uint64{1, 2}) {
				t.Errorf("%v", d.src.saved)
			}
		}},
		"follow: the last packet is selected": {with: live, then: func(t *testing.T, d *driver) {
			at(100)(t, d)
			d.shows("live, followed")
			d.press("up")
			d.lacks("followed")
		}},
		"stop the capture": {with: live, then: func(t *testing.T, d *driver) {
			is(t, "stopped", d.src.stopped, true)
			d.shows("has stopped")
			d.lacks("live")
		}},

		"open or close":                   {from: []string{"tab"}, then: screens("▾ Frame 1")},
		"open all":                        {from: []string{"tab"}, size: 40, then: screens("▾ Frame 1", "▾ Payload", "Group: 14")},
		"close all":                       {from: []string{"tab", "+"}, then: func(t *testing.T, d *driver) { d.lacks("▾"); d.shows("▸ Frame 1") }},
		"apply as filter: field == value": {from: group, then: filtered("isakmp.group == 14")},
		"apply as filter: the one there is, and this":     {from: append(pattern("isakmp", "/"), group...), then: filtered("(isakmp) && isakmp.group == 14")},
		"apply as filter: the one there is, and not this": {from: group, then: filtered("!(isakmp.group == 14)")},
		"copy as filter, to the terminal's clipboard":     {from: group, then: func(t *testing.T, d *driver) { is(t, "clipboard", d.clip, "isakmp.group == 14") }},
		"copy the value": {from: group, then: func(t *testing.T, d *driver) { is(t, "clipboard", d.clip, "14") }},
		"bytes: next source (decrypted, reassembled)": {from: []string{"tab", "tab"}, then: screens("0123456789abcdef")},
		"bytes: to the field in the detail": {from: []string{"tab", "tab"}, with: func(d *driver) {
			for range 22 {
				d.press("right")
			}
		}, then: func(t *testing.T, d *driver) {
			hasFocus(treePane)(t, d)
			is(t, "field", d.m.packet.tree.current().Field, "ip.ttl")
		}},

		"open: the ladder, or the packet":          {from: []string{"2"}, then: screens("IKEv2 between", "IKE_SA_INIT: N ──")},
		"apply as filter: the packets of the line": {from: []string{"2"}, then: filtered("udp")},
		"next table":   {from: []string{"2"}, then: func(t *testing.T, d *driver) { is(t, "state", d.m.pages[1].current().Cells[1], "NO_STATE") }},
		"table before": {from: []string{"2", "tab"}, then: func(t *testing.T, d *driver) { is(t, "severity", d.m.pages[1].current().Cells[0], "error") }},

		"open the message":                           {from: []string{"2", "enter", "down"}, then: screens("Detail: packet 3", "Bytes")},
		"mark; two marked messages are compared":     {from: []string{"2", "enter", "m", "down"}, then: screens("Packet 1 ", "Packet 3", "Group: 14", "≠", "Group: 19")},
		"apply as filter: the packets of the ladder": {from: []string{"2", "enter"}, then: filtered("udp")},
		"to this packet in the packet list":          {from: []string{"2", "enter", "down"}, then: at(3)},
		"follow the stream of TCP or UDP; Esc goes back": {from: []string{"down"}, then: func(t *testing.T, d *driver) {
			d.shows("Stream of 192.0.2.1:40000 (→) and 198.51.100.2:7 (←)", "→ anybody there?", "← yes", "Filter: udp")
			d.press("esc")
			d.lacks("anybody there?")
			is(t, "filter", d.m.status.Filter, "")
			d.press("up", "F")
			d.shows("following: the packet is of no stream")
		}},
		"a stream that is followed: to its packets": {from: []string{"down", "F"}, then: func(t *testing.T, d *driver) {
			d.lacks("anybody there?")
			is(t, "filter", d.m.status.Filter, "udp")
		}},
		"comparison: only what differs, or all": {from: []string{"2", "enter", "m", "down", "m"}, then: func(t *testing.T, d *driver) {
			d.lacks("Time to Live", "Frame 1", "Internet Protocol")
			d.shows("Internet Security Association", "Payload: Security", "Group: 14")
			d.press("e")
			d.shows("Time to Live", "Frame 1")
		}},
		"what differs, with times, checksums and numbers": {from: []string{"2", "enter", "m", "down", "m"}, then: func(t *testing.T, d *driver) {
			d.lacks("Time to Live")
			d.shows("Frame 1", "Frame 3", "Group: 14")
			d.press("E")
			d.lacks("Frame 1")
			d.shows("Group: 14")
		}},

		"accept":                            {from: []string{"/", "u", "d", "p"}, then: filtered("udp")},
		"leave as it was":                   {from: []string{"/", "u"}, then: func(t *testing.T, d *driver) { is(t, "prompt", d.m.prompt, nil); filtered("")(t, d) }},
		"complete the name":                 {from: []string{"/", "u"}, then: screens("Filter: udp ")},
		"name above; what was typed before": {from: pattern("udp", "/"), with: func(d *driver) { d.press("u", "/") }, then: screens("Filter: udp")},
		"name below; what was typed after": {from: []string{"/", "i"}, then: func(t *testing.T, d *driver) {
			d.press("tab")
			d.shows("Filter: isakmp.group")
		}},
	}
}

// Every key of the key table does what its help text says.
func TestKeys(t *testing.T) {
	cases := keyCases()
	for _, a := range actions() {
		name := a.binding.Help().Desc
		c, ok := cases[name]
		if !ok {
			t.Errorf("no case for %q", name)
			continue
		}
		for _, k := range a.binding.Keys() {
			t.Run(name+"/"+k, func(t *testing.T) {
				d := newDriver(t, newFake())
				if c.size > 0 {
					d.send(tea.WindowSizeMsg{Width: 80, Height: c.size})
				}
				d.press(c.from...)
				if c.with != nil {
					c.with(d)
				}
				if a.in&d.m.scope() == 0 {
					t.Fatalf("the key means nothing here: scope %b", d.m.scope())
				}
				d.press(k)
				c.then(t, d)
			})
		}
		delete(cases, name)
	}
	for name := range cases {
		t.Errorf("no key for %q", name)
	}
}

// No key has two meanings in one place, and each is on the help page.
func TestKeysAreUnique(t *testing.T) {
	all := actions()
	for i, a := range all {
		if !slices.Contains(groups(), a.group) {
			t.Errorf("%q is in no group", a.binding.Help().Desc)
		}
		for _, b := range all[:i] {
			if a.binding.Help().Desc == b.binding.Help().Desc {
				t.Errorf("two rows do %q", a.binding.Help().Desc)
			}
			for _, k := range a.binding.Keys() {
				if a.in&b.in != 0 && slices.Contains(b.binding.Keys(), k) {
					t.Errorf("%q is %q and %q", k, a.binding.Help().Desc, b.binding.Help().Desc)
				}
			}
		}
	}
}

// The help page lists every key.
func TestHelp(t *testing.T) {
	d := newDriver(t, newFake())
	d.send(tea.WindowSizeMsg{Width: 80, Height: 120})
	d.press("?")
	for _, a := range actions() {
		h := a.binding.Help()
		d.shows(h.Key, h.Desc)
	}
	for _, c := range []struct {
		keys  []string
		first string
	}{
		{nil, groupList}, {[]string{"tab"}, groupField}, {[]string{"z", "tab", "tab"}, groupField}, {[]string{"3"}, groupPage},
		{[]string{"2", "enter"}, groupLadder}, {[]string{"2", "enter", "m", "down", "m"}, groupLadder}, {[]string{"2", "enter", "enter"}, groupField},
	} {
		d := newDriver(t, newFake())
		d.press(c.keys...)
		d.press("?")
		is(t, "first group", strings.TrimSpace(strings.Split(d.screen(), "\n")[3]), c.first)
	}
}
