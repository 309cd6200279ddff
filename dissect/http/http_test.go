package http_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/http"
)

func newHTTP() dissect.Message { return new(http.Packet) }

const (
	request  = "GET /a;b/c?x=1&y=two HTTP/1.1\r\nHost: www.example.com\r\nCookie: a=1; b=2\r\nAuthorization: Basic dXNlcjpwYXNz\r\nX-Own: v\r\n\r\n"
	response = "HTTP/1.1 200 OK\r\nServer: s\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
	chunks   = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX: y\r\n\r\n"
	bodiless = "HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\n\r\n"
)

func seeds() (list []dissecttest.Seed) {
	for _, s := range []struct{ name, text string }{
		{"request", request}, {"response", response}, {"chunks", chunks}, {"bodiless", bodiless}, {"pipelined", response + bodiless},
	} {
		list = append(list, dissecttest.Seed{Name: s.name, Bytes: []byte(s.text)})
	}
	return list
}

func TestHTTP(t *testing.T) { dissecttest.Run(t, newHTTP, seeds()) }

func TestGolden(t *testing.T) {
	dissecttest.Golden(t, newHTTP, seeds()...)
}

func FuzzHTTP(f *testing.F) {
	dissecttest.Fuzz(f, map[int][]dissecttest.Seed{0: seeds()}, newHTTP)
}

func decode(t *testing.T, text string, wire int) (p *http.Packet, tree *field.Tree, err error) {
	t.Helper()
	p, tree = new(http.Packet), new(field.Tree)
	var d field.Decoder
	d.Reset([]byte(text), field.Span{End: len(text), Wire: max(wire, len(text))}, tree, -1)
	return p, tree, p.Decode(&d)
}

// Pictures are told by their first bytes; those of an image/jpeg that is no JFIF and no
// Exif are media (tshark 4.6.9).
func TestPictures(t *testing.T) {
	const app0, app13 = "\xff\xd8\xff\xe0\x00\x10JFIF\x00", "\xff\xd8\xff\xed\x00\x2cPhotoshop 3.0\x00"
	rest := strings.Repeat("\x01", 20)
	for body, want := range map[string]string{
		app0 + rest: " (JPEG JFIF image)",
		"\xff\xd8\xff\xe1\x00\x10Exif\x00" + rest: " (JPEG JFIF image)",
		app0:         " (image/jpeg)",
		app13 + rest: " (image/jpeg)",
	} {
		p, _, _ := decode(t, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s", len(body), body), 0)
		if got := string(p.AppendSummary(nil, nil)); got != "HTTP/1.1 200 OK "+want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

// The Info column, as tshark 4.6.9 has it.
func TestSummary(t *testing.T) {
	for text, want := range map[string]string{
		request:             "GET /a;b/c?x=1&y=two HTTP/1.1 ",
		response:            "HTTP/1.1 200 OK  (text/html)",
		response + bodiless: "HTTP/1.1 200 OK  (text/html)HTTP/1.1 304 Not Modified ",
		response + "HTTP/1.1 200 OK\r\nContent-Le":                                                          "HTTP/1.1 200 OK  (text/html)HTTP/1.1 200 OK ",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n":                                    "HTTP/1.1 200 OK  [Last Chunk]",
		"POST /t HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}":                 "POST /t HTTP/1.1 , JSON (application/json)",
		"POST /t HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 4\r\n\r\n<a/>":        "POST /t HTTP/1.1 ",
		"POST /t HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1\r\n\r\na": "POST /t HTTP/1.1  (application/x-www-form-urlencoded)",
		"POST /t HTTP/1.1\r\nContent-Type: application/octet-stream\r\nContent-Length: 1\r\n\r\na":          "POST /t HTTP/1.1 ",
		"POST /t HTTP/1.1\r\nContent-Type: TEXT/HTML\r\nContent-Length: 1\r\n\r\na":                         "POST /t HTTP/1.1  (text/html)",
	} {
		p, _, err := decode(t, text, 0)
		if got := string(p.AppendSummary(nil, nil)); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
}

// What does not begin with a whole message is of no protocol.
func TestDeclines(t *testing.T) {
	for _, text := range []string{
		"", "\x16\x03\x01", "hello\r\n", "GET / HTTP/1.1\r\nHost: a", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "EHLO example.org\r\n",
	} {
		if p, tree, err := decode(t, text, 0); !p.Declines() || err != nil || len(tree.Nodes) > 0 {
			t.Errorf("%q: declined %v, %v, %d nodes", text, p.Declines(), err, len(tree.Nodes))
		}
	}
	if p, _, err := decode(t, "GET / HTTP/1.1\r\nHost: a", 100); p.Declines() || err == nil {
		t.Errorf("a message that the capture cut: declined %v, error %v", p.Declines(), err)
	}
}

func TestContent(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte("text"))
	_ = w.Close()
	for head, body := range map[string]string{
		"HTTP/1.1 200 OK\r\n\r\n":                               "text",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n": "2\r\nte\r\n2\r\nxt\r\n0\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n":     b.String(),
	} {
		if got := string(http.Content([]byte(head), []byte(body))); got != "text" {
			t.Errorf("%q: %q", head, got)
		}
	}
}
