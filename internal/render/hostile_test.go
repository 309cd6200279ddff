package render_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/render"
)

// A note is a protocol that says whatever its bytes say, everywhere.
type note struct{ text []byte }

var (
	noteProto = field.NewProto("note", "Note", "Note")
	noteLine  = noteProto.Scope("Line", field.Format(func(b []byte, t *field.Tree, i int) []byte {
		return append(append(b, "Line: "...), t.Bytes(i)...)
	}))
	noteText = noteProto.String("note.text", "Text")
	noteRaw  = noteProto.Bytes("note.raw", "Raw")
)

func (*note) Proto() *field.Proto { return noteProto }

func (m *note) Decode(d *field.Decoder) error {
	mark := d.Begin(&noteProto.Def)
	for range 3 { // repeated keys
		line := d.Begin(noteLine)
		n := d.Captured() / 2
		m.text = d.TextN(noteText, n)
		d.End(line)
	}
	m.text = d.Rest(noteRaw)
	d.End(mark)
	return d.Err()
}

func (m *note) AppendSummary(b []byte, _ *field.Names) []byte { return append(b, m.text...) }
func (m *note) AppendSource(b []byte) []byte                  { return append(b, m.text...) }
func (m *note) AppendDestination(b []byte) []byte             { return append(b, m.text...) }
func (m *note) AppendProtocol(b []byte) []byte                { return append(b, m.text...) }

var hostile = []string{
	``, `plain`, `"quotes" 'and' <tags> & &amp; ]]>`, "\x00\x01\x1b[31m\x7f\x80\xff", "tab\tnew\nline\rreturn",
	"\u009b31m \u202egnp.exe \u2066 \u2028", "\xe2\x80", "\xf4\x90\x80\x80\xed\xa0\x80", `back\slash`, "→ é 漢字 🙂",
	"\ufffe\uffff", strings.Repeat("\xff", 600), strings.Repeat("é", 500), strings.Repeat(`"`, 700),
}

func noteRow(t testing.TB, text string) (*dissect.Registry, *render.Row) {
	t.Helper()
	r, err := dissect.NewRegistry(dissect.Bind[note](field.Link.Key(147)))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Declare(frame.Proto); err != nil {
		t.Fatal(err)
	}
	data := []byte(text)
	return r, newRow(t, r, data, frame.Frame{
		Number: 1, Link: 147, CapLen: len(data), WireLen: len(data), Comments: []string{text, text},
		Iface: &frame.Interface{Name: text, Description: text},
	})
}

// TestHostile: whatever a packet says, each format stays what it is.
func TestHostile(t *testing.T) {
	all := hostileOutputs()
	for _, text := range hostile {
		r, row := noteRow(t, text)
		for _, check := range all {
			check(t, render.Options{Registry: r, Header: true}, []*render.Row{row, row})
		}
	}
}

// FuzzHostile is TestHostile for any text, in one of the formats.
func FuzzHostile(f *testing.F) {
	all := hostileOutputs()
	for i, text := range hostile {
		f.Add(text, uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, format uint8) {
		r, row := noteRow(t, text)
		all[int(format)%len(all)](t, render.Options{Registry: r, Header: true}, []*render.Row{row, row})
	})
}

// hostileOutputs write rows in a format each, and look at what is written.
func hostileOutputs() (all []func(t *testing.T, o render.Options, rows []*render.Row)) {
	for _, format := range []string{"psml", "pdml"} {
		all = append(all, func(t *testing.T, o render.Options, rows []*render.Row) {
			t.Helper()
			out := output(t, format, o, rows)
			checkXML(t, out)
			checkTerminal(t, bytes.ReplaceAll(bytes.ReplaceAll(out, []byte("\r\n"), []byte("\n")), []byte("\t"), nil), 0)
		})
	}
	for _, names := range [][]string{nil, {"note.text", "_ws.col.Info", "note.raw"}} {
		for _, x := range []struct {
			format string
			check  func(*testing.T, []byte)
		}{{"json", checkUnique}, {"ek", checkUnique}, {"csv", checkCSV}} {
			all = append(all, func(t *testing.T, o render.Options, rows []*render.Row) {
				t.Helper()
				o.Fields.Names = names
				out := output(t, x.format, o, rows)
				x.check(t, out)
				checkTerminal(t, out, 0)
			})
		}
	}
	for _, detail := range []bool{true, false} {
		all = append(all, func(t *testing.T, o render.Options, rows []*render.Row) {
			t.Helper()
			o.Detail = detail
			checkTerminal(t, output(t, "text", o, rows), 0)
		})
	}
	for _, width := range []int{0, 60, 120} {
		all = append(all, func(t *testing.T, o render.Options, rows []*render.Row) {
			t.Helper()
			checkTerminal(t, []byte(listed(t, o, width, rows)), width)
		})
	}
	return all
}

func checkXML(t *testing.T, document []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(document))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in %q", err, document)
		}
	}
}

// checkUnique reads JSON and fails where an object has a key twice.
func checkUnique(t *testing.T, document []byte) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(document))
	for d.More() {
		if err := unique(d); err != nil {
			t.Fatalf("%v in %q", err, document)
		}
	}
	if !utf8.Valid(document) {
		t.Fatalf("no UTF-8: %q", document)
	}
}

func unique(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('['):
		for d.More() {
			if err := unique(d); err != nil {
				return err
			}
		}
		_, err = d.Token()
	case json.Delim('{'):
		keys := map[any]bool{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if keys[key] {
				return errors.New("key twice: " + key.(string))
			}
			keys[key] = true
			if err := unique(d); err != nil {
				return err
			}
		}
		_, err = d.Token()
	}
	return err
}

func checkCSV(t *testing.T, document []byte) {
	t.Helper()
	if _, err := csv.NewReader(bytes.NewReader(document)).ReadAll(); err != nil {
		t.Fatalf("%v in %q", err, document)
	}
}

// columns counts the characters of a line that are no marks upon others.
func columns(line []byte) (n int) {
	for _, r := range string(line) {
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			n++
		}
	}
	return n
}

// checkTerminal: nothing but text and line ends, and no line too wide.
func checkTerminal(t *testing.T, out []byte, width int) {
	t.Helper()
	for line := range bytes.Lines(out) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		if !utf8.Valid(line) {
			t.Fatalf("no UTF-8: %q", line)
		}
		if n := columns(line); width > 0 && n > width {
			t.Fatalf("%d columns of %d: %q", n, width, line)
		}
		for _, c := range string(line) {
			if unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028' || c == '\u2029' {
				t.Fatalf("%U reaches the terminal: %q", c, line)
			}
		}
	}
}
