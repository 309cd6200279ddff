package view

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/pktscope/pktscope/internal/terminal"
)

var errNoNumber = errors.New("want the number of a packet")

// A Model is the screen, as bubbletea updates and draws it. It asks the Source by
// commands, never while it draws.
type Model struct {
	ctx     context.Context
	src     Source
	actions []action
	tick    func() tea.Cmd // has a tickMsg come after a while
	stopped func()         // suspends the process

	width, height int
	live          bool // the capture is of an interface
	warned        bool // that it is not saved
	colored       bool // the terminal has colours, and shall show them
	styles        styles
	status        Status

	tab       int
	focus     pane
	zoomed    bool
	list      list
	packet    inspector // that is selected in list
	pages     []page    // by tab; that of Packets is not used
	over      []overlay // above the tab, the last is shown
	prompt    *prompt
	history   [promptKinds][]string
	job       *job   // a filter, a search or a save that goes on
	begin     string // the filter at the beginning
	wanted    string // the text that is searched for
	note      string // what the last key did, until the next one
	ticking   bool
	changes   bool   // the Source had changed when it was looked at last: what follows that may come later
	spansTabs []span // on the screen
	spansDump []span
}

// An overlay covers the tab.
type overlay interface {
	scope() scope
	scroller() *scroll // nil: its bytes have the focus
	draw(m *Model, area rect) []string
	hint() string
}

// A tickMsg has the Source's status looked at; a changedMsg as well, when packets arrive.
type (
	tickMsg    struct{}
	changedMsg struct{}
)

// tickEvery is how often it is looked at while something goes on that no changedMsg tells.
const tickEvery = 200 * time.Millisecond

// newModel makes a model that asks src until ctx is cancelled.
func newModel(ctx context.Context, src Source) *Model {
	m := &Model{ctx: ctx, src: src, actions: actions(), styles: plainStyles()}
	m.tick = func() tea.Cmd { return tea.Tick(tickEvery, func(time.Time) tea.Msg { return tickMsg{} }) }
	m.stopped = func() {}
	m.list.columns = src.Columns()
	m.list.marks = map[uint64]bool{}
	m.pages = make([]page, len(tabs()))
	m.status = src.Status()
	m.live = m.status.Live
	m.list.follow = m.live
	return m
}

// Init asks for the terminal's background, begins to look at the Source, and to filter.
func (m *Model) Init() tea.Cmd {
	m.ticking = true
	cmds := []tea.Cmd{tea.RequestBackgroundColor, func() tea.Msg { return tickMsg{} }}
	if m.begin != "" {
		cmds = append(cmds, m.filter(m.begin))
	}
	return tea.Batch(cmds...)
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.update(msg)
	m.lay()
	return m, tea.Batch(cmd, m.needs())
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		m.ground(msg)
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		m.paste(msg.Content)
	case tea.MouseClickMsg:
		return m.click(msg.Mouse())
	case tea.MouseWheelMsg:
		return m.wheel(msg.Mouse())
	case tickMsg:
		m.ticking = false
		m.look()
	case changedMsg:
		m.look()
	case rowsMsg:
		m.tookRows(msg)
	case detailMsg:
		m.tookDetail(msg)
	case pageMsg:
		m.pages[msg.tab].take(msg)
	case ladderMsg:
		m.tookLadder(msg)
	case compareMsg:
		m.tookCompared(msg)
	case markedMsg:
		if m.packet.number == uint64(msg) {
			m.packet.number = 0 // asked for anew
		}
	case noteMsg:
		m.note = string(msg)
	case jobMsg:
		return m.ended(msg)
	}
	return nil
}

// ground takes the terminal's background.
func (m *Model) ground(msg tea.BackgroundColorMsg) {
	switch {
	case !m.colored:
	case msg.IsDark():
		m.styles = newStyles(terminal.Dark)
	default:
		m.styles = newStyles(terminal.Light)
	}
}

// key takes a key.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	m.note = ""
	if m.prompt != nil {
		return m.promptKey(k)
	}
	if a := m.action(k); a != nil {
		return a.do(m)
	}
	m.note = m.elsewhere(k)
	return nil
}

// look looks at the Source's status.
func (m *Model) look() {
	before := m.status
	m.status = m.src.Status()
	m.changes = m.status.Version != before.Version
	if before.Reading && !m.status.Reading && m.packet.detail != nil && m.packet.detail.Provisional {
		m.packet.number = 0 // asked for anew
	}
	if before.Live && !m.status.Live {
		m.note = "the capture has stopped"
	}
	m.list.resize(m.list.scroll.rows, m.status.Displayed)
	if m.list.follow && m.focus == listPane {
		m.list.to(m.status.Displayed - 1)
	}
}

// needs asks for what is shown and not there.
func (m *Model) needs() tea.Cmd {
	cmds := []tea.Cmd{m.list.need(m.ctx, m.src, m.status.Version)}
	if r := m.list.current(); r != nil {
		cmds = append(cmds, m.packet.ask(m.ctx, m.src, r.Number))
	} else if m.status.Displayed == 0 {
		m.packet.clear()
	}
	busy := m.changes || m.status.Filtering || m.job != nil
	for i := range m.pages {
		if shown := i == m.tab; i != tabPackets && (shown || i == tabTunnels) { // whose title tells of errors
			cmds = append(cmds, m.pages[i].need(m.src, i, m.status, shown))
			busy = busy || m.pages[i].stale
		}
	}
	if busy && !m.ticking {
		m.ticking = true
		cmds = append(cmds, m.tick())
	}
	return tea.Batch(cmds...)
}

// tookRows takes rows of the packet list.
func (m *Model) tookRows(msg rowsMsg) {
	m.list.take(msg)
	if msg.err != nil && !errors.Is(msg.err, context.Canceled) {
		m.note = msg.err.Error()
	}
}

// tookDetail takes the detail of a packet, of the list or of a ladder.
func (m *Model) tookDetail(msg detailMsg) {
	if !m.packet.take(msg) {
		if f := m.frame(); f != nil {
			f.take(msg)
		}
		return
	}
	if f := m.frame(); f != nil && f.number == msg.number {
		f.take(msg)
	}
}

// inspected is the packet whose detail is shown.
func (m *Model) inspected() *inspector {
	if f := m.frame(); f != nil {
		return &f.inspector
	}
	return &m.packet
}

// scroller is the list that the keys move in, nil if it is the bytes.
func (m *Model) scroller() *scroll {
	switch {
	case len(m.over) > 0:
		return m.over[len(m.over)-1].scroller()
	case m.tab != tabPackets:
		return &m.pages[m.tab].scroll
	case m.focus == listPane:
		return &m.list.scroll
	case m.focus == treePane:
		return &m.packet.tree.scroll
	}
	return nil
}
