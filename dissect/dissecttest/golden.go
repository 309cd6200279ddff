package dissecttest

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
)

var update = flag.Bool("update", false, "write the golden detail trees anew; read them before they are committed")

// Golden compares what the message of each seed can do (dissect.Traits) and its detail
// with testdata/NAME.golden: for each field its offset, its length, its line and
// its filter name.
func Golden(t *testing.T, newMessage func() dissect.Message, seeds ...Seed) {
	t.Helper()
	for _, s := range seeds {
		golden(t, newMessage, s)
	}
}

func golden(t *testing.T, newMessage func() dissect.Message, s Seed) {
	t.Helper()
	r := decode(newMessage(), s, s.Bytes, len(s.Bytes), new(field.Tree))
	got := append(fmt.Appendf(nil, "can: %s\n", strings.Join(dissect.Traits(r.msg), ", ")), detail(r.tree)...)
	if r.err != nil {
		got = fmt.Appendf(got, "error: %v\n", r.err)
	}
	file := filepath.Join("testdata", strings.ReplaceAll(s.Name, " ", "-")+".golden")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs, now:\n%s", file, got)
	}
}

func detail(tree *field.Tree) (b []byte) {
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		b = fmt.Appendf(b, "%4d %4d  ", n.Off, n.Len)
		for up := n.Parent; up >= 0; up = tree.Nodes[up].Parent {
			b = append(b, "    "...)
		}
		b = tree.AppendLabel(b, i)
		if n.Def.Name != "" {
			b = fmt.Appendf(b, "  {%s}", n.Def.Name)
		}
		b = append(b, '\n')
	}
	return b
}
