package all_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/all"
)

// Every interface of dissect that a bound message satisfies is asserted in this
// package, so that it cannot be lost by a misspelt name.
func TestTraitsAsserted(t *testing.T) {
	asserted := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if !strings.HasSuffix(name, "_test.go") {
			assertions(t, name, asserted)
		}
	}
	for _, b := range all.Bindings() {
		m := b.New()
		for _, trait := range dissect.Traits(m) {
			key := fmt.Sprintf("dissect.%s of %T", trait, m)
			if _, ok := asserted[key]; !ok {
				t.Errorf("not asserted: %s", key)
			}
			asserted[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(asserted)) {
		if !asserted[key] {
			t.Errorf("asserted of what is not bound: %s", key)
		}
	}
}

// assertions notes what a file asserts as false:
//
//	_ = []dissect.Carrier{(*cdp.Packet)(nil)}
func assertions(t *testing.T, name string, asserted map[string]bool) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		list, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		of, ok := list.Type.(*ast.ArrayType)
		if !ok {
			return true
		}
		for _, e := range list.Elts {
			nilOf, ok := e.(*ast.CallExpr)
			if !ok {
				continue
			}
			if message, ok := nilOf.Fun.(*ast.ParenExpr); ok {
				asserted[types.ExprString(of.Elt)+" of "+types.ExprString(message.X)] = false
			}
		}
		return true
	})
}
