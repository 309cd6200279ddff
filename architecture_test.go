package pktscope_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// cells are those of the table in ARCHITECTURE.md whose header begins with
// header, a slice a row.
func cells(t *testing.T, header string) (rows [][]string) {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "\n| "+header)
	for line := range strings.Lines(rest) {
		if !strings.HasPrefix(line, "|") {
			if len(rows) > 0 {
				break
			}
			continue // what is left of the header
		}
		if strings.HasPrefix(line, "| ---") {
			continue
		}
		var row []string
		for cell := range strings.SplitSeq(strings.Trim(line, "|\n"), "|") {
			row = append(row, strings.TrimSpace(cell))
		}
		rows = append(rows, row)
	}
	if !ok || len(rows) == 0 {
		t.Fatalf("ARCHITECTURE.md: there is no table %q", header)
	}
	return rows
}

// quoted are the words of a cell that are set as code.
func quoted(cell string) (words []string) {
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
		words = append(words, m[1])
	}
	return words
}

// constants are those of the package in a folder, as far as they are made of
// literals and of each other.
func constants(t *testing.T, folder string) *types.Scope {
	t.Helper()
	set := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	c := types.Config{Error: func(error) {}} // imports are not there
	p, _ := c.Check(folder, set, files, nil)
	return p.Scope()
}

// TestArchitectureFigures computes each figure from the constants that its row
// names, multiplied where it names several.
func TestArchitectureFigures(t *testing.T) {
	for _, row := range cells(t, "figure | value | constant") {
		words := quoted(row[2])
		file := words[len(words)-1]
		if text, err := os.ReadFile(file); err != nil {
			t.Errorf("%s: %v", row[0], err)
			continue
		} else if !strings.Contains(string(text), words[0]+" ") {
			t.Errorf("%s: %s is not in %s", row[0], words[0], file)
		}
		scope, product := constants(t, path.Dir(file)), constant.MakeInt64(1)
		for _, name := range words[:len(words)-1] {
			c, ok := scope.Lookup(name).(*types.Const)
			if !ok || c.Val().Kind() != constant.Int {
				t.Fatalf("%s: %s has no constant %s", row[0], path.Dir(file), name)
			}
			product = constant.BinaryOp(product, token.MUL, c.Val())
		}
		n, _ := constant.Int64Val(product)
		if got := figure(row[1], n); got != row[1] {
			t.Errorf("ARCHITECTURE.md: %s: %s, want %s", row[0], row[1], got)
		}
	}
}

// figure is a number in the unit of what is printed.
func figure(printed string, n int64) string {
	for i, unit := range []string{"KiB", "MiB", "GiB"} {
		if size := int64(1) << (10 * (i + 1)); strings.HasSuffix(printed, unit) && n%size == 0 {
			return fmt.Sprint(n/size, " ", unit)
		}
	}
	return fmt.Sprint(n)
}

// TestArchitectureStages compares the stages of a packet with those of the pipeline.
func TestArchitectureStages(t *testing.T) {
	var stages []string
	for _, row := range cells(t, "stage | in order") {
		stages = append(stages, row[0])
	}
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	if way := strings.Join(stages, " -> "); !strings.Contains(string(text), "\n    "+way+"\n") {
		t.Errorf("ARCHITECTURE.md: the line of stages is not %s", way)
	}
	f, err := parser.ParseFile(token.NewFileSet(), "internal/pipeline/run.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	named := []string{"read"}
	for _, d := range f.Decls {
		if method, ok := d.(*ast.FuncDecl); ok && method.Name.Name == "stages" {
			named = append(named, texts(method)...)
		}
	}
	if !slices.Equal(named, stages) {
		t.Errorf("ARCHITECTURE.md: stages are %q, the pipeline names %q", stages, named)
	}
}

// texts are the string literals of a function.
func texts(of *ast.FuncDecl) (list []string) {
	ast.Inspect(of.Body, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			text, _ := strconv.Unquote(l.Value)
			list = append(list, text)
		}
		return true
	})
	return list
}

// TestArchitecturePackages looks for each package in the table of packages.
func TestArchitecturePackages(t *testing.T) {
	named := map[string]bool{}
	for _, row := range cells(t, "package | duty") {
		words := quoted(row[0])
		for _, word := range words {
			named[word], named[path.Join(path.Dir(words[0]), word)] = true, true
		}
		for _, below := range quoted(row[1]) {
			named[path.Join(words[0], below)] = true
		}
	}
	for folder := range packages(t) {
		if !named[folder] {
			t.Errorf("ARCHITECTURE.md: no row for %s", folder)
		}
	}
}

// packages are the folders of this module that have Go files other than tests,
// each with their names.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata"):
			return fs.SkipDir
		case e.IsDir() && name != ".":
			if _, err := os.Stat(path.Join(name, "go.mod")); err == nil {
				return fs.SkipDir // a module of its own
			}
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			found[path.Dir(name)] = append(found[path.Dir(name)], e.Name())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestArchitecturePaths looks for the files and folders that ARCHITECTURE.md
// names: in the tables, a name after a path stands in the same folder. The comment
// of a package names files of its own folder, or of the module's.
func TestArchitecturePaths(t *testing.T) {
	for _, row := range cells(t, "what | where") {
		folder := "."
		for _, word := range quoted(row[1]) {
			isPath := strings.Contains(word, "/") && !strings.Contains(word, " ")
			isFile := strings.HasSuffix(word, ".go")
			if !isPath && !isFile {
				continue
			}
			name := word
			if !isPath {
				name = path.Join(folder, word)
			}
			found, err := filepath.Glob(name)
			if err != nil || len(found) == 0 {
				t.Errorf("ARCHITECTURE.md: %s: there is no %s", row[0], name)
			}
			if isPath {
				folder = name
				if isFile {
					folder = path.Dir(name)
				}
			}
		}
	}
	goFile := regexp.MustCompile(`[\w./-]*\w\.go\b`)
	for folder, names := range packages(t) {
		for _, name := range names {
			file := path.Join(folder, name)
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range goFile.FindAllString(f.Doc.Text(), -1) {
				if !isFile(path.Join(folder, word)) && !isFile(word) {
					t.Errorf("%s: there is no %s", file, word)
				}
			}
		}
	}
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
