package render_test

import (
	"testing"

	"github.com/pktscope/pktscope/internal/render"
)

// BenchmarkRow is what one row of each format costs.
func BenchmarkRow(b *testing.B) {
	r := registry(b)
	row := goldenRows(b, r)[0]
	for _, name := range render.Formats {
		b.Run(name, func(b *testing.B) {
			f, err := render.New(name, render.Options{Registry: r, Fields: fieldOptions(b)})
			if name == "json" || name == "ek" {
				f, err = render.New(name, render.Options{Registry: r})
			}
			if err != nil {
				b.Fatal(err)
			}
			out := f.AppendRow(nil, row)
			b.ReportAllocs()
			for b.Loop() {
				out = f.AppendRow(out[:0], row)
			}
			b.SetBytes(int64(len(out)))
		})
	}
}

// TestAllocations: no format allocates for a row that has nothing to escape.
func TestAllocations(t *testing.T) {
	r := registry(t)
	row := goldenRows(t, r)[0]
	for _, name := range render.Formats {
		o := render.Options{Registry: r, Color: true}
		if name == "fields" {
			o.Fields = fieldOptions(t)
		}
		f, err := render.New(name, o)
		if err != nil {
			t.Fatal(err)
		}
		out := f.AppendRow(nil, row)
		if n := testing.AllocsPerRun(100, func() { out = f.AppendRow(out[:0], row) }); n >= 1 {
			t.Errorf("%s: a row allocates %v times", name, n)
		}
	}
}
