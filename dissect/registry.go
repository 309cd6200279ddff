package dissect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktscope/pktscope/dissect/field"
)

// A Binding says where a protocol is found.
type Binding struct {
	New  func() Message
	Keys []field.Key
}

// Bind is the Binding of the protocol whose messages are *T.
func Bind[T any, P interface {
	*T
	Message
}](keys ...field.Key) Binding {
	return Binding{New: func() Message { return P(new(T)) }, Keys: keys}
}

// A Registry finds the protocol behind a key. It does not change once made.
type Registry struct {
	kinds    []*kind // the first is for bytes without a protocol
	protos   []*field.Proto
	dense    [field.Spaces][]uint16 // by value: index into kinds
	sparse   map[field.Key]uint16   // where values are wide
	chosen   map[field.Key]uint16   // the keys of DecodeAs; nil without
	owners   []any                  // what declares each of protos, for errors: a message, or text
	fields   map[string][]*field.Def
	declared []*field.Def // the first field of each name
	names    *field.Names // of the trees that Engines build; see Resolve
}

// denseSize is the number of values of the spaces that are looked up by index.
var denseSize = [field.Spaces]int{
	field.Link: 512, field.EtherType: 1 << 16, field.SAP: 256, field.PPP: 1 << 16, field.NLPID: 256,
	field.IPProto: 256, field.UDPPort: 1 << 16, field.TCPPort: 1 << 16, field.SCTPPort: 1 << 16,
}

// NewRegistry makes a Registry. It refuses a key that is bound twice, a field
// name that two protocols declare, and a name that one protocol declares with
// two kinds of value.
func NewRegistry(bindings ...Binding) (*Registry, error) {
	r := &Registry{kinds: make([]*kind, 0, 1+len(bindings)), sparse: map[field.Key]uint16{}}
	r.add(Bind[Data]())
	owners := make([]Message, 0, len(bindings))
	names := 0
	for i, b := range bindings {
		m := r.add(b)
		owners = append(owners, m)
		names += 1 + len(m.Proto().Fields)
		for _, k := range b.Keys {
			if r.find(k) != 0 {
				return nil, fmt.Errorf("dissect: key %v of %s is bound already", k, m.Proto().Name)
			}
			r.bind(k, uint16(i+1))
		}
	}
	r.fields, r.declared = make(map[string][]*field.Def, names), make([]*field.Def, 0, names)
	for _, p := range []*field.Proto{DataProto, MalformedProto, ShortProto, field.ExpertProto} {
		if err := r.declare(p, "package dissect"); err != nil {
			return nil, err
		}
	}
	for _, m := range owners {
		if err := r.declare(m.Proto(), m); err != nil {
			return nil, err
		}
	}
	r.assignBits()
	return r, nil
}

// add adds the kind of a binding, and returns one of its messages.
func (r *Registry) add(b Binding) Message {
	m := b.New()
	r.kinds = append(r.kinds, newKind(b.New, m))
	return m
}

func (r *Registry) bind(k field.Key, index uint16) {
	size := denseSize[k.Space]
	if k.Value >= uint64(size) {
		r.sparse[k] = index
		return
	}
	if r.dense[k.Space] == nil {
		r.dense[k.Space] = make([]uint16, size)
	}
	r.dense[k.Space][k.Value] = index
}

// DecodeAs binds a key to the protocol of that name, whatever it was bound to
// before; "data" binds it to no protocol. Of a Carrier's guesses such a key goes before
// all others: the port that is named counts, not the other one's usual protocol. It
// reports whether the protocol exists. It is called before r is used.
func (r *Registry) DecodeAs(k field.Key, proto string) bool {
	for i, b := range r.kinds {
		if b.proto.Name != proto {
			continue
		}
		r.bind(k, uint16(i))
		if r.chosen == nil {
			r.chosen = map[field.Key]uint16{}
		}
		r.chosen[k] = uint16(i)
		return true
	}
	return false
}

// Decodes reports whether DecodeAs knows a protocol.
func (r *Registry) Decodes(proto string) bool {
	for _, k := range r.kinds {
		if k.proto.Name == proto {
			return true
		}
	}
	return false
}

// Keep leaves no key to a protocol for which keep is false: what it carries is bytes
// then. It is called before r is used.
func (r *Registry) Keep(keep func(p *field.Proto) bool) {
	lost := func(index uint16) bool { return index != 0 && !keep(r.kinds[index].proto) }
	for _, t := range r.dense {
		for value, index := range t {
			if lost(index) {
				t[value] = 0
			}
		}
	}
	for _, m := range []map[field.Key]uint16{r.sparse, r.chosen} {
		for k, index := range m {
			if lost(index) {
				m[k] = 0
			}
		}
	}
}

// find returns the index of the kind that k leads to, 0 without one.
func (r *Registry) find(k field.Key) uint16 {
	if t := r.dense[k.Space]; k.Value < uint64(len(t)) {
		return t[k.Value]
	}
	if k.Value < uint64(denseSize[k.Space]) {
		return 0
	}
	return r.sparse[k]
}

// Resolve gives trees the names that fields such as eth.src_resolved have in filters. It
// is called before the Registry is used. nil: dissectors name what they know.
func (r *Registry) Resolve(names *field.Names) { r.names = names }

// Declare adds a protocol that no key leads to, such as the frame itself.
func (r *Registry) Declare(p *field.Proto) error { return r.declare(p, "Declare") }

func (r *Registry) declare(p *field.Proto, owner any) error {
	if slices.Contains(r.protos, p) {
		return nil
	}
	r.protos = append(r.protos, p)
	r.owners = append(r.owners, owner)
	if err := r.name(p, &p.Def); err != nil {
		return err
	}
	for _, d := range p.Fields {
		if err := r.name(p, d); err != nil {
			return err
		}
	}
	return nil
}

// name has d, of p, found by its name.
func (r *Registry) name(p *field.Proto, d *field.Def) error {
	if d.Name == "" {
		return nil
	}
	have := r.fields[d.Name]
	if len(have) > 0 && have[0].Proto != p && d.Also == nil && have[0].Also == nil {
		return fmt.Errorf("dissect: field %s is declared by protocol %s (%s) and by protocol %s (%s): "+
			"a protocol that has a package has no row in internal/longtail", d.Name, have[0].Proto.Name, r.owner(have[0].Proto), p.Name, r.owner(p))
	}
	r.found(d.Name, have, d)
	if rest, ok := strings.CutPrefix(d.Name, p.Name); ok && p.Former != "" {
		former := p.Former + rest
		r.found(former, r.fields[former], d)
	}
	return nil
}

// found adds d to the fields of a name.
func (r *Registry) found(name string, have []*field.Def, d *field.Def) {
	if have == nil { // as of most: not a slice of its own
		r.declared = append(r.declared, d)
		n := len(r.declared)
		r.fields[name] = r.declared[n-1 : n : n]
		return
	}
	r.fields[name] = append(have, d)
}

// owner tells what declares p.
func (r *Registry) owner(p *field.Proto) string {
	switch owner := r.owners[slices.Index(r.protos, p)].(type) {
	case string:
		return owner
	default:
		return fmt.Sprintf("%T", owner)
	}
}

// Protos lists every protocol.
func (r *Registry) Protos() []*field.Proto { return r.protos }

// Named lists all that has a filter name: each protocol, in the order of their names, and
// its fields in that of theirs. A field of several forms is there with each.
func (r *Registry) Named() (all []*field.Def) {
	for _, p := range slices.SortedFunc(slices.Values(r.protos), func(a, b *field.Proto) int { return strings.Compare(a.Name, b.Name) }) {
		all = append(all, &p.Def)
		all = append(all, slices.SortedStableFunc(slices.Values(p.Fields), func(a, b *field.Def) int { return strings.Compare(a.Name, b.Name) })...)
	}
	return slices.DeleteFunc(all, func(d *field.Def) bool { return d.Name == "" })
}

// Declared returns the declarations of a filter name, nil where there are
// none. One of several forms of a field, or the alias, speaks for its type.
func (r *Registry) Declared(name string) []*field.Def { return r.fields[name] }

// Alias returns the alias of a filter name, nil where it is none.
func (r *Registry) Alias(name string) *field.Def {
	for _, d := range r.fields[name] {
		if d.Also != nil {
			return d
		}
	}
	return nil
}

// Field returns the declarations behind a filter name, those that an alias
// stands for instead of the alias, nil where there are none.
func (r *Registry) Field(name string) []*field.Def {
	defs := r.fields[name]
	if !slices.ContainsFunc(defs, func(d *field.Def) bool { return d.Also != nil }) {
		return defs
	}
	var all []*field.Def
	for _, d := range defs {
		if d.Also == nil {
			all = append(all, d)
		} else {
			all = append(all, d.Also...)
		}
	}
	return all
}
