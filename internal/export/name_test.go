package export

import (
	"strings"
	"testing"
)

// The names are those of tshark 4.6.9, but for "..", which leads elsewhere.
func TestFileName(t *testing.T) {
	for _, c := range []struct{ uri, kind, want string }{
		{"/a/b.html?x=1&y=two", "", "b.html%3fx=1&y=two"},
		{"/", "", "%2f"},
		{"/dir/", "", "dir"},
		{"http://abs.example/p", "", "p"},
		{"", "application/json", "object7.application%2fjson"},
		{"", "", "object7"},
		{"/..", "", "%2e%2e"},
		{"..", "", "%2e%2e"},
		{"/a\x1b[31m\xff", "", "a%1b[31m%ff"},
		{"/a\u009b31m\u202egnp", "", "a%c2%9b31m%e2%80%aegnp"},
		{"/\u3164\u200b\ufe0f", "", "%e3%85%a4%e2%80%8b%ef%b8%8f"},
		{"", "text/\u2028x", "object7.text%2f%e2%80%a8x"},
		{"/naïve 漢字.html", "", "naïve 漢字.html"},
		{`/a\..\b:c`, "", "a%5c..%5cb%3ac"},
	} {
		if got := fileName(c.uri, c.kind, 7); got != c.want {
			t.Errorf("%q %q: %q, want %q", c.uri, c.kind, got, c.want)
		}
	}
}

func TestNumbered(t *testing.T) {
	long := strings.Repeat("a", 300)
	for _, c := range []struct {
		name string
		n    int
		want string
	}{
		{"b.html%3fx=1", 0, "b.html%3fx=1"}, {"b.html%3fx=1", 2, "b(2).html%3fx=1"}, {"form", 1, "form(1)"},
		{long, 0, long[:maxName]}, {long, 1, long[:maxName-3] + "(1)"}, {long + ".x", 1, long[:maxName-5] + "(1).x"},
	} {
		if got := numbered(c.name, c.n); got != c.want {
			t.Errorf("%.20s %d: %q, want %q", c.name, c.n, got, c.want)
		}
	}
}
