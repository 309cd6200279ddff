package render_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

var report = render.Report{
	Columns: []render.Column{{Title: "Device ID", Key: "device_id"}, {Title: "Hold", Key: "holdtime"}, {Title: "Seen", Key: "first_seen"}, {Title: "Addresses", Key: "addresses"}, {Title: "OK", Key: "ok"}},
	Rows: [][]any{
		{"R1", 180, time.Unix(1795326985, 807497673).UTC(), []string{"10.0.0.1", "10.0.0.2"}, true},
		{"<b>|\x1b", nil, 1500 * time.Millisecond, nil, false},
	},
}

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
		{"csv", "device_id,holdtime,first_seen,addresses,ok\nR1,180,2026-11-22 05:56:25.807,\"10.0.0.1, 10.0.0.2\",true\n<b>|\x1b,,1.5,,false\n"},
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
	r := render.Report{
		Columns: []render.Column{{Title: "Policy", Key: "policy"}, {Title: "Peers", Key: "peers"}},
		Rows:    [][]any{{policy, []any{render.Object{{Key: "dst", Value: "10.0.0.1"}}, 7}}, {render.Object{}, []any{}}},
	}
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
	column := []render.Column{{Title: "N", Key: "n"}}
	one := render.Report{Title: "<One>", Key: "one", Columns: column, Rows: [][]any{{1}}}
	two := render.Report{Title: "Two", Key: "two", Columns: column}
	for format, want := range map[string]string{
		"json":     "{\n  \"one\": [\n    {\"n\": 1}\n  ],\n  \"two\": []\n}\n",
		"csv":      "n\n1\n\nn\n",
		"table":    "<One>\nN\n1\n\nTwo\nN\n",
		"markdown": "## &lt;One&gt;\n\n| N |\n",
		"html":     "<h2>&lt;One&gt;</h2>\n<table>",
	} {
		var out bytes.Buffer
		if err := render.WriteReport(&out, format, one, two); err != nil || !strings.HasPrefix(out.String(), want) {
			t.Errorf("%s: %v\n%s, want\n%s", format, err, out.String(), want)
		}
	}
}

// TestManyRows: a report whose rows are made one after the other is written as
// if they had been made at once.
func TestManyRows(t *testing.T) {
	few := report
	few.Notes = []string{"<Some> are left out."}
	few.Columns = slices.Clone(report.Columns)
	few.Columns[1].Number = true
	few.Rows = append(slices.Clone(report.Rows), []any{"\u8def\u7531\u5668", 5, nil, []string{"\u00e9"}, true}, []any{"R2", render.Size(15999), nil, nil, false})
	many := few
	many.Rows, many.Many = nil, slices.Values(few.Rows)
	for _, format := range render.ReportFormats {
		var a, b bytes.Buffer
		if err := errors.Join(render.WriteReport(&a, format, few), render.WriteReport(&b, format, many)); err != nil {
			t.Fatal(err)
		}
		if a.String() != b.String() {
			t.Errorf("%s:\n%s, want\n%s", format, b.String(), a.String())
		}
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
