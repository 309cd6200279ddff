package diagnosis

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pktscope/pktscope/internal/diagnose"
	"github.com/pktscope/pktscope/internal/render"
)

// A Style is how text is drawn.
type Style struct {
	Color    bool
	Palette  render.Palette
	Width    int  // of lines, in columns of a terminal; 0: they are not wrapped
	Complete bool // all evidence is listed, not the first maxShown frames
}

// severityHues are the colours of severities. The words say the same.
var severityHues = [...]render.Hue{diagnose.Note: render.HueTCP, diagnose.Warning: render.HueKeys, diagnose.Error: render.HueErr}

// A writer appends the page for a terminal.
type writer struct {
	Style
	b []byte
}

// appendText appends the page: one block a finding, the worst first.
func (p *page) appendText(b []byte, at time.Time) []byte {
	w := writer{p.options.Style, b}
	list := p.findings(at)
	for i, group := range groups(list) {
		if i > 0 {
			w.line("", strings.Repeat("-", max(0, min(w.rule(), 78))))
			w.line("", "")
		}
		for j := range group {
			w.finding(&group[j])
		}
	}
	return p.appendEnd(w.b, list)
}

// appendNews appends the findings that are new since the last call, or worse.
func (p *page) appendNews(b []byte, at time.Time) []byte {
	w := writer{p.options.Style, b}
	list := p.news(at)
	for i := range list {
		w.finding(&list[i])
	}
	return w.b
}

// AppendFinding appends the block of one finding.
func AppendFinding(b []byte, x *diagnose.Finding, s Style) []byte {
	w := writer{s, b}
	w.finding(x)
	return w.b
}

// rule is the width of a line between tunnels.
func (w *writer) rule() int {
	if w.Width == 0 {
		return 78
	}
	return w.Width - 2
}

// line appends a line of text that is not wrapped.
func (w *writer) line(indent, text string) {
	w.b = append(w.b, strings.TrimRight(indent+string(render.AppendClean(nil, text)), " ")...)
	w.b = append(w.b, '\n')
}

// paragraph appends wrapped text: first before the first line, rest before the others.
func (w *writer) paragraph(first, rest, text string) {
	room := 0
	if w.Width > 0 {
		room = max(20, w.Width-len(rest))
	}
	for i, l := range render.Wrap(text, room) {
		if i > 0 {
			first = rest
		}
		w.b = append(append(append(w.b, first...), l...), '\n')
	}
}

// finding appends the block of one finding.
func (w *writer) finding(x *diagnose.Finding) {
	word := x.Severity.String() + ": "
	at := len(w.b)
	w.paragraph(word, strings.Repeat(" ", len(word)), x.Summary)
	if w.Color {
		rest := string(w.b[at+len(word):])
		w.b = append(w.b[:at], w.Palette.Bold(severityHues[x.Severity], word)+rest...)
	}
	w.facts(x)
	w.values(x)
	w.evidence(x)
	w.remedies(x)
	w.b = append(w.b, '\n')
}

// facts appends what the finding is about, by which rule, and how certain.
func (w *writer) facts(x *diagnose.Finding) {
	text := x.Rule + ", " + x.Certainty.String()
	if t := x.Tunnel; t != nil {
		text = tunnelText(t) + "; " + text
	}
	if x.Count > 1 {
		text += fmt.Sprintf("; %d times", x.Count)
	}
	if !x.First.IsZero() {
		text += "; " + span(x.First, x.Last)
	}
	if x.Reference != "" {
		text += "; " + x.Reference
	}
	at := len(w.b)
	w.paragraph("  ", "  ", text)
	if w.Color {
		body := string(w.b[at : len(w.b)-1])
		w.b = append(append(w.b[:at], w.Palette.In(render.HueFaint, body)...), '\n')
	}
}

func tunnelText(t *diagnose.Tunnel) string {
	return "tunnel " + diagnose.Address(t.Initiator) + " - " + diagnose.Address(t.Responder)
}

// clock is how the page tells times.
const clock = "15:04:05"

// span is a time, or from when to when.
func span(first, last time.Time) string {
	from, to := first.Local(), last.Local()
	if to.Sub(from) < time.Second {
		return "at " + from.Format(clock)
	}
	return from.Format(clock) + " to " + to.Format(clock)
}

// values appends the values of both sides, side by side.
func (w *writer) values(x *diagnose.Finding) {
	if len(x.Values) == 0 {
		return
	}
	w.b = append(w.b, '\n')
	w.table(sideRows(x))
}

// cell is a value as text, a list with a line for each.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return "(not known)"
	case []string:
		if len(v) == 0 {
			return "(none)"
		}
		return strings.Join(v, "\n")
	}
	return fmt.Sprint(v)
}

// table appends rows of three columns, the cells wrapped to the width.
func (w *writer) table(rows [][3]string) {
	const indent, gap = 2, 2
	widths := [3]int{}
	for _, r := range rows {
		for i, c := range r {
			for l := range strings.Lines(c) {
				widths[i] = max(widths[i], utf8.RuneCountInString(strings.TrimSuffix(l, "\n")))
			}
		}
	}
	if room := w.Width - indent - widths[0] - 2*gap; w.Width > 0 && widths[1]+widths[2] > room {
		half := max(12, room/2)
		if widths[1] > half {
			widths[1] = max(half, room-widths[2])
		}
		widths[2] = max(12, room-widths[1])
	}
	for _, r := range rows {
		var cells [3][]string
		for i, c := range r {
			for l := range strings.SplitSeq(c, "\n") {
				cells[i] = append(cells[i], render.Wrap(l, widths[i])...)
			}
		}
		for n := range max(len(cells[0]), len(cells[1]), len(cells[2])) {
			line := strings.Repeat(" ", indent)
			for i := range cells {
				text := ""
				if n < len(cells[i]) {
					text = cells[i][n]
				}
				line += text
				if i < 2 {
					line += strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(text))+gap)
				}
			}
			w.b = append(append(w.b, strings.TrimRight(line, " ")...), '\n')
		}
	}
}

// maxShown bounds the evidence on the page; programs and screens get all of it.
const maxShown = 5

// evidence appends the frames that show it.
func (w *writer) evidence(x *diagnose.Finding) {
	if len(x.Evidence) == 0 {
		return
	}
	w.b = append(w.b, "\n  seen in\n"...)
	several := severalFiles(x)
	shown := len(x.Evidence)
	if !w.Complete {
		shown = min(shown, maxShown)
	}
	for i := range x.Evidence[:shown] {
		e := &x.Evidence[i]
		place := place(e, several)
		w.paragraph("    "+place, "    "+strings.Repeat(" ", len(place)), e.Text+field(e))
	}
	if n := len(x.Evidence) - shown; n > 0 {
		w.line("    ", render.Plural(n, "more frame", "more frames"))
	}
}

// severalFiles reports whether a number alone does not tell which frame is meant: the
// evidence is of several captures, or of one of several that were read.
func severalFiles(x *diagnose.Finding) bool {
	file := ""
	for i := range x.Evidence {
		e := &x.Evidence[i]
		switch {
		case e.Frame == 0:
			continue
		case e.Number != e.Frame, file != "" && e.File != file:
			return true
		}
		file = e.File
	}
	return false
}

// place is the frame of evidence, its time if it is about no single one.
func place(e *diagnose.Evidence, several bool) string {
	switch {
	case e.Frame == 0 && e.Time.IsZero():
		return ""
	case e.Frame == 0:
		return e.Time.Local().Format(clock) + "  "
	case several && e.File != "":
		return string(render.AppendClean(nil, e.File)) + fmt.Sprintf(" #%d  ", e.Number)
	}
	return fmt.Sprintf("#%d  ", e.Number)
}

// field is the field of evidence as a display filter finds it.
func field(e *diagnose.Evidence) string {
	switch {
	case e.Field == "":
		return ""
	case e.Value == "":
		return " (" + e.Field + ")"
	}
	return " (" + e.Field + " == " + e.Value + ")"
}

// remedies appends what to type, the platforms that take the same lines together.
func (w *writer) remedies(x *diagnose.Finding) {
	for _, r := range together(x.Remedies) {
		w.b = append(w.b, '\n')
		w.line("  ", "to type on "+r.platforms)
		for l := range strings.Lines(r.text) {
			w.line("    ", strings.TrimRight(l, "\n"))
		}
	}
}

// A typed remedy is lines for one or more platforms.
type typed struct{ platforms, text string }

// title is the name of a platform.
func title(p diagnose.Platform) string {
	switch p {
	case diagnose.IOS:
		return "IOS"
	case diagnose.IOSXE:
		return "IOS XE"
	case diagnose.ASA:
		return "ASA"
	case diagnose.StrongSwan:
		return "strongSwan"
	}
	return string(p)
}

// together joins the platforms of remedies that are the same, and then the lines for
// several gateways of the same platforms.
func together(list []diagnose.Remedy) (out []typed) {
	var same []typed
next:
	for _, r := range list {
		text := r.Text()
		for i := range same {
			if same[i].text == text {
				same[i].platforms += ", " + title(r.Platform)
				continue next
			}
		}
		same = append(same, typed{title(r.Platform), text})
	}
	for _, t := range same {
		i := slices.IndexFunc(out, func(o typed) bool { return o.platforms == t.platforms })
		if i < 0 {
			out = append(out, t)
			continue
		}
		out[i].text += "\n" + t.text
	}
	return out
}
