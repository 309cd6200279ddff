package dissect

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
)

// A versatile message can do all that a message can.
type versatile struct{ Data }

func (versatile) Next(int) field.Key                { return field.Key{} }
func (versatile) AppendSource(b []byte) []byte      { return b }
func (versatile) AppendDestination(b []byte) []byte { return b }
func (versatile) AppendProtocol(b []byte) []byte    { return b }
func (versatile) AppendEncryption(b []byte) []byte  { return b }
func (versatile) Resume(*field.Decoder) error       { return nil }
func (versatile) Quotes() bool                      { return false }
func (versatile) CarriesToTop()                     {}
func (versatile) NamesEtherType()                   {}
func (versatile) Nested() bool                      { return false }
func (versatile) EndsWithPayload()                  {}
func (versatile) AppendPath(b []byte) []byte        { return b }
func (versatile) CarriesData()                      {}
func (versatile) KeepsData()                        {}
func (versatile) Gathered() (string, bool)          { return "", false }
func (versatile) Trailer(*field.Decoder)            {}
func (versatile) ClearFacts()                       {}
func (versatile) SetBlock(uint32, bool)             {}
func (versatile) Irregular() bool                   { return false }
func (versatile) Printable() bool                   { return false }
func (versatile) Declines() bool                    { return false }
func (versatile) Yields() bool                      { return false }

// Traits knows every interface of messages in message.go, and each by its name.
func TestTraits(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "message.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.TypeSpec); ok && s.Name.Name != "Message" && s.Name.Name != "Informant" {
			want = append(want, s.Name.Name)
		}
		return true
	})
	slices.Sort(want)
	if got := Traits(&versatile{}); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Traits(new(Data)); !slices.Equal(got, []string{"Silent"}) {
		t.Errorf("Data: %q", got)
	}
}
