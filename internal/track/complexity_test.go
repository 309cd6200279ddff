package track_test

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/internal/labtest"
)

// A feed is packets that give a tracker as much to keep as there are of them.
type feed struct {
	of   string // package and type of the tracker
	what string
	link uint32 // 0: rawIP
	make func() observer
	// frame is the i-th packet, from 0; it is valid until the next one.
	frame func(i int) []byte
	iface func(i int) string // nil: one interface
}

// An observer is one tracker, or several in a row.
type observer func(e *dissect.Engine, p *dissect.Packet)

const (
	few, many = 1e4, 1e5
	// tolerated is how many times as much many may cost as few: linear is 10, n log n 12.5.
	tolerated = 15
	// nothing is a cost for each packet that is no cost, whatever few cost.
	nothing = 100 * time.Nanosecond
)

// TestLinear feeds each tracker ten thousand and a hundred thousand of what it keeps.
func TestLinear(t *testing.T) {
	labtest.Slow(t)
	registry := labtest.Registry(t)
	for _, f := range feeds() {
		t.Run(f.of+"/"+f.what, func(t *testing.T) {
			small, large := f.cost(registry, few), f.cost(registry, many)
			for range 8 { // the least of several: a busy machine only adds
				if large <= tolerated*small || large <= many*nothing {
					t.Logf("%d ns for each of %v, %d of %v: %.1f times", small.Nanoseconds()/few, few, large.Nanoseconds()/many, many, float64(large)/float64(small))
					return
				}
				small, large = min(small, f.cost(registry, few)), min(large, f.cost(registry, many))
			}
			t.Errorf("%v for %v packets, %v for %v: %.0f times", small, few, large, many, float64(large)/float64(small))
		})
	}
}

// cost is the CPU time that an observer takes for the first n packets. As many observers
// take turns as take many packets in all: memory is as cold for few as for many.
func (f *feed) cost(registry *dissect.Registry, n int) (cost time.Duration) {
	runtime.GC()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	e, a := dissect.NewEngine(registry), dissect.NewArena(registry)
	e.Use(a)
	observers := make([]observer, many/n)
	for i := range observers {
		observers[i] = f.make()
	}
	const batch = 250
	var data [batch][]byte
	var packets [batch]dissect.Packet
	start := time.Unix(1700000000, 0)
	for at := 0; at < n; at += batch {
		for _, observe := range observers {
			a.Reset()
			for k := range batch {
				p := &packets[k]
				data[k] = append(data[k][:0], f.frame(at+k)...)
				p.Number, p.Time, p.Interface = uint64(at+k+1), start.Add(time.Duration(at+k)*time.Millisecond), "eth0"
				if f.iface != nil {
					p.Interface = f.iface(at + k)
				}
				e.Dissect(p, cmp.Or(f.link, rawIP), data[k], len(data[k]))
			}
			before := labtest.ThreadTime()
			for k := range batch {
				observe(e, &packets[k])
			}
			cost += labtest.ThreadTime() - before
		}
	}
	return cost / time.Duration(len(observers))
}

// TestEveryTrackerIsFed finds the trackers in the source: types with a method Observe,
// Watch or Retry. One without a feed fails here, and a feed of none.
func TestEveryTrackerIsFed(t *testing.T) {
	var want, have []string
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range f.Decls {
			if m, ok := d.(*ast.FuncDecl); ok && m.Recv != nil && slices.Contains([]string{"Observe", "Watch", "Retry"}, m.Name.Name) {
				want = append(want, f.Name.Name+"."+receiver(m))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range feeds() {
		if !slices.Contains(have, f.of) {
			have = append(have, f.of)
		}
	}
	slices.Sort(want)
	slices.Sort(have)
	if !slices.Equal(want, have) {
		t.Errorf("trackers:\n%q\nfed are:\n%q", want, have)
	}
}

func receiver(m *ast.FuncDecl) string {
	typ := m.Recv.List[0].Type
	if s, ok := typ.(*ast.StarExpr); ok {
		typ = s.X
	}
	return typ.(*ast.Ident).Name
}
