package render_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/pktscope/pktscope/internal/render"
)

// TestFold: lines break between words, a word that is too long anywhere, a rule not at all.
func TestFold(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"one two three\n", "one two\n    three\n"},
		{"  one two three\n", "  one two\n     three\n"},
		{"one  two     \n", "one  two\n"},
		{"abcdefghijklmnop\n", "abcdefghij\n    klmnop\n"},
		{"=============\n", "==========\n"},
		{"exactly 10\n", "exactly 10\n"},
		{"no end here", "no end\n    here"},
		{"äöüäöüäöüä\n", "äöüäöüäöüä\n"},
	} {
		var whole, bits bytes.Buffer
		for _, w := range []struct {
			out  *bytes.Buffer
			size int
		}{{&whole, len(x.text)}, {&bits, 3}} {
			f := render.NewFold(w.out, 10, nil)
			for rest := []byte(x.text); len(rest) > 0; rest = rest[min(w.size, len(rest)):] {
				if _, err := f.Write(rest[:min(w.size, len(rest))]); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Flush(); err != nil {
				t.Fatal(err)
			}
			if got := w.out.String(); got != x.want {
				t.Errorf("%q in writes of %d: %q, want %q", x.text, w.size, got, x.want)
			}
		}
	}
	var out bytes.Buffer
	if _, err := io.WriteString(render.NewFold(&out, 0, nil), "as it is, whatever it is\n"); err != nil || out.String() != "as it is, whatever it is\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}
