package render_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pktscope/internal/render"
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
  {"device_id": "R1", "holdtime": 180, "first_seen": 1795326985.807497673, "addresses": ["10.0.0.1","10.0.0.2"], "ok": true},
  {"device_id": "\u003cb\u003e|\u001b", "holdtime": null, "first_seen": 1.500000000, "addresses": null, "ok": false}
]
`},
		{"csv", "device_id,holdtime,first_seen,addresses,ok\nR1,180,2026-11-22 05:56:25.807,\"10.0.0.1, 10.0.0.2\",true\n<b>|\x1b,,1.5s,,false\n"},
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
