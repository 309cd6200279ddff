package pktscope_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// TestPublicNames holds what packages export to what their importers can name: no
// exported declaration of a package outside of internal has a type of internal's.
func TestPublicNames(t *testing.T) {
	for _, root := range []string{"dissect", "ports"} {
		for _, f := range unnameable(t, os.DirFS("."), root) {
			t.Error(f)
		}
	}
}

// unnameable lists the exported declarations below root that mention a package of
// internal.
func unnameable(t *testing.T, tree fs.FS, root string) (found []string) {
	t.Helper()
	files := token.NewFileSet()
	err := fs.WalkDir(tree, root, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && e.Name() == "testdata":
			return fs.SkipDir
		case e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		src, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(files, name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		hidden := internals(f)
		for _, d := range f.Decls {
			for _, n := range exported(d) {
				ast.Inspect(n, func(n ast.Node) bool {
					if s, ok := n.(*ast.SelectorExpr); ok {
						if id, ok := s.X.(*ast.Ident); ok && hidden[id.Name] {
							found = append(found, files.Position(s.Pos()).String()+": "+id.Name+"."+s.Sel.Name)
						}
					}
					return true
				})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// internals are the names under which f imports packages of internal.
func internals(f *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, spec := range f.Imports {
		what, _ := strconv.Unquote(spec.Path.Value)
		if !strings.HasPrefix(what, module+"/internal/") {
			continue
		}
		name := path.Base(what)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = true
	}
	return names
}

// exported returns what d shows to importers: the types of functions and methods,
// of struct fields and interfaces' methods, and what variables and constants are
// made of.
func exported(d ast.Decl) (shown []ast.Node) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() {
			shown = append(shown, d.Type)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() {
					shown = append(shown, shownType(s.Type)...)
				}
			case *ast.ValueSpec:
				for i, name := range s.Names {
					if !name.IsExported() {
						continue
					}
					if s.Type != nil {
						shown = append(shown, s.Type)
					} else if i < len(s.Values) {
						shown = append(shown, s.Values[i])
					}
				}
			}
		}
	}
	return shown
}

// shownType is a type but for the fields of a struct that have no exported name.
func shownType(x ast.Expr) (shown []ast.Node) {
	s, ok := x.(*ast.StructType)
	if !ok {
		return []ast.Node{x}
	}
	for _, f := range s.Fields.List {
		show := len(f.Names) == 0
		for _, name := range f.Names {
			show = show || name.IsExported()
		}
		if show {
			shown = append(shown, shownType(f.Type)...)
		}
	}
	return shown
}

// TestPublicNamesFail keeps unnameable honest.
func TestPublicNamesFail(t *testing.T) {
	for src, want := range map[string]string{
		`type Facts struct { Encr crypt.Encr }`:                         "crypt.Encr",
		`type Facts struct { encr crypt.Encr }`:                         "",
		`type Facts = crypt.Encr`:                                       "crypt.Encr",
		`type facts struct { Encr crypt.Encr }`:                         "",
		`type Opener interface { Open(k *crypt.Key) }`:                  "crypt.Key",
		`func Keys() []crypt.Key { return nil }`:                        "crypt.Key",
		`func keys() []crypt.Key { return nil }`:                        "",
		`func Strong() bool { return crypt.AES.Strong() }`:              "",
		`var Default = crypt.AES`:                                       "crypt.AES",
		`var Default bool = crypt.AES.Strong()`:                         "",
		`type Facts struct { Keys struct { Encr map[int]crypt.Encr } }`: "crypt.Encr",
		`type Facts struct { crypt.Encr }`:                              "crypt.Encr",
		`func (f *Facts) Set(to func(crypt.Encr)) {}`:                   "crypt.Encr",
	} {
		file := "package esp\nimport \"github.com/pktscope/pktscope/internal/crypt\"\n" + src
		got := unnameable(t, fstest.MapFS{"dissect/esp/a.go": {Data: []byte(file)}}, "dissect")
		if (len(got) > 0) != (want != "") || len(got) > 0 && !strings.HasSuffix(got[0], ": "+want) {
			t.Errorf("%s: %q, want %q", src, got, want)
		}
	}
}
