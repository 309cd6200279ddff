package filter_test

import (
	"bufio"
	"errors"
	"os"
	"testing"

	"github.com/pktscope/pktscope/internal/filter"
)

// FuzzCompile: any text is a filter or an error with a position within it. A filter
// gives the same result from headers, from partial trees and from whole trees.
func FuzzCompile(f *testing.F) {
	list, err := os.Open("../cli/testdata/filters.txt")
	if err != nil {
		f.Fatal(err)
	}
	defer list.Close()
	for in := bufio.NewScanner(list); in.Scan(); {
		if s := in.Text(); s != "" && s[0] != '#' {
			f.Add(s)
		}
	}
	r := registry(f)
	var packets []*packet
	for _, name := range []string{"isakmp", "gre", "cdp"} {
		packets = append(packets, take(f, r, frames[name]))
	}
	f.Fuzz(func(t *testing.T, expr string) {
		if len(expr) > 1000 {
			return
		}
		q, err := newQuestion(r, expr)
		var e *filter.Error
		if errors.As(err, &e) {
			if e.From < 0 || e.To < e.From || e.From > len(expr) || e.Error() == "" {
				t.Errorf("%q: bytes %d to %d are wrong: %v", expr, e.From, e.To, err)
			}
		}
		if err != nil {
			return
		}
		for _, p := range packets {
			q.of(t, p)
		}
	})
}
