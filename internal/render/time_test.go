package render_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/frame"
	"github.com/pktscope/pktscope/internal/render"
)

// TestTime holds the Time column against tshark's: frames with time stamps of
// three resolutions, one without, one before the first.
func TestTime(t *testing.T) {
	at := time.Unix(1, 500000000)
	late, early := field.Nanos{Low: 5.5e9}, field.Nanos{Low: -6999999930}
	heads := []frame.Frame{
		{Time: at, HasTime: true, Digits: 3},
		{Time: time.Unix(7, 0), HasTime: true, Digits: 0, HasDelta: true, HasDisplayed: true, Delta: late, Displayed: late, Relative: late},
		{Time: time.Unix(0, 70), HasTime: true, Digits: 6, HasDelta: true, HasDisplayed: true, Delta: early, Displayed: early, Relative: field.Nanos{Low: -1499999930}},
		{Time: time.Unix(1795326985, 807497673), HasTime: true, Digits: 9, HasDelta: true, HasDisplayed: true},
		{Digits: 6},
	}
	tests := []struct{ flag, want string }{
		{"r", "0.000|5|-1.499999|0.000000000|"},
		{"d", "|5|-6.999999|0.000000000|"},
		{"dd", "|5|-6.999999|0.000000000|"},
		{"e", "1.500|7|0.000000|1795326985.807497673|"},
		{"u", "00:00:01.500|00:00:07|00:00:00.000000|05:56:25.807497673|"},
		{"ud", "1970-01-01 00:00:01.500Z|1970-01-01 00:00:07Z|1970-01-01 00:00:00.000000Z|2026-11-22 05:56:25.807497673Z|"},
		{"udoy", "1970/001 00:00:01.500Z|1970/001 00:00:07Z|1970/001 00:00:00.000000Z|2026/326 05:56:25.807497673Z|"},
		{".3", "0.000|5.500|-1.499|0.000|"},
		{"dd.0", "|5|-6|0|"},
		{"e.9", "1.500000000|7.000000000|0.000000070|1795326985.807497673|"},
		{"ud.1", "1970-01-01 00:00:01.5Z|1970-01-01 00:00:07.0Z|1970-01-01 00:00:00.0Z|2026-11-22 05:56:25.8Z|"},
		{"r.", "0.000|5|-1.499999|0.000000000|"},
	}
	r := registry(t)
	for _, tt := range tests {
		clock, err := render.ParseTime(tt.flag)
		if err != nil {
			t.Fatal(err)
		}
		f, err := render.New("tabs", render.Options{Time: clock})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, head := range heads {
			row := newRow(t, r, []byte{0}, head)
			got = append(got, strings.Split(string(f.AppendRow(nil, row)), "\t")[1])
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("-t %s:\n%s, want\n%s", tt.flag, s, tt.want)
		}
	}
	for _, bad := range []string{"x", "", "r.10", "a.ms", "x.3"} {
		if _, err := render.ParseTime(bad); err == nil {
			t.Errorf("-t %s is no error", bad)
		}
	}
}

// TestTimeColumn: the table has the same time as the other formats, on the
// right of its column.
func TestTimeColumn(t *testing.T) {
	r := registry(t)
	for _, since := range []time.Duration{0, 49754, -1, -1499999930, 123456789012345, 1<<63 - 1, -1 << 63} {
		for digits := range 10 {
			row := newRow(t, r, []byte{0}, frame.Frame{HasTime: true, Relative: field.Nanos{Low: int64(since)}, Digits: digits})
			table := string(output(t, "text", render.Options{}, []*render.Row{row}))
			want := strings.Split(string(output(t, "tabs", render.Options{}, []*render.Row{row})), "\t")[1]
			got := table[len("     0 "):]
			if !strings.HasPrefix(strings.TrimLeft(got, " "), want) || len(want) <= 13 && !strings.HasPrefix(got[13-len(want):], want) {
				t.Errorf("%d with %d digits: %q, want %q in 13 columns", since, digits, got, want)
			}
		}
	}
}

// TestLocalTime: a and ad tell the same moment in the local zone.
func TestLocalTime(t *testing.T) {
	at := time.Unix(1795326985, 807497673)
	row := newRow(t, registry(t), []byte{0}, frame.Frame{Time: at, HasTime: true, Digits: 6})
	for clock, layout := range map[render.TimeForm]string{
		render.TimeAbsolute: "15:04:05.000000", render.TimeDate: "2006-01-02 15:04:05.000000", render.TimeDateDay: "2006/002 15:04:05.000000",
	} {
		f, err := render.New("tabs", render.Options{Time: render.TimeFormat{Form: clock}})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Split(string(f.AppendRow(nil, row)), "\t")[1]; got != at.Local().Format(layout) {
			t.Errorf("%s, want %s", got, at.Local().Format(layout))
		}
	}
}
