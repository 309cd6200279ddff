package view

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// A scope is where a key means something.
type scope uint16

const (
	inList scope = 1 << iota
	inTree
	inDump
	inPage // a tab that is not Packets
	inLadder
	inDiff
	inStream // what the ends of a stream said
	inHelp
	inPrompt
	inFrame // a packet that was opened from a ladder; beside inTree or inDump

	inPackets = inList | inTree | inDump
	inAll     = inPackets | inPage | inLadder | inDiff | inStream | inHelp | inFrame
)

// An action is a row of the key table: the help page, the dispatch and the tests read
// nothing else.
type action struct {
	group   string // of the help page
	binding key.Binding
	in      scope
	do      func(m *Model) tea.Cmd
}

// The groups of the help page, in its order.
const (
	groupMoving = "Moving"
	groupScreen = "Screen"
	groupList   = "Packets"
	groupField  = "Detail and bytes"
	groupPage   = "Tabs with tables"
	groupLadder = "Ladder and comparison"
	groupLine   = "While a line is typed"
)

func groups() []string {
	return []string{groupMoving, groupScreen, groupList, groupField, groupPage, groupLadder, groupLine}
}

// group is the one of the keys that mean something here alone.
func (s scope) group() string {
	switch {
	case s&(inTree|inDump) != 0:
		return groupField
	case s&inPage != 0:
		return groupPage
	case s&(inLadder|inDiff) != 0:
		return groupLadder
	}
	return groupList
}

// bind makes a binding: what the help page calls the keys, what they do, the keys.
func bind(name, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(name, does))
}

// actions is the key table. Of two rows for the same key in the same scope the first
// counts; TestKeysAreUnique forbids them.
func actions() []action {
	return []action{
		{groupMoving, bind("↑ k", "up", "up", "k"), inAll, step(-1)},
		{groupMoving, bind("↓ j", "down", "down", "j"), inAll, step(1)},
		{groupMoving, bind("PgUp Ctrl-B", "a page up", "pgup", "ctrl+b"), inAll, pageBy(-2)},
		{groupMoving, bind("PgDn", "a page down", "pgdown"), inAll, pageBy(2)},
		{groupMoving, bind("Ctrl-U", "half a page up", "ctrl+u"), inAll, pageBy(-1)},
		{groupMoving, bind("Ctrl-D", "half a page down", "ctrl+d"), inAll, pageBy(1)},
		{groupMoving, bind("Home g", "to the first", "home", "g"), inAll, (*Model).first},
		{groupMoving, bind("End G", "to the last", "end", "G"), inAll, (*Model).last},
		{groupMoving, bind("← h", "back; detail: close; texts: to the left", "left", "h"), inAll, sideways(-1)},
		{groupMoving, bind("→ l", "on; detail: open; texts: to the right", "right", "l"), inAll, sideways(1)},

		{groupScreen, bind("?", "this help", "?", "f1"), inAll &^ inHelp, (*Model).openHelp},
		{groupScreen, bind("Tab", "next pane", "tab"), inPackets | inFrame, turn(1)},
		{groupScreen, bind("Shift-Tab", "pane before", "shift+tab"), inPackets | inFrame, turn(-1)},
		{groupScreen, bind("z", "the pane alone, or all of them", "z"), inPackets, (*Model).zoom},
		{groupScreen, bind("1", "tab Packets", "1"), inAll, tabTo(0)},
		{groupScreen, bind("2", "tab Tunnels", "2"), inAll, tabTo(1)},
		{groupScreen, bind("3", "tab Neighbors", "3"), inAll, tabTo(2)},
		{groupScreen, bind("4", "tab Translations", "4"), inAll, tabTo(3)},
		{groupScreen, bind("5", "tab Conversations", "5"), inAll, tabTo(4)},
		{groupScreen, bind("6", "tab Statistics", "6"), inAll, tabTo(5)},
		{groupScreen, bind("]", "next tab", "]"), inAll, tabBy(1)},
		{groupScreen, bind("[", "tab before", "["), inAll, tabBy(-1)},
		{groupScreen, bind("Esc", "stop a filter or a search; back", "esc"), inAll, (*Model).escape},
		{groupScreen, bind("q", "back; quit", "q"), inAll, (*Model).back},
		{groupScreen, bind("Ctrl-C", "quit", "ctrl+c"), inAll | inPrompt, (*Model).quit},
		{groupScreen, bind("Ctrl-Z", "suspend", "ctrl+z"), inAll | inPrompt, (*Model).suspend},
		{groupScreen, bind("Ctrl-L", "draw anew", "ctrl+l"), inAll | inPrompt, (*Model).redraw},

		{groupList, bind("/", "display filter, as in termshark", "/", "ctrl+/", "ctrl+_"), inAll &^ inHelp, (*Model).typeFilter},
		{groupList, bind("u", "no display filter", "u"), inPackets, (*Model).unfilter},
		{groupList, bind("Ctrl-F", "find a text in rows and fields", "ctrl+f"), inPackets, (*Model).typeSearch},
		{groupList, bind("n Ctrl-N", "next match", "n", "ctrl+n"), inPackets, (*Model).findNext},
		{groupList, bind("N", "match before", "N"), inPackets, (*Model).findPrevious},
		{groupList, bind("Ctrl-G :", "go to a packet", "ctrl+g", ":"), inPackets, (*Model).typeNumber},
		{groupList, bind("Enter", "to the detail", "enter"), inList, (*Model).enterDetail},
		{groupList, bind("m", "mark the packet", "m"), inPackets, (*Model).markPacket},
		{groupList, bind("'", "next marked packet", "'"), inPackets, (*Model).nextMark},
		{groupList, bind("t", "time: next form", "t"), inPackets, (*Model).nextTime},
		{groupList, bind("w Ctrl-S", "save the displayed packets to the file of -w", "w", "ctrl+s"), inPackets, (*Model).saveDisplayed},
		{groupList, bind("W", "save the marked packets to it", "W"), inPackets, (*Model).saveMarked},
		{groupList, bind("f", "follow: the last packet is selected", "f"), inPackets, (*Model).follow},
		{groupList, bind("s Ctrl-E", "stop the capture", "s", "ctrl+e"), inPackets | inPage, (*Model).stop},

		{groupList, bind("F", "follow the stream of TCP or UDP; Esc goes back", "F"), inPackets | inFrame, (*Model).followStream},
		{groupList, bind("p", "a stream that is followed: to its packets", "p"), inStream, (*Model).stay},

		{groupField, bind("Enter Space", "open or close", "enter", "space"), inTree, (*Model).toggle},
		{groupField, bind("+", "open all", "+"), inTree, openAll(true)},
		{groupField, bind("-", "close all", "-"), inTree, openAll(false)},
		{groupField, bind("a", "apply as filter: field == value", "a"), inTree | inDump, (*Model).applyField},
		{groupField, bind("A", "apply as filter: the one there is, and this", "A"), inTree | inDump, (*Model).applyFieldToo},
		{groupField, bind("x", "apply as filter: the one there is, and not this", "x"), inTree | inDump, (*Model).applyFieldNot},
		{groupField, bind("c", "copy as filter, to the terminal's clipboard", "c"), inTree | inDump, (*Model).copyFilter},
		{groupField, bind("y", "copy the value", "y"), inTree | inDump, (*Model).copyValue},
		{groupField, bind("b", "bytes: next source (decrypted, reassembled)", "b"), inPackets, (*Model).nextBuffer},
		{groupField, bind("Enter", "bytes: to the field in the detail", "enter"), inDump, (*Model).enterTree},

		{groupPage, bind("Enter", "open: the ladder, or the packet", "enter"), inPage, (*Model).openEntry},
		{groupPage, bind("a", "apply as filter: the packets of the line", "a"), inPage, (*Model).applyEntry},
		{groupPage, bind("Tab", "next table", "tab"), inPage, nextSection(1)},
		{groupPage, bind("Shift-Tab", "table before", "shift+tab"), inPage, nextSection(-1)},

		{groupLadder, bind("Enter", "open the message", "enter"), inLadder, (*Model).openMessage},
		{groupLadder, bind("m Space", "mark; two marked messages are compared", "m", "space"), inLadder, (*Model).markMessage},
		{groupLadder, bind("a", "apply as filter: the packets of the ladder", "a"), inLadder, (*Model).applyLadder},
		{groupLadder, bind("p", "to this packet in the packet list", "p"), inLadder | inFrame, (*Model).showInList},
		{groupLadder, bind("e", "comparison: only what differs, or all", "e"), inDiff, (*Model).onlyDifferences},
		{groupLadder, bind("E", "what differs, with times, checksums and numbers", "E"), inDiff, (*Model).everyDifference},

		{groupLine, bind("Enter", "accept", "enter"), inPrompt, (*Model).accept},
		{groupLine, bind("Esc", "leave as it was", "esc"), inPrompt, (*Model).leavePrompt},
		{groupLine, bind("Tab", "complete the name", "tab"), inPrompt, (*Model).completeName},
		{groupLine, bind("↑ Ctrl-P", "name above; what was typed before", "up", "ctrl+p"), inPrompt, choose(-1)},
		{groupLine, bind("↓ Ctrl-N", "name below; what was typed after", "down", "ctrl+n"), inPrompt, choose(1)},
	}
}

// action is the row for a key, nil for none.
func (m *Model) action(k tea.KeyPressMsg) *action {
	now := m.scope()
	for i := range m.actions {
		if a := &m.actions[i]; a.in&now != 0 && key.Matches(k, a.binding) {
			return a
		}
	}
	return nil
}

// elsewhere says where a key means something that means nothing here; "" of a key that means
// nothing anywhere.
func (m *Model) elsewhere(k tea.KeyPressMsg) string {
	var where scope
	for i := range m.actions {
		if a := &m.actions[i]; key.Matches(k, a.binding) {
			where |= a.in
		}
	}
	var names []string
	for _, p := range places() {
		if where&p.in != 0 {
			names = append(names, p.name)
		}
	}
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return k.String() + " is a key of " + names[0]
	default:
		return k.String() + " is a key of " + strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// A place is what a scope is called.
type place struct {
	in   scope
	name string
}

func places() []place {
	return []place{
		{inList, "the packet list"}, {inTree, "the detail"}, {inDump, "the bytes"}, {inPage, "tabs with tables"}, {inLadder, "ladders"},
		{inDiff, "comparisons"}, {inStream, "streams"},
	}
}

// scope is where the keys go now.
func (m *Model) scope() scope {
	switch {
	case m.prompt != nil:
		return inPrompt
	case len(m.over) > 0:
		return m.over[len(m.over)-1].scope()
	case m.tab != tabPackets:
		return inPage
	}
	return m.focus.scope()
}

// scope is that of keys for the pane.
func (p pane) scope() scope {
	return [...]scope{listPane: inList, treePane: inTree, dumpPane: inDump}[p]
}
