package view

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A prompt is the line that the user types into.
type prompt struct {
	kind  promptKind
	line  line
	err   error        // why the text is no filter
	names []Completion // what the word may become
	pick  scroll       // of names
	past  int          // of the texts typed before: how far back the line comes from
}

type promptKind uint8

const (
	filterPrompt promptKind = iota
	searchPrompt
	gotoPrompt
	promptKinds = iota
)

// label stands before the line.
func (k promptKind) label() string {
	return [...]string{filterPrompt: "Filter: ", searchPrompt: "Find: ", gotoPrompt: "Go to packet: "}[k]
}

// mostNames is how many completions are shown at once.
const mostNames = 8

// openPrompt has the user type a line that begins as text.
func (m *Model) openPrompt(kind promptKind, text string) {
	m.prompt = &prompt{kind: kind, line: newLine(text)}
	m.prompt.edited(m.src)
	m.prompt.names = nil // until something is typed
}

// edited checks and completes the text.
func (p *prompt) edited(src Source) {
	p.past, p.err, p.names = 0, nil, nil
	switch p.kind {
	case filterPrompt:
		if text := strings.TrimSpace(p.line.String()); text != "" {
			p.err = src.Check(text)
		}
		if _, prefix := p.line.name(); prefix != "" {
			p.names = src.Complete(prefix)
			if len(p.names) == 1 && p.names[0].Name == prefix {
				p.names = nil
			}
		}
	case gotoPrompt:
		p.err = checkNumber(p.line.String())
	}
	p.pick = scroll{}
	p.pick.resize(mostNames, len(p.names))
}

// checkNumber returns why text is no packet's number.
func checkNumber(text string) error {
	if text == "" {
		return nil
	}
	if _, err := strconv.ParseUint(text, 10, 64); err != nil {
		return errNoNumber
	}
	return nil
}

// complete puts the chosen name into the line.
func (p *prompt) complete(src Source) {
	if len(p.names) == 0 {
		return
	}
	from, _ := p.line.name()
	name := p.names[p.pick.at].Name
	p.line.cut(from, p.line.at)
	p.line.insert(name)
	p.edited(src)
	if len(p.names) > 0 && p.names[0].Name == name {
		p.names = nil // it is whole; longer ones come with the next letter
	}
}

// recall puts an earlier text of the same kind into the line: n further back.
func (m *Model) recall(n int) {
	p := m.prompt
	before := m.history[p.kind]
	past := max(0, min(p.past+n, len(before)))
	text := ""
	if past > 0 {
		text = before[len(before)-past]
	}
	p.line = newLine(text)
	p.edited(m.src)
	p.names, p.past = nil, past
}

// remember keeps a text for recall.
func (m *Model) remember(kind promptKind, text string) {
	before := m.history[kind]
	if n := len(before); text != "" && (n == 0 || before[n-1] != text) {
		before = append(before, text)
	}
	m.history[kind] = before[max(0, len(before)-mostHistory):]
}

// mostHistory is how many texts of a kind are remembered.
const mostHistory = 50

// accept does what the line says.
func (m *Model) accept() tea.Cmd {
	p := m.prompt
	text := strings.TrimSpace(p.line.String())
	if p.err != nil {
		return nil // the line says why
	}
	m.prompt = nil
	switch p.kind {
	case filterPrompt:
		return m.filter(text)
	case searchPrompt:
		m.wanted = text
		m.remember(p.kind, text)
		return m.find(m.list.at, false)
	default:
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return nil // an empty line
		}
		m.remember(p.kind, text)
		return m.goTo(n)
	}
}

// promptKey takes a key while a line is typed: one of the table's, or one of the line's.
func (m *Model) promptKey(k tea.KeyPressMsg) tea.Cmd {
	if a := m.action(k); a != nil {
		return a.do(m)
	}
	if m.prompt.line.edit(k) {
		m.prompt.edited(m.src)
	}
	return nil
}

// paste takes a text that is pasted.
func (m *Model) paste(text string) {
	if m.prompt != nil {
		m.prompt.line.insert(oneLine(text))
		m.prompt.edited(m.src)
	}
}
