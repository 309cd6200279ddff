package view

// The least terminal that the screen fits into.
const (
	leastWidth  = 60
	leastHeight = 12
)

// besideWidth is the width from which on detail and bytes stand side by side.
const besideWidth = 140

// A rect is a part of the screen.
type rect struct{ x, y, w, h int }

func (r rect) has(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// A layout is where the panes are; a pane without height is not shown. Each has a title
// as its first line.
type layout struct{ list, tree, dump rect }

// panes lays out the packet list above the detail and the bytes.
func panes(area rect, zoomed bool, focus pane) layout {
	if zoomed {
		var l layout
		*l.of(focus) = area
		return l
	}
	upper := max(3, area.h*2/5)
	l := inspectorPanes(rect{area.x, area.y + upper, area.w, area.h - upper})
	l.list = rect{area.x, area.y, area.w, upper}
	return l
}

// inspectorPanes lays out the detail and the bytes.
func inspectorPanes(area rect) layout {
	if area.w >= besideWidth {
		w := lineWidth(wideLine) + 1
		return layout{
			tree: rect{area.x, area.y, area.w - w - 1, area.h},
			dump: rect{area.x + area.w - w, area.y, w, area.h},
		}
	}
	lower := max(3, area.h*2/5)
	return layout{
		tree: rect{area.x, area.y, area.w, area.h - lower},
		dump: rect{area.x, area.y + area.h - lower, area.w, lower},
	}
}

// of is the place of a pane.
func (l *layout) of(p pane) *rect {
	switch p {
	case treePane:
		return &l.tree
	case dumpPane:
		return &l.dump
	}
	return &l.list
}

// A pane is a part of the Packets tab.
type pane uint8

const (
	listPane pane = iota
	treePane
	dumpPane
)
