package render_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// A device is a row of the reports of these tests.
type device struct {
	id        string
	hold      any
	seen      any
	addresses any
	ok        bool
}

var deviceColumns = []render.Column[device]{
	{Title: "Device ID", Key: "device_id", Cell: func(d device) any { return d.id }},
	{Title: "Hold", Key: "holdtime", Cell: func(d device) any { return d.hold }},
	{Title: "Seen", Key: "first_seen", Cell: func(d device) any { return d.seen }},
	{Title: "Addresses", Key: "addresses", Cell: func(d device) any { return d.addresses }},
	{Title: "OK", Key: "ok", Cell: func(d device) any { return d.ok }},
}

var devices = []device{
	{"R1", 180, time.Unix(1795326985, 807497673).UTC(), []string{"10.0.0.1", "10.0.0.2"}, true},
	{"<b>|\x1b", nil, 1500 * time.Millisecond, nil, false},
}

// TestReportBefore1970 holds a time before 1970 against the number that it is.
func TestReportBefore1970(t *testing.T) {
	var out bytes.Buffer
	early := render.Report{Table: render.Table[device]{Columns: deviceColumns[2:3], Rows: slices.Values([]device{{seen: time.Unix(-3, 250000000)}})}}
	if err := render.WriteReport(&out, "json", early); err != nil {
		t.Fatal(err)
	}
	if want := "[\n  {\"first_seen\": -2.750000000}\n]\n"; out.String() != want {
		t.Errorf("%s, want %s", out.String(), want)
	}
}

var report = render.Report{Table: render.Table[device]{Columns: deviceColumns, Rows: slices.Values(devices)}}

func TestReport(t *testing.T) {
	tests := []struct{ format, want string }{
		{"table", `Device ID  Hold  Seen                     Addresses           OK
R1         180   2026-11-22 05:56:25.807  10.0.0.1, 10.0.0.2  true
<b>|\033         1.5s                                         false
`},
		{"json", `[
  {"device_id": "R1", "holdtime": 180, "first_seen": 1795326985.807497673, "addresses": ["10.0.0.1", "10.0.0.2"], "ok": true},
  {"device_id": "<b>|\u001b", "holdtime": null, "first_seen": 1.500000000, "addresses": null, "ok": false}
]
`},
		{"csv", "device_id,holdtime,first_seen,addresses,ok\nR1,180,2026-11-22 05:56:25.807,\"10.0.0.1, 10.0.0.2\",true\n<b>|\\033,,1.5,,false\n"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		if err := render.WriteReport(&out, tt.format, report); err != nil {
			t.Fatal(err)
		}
		if out.String() != tt.want {
			t.Errorf("%s:\n%s, want\n%s", tt.format, out.String(), tt.want)
		}
	}
}

// TestReportMarkup: a cell cannot leave its place.
func TestReportMarkup(t *testing.T) {
	for format, want := range map[string]string{"html": "&lt;b&gt;|", "markdown": `&lt;b&gt;\|`} {
		var out bytes.Buffer
		if err := render.WriteReport(&out, format, report); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) || strings.Contains(out.String(), "<b>") {
			t.Errorf("%s:\n%s", format, out.String())
		}
	}
	if err := render.WriteReport(new(bytes.Buffer), "xls", report); err == nil {
		t.Error("a format that is none is no error")
	}
}

// Cells that have parts.
func TestReportParts(t *testing.T) {
	policy := render.Object{{Key: "encryption", Value: "aes"}, {Key: "lifetime", Value: 24 * time.Hour}, {Key: "group", Value: nil}}
	type sa struct {
		policy render.Object
		peers  []any
	}
	r := render.Report{Table: render.Table[sa]{
		Columns: []render.Column[sa]{
			{Title: "Policy", Key: "policy", Cell: func(s sa) any { return s.policy }},
			{Title: "Peers", Key: "peers", Cell: func(s sa) any { return s.peers }},
		},
		Rows: slices.Values([]sa{{policy, []any{render.Object{{Key: "dst", Value: "10.0.0.1"}}, 7}}, {render.Object{}, []any{}}}),
	}}
	for format, want := range map[string]string{
		"json": `[
  {"policy": {"encryption": "aes", "lifetime": 86400.000000000, "group": null}, "peers": [{"dst": "10.0.0.1"}, 7]},
  {"policy": {}, "peers": []}
]
`,
		"csv": "policy,peers\n\"encryption aes, lifetime 24h0m0s, group \",\"dst 10.0.0.1, 7\"\n,\n",
	} {
		var out bytes.Buffer
		if err := render.WriteReport(&out, format, r); err != nil || out.String() != want {
			t.Errorf("%s: %v\n%s, want\n%s", format, err, out.String(), want)
		}
	}
}

// Several tables have titles, and keys in JSON.
func TestReports(t *testing.T) {
	columns := []render.Column[int]{{Title: "N", Key: "n", Cell: func(n int) any { return n }}}
	one := render.Report{Title: "<One>", Key: "one", Table: render.Table[int]{Columns: columns, Rows: slices.Values([]int{1})}}
	two := render.Report{Title: "Two", Key: "two", Table: render.Table[int]{Columns: columns}}
	for format, want := range map[string]string{
		"json":     "{\n  \"one\": [\n    {\"n\": 1}\n  ],\n  \"two\": []\n}\n",
		"csv":      "n\n1\n\nn\n",
		"table":    "<One>\nN\n1\n\nTwo\nN\n",
		"markdown": "## &lt;One&gt;\n\n| N |\n",
		"html":     "<!DOCTYPE html>\n",
	} {
		var out bytes.Buffer
		if err := render.WriteReport(&out, format, one, two); err != nil || !strings.HasPrefix(out.String(), want) {
			t.Errorf("%s: %v\n%s, want\n%s", format, err, out.String(), want)
		}
	}
}

// Numbers stand at the right of a text table; characters that take two columns of
// a terminal count as two.
func TestTextTable(t *testing.T) {
	columns := slices.Clone(deviceColumns)
	columns[1].Number = true
	rows := append(slices.Clone(devices), device{"\u8def\u7531\u5668", 5, nil, []string{"\u00e9"}, true}, device{"R2", render.Size(15999), nil, nil, false})
	r := render.Report{Notes: []string{"<Some> are left out."}, Table: render.Table[device]{Columns: columns, Rows: slices.Values(rows)}}
	const want = "Device ID   Hold  Seen                     Addresses           OK\n" +
		"R1           180  2026-11-22 05:56:25.807  10.0.0.1, 10.0.0.2  true\n" +
		"<b>|\\033          1.5s                                         false\n" +
		"\u8def\u7531\u5668         5                           \u00e9                   true\n" +
		"R2         15 kB                                               false\n" +
		"<Some> are left out.\n"
	var out bytes.Buffer
	if err := render.WriteReport(&out, "table", r); err != nil || out.String() != want {
		t.Errorf("%v\n%s, want\n%s", err, out.String(), want)
	}
}

// A table that is too long to be kept has columns as wide as one that is kept.
func TestLongTextTable(t *testing.T) {
	table := func(n int) []string {
		rows := func(yield func(device) bool) {
			for i := range n {
				if !yield(device{id: strings.Repeat("R", 1+i%20), hold: i}) {
					return
				}
			}
		}
		var out bytes.Buffer
		if err := render.WriteReport(&out, "table", render.Report{Table: render.Table[device]{Columns: deviceColumns, Rows: rows}}); err != nil {
			t.Fatal(err)
		}
		return strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
	}
	kept, remade := table(1000), table(1001)
	kept[1000] += "\n"
	if len(remade) != 1002 || !slices.Equal(remade[:1001], kept) {
		t.Errorf("%d lines, which begin with\n%s, want\n%s", len(remade), remade[0]+remade[1], kept[0]+kept[1])
	}
}

// A column is in the formats that it names, and in a detailed table if it is
// marked so; without a title it has its key.
func TestColumnsOfAFormat(t *testing.T) {
	left := 90 * time.Second
	columns := []render.Column[time.Duration]{
		{Title: "Hold", Key: "holdtime", In: render.ForReaders, Cell: func(d time.Duration) any { return int(d.Seconds()) }},
		{Title: "Hold", Key: "holdtime", In: render.ForPrograms, Cell: func(d time.Duration) any { return d }},
		{Key: "minutes", In: render.InCSV | render.InTable, Cell: func(d time.Duration) any { return d.Minutes() }},
		{Key: "hours", Detail: true, Cell: func(d time.Duration) any { return d.Hours() }},
	}
	for format, want := range map[string]string{
		"table":    "Hold  minutes\n90    1.5\n",
		"csv":      "holdtime,minutes\n90,1.5\n",
		"json":     "[\n  {\"holdtime\": 90.000000000}\n]\n",
		"markdown": "| Hold |\n|:-----|\n| 90   |\n",
	} {
		var out bytes.Buffer
		table := render.Table[time.Duration]{Columns: columns, Rows: slices.Values([]time.Duration{left})}
		if err := render.WriteReport(&out, format, render.Report{Table: table}); err != nil || out.String() != want {
			t.Errorf("%s: %v\n%s, want\n%s", format, err, out.String(), want)
		}
		table.Detail = true
		if err := render.WriteReport(&out, format, render.Report{Table: table}); err != nil || !strings.Contains(out.String(), "hours") {
			t.Errorf("%s: %v\n%s", format, err, out.String())
		}
	}
}

// Columns of a part of a row are columns of the row.
func TestColumnsOf(t *testing.T) {
	type pair struct{ a, b device }
	columns := render.ColumnsOf(func(p pair) device { return p.b }, deviceColumns)
	var out bytes.Buffer
	table := render.Table[pair]{Columns: columns[:2], Rows: slices.Values([]pair{{devices[1], devices[0]}})}
	if err := render.WriteReport(&out, "csv", render.Report{Table: table}); err != nil || out.String() != "device_id,holdtime\nR1,180\n" {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// TestSizes: 10000 is the first number of bytes that is rounded.
func TestSizes(t *testing.T) {
	for n, want := range map[render.Size]string{
		0: "0 bytes", 9999: "9999 bytes", 10000: "10 kB", 9_999_999: "9999 kB", 10_000_000: "10 MB",
		25_999_999_999: "25 GB", 10_000_000_000_000: "10 TB",
	} {
		if got := n.String(); got != want {
			t.Errorf("%d: %s, want %s", uint64(n), got, want)
		}
	}
}

// A report's text keeps the ends of lines, of both kinds, and tabs.
func TestReportText(t *testing.T) {
	var b bytes.Buffer
	if err := render.WriteReport(&b, "table", render.Report{Text: "a\tb\r\nc\rd\x1be\n\r\nf\r"}); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "a\tb\r\nc\\rd\\033e\n\r\nf\\r"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
