package forms

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/keys"
)

const fixtures = "../../../fixtures/pcaps"

// load parses text, which must be without problems.
func load(t *testing.T, text string) *keys.Set {
	t.Helper()
	s := parse(t, text)
	for _, p := range s.Problems {
		t.Error(p)
	}
	return s
}

// parse parses text.
func parse(t *testing.T, text string) *keys.Set {
	t.Helper()
	s, err := Parse("FILE", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read reads a file, which must be without problems.
func read(t *testing.T, name string) *keys.Set {
	t.Helper()
	s, err := Read(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Problems {
		t.Error(p)
	}
	return s
}

// bin is what digits stand for.
func bin(digits string) crypt.Secret { return dissecttest.Hex(digits) }

// same compares records by every byte of theirs, places left out.
func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, compared...); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

var compared = cmp.Options{
	cmp.Transformer("bytes", func(s crypt.Secret) string { return hex.EncodeToString(s) }),
	cmp.Transformer("addr", func(a keys.Addr) string { return a.String() }),
	cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Place" }, cmp.Ignore()),
}

// at reads a place as FILE:LINE.
func at(t *testing.T, p keys.Place, want string) {
	t.Helper()
	if p.String() != want {
		t.Errorf("place %s, want %s", p, want)
	}
}

// problems compares what is wrong with a file, a line each.
func problems(t *testing.T, s *keys.Set, want string) {
	t.Helper()
	var got strings.Builder
	for _, p := range s.Problems {
		got.WriteString(p.Error() + "\n")
	}
	if d := cmp.Diff(want, got.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
