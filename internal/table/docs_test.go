package table

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

var update = flag.Bool("update", false, "write the columns of docs/export.md anew; read them before they are committed")

const docs = "../../docs/export.md"

// docs/export.md has the columns of all tables, with their types and with what stands beside
// them in the source.
func TestDocs(t *testing.T) {
	beside := comments(t)
	var b strings.Builder
	for _, table := range []struct {
		row    Row
		schema *parquet.Schema
	}{
		{Packet{}, parquet.SchemaOf(Packet{})}, {IKESA{}, parquet.SchemaOf(IKESA{})}, {IKEMessage{}, parquet.SchemaOf(IKEMessage{})},
		{ESPSA{}, parquet.SchemaOf(ESPSA{})}, {Neighbor{}, parquet.SchemaOf(Neighbor{})}, {Link{}, parquet.SchemaOf(Link{})},
		{Translation{}, parquet.SchemaOf(Translation{})}, {Finding{}, parquet.SchemaOf(Finding{})}, {Conversation{}, parquet.SchemaOf(Conversation{})},
	} {
		kind := reflect.TypeOf(table.row).Name()
		fmt.Fprintf(&b, "### %s\n\n%s\n\n| column | type | |\n| --- | --- | --- |\n", table.row.Table(), beside[kind])
		for _, f := range table.schema.Fields() {
			what := beside[kind+"."+f.Name()]
			if what == "" {
				what = beside["Place."+f.Name()]
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", f.Name(), typeOf(f), what)
		}
		b.WriteByte('\n')
	}
	text, err := os.ReadFile(docs)
	if err != nil {
		t.Fatal(err)
	}
	const head = "## Columns\n\n"
	before, _, ok := strings.Cut(string(text), head)
	if !ok {
		t.Fatalf("%s has no %q", docs, head)
	}
	want := before + head + strings.TrimSuffix(b.String(), "\n")
	if *update {
		if err := os.WriteFile(docs, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s does not have the columns that there are: go test ./internal/table -run TestDocs -update", docs)
	}
}

// typeOf is a column's type in the words of DuckDB.
func typeOf(n parquet.Node) string {
	if !n.Leaf() {
		fields := n.Fields()
		if len(fields) == 1 && fields[0].Name() == "list" {
			return "LIST(" + typeOf(fields[0].Fields()[0]) + ")"
		}
		var parts []string
		for _, f := range fields {
			parts = append(parts, f.Name()+" "+typeOf(f))
		}
		return "STRUCT(" + strings.Join(parts, ", ") + ")"
	}
	if l := n.Type().LogicalType(); l != nil && strings.HasPrefix(n.Type().String(), "TIMESTAMP") {
		return "TIMESTAMP_NS"
	}
	switch n.Type().Kind() {
	case parquet.Boolean:
		return "BOOLEAN"
	case parquet.Int32:
		return "INTEGER"
	case parquet.Int64:
		return "BIGINT"
	case parquet.Double:
		return "DOUBLE"
	}
	return "VARCHAR"
}

// comments are what the source says of each type, and of each column behind the name of its
// type.
func comments(t *testing.T) map[string]string {
	t.Helper()
	beside := map[string]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			d, ok := n.(*ast.GenDecl)
			if !ok || d.Tok != token.TYPE {
				return true
			}
			spec, _ := d.Specs[0].(*ast.TypeSpec)
			if s, ok := spec.Type.(*ast.StructType); ok {
				beside[spec.Name.Name] = sentence(d.Doc.Text())
				for _, f := range s.Fields.List {
					if f.Tag != nil {
						tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("parquet")
						column, _, _ := strings.Cut(tag, ",")
						beside[spec.Name.Name+"."+column] = strings.TrimSpace(f.Comment.Text())
					}
				}
			}
			return true
		})
	}
	return beside
}

// sentence is a type's comment without its name: "A Packet is a row of the table packets: a
// frame." is "A frame."
func sentence(doc string) string {
	text := strings.Join(strings.Fields(doc), " ")
	if _, rest, ok := strings.Cut(text, ": "); ok {
		text = strings.ToUpper(rest[:1]) + rest[1:]
	}
	return text
}
