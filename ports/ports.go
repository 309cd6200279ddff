package ports

import (
	"cmp"
	_ "embed"
	"iter"
	"os"
	"slices"
	"strconv"
)

// The built-in sources, laid out by encodeSet from the text files beside them.
//
//go:generate go test -run ^TestEmbedded$ -update .
var (
	//go:embed data/services.set
	servicesSet string
	//go:embed data/iana.set
	ianaSet string
)

// A Table names ports. It is immutable, and any number of goroutines may use it. A nil
// *Table names nothing.
type Table struct {
	sets []*set // by authority
}

// An Option adds to a new [Table].
type Option func(*Table)

// WithUser lets entries, such as [ParseServices] returns, overrule all others.
func WithUser(entries ...Entry) Option {
	return func(t *Table) {
		if len(entries) > 0 {
			t.sets = append(t.sets, openSet(encodeSet(entries), User))
		}
	}
}

// New returns a table of the services table and IANA's registry, and of what
// the options add.
func New(opts ...Option) *Table {
	t := new(Table)
	for _, opt := range opts {
		opt(t)
	}
	t.sets = append(t.sets, openSet(servicesSet, Services), openSet(ianaSet, IANA))
	return t
}

// Load returns New with the entries of the user's file, in the form of
// [ParseServices], which overrule all others. With an error the table is valid, but
// lacks the lines that the error names.
func Load(file string) (*Table, error) {
	f, err := os.Open(file)
	if err != nil {
		return New(), err
	}
	defer f.Close()
	entries, err := ParseServices(file, f)
	return New(WithUser(entries...)), err
}

// Name returns the name of a port, or "".
func (t *Table) Name(proto Proto, port uint16) string {
	if s, row := t.find(proto, port); s != nil {
		return s.name(row)
	}
	return ""
}

// AppendPort appends a port as a summary line shows it: "https(443)", or "443"
// if it has no name.
func (t *Table) AppendPort(b []byte, proto Proto, port uint16) []byte {
	name := t.Name(proto, port)
	if name == "" {
		return strconv.AppendUint(b, uint64(port), 10)
	}
	b = append(b, name...)
	b = append(b, '(')
	b = strconv.AppendUint(b, uint64(port), 10)
	return append(b, ')')
}

// Lookup returns the entry for a port from the source with the most authority.
func (t *Table) Lookup(proto Proto, port uint16) (e Entry, ok bool) {
	if s, row := t.find(proto, port); s != nil {
		return s.entry(row), true
	}
	return Entry{}, false
}

// LookupAll returns the entries of all sources for a port, those of most authority
// first. AnyProto is every protocol.
func (t *Table) LookupAll(proto Proto, port uint16) []Entry {
	return slices.Collect(t.Search(Query{Ports: Range{port, port}, Proto: proto}))
}

// Find returns the entries with a name or an alias, in any case.
func (t *Table) Find(name string) []Entry {
	return slices.Collect(t.Search(Query{Name: name}))
}

// All returns every entry of every source, in the order of [Table.Search].
func (t *Table) All() iter.Seq[Entry] {
	return t.Search(Query{Ports: Range{0, 65535}})
}

// Search returns the entries that answer a query, by port, then protocol (tcp,
// udp, sctp, dccp), then authority. A run of ports that lies only partly in the
// query's is an answer too. It reads every entry, which takes microseconds: it is for
// interactive use and not for packets.
func (t *Table) Search(q Query) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, e := range t.matches(q) {
			if !yield(e.set.entry(e.row)) {
				return
			}
		}
	}
}

// A match is a row that answers a query.
type match struct {
	set *set
	row int
}

// matches returns the rows that answer q, sorted.
func (t *Table) matches(q Query) []match {
	if t == nil {
		return nil
	}
	var found []match
	for _, s := range t.sets {
		for row := range s.len() {
			if s.answers(row, q) {
				found = append(found, match{s, row})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		x, y := a.set.ports(a.row), b.set.ports(b.row)
		return cmp.Or(
			cmp.Compare(max(x.First, q.Ports.First), max(y.First, q.Ports.First)),
			cmp.Compare(a.set.slot(a.row), b.set.slot(b.row)),
			cmp.Compare(a.set.source, b.set.source),
			cmp.Compare(x.width(), y.width()),
		)
	})
	return found
}

// find returns the set of most authority that names a port, and its row.
func (t *Table) find(proto Proto, port uint16) (*set, int) {
	slot := proto.slot()
	if t == nil || slot < 0 {
		return nil, 0
	}
	for _, s := range t.sets {
		if row := s.find(slot, port); row >= 0 {
			return s, row
		}
	}
	return nil, 0
}
