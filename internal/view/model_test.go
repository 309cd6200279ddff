package view

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/teatest/v2"
)

// A filter that is none is said to be none as it is typed, and not applied.
func TestWrongFilter(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("/")
	d.typed("udp")
	d.shows("Filter: udp", "✓")
	d.typed(" nonsense")
	d.shows("✗", `"nonsense" is neither a field nor a protocol`)
	d.lacks("✓")
	d.press("enter")
	d.shows("Filter: udp nonsense")
	is(t, "filter", d.src.status.Filter, "")
	d.press("ctrl+w", "enter")
	is(t, "filter", d.src.status.Filter, "udp")
}

// The packet that was selected stays so, or the next one that a filter leaves.
func TestSelectionStays(t *testing.T) {
	d := newDriver(t, newFake())
	for range 30 {
		d.press("down")
	}
	at(31)(t, d)
	d.do(d.m.filter("udp"))
	at(32)(t, d)
	d.press("u")
	at(32)(t, d)
	d.do(d.m.filter("none"))
	d.shows("no packet matches", "0 displayed")
	d.lacks("Internet Protocol")
	d.press("down", "enter", "+", "a", "tab", "right", "down", "m", "n", "G", "g") // nothing is there
	d.press("u")
	d.shows("Internet Protocol")
}

// A filter that is stopped, or replaced by another, leaves the packet selected that was selected
// before, unless the user has moved since.
func TestFilterStopsInPlace(t *testing.T) {
	d := newDriver(t, newFake())
	d.press(":", "4", "2", "enter")
	first := d.m.filter("none")
	d.src.show(func(n uint64) bool { return n < 3 }) // what has been found so far
	d.send(tickMsg{})
	second := d.m.filter("udp")
	d.send(tickMsg{})
	d.press("esc")
	d.src.show(func(uint64) bool { return true })
	d.do(first)
	d.do(second)
	at(42)(t, d)

	first = d.m.filter("udp")
	d.press("down")
	d.do(first)
	at(4)(t, d)
}

// Esc stops a job; what it returns after that changes nothing.
func TestJobStops(t *testing.T) {
	d := newDriver(t, newFake())
	cmd := d.m.filter("udp")
	d.src.status.Filtering, d.src.status.Tried = true, 0.42
	d.send(tickMsg{})
	d.shows("filtering 42 %: Esc stops")
	d.src.status.Filtering = false
	d.press("esc")
	d.shows("filtering is being stopped")
	d.do(cmd) // it sees that it was cancelled
	is(t, "filter", d.src.status.Filter, "")
	d.shows("filtering was stopped")

	first := d.m.filter("udp")
	second := d.m.filter("none")
	d.do(second)
	d.do(first)
	is(t, "filter", d.src.status.Filter, "none")
}

// What may change yet is marked, and asked for again when it does not any more.
func TestProvisional(t *testing.T) {
	src := newFake()
	src.status.Reading, src.status.Done = true, 0.5
	d := newDriver(t, src)
	d.shows("reading 50 %")
	d.press("G")
	d.shows("? 100 ")
	src.status.Reading = false
	src.status.Version++
	d.send(tickMsg{})
	d.lacks("? 100 ", "reading")
}

// A provisional detail is asked for anew at the end of the pass.
func TestProvisionalDetail(t *testing.T) {
	src := newFake()
	src.status.Reading = true
	d := newDriver(t, src)
	d.m.packet.detail.Provisional = true
	d.shows("provisional")
	reads := src.reads
	src.status.Reading = false
	d.send(tickMsg{})
	is(t, "details asked for", src.reads, reads+1)
}

// A live capture is followed until the user goes up, and again from its end.
func TestFollow(t *testing.T) {
	src := newFake()
	src.status.Live = true
	d := newDriver(t, src)
	at(100)(t, d)
	d.press("up")
	d.send(tickMsg{})
	at(99)(t, d)
	d.press("G")
	src.shown = append(src.shown, 101)
	src.status.Displayed, src.status.Packets = 101, 101
	src.status.Version++
	d.send(tickMsg{})
	at(101)(t, d)
}

// A capture that has been stopped says so, with how much of it is still to be read, and what
// was lost until then.
func TestStopped(t *testing.T) {
	src := newFake()
	src.status.Live, src.status.Dropped = true, 7
	d := newDriver(t, src)
	d.shows("100 packets, 7 dropped, live, followed")
	src.status.Live, src.status.Reading, src.status.Done = false, true, 0.25
	d.send(tickMsg{})
	d.shows("the capture has stopped", "100 packets, 7 dropped, reading 25 %")
	src.status.Reading, src.status.Done = false, 1
	d.send(tickMsg{})
	d.lacks("reading", "live")
	d.press("s")
	d.shows("nothing is being captured")
}

// Without -w, the key says so.
func TestSaveWithoutName(t *testing.T) {
	src := newFake()
	src.saveTo = ""
	d := newDriver(t, src)
	d.press("w")
	d.shows("no file to save to: start with -w FILE")
	is(t, "saved", len(src.saved), 0)
}

// What a Source cannot do is on the screen.
func TestErrors(t *testing.T) {
	d := newDriver(t, newFake())
	d.send(rowsMsg{err: errors.New("the file is cut")})
	d.shows("the file is cut")
	d.m.packet.detail = nil
	d.send(detailMsg{number: d.m.packet.number, err: errors.New("no such packet")})
	d.shows("Detail: no such packet")
	d.press("2")
	d.send(pageMsg{tab: 1, err: errors.New("no report"), version: d.m.status.Version, final: true})
	d.shows("no report")
	d.do(d.m.openLadder("9"))
	d.shows("no such ladder")
	d.press("down", "enter", "m", "a", "p", "esc")
	d.do(d.m.start("counting", func(context.Context) (func(*Model) tea.Cmd, error) { return nil, errors.New("no") }))
	d.shows("counting: no")
	d.src.status.Err = errors.New("the capture is damaged")
	d.press("1")
	d.send(tickMsg{})
	d.shows("the capture is damaged")
}

// Texts of a capture do not control the terminal, wherever they are.
func TestHostile(t *testing.T) {
	src := newFake()
	src.hostile = "\x1b]0;owned\x07\x1b[2J\r\n\t\u202e\u200b\x9b"
	src.status.Name = "a" + src.hostile
	src.status.Notice = "b" + src.hostile
	for _, keys := range [][]string{
		nil, {"enter", "+"}, {"tab", "tab", "b"}, {"2"}, {"2", "enter"}, {"2", "enter", "enter"}, {"2", "enter", "m", "down", "m"}, {"3"}, {"6"}, {"/", "i", "s"},
		{"tab", "y"}, {"right"}, {"2", "right"},
	} {
		d := newDriver(t, src)
		d.m.colored = true
		d.send(tea.WindowSizeMsg{Width: 200, Height: 50})
		d.press(keys...)
		s, _ := d.m.screen()
		fits(t, d)
		for _, bad := range []string{"\x1b]", "\x1b[2J", "\r", "\x07", "\t", "\u202e", "\u200b", "\u009b"} {
			if strings.Contains(s, bad) || strings.Contains(d.clip, bad) {
				t.Errorf("%v: %q reaches the terminal", keys, bad)
			}
		}
		if title := d.m.View().WindowTitle; title != "" {
			t.Errorf("%q", title)
		}
	}
}

// A byte's field is selected, and a field's bytes are marked.
func TestBytesAndFields(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("tab", "+")
	d.press("down", "down", "down") // Time to Live
	is(t, "marked", [2]int{d.m.packet.dump.start, d.m.packet.dump.length}, [2]int{22, 1})
	d.press("G") // Decrypted
	is(t, "buffer", d.m.packet.dump.buffer, 1)
	d.press("tab", "g")
	is(t, "no field", d.m.packet.dump.length, 0)
	d.press("b")
	is(t, "buffer", d.m.packet.dump.buffer, 0)
	d.press("down", "down", "down") // byte 48
	is(t, "field", d.m.packet.tree.current().Field, "isakmp.sa")
	d.press("up", "up", "left")
	is(t, "byte", d.m.packet.dump.cursor, 15)
	is(t, "field", d.m.packet.tree.current().Field, "ip")
	d.press("home", "up", "left")
	is(t, "byte", d.m.packet.dump.cursor, 0)
	d.press("end", "down", "right")
	is(t, "byte", d.m.packet.dump.cursor, 99)
}

// Subtrees stay open from packet to packet.
func TestTreeStays(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("tab", "right", "shift+tab", "down")
	d.shows("▾ Frame 2", "Frame Length")
	d.press("tab", "down", "left", "left")
	d.shows("▸ Frame 2")
}

// What is found in the detail only is selected there.
func TestFindSelectsField(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("ctrl+f")
	d.typed("needle")
	d.press("enter")
	at(30)(t, d)
	is(t, "field", d.m.packet.tree.current().Field, "isakmp.decrypted")
	d.press("n")
	d.shows("went on from the other end")
	at(30)(t, d)
	d.press("ctrl+f")
	d.typed("nowhere")
	d.press("enter")
	d.shows(`"nowhere" was not found`)
	at(30)(t, d)
}

// A packet that is not displayed is said to be so.
func TestGoTo(t *testing.T) {
	d := newDriver(t, newFake())
	d.do(d.m.filter("udp"))
	d.do(d.m.goTo(31))
	d.shows("packet 31 is not displayed: u removes the filter")
	d.do(d.m.goTo(32))
	d.send(tickMsg{})
	d.lacks("is not displayed")
	at(32)(t, d)
	d.do(d.m.goTo(101))
	d.shows("there is no packet 101: the last is 100")
	d.press(":")
	d.typed("x")
	d.shows("want the number of a packet")
	d.press("enter", "esc")
}

// A pasted text becomes one line.
func TestPaste(t *testing.T) {
	d := newDriver(t, newFake())
	d.send(tea.PasteMsg{Content: "lost"})
	d.press("/")
	d.send(tea.PasteMsg{Content: "udp\n&&\tip\x1b[2J"})
	is(t, "line", d.m.prompt.line.String(), "udp && ip[2J")
}

// Keys of a line edit it.
func TestLine(t *testing.T) {
	l := newLine("ip.src == 1")
	for _, k := range []string{"left", "backspace", "home", "delete", "end", "ctrl+w", "x", "ctrl+a", "ctrl+k", "a", "b", "left", "c", "right", "ctrl+b", "ctrl+e"} {
		if !l.edit(keyOf(k)) {
			t.Errorf("%s means nothing", k)
		}
	}
	is(t, "line", l.String(), "acb")
	is(t, "f1", l.edit(keyOf("f1")), false)
	l.edit(keyOf("ctrl+u"))
	is(t, "line", l.String(), "")
	l.insert(strings.Repeat("x", maxLine+10))
	is(t, "length", len(l.text), maxLine)
	text, column := l.draw(10)
	is(t, "what is shown", text, "xxxxxxxxx ")
	is(t, "cursor", column, 9)
}

// A whole run: bubbletea draws what the Model has, and ends with it.
func TestProgram(t *testing.T) {
	m := newModel(t.Context(), newFake())
	tm := teatest.NewTestModel(t, m, teatest.WithInitialTermSize(100, 30))
	drawn := func(text string) {
		t.Helper()
		teatest.WaitFor(t, tm.Output(), func(b []byte) bool { return bytes.Contains(b, []byte(text)) }, teatest.WithDuration(20*time.Second))
	}
	drawn("100 packets")
	tm.Type("/udp")
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEnter})
	drawn("50 displayed")
	tm.Type("q")
	tm.WaitFinished(t, teatest.WithFinalTimeout(20*time.Second))
	is(t, "filter", m.status.Filter, "udp")
}

// Tabs with statistics show what has been read so far, and more when that is due.
func TestPartialStatistics(t *testing.T) {
	src := newFake()
	src.status.Reading, src.status.Done = true, 0.61
	d := newDriver(t, src)
	d.press("6")
	d.shows("Protocols", "udp", "50", "reading 61 %")
	src.counted = 77
	src.status.Version++
	d.m.pages[d.m.tab].took = 0 // it is due at once
	d.send(tickMsg{})
	d.shows("77")
}

// What is wrong stays in sight above the messages of a ladder.
func TestSummaryStays(t *testing.T) {
	d := newDriver(t, newFake())
	d.send(tea.WindowSizeMsg{Width: 60, Height: 12})
	d.press("2", "enter", "G")
	d.shows("error: The peers have no proposal in common", "#5 IKE_SA_INIT")
	is(t, "lines", len(atMost(2, []string{"a", "b", "c"})), 2)
	is(t, "last line", atMost(2, []string{"a", "b", "c"})[1], "b c")
}

// The title of a tab tells of errors, where there is room for it.
func TestErrorsInTitle(t *testing.T) {
	d := newDriver(t, newFake())
	d.shows("2 Tunnels (1 error)")
	d.send(tea.WindowSizeMsg{Width: 60, Height: 12})
	d.shows("2 Tunnels !", "6 Stats")
	d.m.pages[tabTunnels].content = &Page{}
	d.lacks("!")
	d.send(tea.WindowSizeMsg{Width: 120, Height: 24})
	d.shows("2 Tunnels  3 Neighbors")
}

// The Source is looked at only while something goes on.
func TestRests(t *testing.T) {
	src := newFake()
	src.status.Live = true
	d := newDriver(t, src)
	d.send(tickMsg{})
	is(t, "a tick comes while nothing arrives", d.m.ticking, false)
	d.press("down", "2")
	is(t, "a tick comes after keys", d.m.ticking, false)
	src.status.Packets, src.status.Version = 101, src.status.Version+1
	d.send(changedMsg{})
	is(t, "a tick comes after packets", d.m.ticking, true)
	for i := range d.m.pages {
		d.m.pages[i].took = 0 // however busy the processor is
	}
	d.send(tickMsg{})
	is(t, "a tick comes after them", d.m.ticking, false)
	d.m.pages[tabTunnels].took = time.Hour
	src.status.Version++
	d.send(changedMsg{})
	d.send(tickMsg{})
	is(t, "a tick comes while a page is stale", d.m.ticking, true)
}

// Esc goes back to the line that Enter went from; a line that goes on at the right is said to.
func TestPageJumps(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("3")
	s := Section{Title: "Table", Columns: []Column{{"Name", false}}}
	for i := range 60 {
		s.Entries = append(s.Entries, Entry{Cells: []string{fmt.Sprint("line ", i)}})
	}
	s.Entries[2].Opens, s.Entries[50].Name = "R1", "R1"
	d.send(pageMsg{tab: 2, final: true, version: d.src.status.Version, content: &Page{Sections: []Section{s}}})
	d.press("down", "down", "enter")
	d.shows("line 50", "Esc goes back to the line before")
	d.lacks("line 2 ")
	d.press("down", "esc")
	is(t, "selected", d.m.pages[2].current().Cells[0], "line 2")
	d.lacks("→ shows more")
	s.Entries[2].Cells[0] = strings.Repeat("x", 90)
	d.send(pageMsg{tab: 2, final: true, version: d.src.status.Version, content: &Page{Sections: []Section{s}}})
	d.shows("→ shows more")
	d.press("right", "right", "right")
	d.lacks("→ shows more")
}

// A key that means nothing here says where it means something.
func TestKeysElsewhere(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("a")
	d.shows("a is a key of the detail, the bytes, tabs with tables and ladders")
	d.press("e")
	d.shows("e is a key of comparisons")
	d.press("b") // as in the detail
	d.shows("0123456789abcdef")
	d.press("&")
	d.lacks("is a key of")
	d.press("2", "enter", "z")
	d.shows("z is a key of the packet list, the detail and the bytes")
	d.press("/")
	d.shows("Enter accepts")
	d.press("esc", "6")
	onTab("Statistics")(t, d)
}

// The selected line of a table stays selected where others come before it.
func TestLineStays(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("5")
	p := &d.m.pages[4]
	entries := func(names ...string) *Page {
		s := Section{Title: "IPv4", Columns: []Column{{"Address", false}}}
		for _, n := range names {
			s.Entries = append(s.Entries, Entry{Cells: []string{n, "1"}, Filter: "ip.addr == " + n})
		}
		return &Page{Sections: []Section{s}}
	}
	d.send(pageMsg{tab: 4, final: true, version: d.src.status.Version, content: entries("a", "b", "c")})
	d.press("down")
	is(t, "selected", p.current().Cells[0], "b")
	d.send(pageMsg{tab: 4, final: true, version: d.src.status.Version, content: entries("x", "c", "a", "b")})
	is(t, "selected", p.current().Cells[0], "b")
	d.send(pageMsg{tab: 4, final: true, version: d.src.status.Version, content: entries("x", "c")})
	is(t, "there is a line selected", p.current() != nil, true)
}

// A title that says what a field below it says stands for the field.
func TestTitleOfField(t *testing.T) {
	d := newDriver(t, newFake())
	d.m.packet.tree.load([]Node{{Label: "CDP"}, {Depth: 1, Label: "VLAN: 1"}, {Depth: 2, Label: "Type: 10", Filter: "cdp.type == 10"}, {Depth: 2, Label: "VLAN: 1", Filter: "cdp.vlan == 1"}})
	d.m.packet.tree.set(true)
	d.press("tab", "down")
	d.press("c")
	is(t, "clipboard", d.clip, "cdp.vlan == 1")
	d.press("up", "c")
	d.shows("no filter can be made of this line")
}

// A report is made anew seldom while packets are read, which wait for it, and at their end.
func TestReportRests(t *testing.T) {
	src := newFake()
	src.status.Reading = true
	d := newDriver(t, src)
	d.press("2")
	made := src.pages
	d.send(pageMsg{tab: tabTunnels, content: &Page{}, version: src.status.Version, took: time.Hour})
	src.status.Version++
	d.send(tickMsg{})
	is(t, "pages made", src.pages, made)
	src.status.Reading = false
	d.send(tickMsg{})
	is(t, "pages made", src.pages, made+1)
	d.send(tickMsg{})
	is(t, "pages made", src.pages, made+1)
}

// Packets of an interface that are saved nowhere are not given up by one key.
func TestUnsaved(t *testing.T) {
	src := newFake()
	src.status.Live, src.saveTo = true, ""
	d := newDriver(t, src)
	d.press("q")
	d.shows("what was captured is saved nowhere: q quits")
	is(t, "quit at once", d.quit, false)
	d.press("q")
	is(t, "quit", d.quit, true)
	src = newFake()
	src.status.Live, src.saveTo = true, "saved.pcapng"
	d = newDriver(t, src)
	d.press("q")
	is(t, "quit with -w", d.quit, true)
}

// The first column of a table stays in sight while the others are scrolled, unless it has most
// of the screen.
func TestFirstColumnStays(t *testing.T) {
	d := newDriver(t, newFake())
	d.press("3")
	show := func(name string) {
		s := Section{Title: "Table", Columns: []Column{{"Name", false}, {"Text", false}}, Entries: []Entry{{Cells: []string{name, "begins here " + strings.Repeat("x", 60) + " ends here"}}}}
		d.send(pageMsg{tab: 2, final: true, version: d.src.status.Version, content: &Page{Sections: []Section{s}}})
	}
	show("router")
	d.press("right", "right", "right")
	d.shows("  Name\n", "  router  …", "ends here")
	d.lacks("begins")
	show(strings.Repeat("long", 20))
	d.lacks("  Name ")
}

// The titles of tabs tell of warnings, too, where there is no error; those of tabs that are not
// shown as well.
func TestWarningsInTitle(t *testing.T) {
	d := newDriver(t, newFake())
	d.m.pages[tabTunnels].content = &Page{Alarms: map[PageKind]Alarms{PageTunnels: {Errors: 1, Warnings: 2}, PageNeighbors: {Warnings: 3}}}
	d.send(tea.WindowSizeMsg{Width: 140, Height: 24})
	d.shows("2 Tunnels (1 error)  3 Neighbors (3 warnings)  4 Translations  5")
	d.send(tea.WindowSizeMsg{Width: 75, Height: 24})
	d.shows("2 Tunnels (1 error)  3 Neighb !  4 NAT  5")
	d.send(tea.WindowSizeMsg{Width: 60, Height: 24})
	d.shows("2 Tunnels !  3 Neighb !  4 NAT  5")
}

// A message that is longer than the last line has the lines above it as well.
func TestLongMessage(t *testing.T) {
	d := newDriver(t, newFake())
	d.send(noteMsg("it begins here, " + strings.Repeat("goes on, ", 12) + "and ends here"))
	d.shows("it begins here", "and ends here", "100 packets")
	fits(t, d)
	d.press("down")
	d.lacks("it begins here", "and ends here")
	d.send(noteMsg(strings.Repeat("much too long ", 60)))
	fits(t, d)
	d.shows("datagram 2")
}

// Texts that were searched for and numbers come back as filters do, each kind by itself.
func TestTypedBefore(t *testing.T) {
	d := newDriver(t, newFake())
	for _, c := range []struct{ key, text string }{{"ctrl+f", "needle"}, {":", "77"}, {"/", "udp"}, {"ctrl+f", "0"}} {
		d.press(c.key)
		d.m.prompt.line = newLine("")
		d.typed(c.text)
		d.press("esc", c.key)
		d.m.prompt.line = newLine("")
		d.typed(c.text)
		d.press("enter")
	}
	d.press("ctrl+f", "up")
	d.shows("Find: 0")
	d.press("up", "up")
	d.shows("Find: needle")
	d.press("down")
	d.shows("Find: 0")
	d.press("esc", ":", "up")
	d.shows("Go to packet: 77")
}

// Texts are not scrolled out of sight.
func TestSidewaysEnds(t *testing.T) {
	for last, keys := range map[string][]string{"est 1": nil, "  router": {"3"}, "….1": {"2", "enter", "m", "down", "m"}} {
		d := newDriver(t, newFake())
		d.press(keys...)
		for range 20 {
			d.press("right")
		}
		d.shows(last)
	}
}
