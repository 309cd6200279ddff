package svg

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"
)

// A value becomes a height: the greatest reaches the top, zero is on the floor, and a title is
// text, whatever it holds.
func TestPlot(t *testing.T) {
	out := string(AppendPlots(nil, "all", []Plot{{Title: "<b>&", Values: []float64{0, 2, 4}, Width: time.Second, Whole: true}}, 316, false))
	for _, want := range []string{
		`width="316" height="120" viewBox="0 0 316 120"`, ">&lt;b&gt;&amp;</text>", ">at most 4</text>", ">3 s</text>",
		`d="M8,98 V98 H108 V66 H208 V34 H308 V98 Z"`, // 300 pixels for three values, 64 for the greatest
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	for d := xml.NewDecoder(strings.NewReader(out)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if none := string(AppendPlot(nil, Plot{Title: "none", Values: []float64{0, 0}, Width: time.Second, Bad: true})); strings.Contains(none, `class="fault"`) {
		t.Errorf("a fault where there is none:\n%s", none)
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		p    Plot
		v    float64
		want string
	}{
		{Plot{Unit: "bit/s"}, 950, "950.0 bit/s"}, {Plot{Unit: "bit/s"}, 1_520_000, "1.5 Mbit/s"}, {Plot{Unit: "packets/s"}, 0.25, "0.25 packets/s"},
		{Plot{Whole: true}, 4294967295, "4294967295"}, {Plot{Whole: true, Unit: "packets"}, 6, "6 packets"},
	} {
		if got := c.p.number(c.v); got != c.want {
			t.Errorf("%v: %q, want %q", c.v, got, c.want)
		}
	}
	for d, want := range map[time.Duration]string{1280 * time.Millisecond: "1.28 s", 41 * time.Minute: "41.0 min", 9000 * time.Second: "150.0 min", 3 * time.Hour: "3.0 h"} {
		if got := Seconds(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
