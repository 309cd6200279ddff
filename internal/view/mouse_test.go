package view

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

func (d *driver) click(x, y int) { d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }

func (d *driver) wheel(x, y int, button tea.MouseButton) {
	d.send(tea.MouseWheelMsg{X: x, Y: y, Button: button})
}

// The mouse selects tabs, rows, fields, bytes and the tabs of the bytes.
func TestMouse(t *testing.T) {
	d := newDriver(t, newFake())
	d.click(10, 5) // the third row: tabs, filter and titles are above
	at(3)(t, d)
	d.click(10, 11) // the first field
	hasFocus(treePane)(t, d)
	d.lacks("▾ Frame 3")
	d.click(10, 11) // once more: it opens
	d.shows("▾ Frame 3")
	d.click(8, 20) // the second line of bytes: the first byte
	hasFocus(dumpPane)(t, d)
	is(t, "byte", d.m.packet.dump.cursor, 16)
	is(t, "field", d.m.packet.tree.current().Field, "ip")
	d.click(78, 20) // the last character of the line has no byte to the right
	is(t, "byte", d.m.packet.dump.cursor, 16)
	d.click(60, 20) // a character
	is(t, "byte", d.m.packet.dump.cursor, 16+60-offsetWidth-3*16-2-1)
	d.click(25, 18) // the tab of decrypted bytes
	is(t, "buffer", d.m.packet.dump.buffer, 1)
	d.click(10, 0)
	onTab("Tunnels")(t, d)
	d.click(5, 8) // an SA
	is(t, "state", d.m.pages[1].current().Cells[1], "NO_STATE")
	d.click(5, 8)
	d.shows("IKEv2 between")
	d.click(5, 7) // a message
	d.click(5, 7)
	d.shows("Detail: packet 3")
	d.click(5, 20)
	is(t, "bytes have the focus", d.m.frame().onDump, true)
	d.click(10, 1)
	d.shows("Enter accepts")
}

// The wheel scrolls what is below the pointer.
func TestWheel(t *testing.T) {
	d := newDriver(t, newFake())
	d.wheel(10, 5, tea.MouseWheelDown)
	is(t, "first row", d.m.list.top, 3)
	at(4)(t, d)
	d.wheel(10, 5, tea.MouseWheelUp)
	is(t, "first row", d.m.list.top, 0)
	d.wheel(10, 20, tea.MouseWheelDown)
	is(t, "first line of bytes", d.m.packet.dump.top, 3)
	d.wheel(10, 12, tea.MouseWheelDown)
	d.press("?")
	d.shows(" Keys")
	d.wheel(10, 12, tea.MouseWheelDown)
	is(t, "first line of the help", d.m.over[0].scroller().top, 3)
	d.wheel(10, 12, tea.MouseWheelLeft)
	d.press("esc", "2")
	d.wheel(10, 12, tea.MouseWheelDown)
	is(t, "an entry is selected", d.m.pages[1].current() != nil, true)
}
