package metrics

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Values of labels hold any byte; the text format escapes three of them, and is UTF-8.
func TestText(t *testing.T) {
	f := family{name: "x_total", help: "What x is.", kind: counter}
	if b := f.append(nil); len(b) != 0 {
		t.Errorf("without samples: %q", b)
	}
	f.add(3)
	f.add(1.5, "a", "quote \" back \\ line \n end", "b", "\xff")
	want := "# HELP x_total What x is.\n# TYPE x_total counter\nx_total 3\n" +
		`x_total{a="quote \" back \\ line \n end",b="` + "\ufffd" + `"} 1.5` + "\n"
	if got := string(f.append(nil)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Names are those that Prometheus asks for: counters end in _total, others do not, nothing is
// there twice.
func TestNames(t *testing.T) {
	names := Names()
	for i, f := range families {
		if !regexp.MustCompile(`^pktscope_[a-z_]+$`).MatchString(f.name) || strings.HasSuffix(f.name, "_total") != (f.kind == counter) {
			t.Errorf("%s is a %s", f.name, f.kind)
		}
		if slices.Contains(names[:i], f.name) {
			t.Errorf("%s is there twice", f.name)
		}
		if !strings.HasSuffix(f.help, ".") && !strings.HasSuffix(f.help, "1.") {
			t.Errorf("%s: %q", f.name, f.help)
		}
	}
}

// named is how metrics are written in queries and in docs.
var named = regexp.MustCompile(`pktscope_[a-z_]+`)

// The dashboard and the documentation name the metrics that there are.
func TestDocuments(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := named.FindAllString(string(text), -1)
	for _, name := range Names() {
		if !slices.Contains(documented, name) {
			t.Errorf("docs/operations.md does not have %s", name)
		}
	}
	for _, name := range documented {
		if !slices.Contains(Names(), name) {
			t.Errorf("docs/operations.md has %s, which is no metric", name)
		}
	}
	text, err = os.ReadFile("../../contrib/grafana/pktscope.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Title  string
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &dashboard); err != nil {
		t.Fatal(err)
	}
	queries := 0
	for _, p := range dashboard.Panels {
		for _, q := range p.Targets {
			queries++
			found := named.FindAllString(q.Expr, -1)
			if len(found) == 0 {
				t.Errorf("%s: %q asks for no metric", p.Title, q.Expr)
			}
			for _, name := range found {
				if !slices.Contains(Names(), name) {
					t.Errorf("%s asks for %s, which is no metric", p.Title, name)
				}
			}
		}
	}
	if queries < 10 {
		t.Errorf("%d queries", queries)
	}
}

// Only GET /metrics is answered, and not every header.
func TestServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	s := Serve(l, func() []byte {
		pages++
		return fmt.Appendf(nil, "page %d\n", pages)
	})
	defer s.Close()
	for _, c := range []struct {
		request string
		status  int
	}{
		{"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK},
		{"GET /metrics?x=y HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK},
		{"HEAD /metrics HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusMethodNotAllowed},
		{"POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", http.StatusMethodNotAllowed},
		{"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusNotFound},
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusNotFound},
		{"GET /metrics/ HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusNotFound},
		{"GET /debug/pprof/ HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusNotFound},
		{"GET //metrics HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusNotFound},
		{"GET /metrics HTTP/1.1\r\n\r\n", http.StatusBadRequest},
		{"GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 8<<10-64) + "\r\n\r\n", http.StatusOK},
		{"GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 8<<10) + "\r\n\r\n", http.StatusRequestHeaderFieldsTooLarge},
		{"GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", http.StatusRequestHeaderFieldsTooLarge},
		{"nonsense\r\n\r\n", http.StatusBadRequest},
	} {
		if got, body := ask(t, l.Addr(), c.request); got != c.status {
			t.Errorf("%.40q: %d %s", c.request, got, body)
		} else if got == http.StatusOK && body != "page 1\n" { // it is fresh
			t.Errorf("%q: %q", c.request, body)
		}
	}
}

// ask sends a request and returns the status and body of the answer.
func ask(t *testing.T, to net.Addr, request string) (int, string) {
	t.Helper()
	c, err := net.Dial("tcp", to.String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, _ = io.WriteString(c, request) // the server may have answered before all of it was sent
	method, _, _ := strings.Cut(request, " ")
	r, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: method})
	var body []byte
	if err == nil {
		body, err = io.ReadAll(r.Body)
	}
	if errors.Is(err, syscall.ECONNRESET) { // what the server did not read was on its way
		return http.StatusRequestHeaderFieldsTooLarge, ""
	}
	if err != nil {
		t.Fatalf("%.40q: %v", request, err)
	}
	return r.StatusCode, string(body)
}
