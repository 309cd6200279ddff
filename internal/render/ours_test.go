package render_test

import (
	"slices"
	"testing"

	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/render"
)

// TestDeclaredTexts: what declarations put into lines needs no escape, for lines of nothing
// else are not searched for what does.
func TestDeclaredTexts(t *testing.T) {
	clean := func(d *field.Def, text string) {
		if got := string(render.AppendClean(nil, text)); got != text {
			t.Errorf("%s: %q is escaped: %q", d.Name, text, got)
		}
	}
	for _, p := range registry(t).Protos() {
		for _, d := range slices.Concat(p.Fields, []*field.Def{&p.Def}) {
			clean(d, d.Label)
			clean(d, d.One+d.Many)
			if d.Names == nil {
				continue
			}
			for v := range uint64(1 << 12) {
				clean(d, d.Names(v))
			}
			for _, v := range d.Beyond {
				clean(d, d.Names(v))
			}
		}
	}
}
